"""Following what sources outside say of our drugs: differences become proposals, and nothing of ours is changed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from drugs.drift import Difference as Said
from drugs.drift import Ours, Record, comparing, differences
from drugs.drift.comparing import differences_of_substance, is_older, sections_of
from drugs.drift.matching import BY_NDC, BY_RXNORM, BY_SET_ID, Library, Match
from drugs.drift.records import RXNAV
from drugs.models import Decision, Difference, Field, Proposal, SeenLabel
from drugs.watched import our_products
from publishing import permissions
from publishing.actions.mailing import post
from publishing.models import Mail, Page

ROWS_AT_ONCE = 500
MOST_LISTED = 1_000
_OF_ONE_LABEL = (comparing.VERSION, comparing.DATED)
Row = TypeVar("Row")


class Some(Generic[Row]):
    """The first thousand of what may be a million, and their number."""

    def __init__(self, rows: Iterable[Row] = (), number: int = 0):
        self.rows: list[Row] = list(rows)
        self.number = number or len(self.rows)

    def append(self, row: Row) -> None:
        self.number += 1
        if len(self.rows) < MOST_LISTED:
            self.rows.append(row)

    def extend(self, other: "Some[Row]") -> None:
        self.number += other.number
        self.rows += other.rows[: MOST_LISTED - len(self.rows)]


class Found(NamedTuple):
    """A difference that was put before a person. `drug`: its key; `product` in words, "" for the drug alone."""

    drug: str
    product: str
    field: str
    ours: str
    theirs: str
    record: str
    line: int


class About(NamedTuple):
    """A record, and those of ours that it concerns: keys of drugs, or products in words."""

    record: str
    title: str
    line: int
    ours: tuple[str, ...]


class Rejected(NamedTuple):
    line: int
    reason: str


@dataclass
class DriftReport:
    """`opened`: new differences. `waiting`: differences that are open already; `dismissed`: those that a person dismissed.
    `settled`: open ones that are none any more. `unchanged`: matched records that say what we say. `older`: records of an
    earlier version of a label. `shared`: records about several products of one drug. `clash`: records that would be about
    several drugs, so nothing was opened. `related`: of the same substance, and another product. `looks_like`: matched by
    nothing but a name, so not compared. `unmatched`: about none of ours. `rejected`: could not be read."""

    rows: int = 0
    matched: int = 0
    unchanged: int = 0
    unmatched: int = 0
    related: int = 0
    waiting: int = 0
    dismissed: int = 0
    settled: int = 0
    proposals: int = 0
    opened: Some[Found] = field(default_factory=Some)
    older: Some[About] = field(default_factory=Some)
    shared: Some[About] = field(default_factory=Some)
    clash: Some[About] = field(default_factory=Some)
    looks_like: Some[About] = field(default_factory=Some)
    rejected: Some[Rejected] = field(default_factory=Some)
    drugs: set[int] = field(default_factory=set)

    NUMBERS = ("rows", "matched", "unchanged", "unmatched", "related", "waiting", "dismissed", "settled", "proposals")
    LISTS = ("opened", "older", "shared", "clash", "looks_like", "rejected")

    def add(self, other: "DriftReport") -> None:
        for name in self.NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in self.LISTS:
            getattr(self, name).extend(getattr(other, name))
        self.drugs |= other.drugs


def may_watch(person) -> None:
    permissions.require(person, "drugs.change_drug", to=_("change drug facts"))


@transaction.atomic
def open_proposals(
    *, records: Sequence[Record], file_name: str, by, now: datetime, library: Library | None = None
) -> DriftReport:
    """Compare a portion of records with the working copies, and open a proposal for what differs. What is open already, or was
    dismissed with this very value, is not opened again. A constant number of queries.

    `library`: what they are matched with, for a caller with many portions.
    """
    may_watch(by)
    report = DriftReport(rows=len(records))
    library = library or Library(our_products())
    matched = [(record, match) for record in records if (match := _matched(record, library, report)) is not None]
    if matched:
        _Portion(matched, file_name=file_name, by=by, now=now, report=report).compare()
    return report


def _matched(record: Record, library: Library, report: DriftReport) -> Match | None:
    """The match, when there is something to compare; everything else goes into the report."""
    if record.problem:
        report.rejected.append(Rejected(record.line, record.problem))
        return None
    match = library.match(record)
    if match.clash:
        report.clash.append(_about(record, match.clash))
    elif match.by in (BY_SET_ID, BY_NDC, BY_RXNORM):
        report.matched += 1
        products = [row for row in match.ours if row.product is not None]
        if len(products) > 1 and record.source != RXNAV:
            report.shared.append(_about(record, tuple(_words(row) for row in products)))
        return match
    elif match.by:
        report.related += 1
    elif match.looks_like:
        report.looks_like.append(_about(record, match.looks_like))
    else:
        report.unmatched += 1
    return None


def _about(record: Record, ours: tuple[str, ...]) -> About:
    return About(record.id, record.title[:200], record.line, ours)


def _words(row: Ours) -> str:
    return " ".join(filter(None, (row.brand, row.strength, row.region))) or row.key


_Place = tuple[int, str, str, str, str]  # drug, brand, strength, region, field


@transaction.atomic
def tell_owners(*, drug_ids: Collection[int], by, now: datetime) -> None:
    """One mail to each person who looks after any of these drugs, never one a drug; none to whoever looked."""
    by_person: dict[int, list[int]] = {}
    pages = Page.objects.filter(pk__in=drug_ids).with_responsible().order_by("pk")
    for pk, person in pages.values_list("pk", "responsible_id"):
        if person is not None and person != by.pk:
            by_person.setdefault(person, []).append(pk)
    people = Page._meta.get_field("owner").related_model.objects.in_bulk(by_person)
    for person, ids in sorted(by_person.items()):
        post(
            kind=Mail.Kind.FACTS_DIFFER,
            key=f"facts-differ:{now.isoformat()}:{person}",
            now=now,
            data={"pages": ids},
            user=people[person],
        )


class _Portion:
    """A portion of matched records, with what is on record of the drugs they are about."""

    def __init__(self, matched: list[tuple[Record, Match]], *, file_name: str, by, now: datetime, report: DriftReport):
        self.matched, self.file_name, self.by, self.now, self.report = matched, file_name, by, now, report
        ids = sorted({row.drug for _record, match in matched for row in match.ours})
        # Nobody else opens proposals for these drugs meanwhile; their words may be edited.
        list(Page.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
        self.rows = {(row.drug, row.product): row for row in our_products(ids)}
        self.open: dict[_Place, list[Difference]] = {}
        self.quiet: dict[tuple[_Place, str], str] = {}
        known = Difference.objects.filter(proposal__drug__in=ids).select_related("proposal", "decision")
        for row in known.exclude(decision__outcome__in=("taken", "superseded", "settled")).order_by("pk"):
            place = _place(row.proposal, row.field)
            if hasattr(row, "decision"):
                self.quiet[place, row.digest] = "dismissed"
            else:
                self.quiet[place, row.digest] = "waiting"
                self.open.setdefault(place, []).append(row)
        set_ids = {record.set_id for record, _match in matched if record.set_id}
        self.seen: dict[str, dict[str, SeenLabel]] = {}
        for label in SeenLabel.objects.filter(set_id__in=set_ids):
            self.seen.setdefault(label.set_id, {})[label.source] = label
        self.proposals: list[tuple[Proposal, list[Difference]]] = []
        self.ended: list[tuple[Difference, Difference | None]] = []
        self.noted: dict[tuple[str, str], SeenLabel] = {}

    def compare(self) -> None:
        for record, match in self.matched:
            self._compare(record, match)
        self._write()

    def _compare(self, record: Record, match: Match) -> None:
        seen = self.seen.get(record.set_id, {}) if record.set_id else {}
        latest = max((label.version or 0 for label in seen.values()), default=0)
        rows = [row for each in match.ours if (row := self.rows.get((each.drug, each.product))) is not None]
        if any(is_older(row, record) for row in rows) or (record.version or latest) < latest:
            self.report.older.append(_about(record, tuple(_words(row) for row in rows)))
            return
        mine = seen.get(record.source)
        known = mine.sections if mine is not None else None
        changed = False
        for number, row in enumerate(rows):
            if match.by == BY_RXNORM and record.source != RXNAV:
                said = differences_of_substance(row, record)
            else:
                said = differences(row, record, known=known, sections=not number)
            changed = self._note(row, record, match, said) or changed
        self.report.unchanged += not changed
        if record.states_sections and match.by in (BY_SET_ID, BY_NDC):
            self._remember(record, seen)

    def _note(self, row: Ours, record: Record, match: Match, said: list[Said]) -> bool:
        """Sort what the record says otherwise into new, open and dismissed; whether it says anything otherwise."""
        proposal = self._proposal(row, record)
        self._settle(proposal, record, match, {each.field for each in said})
        new = []
        for each in said:
            place = _place(proposal, each.field)
            outcome = self.quiet.get((place, each.digest))
            if outcome is not None:
                setattr(self.report, outcome, getattr(self.report, outcome) + 1)
                continue
            difference = Difference(
                proposal=proposal,
                field=each.field,
                ours=each.ours,
                theirs=each.theirs,
                offered=list(each.values),
                digest=each.digest,
            )
            self._supersede(place, difference)
            self.quiet[place, each.digest] = "waiting"
            self.open.setdefault(place, []).append(difference)
            new.append(difference)
            self.report.opened.append(
                Found(row.key, proposal.product_words, each.field, each.ours, each.theirs[:200], record.id, record.line)
            )
        if new:
            self.proposals.append((proposal, new))
            self.report.drugs.add(row.drug)
        return bool(said)

    def _proposal(self, row: Ours, record: Record) -> Proposal:
        return Proposal(
            drug_id=row.drug,
            brand=row.brand,
            strength=row.strength,
            region=row.region,
            source=record.source,
            file_name=self.file_name[-200:],
            record_id=record.id[:40],
            record_title=record.title[:300],
            record_version=record.version,
            record_date=record.dated,
            opened_at=self.now,
            opened_by=self.by,
        )

    def _supersede(self, place: _Place, newer: Difference) -> None:
        """An open difference of the same record, as an earlier file told it, gives way. Versions and dates of one label count on
        whichever source tells them."""
        for older in self._of_record(place, newer.proposal):
            self.ended.append((older, newer))
            self.open[place].remove(older)
            self.quiet.pop((place, older.digest), None)

    def _settle(self, proposal: Proposal, record: Record, match: Match, differing: set[str]) -> None:
        """Open differences of this record that it does not make any more."""
        for name in _stated(record, match) - differing:
            place = _place(proposal, name)
            for older in self._of_record(place, proposal):
                self.ended.append((older, None))
                self.open[place].remove(older)
                self.quiet.pop((place, older.digest), None)
                self.report.settled += 1

    def _of_record(self, place: _Place, proposal: Proposal) -> list[Difference]:
        return [
            row
            for row in self.open.get(place, ())
            if row.proposal.record_id == proposal.record_id
            and (row.proposal.source == proposal.source or row.field in _OF_ONE_LABEL)
        ]

    def _remember(self, record: Record, seen: dict[str, SeenLabel]) -> None:
        label = seen.get(record.source) or SeenLabel(source=record.source, set_id=record.set_id)
        label.version, label.dated, label.sections, label.seen_at = (
            record.version,
            record.dated,
            sections_of(record),
            self.now,
        )
        self.seen.setdefault(record.set_id, {})[record.source] = label
        self.noted[record.source, record.set_id] = label

    def _write(self) -> None:
        Proposal.objects.bulk_create([proposal for proposal, _new in self.proposals], batch_size=ROWS_AT_ONCE)
        new = [difference for _proposal, differences_ in self.proposals for difference in differences_]
        for difference in new:
            difference.proposal_id = difference.proposal.pk
        Difference.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
        Decision.objects.bulk_create(
            (
                Decision(
                    difference_id=older.pk,
                    outcome=Decision.Outcome.SUPERSEDED if newer else Decision.Outcome.SETTLED,
                    newer_id=newer.pk if newer else None,
                    by=self.by,
                    at=self.now,
                )
                for older, newer in self.ended
            ),
            batch_size=ROWS_AT_ONCE,
        )
        SeenLabel.objects.bulk_create(
            [
                SeenLabel(
                    source=label.source,
                    set_id=label.set_id,
                    version=label.version,
                    dated=label.dated,
                    sections=label.sections,
                    seen_at=label.seen_at,
                )
                for label in self.noted.values()
            ],
            batch_size=150,
            update_conflicts=True,
            unique_fields=["source", "set_id"],
            update_fields=["version", "dated", "sections", "seen_at"],
        )
        self.report.proposals += len(self.proposals)


def _place(proposal: Proposal, name: str) -> _Place:
    return proposal.drug_id, proposal.brand, proposal.strength, proposal.region, name


def _stated(record: Record, match: Match) -> set[str]:
    """The fields that the record says something of. Sections are told when they change, so no later record settles them."""
    if record.source == RXNAV:
        return {Field.PRODUCT_RXNORM, Field.DRUG_RXNORM, Field.NAME_OF_CODE}
    if match.by == BY_RXNORM:
        return {Field.UNII} if record.unii else set()
    says = {
        Field.SET_ID: record.set_id,
        Field.VERSION: record.version,
        Field.DATED: record.dated,
        Field.NDC: record.ndcs,
        Field.MARKETING: any(item.marketing for item in record.items),
        Field.PRODUCT_RXNORM: record.rxnorm,
        Field.UNII: record.unii,
        Field.BRAND: any(item.brand for item in record.items),
        Field.MANUFACTURER: record.manufacturer,
        Field.ROUTE: any(item.routes for item in record.items),
    }
    return {name for name, value in says.items() if value}
