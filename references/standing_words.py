"""What became of a reference, and who looked, in plain words: for readers and for librarians."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing.source_news import day_in_words
from references.models import Reference, Source, Status, StatusRecord, WatchCheck


@dataclass(frozen=True)
class Told:
    """One line of the history. `links`: (name, address) of the notice."""

    words: str
    reason: str
    links: tuple[tuple[str, str], ...]


def history_of(records: Iterable[StatusRecord]) -> list[Told]:
    """Newest first: what, when, who says so, and where to read it."""
    records = sorted(records, key=lambda record: record.pk)
    told, reported = [], False
    for record in records:
        told.append(Told(_told(record, reported=reported), record.reason, tuple(record.notice_links)))
        reported = reported or (record.source != Source.PERSON and record.status != Status.CURRENT)
    return told[::-1]


def _told(record: StatusRecord, *, reported: bool) -> str:
    """`reported`: a source had said before that something stands against it, and may say so still."""
    recorded = _day(record.recorded_at)
    source = record.get_source_display()
    named = status_named(record.status)
    if record.source == Source.PERSON:
        if record.status == Status.CURRENT and reported:
            words = _(
                "On %(day)s our clinicians decided that it counts again. What was reported before is named below."
            )
            return words % {"day": recorded}
        if record.status == Status.CURRENT:
            return _("Our editors found nothing that stands against it (%(day)s).") % {"day": recorded}
        return _("%(status)s. Our editors noted it on %(day)s.") % {"status": named, "day": recorded}
    if record.status == Status.CURRENT:
        words = _("%(source)s says that it was reinstated.") % {"source": source}
    elif record.changed:
        words = _("%(status)s, says %(source)s.") % {"status": named, "source": source}
    else:
        words = _("%(source)s also reports: %(status)s.") % {"source": source, "status": named.lower()}
    if record.dated:
        words += " " + _("The notice is from %(day)s.") % {"day": day_in_words(record.dated)}
    return words + " " + _("We noted it on %(day)s.") % {"day": recorded}


def status_named(status: str) -> str:
    """ "Retracted": at the beginning of a sentence."""
    return {
        Status.CORRECTED: _("Corrected"),
        Status.SUPERSEDED: _("Superseded"),
        Status.CONCERN: _("Expression of concern"),
        Status.RETRACTED: _("Retracted"),
    }.get(Status(status), _("Current"))


def watch_words(reference: Reference, checks: Sequence[WatchCheck]) -> list[str]:
    """Who was asked and what they knew. That a source does not know a work is never taken for good news."""
    if not checks:
        if not (reference.doi or reference.pmid):
            return [_("It has no DOI and no PubMed number, so no source can be asked about it.")]
        return [_("Not checked yet.")]
    words = [_checked(check) for check in checks]
    unknown = (WatchCheck.Outcome.NOT_FOUND, WatchCheck.Outcome.NO_ANSWER)
    if all(check.outcome in unknown for check in checks):
        none_knows = any(check.outcome == WatchCheck.Outcome.NOT_FOUND for check in checks)
        unknown_words = _("We could not find out whether anything was reported about it.")
        words.insert(0, unknown_words if none_knows else _("Not checked yet."))
    return words


def _checked(check: WatchCheck) -> str:
    source = check.get_source_display()
    if check.outcome == WatchCheck.Outcome.NO_ANSWER:
        return _("%(source)s could not be asked on %(day)s.") % {"source": source, "day": _day(check.failed_at)}
    said = {"source": source, "day": _day(check.checked_at)}
    if check.outcome == WatchCheck.Outcome.REPORTED:
        words = _("Checked with %(source)s on %(day)s: a notice is reported.") % said
    elif check.outcome == WatchCheck.Outcome.NOTHING:
        words = _("Checked with %(source)s on %(day)s: nothing reported.") % said
    elif check.source == Source.RETRACTION_WATCH:
        words = _("The list of %(source)s did not name it on %(day)s. It names only works with a notice.") % said
    else:
        words = _("%(source)s did not know it on %(day)s.") % said
    if check.failed_at and check.failed_at > check.checked_at:
        words += " " + _("It could not be asked again on %(day)s.") % {"day": _day(check.failed_at)}
    return words


def _day(moment: datetime) -> str:
    return date_format(localdate(moment), "DATE_FORMAT")
