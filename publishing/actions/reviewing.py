"""Recording that a clinician checked a published page."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.dates import months_after
from publishing.actions.events import write_event
from publishing.errors import Refused
from publishing.models import Event, Page, Publication, Review, SiteSettings

# Outcomes after which readers may rely on the page as it stands; the others say that it must change first.
STANDS = (Review.Outcome.NO_CHANGE, Review.Outcome.MINOR)


@transaction.atomic
def record_review(
    *,
    page: Page,
    by,
    now: datetime,
    decided_by,
    reviewed_on: date,
    outcome: str,
    scope: str = Review.Scope.PAGE,
    evidence_searched: str = "",
    evidence_searched_on: date | None = None,
    next_due_on: date | None = None,
    next_due_reason: str = "",
) -> Review:
    """Record that `decided_by`, a clinician, reviewed the live edition; `by` may be staff recording it for them.

    Only a review of the whole page that lets it stand moves the public review date, and never back in time; one that
    calls for important changes or withdrawal makes the page due at once. `next_due_on` defaults to the
    interval of the page's risk tier.
    """
    permissions.require_record_review(by)
    page = Page.objects.select_for_update().get(pk=page.pk)
    publication = Publication.objects.live().filter(page=page).select_related("edition").first()
    if publication is None:
        raise Refused(_("Only a live page can be reviewed."))
    if not permissions.may_decide_review(decided_by):
        raise Refused(_("A review names the clinician who decided: choose someone who may approve pages."))
    if reviewed_on > localdate(now):
        raise Refused(_("A review cannot be dated in the future."))
    if reviewed_on < localdate(publication.first_published_at):
        raise Refused(
            _("A review cannot be older than the page: it was first published on %(day)s.")
            % {"day": localdate(publication.first_published_at).isoformat()}
        )
    if next_due_on is None:
        next_due_on = months_after(reviewed_on, SiteSettings.current().review_months(page.risk_tier))
    if next_due_on <= reviewed_on:
        raise Refused(_("The next review must be due after this one."))
    review = Review.objects.create(
        page=page,
        edition=publication.edition,
        decided_by=decided_by,
        name=decided_by.get_display_name(),
        role=decided_by.role,
        credentials=decided_by.credentials,
        recorded_by=by,
        recorded_at=now,
        reviewed_on=reviewed_on,
        scope=scope,
        outcome=outcome,
        evidence_searched=evidence_searched.strip(),
        evidence_searched_on=evidence_searched_on,
        next_due_on=next_due_on,
        next_due_reason=next_due_reason.strip(),
    )
    newest = publication.reviewed_on is None or reviewed_on >= publication.reviewed_on
    if scope == Review.Scope.PAGE and newest and outcome in STANDS:
        publication.review = review
        publication.reviewed_on, publication.next_review_on = reviewed_on, next_due_on
        publication.due_on = next_due_on
        publication.reviewed_by, publication.reviewed_credentials = review.name, review.credentials
        publication.reviewed_hash = publication.edition.content_hash
        publication.version += 1
        publication.save()
    elif scope == Review.Scope.PAGE and newest and publication.review_id is not None:
        # The clinician found it wanting: it must not look freshly checked, and it is due until it is put right.
        publication.next_review_on = min(publication.next_review_on, reviewed_on)
        publication.due_on = min(publication.due_on, reviewed_on)
        publication.version += 1
        publication.save(update_fields=["next_review_on", "due_on", "version"])
    write_event(
        Event.Verb.REVIEWED, page=page, by=by, now=now, decided_by=review.name, outcome=str(outcome),
        reviewed_on=reviewed_on.isoformat(), next_due_on=next_due_on.isoformat(),
    )  # fmt: skip
    return review
