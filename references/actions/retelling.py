"""What imported records say became of their works: followed as a notice from a watched source is, by the same verbs."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from references.actions.status import Notice, live_pages_citing, set_status
from references.actions.watching import Hit, record_notices
from references.models import SEVERITY, Reference, Source, Status, StatusRecord
from references.notices.imported import Retold, retold, words_of_retraction
from references.notices.told import Told


class Became(NamedTuple):
    """What an import told of a work. `outcome`: "followed" (the status changed), "noted" (what holds is as grave or graver)
    or "to_decide" (only a person lifts a status)."""

    line: int
    key: str
    status: str
    outcome: str
    source: str
    dated: str = ""
    notice: str = ""
    pages: int = 0


class Brought(NamedTuple):
    """A record of a file and the reference that it became. `retold`: what its fields say; `words`: what its title says."""

    line: int
    row: Reference
    retold: tuple[Retold, ...]
    words: str


def saying(line: int, row: Reference, record) -> Brought | None:
    """None for nearly every record: it says nothing about what became of its work."""
    fields, words = tuple(retold(record, line)), words_of_retraction(record)
    return Brought(line, row, fields, words) if fields or words else None


def retell(*, brought: Sequence[Brought], by, now: datetime) -> tuple[list[Became], list[tuple[int, str]]]:
    """Follow what the records say, once they are stored; gives what came of it, and (line, why) where it could not be followed.
    What is on record already changes nothing, whatever a person decided about it since."""
    became: list[Became] = []
    problems: list[tuple[int, str]] = []
    told: dict[str, list[Told]] = {}
    for each in brought:
        for source, statement in each.retold:
            told.setdefault(source, []).append(statement)
    for source, statements in told.items():
        report = record_notices(told=statements, source=source, by=by, now=now)
        for outcome, hits in (
            ("followed", report.hits),
            ("noted", report.noted),
            ("to_decide", report.to_decide),
        ):
            became += [_became(hit, outcome) for hit in hits]
        problems += [(each.line, each.reason) for each in report.unreadable]
    became += [found for each in brought if each.words and (found := _follow_words(each, by=by, now=now))]
    return sorted(became), problems


def _became(hit: Hit, outcome: str) -> Became:
    source = Source(hit.source).label
    return Became(hit.line, hit.key, hit.status, outcome, str(source), hit.dated, hit.notice, hit.pages)


def _follow_words(each: Brought, *, by, now: datetime) -> Became | None:
    """A title names no source and no notice: whoever imports it is on record, with the words. A retraction that is on record,
    or was lifted by a person, is known already."""
    row = Reference.objects.select_related("superseded_by").get(pk=each.row.pk)
    known = StatusRecord.objects.filter(reference=row, status=Status.RETRACTED).exists()
    if known or SEVERITY[row.status] >= SEVERITY[Status.RETRACTED]:
        return None
    reason = _("The imported record says so itself: %(words)s.") % {"words": each.words}
    set_status(
        reference=row,
        status=Status.RETRACTED,
        superseded_by=row.superseded_by,
        by=by,
        now=now,
        notice=Notice(reason=reason),
    )
    pages = live_pages_citing(row).distinct().count()
    source = _("the record itself (%(words)s)") % {"words": each.words}
    return Became(each.line, row.key, str(Status.RETRACTED), "followed", source, "", "", pages)
