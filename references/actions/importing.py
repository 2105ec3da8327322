"""Bringing records into the library, a portion at a time: an import that is interrupted has lost nothing, and running it
again finds what it brought unchanged."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.events import make_event
from publishing.errors import Refused, TryAgain
from publishing.models import Event
from references import csl
from references.actions.duplicates import note_possible_duplicates
from references.actions.history import Overwritten, changed_fields, note_overwritten
from references.actions.import_report import Change, ImportReport, ImportRun, Rejected, Remark, Row
from references.actions.matching import Index, stems_of
from references.actions.retelling import Brought, retell, saying
from references.actions.saving import READ_FROM_RECORD, fill, save_reference
from references.actions.standing import differs, take_over
from references.csl_text import quoted
from references.formats.entries import Entry
from references.formats.sizes import cut_fields, refusal
from references.formats.values import has_markup, markup_note
from references.fuller import merged, shortens
from references.import_reports import as_words, field_words
from references.likeness import same_words
from references.models import Reference, Status
from references.notices.imported import says_withdrawn

PORTION = 500
LONGEST_LINE = 200  # of what a record prints, in a report


def import_portion(*, entries: Sequence[Entry], by, now: datetime, run: ImportRun) -> ImportReport:
    """Bring so many records in, all in one transaction. One bad record never stops the rest. A field that the file leaves
    out, or of which it has only a part, is kept as it is in the library."""
    permissions.require(by, "references.add_reference", to=_("change the reference library"))
    for _attempt in range(3):
        portion = _Portion(by=by, now=now, run=run)
        try:
            with transaction.atomic():
                portion.bring(entries)
        except IntegrityError:  # somebody else added one of them meanwhile: look again
            continue
        run.seen |= portion.seen
        run.given |= portion.given
        run.waiting = portion.waiting
        return portion.report
    raise TryAgain(_("Somebody else is changing the same references. Import the file again."))


@transaction.atomic
def import_records(*, records: Iterable[Mapping[str, Any]], by, now: datetime) -> ImportReport:
    """Bring CSL-JSON records in, all in one transaction; a rejected one is told by its position, counted from 1."""
    entries = [Entry(place, place, _name(record), record) for place, record in enumerate(records, start=1)]
    run, report = ImportRun(), ImportReport()
    for start in range(0, len(entries), PORTION):
        report.add(import_portion(entries=entries[start : start + PORTION], by=by, now=now, run=run))
    return report


def _name(record: object) -> str:
    return csl.plain_text(record.get("id")) if isinstance(record, Mapping) else ""


def _given_key(entry: Entry) -> str:
    return _name(entry.record).lower()


def _called(entry: Entry) -> str:
    """What the file calls it, else its title."""
    return entry.key or (quoted(csl.title(entry.record)) if isinstance(entry.record, Mapping) else "")


class _Portion:
    """One attempt at a portion: new records are collected and written together, changed ones go through save_reference."""

    def __init__(self, *, by, now: datetime, run: ImportRun):
        self.by, self.now, self.run = by, now, run
        self.report = ImportReport()
        self.seen: set[str] = set()
        self.given: dict[str, int] = {}
        self.fresh: dict[str, Reference] = {}
        self.entries: dict[str, Entry] = {}  # by the key of the new record
        self.waiting = dict(run.waiting)
        self.saying: list[Brought] = []
        self.overwritten: list[Overwritten] = []

    def bring(self, entries: Sequence[Entry]) -> None:
        problems = {entry.position: entry.problem or refusal(entry.record) for entry in entries}
        cleaned = [(entry, csl.clean(entry.record)) for entry in entries if not problems[entry.position]]
        self.stems = {entry.position: stems_of(record, _given_key(entry)) for entry, record in cleaned}
        self.index = Index((record for _entry, record in cleaned), self.stems.values())
        for entry in entries:
            if problems[entry.position]:
                self._reject(entry, problems[entry.position])
        for entry, record in cleaned:
            fatal = " ".join(problem.message for problem in record.problems if problem.fatal)
            if fatal:
                self._reject(entry, fatal)
                continue
            if entry.position in self.run.leave:
                self._tell("left", entry, _called(entry), _called(entry))
                continue
            self._remark(entry, record)
            row = self._bring_one(entry, record)
            if row and (said := saying(entry.line, row, record.csl)):
                self.saying.append(said)
        self.report.rejected.sort(key=lambda rejected: rejected.position)
        Reference.objects.bulk_create(self.fresh.values())
        self._note_likeness()
        Event.objects.bulk_create(
            make_event(Event.Verb.CREATED, page=None, by=self.by, now=self.now, reference=key) for key in self.fresh
        )
        take_over(created=self.fresh.values(), waiting=self.waiting, by=self.by, now=self.now)
        note_overwritten(overwritten=self.overwritten, by=self.by, now=self.now)
        self._retell()

    def _retell(self) -> None:
        self.report.became, problems = retell(brought=self.saying, by=self.by, now=self.now)
        self.report.remarks += [Remark(line, "", reason) for line, reason in problems]

    def _note_likeness(self) -> None:
        for row, other in note_possible_duplicates(rows=list(self.fresh.values()), now=self.now):
            entry = self.entries[row.key]
            words = _(
                "It came in as %(key)s and is nearly the same as %(other)s. It stands in the list of possible duplicates."
            ) % {"key": row.key, "other": other.key}
            self.report.remarks.append(Remark(entry.line, entry.key, words))

    def _bring_one(self, entry: Entry, record: csl.Cleaned) -> Reference | None:
        """The reference that it became; None for a new one that was rejected."""
        given = _given_key(entry)
        row = self.index.same(
            record,
            given_key=given,
            stems=self.stems[entry.position],
            is_new=self._is_new,
            keys_are_ours=self.run.keys_are_ours or entry.ours is not None,
        )
        if given:
            self._note_repeated(entry, given, row)
        if row is None:
            other = self.index.with_isbn(record)
            row = self._create(entry, record)
            if other:
                words = _("It has the ISBN of %(other)s, but another title; it came in as a work of its own.")
                self._doubt(entry, other, words)
            return row
        if not same_words(row.csl, record.csl) and not shortens("title", record.csl, row.csl):
            words = _("It has the number or key of %(other)s, but another title. See whether both are one work.")
            self._doubt(entry, row, words)
        again = not self._is_new(row)
        if entry.ours and not again and differs(row, entry.ours):
            words = _("The file says that it is %(status)s; change that on its page if it is so.")
            said = words % {"status": Status(entry.ours.status).label}
            self.report.remarks.append(Remark(entry.line, row.key, said))
        # What a person put together from two records is filled up, not overwritten.
        only_gaps = again or row.key in self.index.merged_keys
        wanted = record.csl | row.csl if only_gaps else self._fuller(entry, row, record.csl)
        if wanted != row.csl:
            wanted = csl.clean(wanted).csl
        if wanted == row.csl:
            self._tell("merged" if again else "unchanged", entry, row.key, row.text)
            self.seen.add(row.key)
            return row
        if self.run.only_new and not again:
            self._tell("left", entry, row.key, row.text)
            self.seen.add(row.key)
            return row
        before = row.csl
        if self._save(entry, row, wanted):
            if row.key not in self.fresh:
                self.overwritten.append(Overwritten(row, before))
            if self.run.tells_changes and not again:
                self._tell_changes(entry, row, before)
            self._tell("merged" if again else "updated", entry, row.key, row.text)
        return row

    def _fuller(self, entry: Entry, row: Reference, record: Mapping[str, Any]) -> dict[str, Any]:
        """Our record with what theirs says otherwise or more fully; what it says less fully is told. A library like ours is taken
        at its word."""
        if entry.ours is not None:
            return row.csl | record
        wanted, kept = merged(row.csl, record)
        if kept:
            words = _("The library says more than the file and keeps it: %(fields)s.")
            fields = ", ".join(field_words(field) for field in kept)
            self.report.remarks.append(Remark(entry.line, row.key, words % {"fields": fields}))
        return wanted

    def _tell(self, what: str, entry: Entry, key: str, text: str) -> None:
        getattr(self.report, what).append(key)
        if self.run.tells_rows:
            self.report.rows.append(Row(what, entry.line, entry.position, key, Truncator(text).chars(LONGEST_LINE)))

    def _tell_changes(self, entry: Entry, row: Reference, before: Mapping[str, Any]) -> None:
        fields = changed_fields(before, row.csl)
        self.report.changes += [
            Change(row.key, name, as_words(before.get(name)), as_words(row.csl.get(name)), entry.line)
            for name in fields
        ]

    def _doubt(self, entry: Entry, other: Reference, words: str) -> None:
        self.report.remarks.append(
            Remark(entry.line, _called(entry), words % {"other": f"{other.key} (“{other.title[:80]}”)"})
        )

    def _is_new(self, row: Reference) -> bool:
        """Whether this import has not brought this reference yet."""
        return row.key not in self.run.seen and row.key not in self.seen

    def _create(self, entry: Entry, record: csl.Cleaned) -> Reference | None:
        try:
            key = self.index.free_key(self.stems[entry.position][0])
        except Refused as refused:
            self._reject(entry, refused.reason)
            return None
        row = Reference(key=key, created_at=self.now, changed_at=self.now)
        if not self._fill(entry, row, record.csl):
            return None
        if entry.ours and entry.ours.said():
            self.waiting[key] = entry.ours
            if unusable := row.take_judged(dict(entry.ours.judged)):
                words = _("The file has a value that cannot be used for: %(fields)s.")
                fields = ", ".join(str(row._meta.get_field(name).verbose_name) for name in unusable)
                self.report.remarks.append(Remark(entry.line, key, words % {"fields": fields}))
        self.fresh[row.key] = row
        self.index.add(row)
        self.seen.add(row.key)
        self._tell("created", entry, row.key, row.text)
        self.entries[row.key] = entry
        return row

    def _save(self, entry: Entry, row: Reference, wanted: dict[str, Any]) -> bool:
        if row.key in self.fresh:
            if self.index.of_another(wanted, row):
                self._reject(entry, _("Its DOI and its PMID belong to two different references; mend one of them."))
                return False
            saved = self._fill(entry, row, wanted)
        else:
            saved = self._save_stored(entry, row, wanted)
        if saved:
            self.index.add(row)
            self.seen.add(row.key)
        return saved

    def _save_stored(self, entry: Entry, row: Reference, wanted: dict[str, Any]) -> bool:
        before = {name: getattr(row, name) for name in READ_FROM_RECORD}
        try:
            if self.index.of_another(wanted, row):
                raise Refused(_("Its DOI and its PMID belong to two different references; mend one of them."))
            with transaction.atomic():
                save_reference(
                    reference=row,
                    by=self.by,
                    now=self.now,
                    record=wanted,
                    status=row.status,
                    superseded_by=row.superseded_by,
                )
        except permissions.NotPermitted:
            raise
        except Refused as refused:
            for name, value in before.items():
                setattr(row, name, value)
            self._reject(entry, refused.reason)
            return False
        return True

    def _fill(self, entry: Entry, row: Reference, wanted: dict[str, Any]) -> bool:
        """Fill a row that is not stored yet. What the database would refuse is told now, so that it refuses no other."""
        before = row.csl
        fill(row, wanted)
        try:
            row.clean_fields()
        except ValidationError as error:
            if before:
                fill(row, before)
            self._reject(entry, " ".join(error.messages))
            return False
        return True

    def _reject(self, entry: Entry, reason: str) -> None:
        self.report.rejected.append(Rejected(entry.line, entry.position, entry.key, reason))

    def _remark(self, entry: Entry, record: csl.Cleaned) -> None:
        said = [
            *entry.notes,
            *(f"{field_words(each.field)}: {each.message}" if each.field else each.message for each in record.problems),
        ]
        cut = ", ".join(field_words(field) for field in cut_fields(entry.record))
        if cut:
            words = _("%(fields)s: text longer than %(number)s characters was cut.")
            said.append(words % {"fields": cut, "number": f"{csl.MAX_LONG_TEXT:,}"})
        if has_markup(entry.record.get("title")):
            said.append(markup_note(csl.title(record.csl)))
        if says_withdrawn(record.csl):
            said.append(_("Its title says that it was withdrawn; look whether it was retracted or only replaced."))
        self.report.remarks += [Remark(entry.line, _called(entry), message) for message in said]

    def _note_repeated(self, entry: Entry, given: str, row: Reference | None) -> None:
        first = self.run.given.get(given) or self.given.get(given)
        if first is None:
            self.given[given] = entry.line
        elif row is None:
            words = _(
                "The key “%(key)s” stands in line %(line)s too, for another work; this one gets a key of its own."
            ) % {"key": entry.key, "line": first}
            self.report.remarks.append(Remark(entry.line, entry.key, words))
