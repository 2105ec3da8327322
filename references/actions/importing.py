"""Bringing records into the library, a portion at a time: an import that is interrupted has lost nothing, and running it
again finds what it brought unchanged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.events import make_event
from publishing.errors import Refused, TryAgain
from publishing.models import Event
from references import csl
from references.actions.matching import Index, stems_of
from references.actions.saving import fill, save_reference
from references.formats.entries import Entry
from references.models import Reference

PORTION = 200


class Rejected(NamedTuple):
    """A record that did not come in: where it stands, what the file calls it, and why."""

    line: int
    position: int
    key: str
    reason: str


class Remark(NamedTuple):
    """Something of a record was changed or left out on the way in."""

    line: int
    key: str
    message: str


@dataclass
class ImportReport:
    """What an import did, by the keys of the library. A merged record is one that this import had brought already."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, other: "ImportReport") -> None:
        for name in vars(self):
            getattr(self, name).extend(getattr(other, name))


@dataclass
class ImportRun:
    """What one import knows from one portion to the next. `keys_are_ours`: see references.formats.Source."""

    keys_are_ours: bool = True
    seen: set[str] = field(default_factory=set)  # keys of the library that it brought
    given: dict[str, int] = field(default_factory=dict)  # keys of the file, each with its first line


def import_portion(*, entries: Sequence[Entry], by, now: datetime, run: ImportRun) -> ImportReport:
    """Bring so many records in, all in one transaction. One bad record never stops the rest. A field that the file leaves
    out is kept as it is in the library."""
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


class _Portion:
    """One attempt at a portion: new records are collected and written together, changed ones go through save_reference."""

    def __init__(self, *, by, now: datetime, run: ImportRun):
        self.by, self.now, self.run = by, now, run
        self.report = ImportReport()
        self.seen: set[str] = set()
        self.given: dict[str, int] = {}
        self.fresh: dict[str, Reference] = {}

    def bring(self, entries: Sequence[Entry]) -> None:
        cleaned = [(entry, csl.clean(entry.record)) for entry in entries if not entry.problem]
        self.stems = {entry.position: stems_of(record, _given_key(entry)) for entry, record in cleaned}
        self.index = Index((record for _entry, record in cleaned), self.stems.values())
        for entry in entries:
            if entry.problem:
                self._reject(entry, entry.problem)
        for entry, record in cleaned:
            fatal = " ".join(problem.message for problem in record.problems if problem.fatal)
            if fatal:
                self._reject(entry, fatal)
                continue
            self._remark(entry, record)
            self._bring_one(entry, record)
        self.report.rejected.sort(key=lambda rejected: rejected.position)
        Reference.objects.bulk_create(self.fresh.values())
        Event.objects.bulk_create(
            make_event(Event.Verb.CREATED, page=None, by=self.by, now=self.now, reference=key) for key in self.fresh
        )

    def _bring_one(self, entry: Entry, record: csl.Cleaned) -> None:
        given = _given_key(entry)
        row = self.index.same(
            record,
            given_key=given,
            stems=self.stems[entry.position],
            is_new=self._is_new,
            keys_are_ours=self.run.keys_are_ours,
        )
        if given:
            self._note_repeated(entry, given, row)
        if row is None:
            self._create(entry, record)
            return
        again = not self._is_new(row)
        wanted = record.csl | row.csl if again else row.csl | record.csl
        if wanted != row.csl:
            wanted = csl.clean(wanted).csl
        if wanted == row.csl:
            (self.report.merged if again else self.report.unchanged).append(row.key)
            self.seen.add(row.key)
        elif self._save(entry, row, wanted):
            (self.report.merged if again else self.report.updated).append(row.key)

    def _is_new(self, row: Reference) -> bool:
        """Whether this import has not brought this reference yet."""
        return row.key not in self.run.seen and row.key not in self.seen

    def _create(self, entry: Entry, record: csl.Cleaned) -> None:
        try:
            key = self.index.free_key(self.stems[entry.position][0])
        except Refused as refused:
            self._reject(entry, refused.reason)
            return
        row = Reference(key=key, created_at=self.now, changed_at=self.now)
        if self._fill(entry, row, record.csl):
            self.fresh[row.key] = row
            self.index.add(row)
            self.seen.add(row.key)
            self.report.created.append(row.key)

    def _save(self, entry: Entry, row: Reference, wanted: dict[str, Any]) -> bool:
        if row.key in self.fresh:
            taken = (
                self.index.by_doi.get(wanted.get("DOI", "").lower()),
                self.index.by_pmid.get(wanted.get("PMID", "")),
            )
            if any(other not in (None, row) for other in taken):
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
        taken = (self.fresh_with("doi", wanted.get("DOI", "").lower()), self.fresh_with("pmid", wanted.get("PMID", "")))
        before = {
            name: getattr(row, name) for name in ("csl", "type", "title", "authors", "year", "doi", "pmid", "text")
        }
        try:
            if any(taken):
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

    def fresh_with(self, column: str, value: str) -> Reference | None:
        """A record of this portion that has the identifier already."""
        row = (self.index.by_doi if column == "doi" else self.index.by_pmid).get(value) if value else None
        return row if row is not None and row.key in self.fresh else None

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
            *(f"{each.field}: {each.message}" if each.field else each.message for each in record.problems),
        ]
        self.report.remarks += [Remark(entry.line, entry.key, message) for message in said]

    def _note_repeated(self, entry: Entry, given: str, row: Reference | None) -> None:
        first = self.run.given.get(given) or self.given.get(given)
        if first is None:
            self.given[given] = entry.line
        elif row is None:
            words = (
                f"The key “{entry.key}” stands in line {first} too, for another work; this one gets a key of its own."
            )
            self.report.remarks.append(Remark(entry.line, entry.key, words))
