"""Is the record still what it says it is? Every edition is looked at again, with what it rests on."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from django.db.models import Count, F, Max, Min, Prefetch

from publishing import triggers
from publishing.compiled import content_hash
from publishing.models import Edition, EditionApproval, Event, Publication, Redaction, SignOff
from publishing.models.edition import REST_ON_EARLIER_APPROVAL

AT_ONCE = 200  # editions read at a time, so that memory stays the same with any number of them


@dataclass(frozen=True)
class Finding:
    """Something that does not hold. `code` is stable; `edition` is "page id/number", "" for what is about no edition."""

    code: str
    message: str
    edition: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def verify(*, progress: Callable[[int], object] = lambda done: None) -> Iterator[Finding]:
    """Every finding, in constant memory. `progress(n)`: n more editions were looked at."""
    yield from _protection()
    yield from _numbers()
    yield from _publications()
    yield from _redactions()
    approvals = EditionApproval.objects.select_related("sign_off")
    rows = Edition.objects.select_related("approval", "redacted_by", "redacted_with")
    rows = rows.defer("html", "plain_text", "outline", "references", "facts")
    rows = rows.prefetch_related(Prefetch("further_approvals", approvals)).order_by("pk")
    for edition in rows.iterator(chunk_size=AT_ONCE):
        yield from _edition(edition)
        progress(1)


def _where(edition: Edition) -> str:
    return f"{edition.page_id}/{edition.number}"


def _edition(edition: Edition) -> Iterator[Finding]:
    where = _where(edition)
    if edition.redacted_at is not None:
        yield from _tombstone(edition, where)
    elif content_hash(edition.source, edition.quoted) != edition.content_hash:
        yield Finding("hash-differs", "its text is not the one its hash was made of", where)
    resting = edition.significance in REST_ON_EARLIER_APPROVAL
    if edition.content_hash != edition.approved_hash and not resting:
        yield Finding(
            "not-what-was-approved", f"a {edition.significance} edition must have the hash that was approved", where
        )
    yield from _approval(edition, edition.approval, where)
    if edition.approval.content_hash != edition.approved_hash:
        yield Finding("approved-hash-differs", "its approval is of another hash than it says", where)
    for further in edition.further_approvals.all():
        yield from _approval(edition, further.sign_off, where)
        same_text = further.sign_off.content_hash == edition.content_hash
        if further.why == EditionApproval.Why.ALSO and not same_text and not resting:
            yield Finding("further-approval-of-other-words", "a further approval is of another text", where)


def _approval(edition: Edition, sign_off: SignOff, where: str) -> Iterator[Finding]:
    if sign_off.page_id != edition.page_id:
        yield Finding("approval-of-another-page", "it rests on an approval of another page", where)
    if sign_off.decision != SignOff.Decision.APPROVE:
        yield Finding("not-an-approval", "it rests on a decision that asked for changes", where)


def _tombstone(edition: Edition, where: str) -> Iterator[Finding]:
    """A redacted edition holds nothing, and two people and a reason stand for what it held."""
    whole = Edition.objects.values(*Edition.emptied_by_redaction).get(pk=edition.pk)
    left = [name for name, held in whole.items() if held]
    if left:
        yield Finding("redacted-and-not-empty", f"redacted, and still holds {', '.join(left)}", where)
    people = {edition.redacted_by_id, edition.redacted_with_id} - {None}
    if len(people) != 2 or not edition.redaction_reason:
        yield Finding("redaction-unexplained", "redacted without two people and a reason", where)


def _protection() -> Iterator[Finding]:
    for name in triggers.missing():
        yield Finding("trigger-missing", f"the guard {name} of the database is missing or was changed; run migrate")


def _numbers() -> Iterator[Finding]:
    """Editions of a page are numbered 1, 2, 3 … without a gap."""
    pages = Edition.objects.order_by().values("page").annotate(n=Count("pk"), first=Min("number"), last=Max("number"))
    for row in pages.exclude(first=1, last=F("n")).iterator(chunk_size=AT_ONCE):
        yield Finding(
            "numbers-have-a-gap",
            f"page {row['page']} has {row['n']} editions, numbered {row['first']} to {row['last']}",
        )


def _publications() -> Iterator[Finding]:
    """What readers get is an edition of that very page, the newest one, and not an emptied one."""
    live = Publication.objects.live().select_related("edition").order_by("pk")
    live = live.only("path", "kind", "title", "page_id", "edition__page_id", "edition__number", "edition__redacted_at")
    live = live.annotate(newest=Max("page__editions__number"))
    for row in live.iterator(chunk_size=AT_ONCE):
        where = _where(row.edition)
        if row.edition.page_id != row.page_id:
            yield Finding("publication-of-another-page", f"{row} shows an edition of another page", where)
        elif row.edition.number != row.newest:
            yield Finding("publication-not-newest", f"{row} shows edition {row.edition.number} of {row.newest}", where)
        if row.edition.redacted_at is not None:
            yield Finding("publication-redacted", f"{row} shows an edition that was emptied", where)


def _redactions() -> Iterator[Finding]:
    """Every emptied edition follows from a redaction that two people decided, with its event; and the other way round."""
    emptied = set(Edition.objects.filter(redacted_at__isnull=False).values_list("page", "number"))
    decided, told = set(), set()
    for redaction in Redaction.objects.filter(agreed=True).iterator(chunk_size=AT_ONCE):
        decided |= {(redaction.page_id, number) for number in redaction.numbers}
    for event in Event.objects.filter(verb=Event.Verb.REDACTED).iterator(chunk_size=AT_ONCE):
        told |= {(event.page_id, number) for number in event.data.get("numbers", [])}
    for page, number in sorted(emptied - decided):
        yield Finding("redaction-not-decided", "emptied, and no redaction on record decided it", f"{page}/{number}")
    for page, number in sorted(decided - emptied):
        yield Finding(
            "redaction-not-done", "a redaction was agreed, and the edition still holds its text", f"{page}/{number}"
        )
    for page, number in sorted(emptied - told):
        yield Finding("redaction-without-event", "emptied, and the history does not tell it", f"{page}/{number}")


def explain_redactions() -> Iterator[dict]:
    """Every emptied edition, with who, when and why, for a person who wonders where the text went."""
    rows = Edition.objects.filter(redacted_at__isnull=False).select_related("redacted_by", "redacted_with")
    rows = rows.only(
        "page_id", "number", "content_hash", "redacted_at", "redaction_reason", "redacted_by", "redacted_with"
    )
    for edition in rows.order_by("page", "number").iterator(chunk_size=AT_ONCE):
        yield {
            "edition": _where(edition),
            "content_hash": edition.content_hash,
            "at": edition.redacted_at.isoformat(),
            "asked_by": edition.redacted_by.get_display_name() if edition.redacted_by else "",
            "agreed_by": edition.redacted_with.get_display_name() if edition.redacted_with else "",
            "reason": edition.redaction_reason or "",
        }
