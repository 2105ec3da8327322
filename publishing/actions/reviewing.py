"""Recording that a clinician checked a published page."""

import calendar
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.events import write_event
from publishing.errors import Refused
from publishing.models import Event, Page, Publication, Review, SiteSettings


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


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

    Only a review of the whole page moves the public review date, and never back in time. `next_due_on` defaults to the
    interval of the page's risk tier.
    """
    permissions.require_record_review(by)
    page = Page.objects.select_for_update().get(pk=page.pk)
    publication = Publication.objects.live().filter(page=page).select_related("edition").first()
    if publication is None:
        raise Refused(_("Only a live page can be reviewed."))
    if not permissions.may_decide_review(decided_by):
        raise Refused(_("A review names the clinician who decided: choose someone who may approve pages."))
    if reviewed_on > now.date():
        raise Refused(_("A review cannot be dated in the future."))
    if reviewed_on < publication.first_published_at.date():
        raise Refused(
            _("A review cannot be older than the page: it was first published on %(day)s.")
            % {"day": publication.first_published_at.date().isoformat()}
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
    if scope == Review.Scope.PAGE and newest:
        publication.review = review
        publication.reviewed_on, publication.next_review_on = reviewed_on, next_due_on
        publication.reviewed_by, publication.reviewed_credentials = review.name, review.credentials
        publication.reviewed_hash = publication.edition.content_hash
        publication.version += 1
        publication.save()
    write_event(
        Event.Verb.REVIEWED, page=page, by=by, now=now, decided_by=review.name, outcome=str(outcome),
        reviewed_on=reviewed_on.isoformat(), next_due_on=next_due_on.isoformat(),
    )  # fmt: skip
    return review
