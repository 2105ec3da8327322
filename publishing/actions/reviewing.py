"""Recording that a clinician checked a published page, and hearing that they did not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing import attachments as files
from publishing import checklist as checklists
from publishing import permissions
from publishing.actions.dates import months_after
from publishing.actions.events import write_event
from publishing.actions.mailing import post
from publishing.actions.quiet import reviewed_hash_of
from publishing.errors import NotPermitted, Refused
from publishing.models import (
    Event,
    Mail,
    Page,
    Publication,
    Review,
    ReviewAttachment,
    ReviewObjection,
    SiteSettings,
)

STANDS = Review.STANDS


class RowsRefused(Refused):
    """Some of several reviews were refused, and none was recorded. `reasons`: position of the row (from 0) → why."""

    def __init__(self, reasons: Mapping[int, str]):
        super().__init__(_("Nothing was recorded: some rows need another look."))
        self.reasons = dict(reasons)


@transaction.atomic
def record_review(*, page: Page, by, now: datetime, **said) -> Review:
    """Record that a clinician reviewed the live edition of a page. `said`: what _write takes.

    `by` may be staff recording it for them: then the clinician is told by mail, with a link to object. Only a review of the
    whole page that lets it stand moves the public review date, and never back in time; one that calls for important
    changes or withdrawal makes the page due at once.
    """
    review = _write(page, by, now, **said)
    _tell([review], now)
    return review


@transaction.atomic
def record_reviews(*, rows: Sequence[Mapping], by, now: datetime) -> list[Review]:
    """Record the reviews of one sitting, all or none. Each row says for its own page what record_review is told; RowsRefused
    has the reason for every row that was refused. A clinician gets one mail about all of them."""
    permissions.require_record_review(by)
    # Locked in one order whatever the caller's, so that two sittings wait for each other instead of deadlocking.
    list(
        Page.objects.select_for_update()
        .filter(pk__in=[row["page"].pk for row in rows])
        .order_by("pk")
        .values_list("pk")
    )
    reviews, reasons = [], {}
    for position, row in enumerate(rows):
        try:
            with transaction.atomic():
                reviews.append(_write(by=by, now=now, **row))
        except NotPermitted:
            raise
        except Refused as refused:
            reasons[position] = str(refused.reason)
    if reasons:
        raise RowsRefused(reasons)
    _tell(reviews, now)
    return reviews


def _write(
    page: Page,
    by,
    now: datetime,
    *,
    reviewed_on: date,
    outcome: str,
    decided_by=None,
    reviewer=None,
    scope: str = Review.Scope.PAGE,
    evidence_searched: str = "",
    evidence_searched_on: date | None = None,
    next_due_on: date | None = None,
    next_due_reason: str = "",
    checked: Iterable[str] = (),
    proof_of_decision: str = "",
    attachments: Sequence[tuple[str, bytes]] = (),
) -> Review:
    """One review by `decided_by`, who has an account, or `reviewer` of the register.

    Recorded for somebody else, the clinician's own words (`proof_of_decision`) or a file of `attachments` (name, bytes)
    must show what they decided. `checked`: keys of publishing.checklist.QUESTIONS. `next_due_on` is by default the
    interval of the page's risk tier; another day needs a reason.
    """
    permissions.require_record_review(by)
    page = Page.objects.select_for_update().get(pk=page.pk)
    publication = Publication.objects.live().filter(page=page).first()
    if publication is None:
        raise Refused(_("Only a live page can be reviewed."))
    clinician = _clinician(decided_by, reviewer, on=reviewed_on)
    _check_day(reviewed_on, publication, now)
    if outcome not in Review.Outcome.values or scope not in Review.Scope.values:
        raise Refused(_("Choose the outcome of the review, and what was checked."))
    evidence_searched, proof_of_decision = evidence_searched.strip(), proof_of_decision.strip()
    _check_evidence(outcome, evidence_searched, evidence_searched_on, reviewed_on)
    for_another = decided_by is None or decided_by.pk != by.pk
    kept = _kept(attachments)
    if for_another and not proof_of_decision and not kept:
        raise Refused(
            _(
                "You record this for %(name)s. Copy what they wrote into “The clinician's own words”, or attach their mail or "
                "the signed form."
            )
            % {"name": clinician.get_display_name()}
        )
    usual = months_after(reviewed_on, SiteSettings.current().review_months(page.risk_tier))
    next_due_on = next_due_on or usual
    if next_due_on <= reviewed_on:
        raise Refused(_("The next review must be due after this one."))
    if next_due_on != usual and not next_due_reason.strip():
        raise Refused(
            _("The next review of this page is usually due on %(day)s. Say why it is due on another day.")
            % {"day": date_format(usual)}
        )
    review = Review.objects.create(
        page=page,
        edition_id=publication.edition_id,
        decided_by=decided_by,
        reviewer=reviewer,
        name=clinician.get_display_name(),
        role=clinician.role,
        credentials=clinician.credentials,
        recorded_by=by,
        recorded_at=now,
        reviewed_on=reviewed_on,
        scope=scope,
        outcome=outcome,
        evidence_searched=evidence_searched,
        evidence_searched_on=evidence_searched_on if evidence_searched else None,
        next_due_on=next_due_on,
        next_due_reason=next_due_reason.strip(),
        checklist=_checklist(checked),
        proof_of_decision=proof_of_decision,
    )
    for file in kept:
        ReviewAttachment.objects.create(
            review=review, name=file.name, content_type=file.content_type, sha256=file.sha256, content=file.content
        )
    if scope == Review.Scope.PAGE:
        count_reviews(publication, newest=review)
    write_event(
        Event.Verb.REVIEWED, page=page, by=by, now=now, decided_by=review.name, outcome=str(outcome),
        reviewed_on=reviewed_on.isoformat(), next_due_on=next_due_on.isoformat(), scope=str(scope),
        review=review.pk, on_behalf=for_another,
    )  # fmt: skip
    return review


def _tell(reviews: Sequence[Review], now: datetime) -> None:
    """One mail to each clinician for whom somebody else recorded reviews, and one a language: it lists them all."""
    mails: dict[tuple, list[Review]] = {}
    for review in reviews:
        if review.on_behalf:
            mails.setdefault((review.decided_by, review.reviewer, review.page.language), []).append(review)
    for (user, reviewer, _language), some in mails.items():
        post(
            kind=Mail.Kind.REVIEW_RECORDED, key=f"review-recorded:{some[0].pk}", now=now, user=user, reviewer=reviewer,
            data={"reviews": [review.pk for review in some], "page": some[0].page_id},
        )  # fmt: skip


def _checklist(checked: Iterable[str]) -> list[dict[str, str]]:
    try:
        return checklists.as_stored(checked)
    except ValueError as error:
        raise Refused(_("The checklist has no such question.")) from error


def _clinician(decided_by, reviewer, *, on: date):
    """The one who decided: a colleague who may approve pages, or a reviewer of the register whose credentials hold."""
    if (decided_by is None) == (reviewer is None):
        raise Refused(_("A review names the clinician who decided: choose one."))
    if decided_by is not None and not permissions.may_decide_review(decided_by):
        raise Refused(_("A review names the clinician who decided: choose someone who may approve pages."))
    if reviewer is not None and not reviewer.may_be_asked(on=on):
        raise Refused(
            _("The reviewers' register says that %(name)s cannot be asked: not active, or credentials expired.")
            % {"name": reviewer.name}
        )
    return decided_by or reviewer


def _check_day(reviewed_on: date, publication: Publication, now: datetime) -> None:
    if reviewed_on > localdate(now):
        raise Refused(_("A review cannot be dated in the future."))
    if reviewed_on < localdate(publication.first_published_at):
        raise Refused(
            _("A review cannot be older than the page: it was first published on %(day)s.")
            % {"day": date_format(localdate(publication.first_published_at))}
        )


def _check_evidence(outcome: str, evidence: str, searched_on: date | None, reviewed_on: date) -> None:
    """Who lets a page stand says what it was checked against, and when that was looked up."""
    if outcome in STANDS and not evidence:
        raise Refused(_("Say which evidence was looked at: a page stands only on evidence."))
    if outcome in STANDS and searched_on is None:
        raise Refused(_("Say on which day the evidence was searched."))
    if searched_on is not None and searched_on > reviewed_on:
        raise Refused(_("The evidence cannot have been searched after the review."))


def _kept(attachments) -> list[files.Attachment]:
    try:
        return files.checked(attachments)
    except files.NotKept as problem:
        words = {
            "empty": _("The file “%(name)s” is empty."),
            "too-long": _("The file “%(name)s” is larger than 2 MB."),
            "too-many": _("Attach at most five files."),
            "kind": _("The file “%(name)s” is not a PDF, a plain text, a mail (.eml), a PNG or a JPEG."),
        }
        raise Refused(words[problem.why] % {"name": problem.name}) from problem


def count_reviews(publication: Publication, *, newest: Review | None = None, today: date | None = None) -> None:
    """Set the review dates by the reviews on record that nobody objected to.

    The newest one that lets the page stand counts; one after it that does not makes the page due. `newest`: the review
    just recorded, which sets the working date of the staff. `today`: given when a review fell away; that never makes the
    page due later than it was, and without any review left it is due now.
    """
    fields = (
        "reviewed_on",
        "next_review_on",
        "due_on",
        "reviewed_by",
        "reviewed_credentials",
        "reviewed_hash",
        "review_id",
    )
    before = [getattr(publication, name) for name in fields]
    counting = list(Review.objects.counting().filter(page=publication.page_id))
    stands = next((review for review in counting if review.outcome in STANDS), None)
    wanting = next((review for review in counting if review.outcome not in STANDS), None)
    publication.review = stands
    publication.reviewed_on = stands.reviewed_on if stands else None
    publication.reviewed_by = stands.name if stands else ""
    publication.reviewed_credentials = stands.credentials if stands else ""
    publication.reviewed_hash = reviewed_hash_of(stands.edition_id) if stands else ""
    publication.next_review_on = stands.next_due_on if stands else None
    if stands is not None and stands == newest:
        publication.due_on = stands.next_due_on
    if today is not None:
        publication.due_on = min(filter(None, [publication.due_on, stands.next_due_on if stands else today]))
    if wanting is not None and (stands is None or counting.index(wanting) < counting.index(stands)):
        # The clinician found it wanting: it must not look freshly checked, and it is due until it is put right.
        if stands is not None:
            publication.next_review_on = min(publication.next_review_on, wanting.reviewed_on)
        publication.due_on = min(filter(None, [publication.due_on, wanting.reviewed_on]))
    if [getattr(publication, name) for name in fields] != before:
        publication.version += 1
        publication.save()


@transaction.atomic
def object_to_review(*, review: Review, now: datetime, words: str = "") -> ReviewObjection:
    """The clinician whom a review names says that they did not decide so. It stays on record and counts no more; whoever
    recorded it and the page's owner are told. Whoever calls this has made sure that it is the clinician."""
    page = (
        Page.objects.select_for_update(of=("self",))
        .filter(pk=review.page_id)
        .select_related("owner", "backup_owner", "team__lead")
        .get()
    )
    review = Review.objects.select_related("decided_by", "reviewer", "recorded_by").get(pk=review.pk)
    if not review.on_behalf:
        raise Refused(_("You recorded this review yourself. Record another one if something changed."))
    if ReviewObjection.objects.filter(review=review).exists():
        raise Refused(_("You objected to this review already. It no longer counts."))
    objection = ReviewObjection.objects.create(review=review, words=words.strip(), at=now)
    write_event(
        Event.Verb.OBJECTED, page=page, by=review.decided_by or review.reviewer, now=now, review=review.pk,
        reason=objection.words,
    )  # fmt: skip
    if review.scope == Review.Scope.PAGE:
        # A page that was withdrawn meanwhile keeps its review dates, and would come back with them.
        for publication in Publication.objects.select_for_update().filter(
            Q(edition__isnull=False) | Q(review__isnull=False), page=page
        ):
            count_reviews(publication, today=localdate(now))
    for person in {review.recorded_by, page.responsible} - {None}:
        post(
            kind=Mail.Kind.REVIEW_OBJECTED, key=f"review-objected:{review.pk}:{person.pk}", now=now, user=person,
            data={"review": review.pk, "page": page.pk},
        )  # fmt: skip
    return objection
