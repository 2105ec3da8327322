"""Following what sources tell about the works in the library: statuses, their history, and when each was last looked for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.models import ChangeSet
from references.actions.status import Notice, record_status, set_status
from references.models import SEVERITY, Reference, Status, StatusRecord, WatchCheck
from references.notices import Told

ROWS_AT_ONCE = 500
_LATEST = {"checked_at", "outcome"}


class Hit(NamedTuple):
    """One notice about one reference. `pages`: how many live pages were put before a clinician."""

    key: str
    status: str
    source: str
    line: int
    dated: str
    notice: str
    pages: int = 0


class Unreadable(NamedTuple):
    line: int
    reason: str


@dataclass
class WatchReport:
    """`hits` changed a status. `noted` were written down and change none: what holds is as grave or graver. `to_decide`
    (reinstatements) wait for a person, who alone lifts a status. `unchanged`: notices known already. `known`: references
    that the source knows, by key."""

    hits: list[Hit] = field(default_factory=list)
    noted: list[Hit] = field(default_factory=list)
    to_decide: list[Hit] = field(default_factory=list)
    unchanged: list[Hit] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    rows: int = 0

    def add(self, other: "WatchReport") -> None:
        for name in ("hits", "noted", "to_decide", "unchanged", "unreadable"):
            getattr(self, name).extend(getattr(other, name))
        self.known |= other.known
        self.rows += other.rows


@transaction.atomic
def record_notices(*, told: Sequence[Told], source: str, by, now: datetime) -> WatchReport:
    """Follow what one source tells, a portion at a time. What is known already changes nothing, whatever a person decided
    about it since; a lighter notice never replaces a graver status; only a person lifts one."""
    permissions.require(by, "references.change_reference", to=_("change the reference library"))
    report = WatchReport(rows=len(told))
    library = _Library(told)
    outcomes: dict[int, str] = {}
    for each in told:
        if each.problem:
            report.unreadable.append(Unreadable(each.line, each.problem))
            continue
        row, other = library.of(each)
        if other is not None:
            report.unreadable.append(
                Unreadable(
                    each.line,
                    _("Its DOI and its PMID belong to two references, %(one)s and %(other)s; look at both.")
                    % {"one": row.key, "other": other.key},
                )
            )
        elif row is not None:
            report.known.add(row.key)
            if not each.status:
                outcomes.setdefault(row.pk, WatchCheck.Outcome.NOTHING)
                continue
            outcomes[row.pk] = WatchCheck.Outcome.REPORTED
            _follow(each, row, library, source=source, by=by, now=now, report=report)
    _note_checks(outcomes, source=source, now=now)
    return report


def _follow(each: Told, row: Reference, library: "_Library", *, source: str, by, now: datetime, report) -> None:
    notice = Notice(source, each.dated, each.doi_of_notice, each.pmid_of_notice, "", each.reason)
    where = each.doi_of_notice or (f"PMID {each.pmid_of_notice}" if each.pmid_of_notice else "")
    hit = Hit(row.key, each.status, source, each.line, each.dated, where)
    history = library.history.setdefault(row.pk, [])
    if any(_is_same(record, each, source) for record in history):
        report.unchanged.append(hit)
    elif each.status != Status.CURRENT and SEVERITY[each.status] > SEVERITY[row.status]:
        newer = library.newer_of(each) or row.superseded_by
        set_status(
            reference=row,
            status=each.status,
            superseded_by=newer if each.status != Status.CORRECTED and newer != row else None,
            by=by,
            now=now,
            notice=notice,
        )
        history.append(StatusRecord.objects.filter(reference=row).latest("pk"))
        change = ChangeSet.objects.open().filter(subject=f"reference:{row.key}").first()
        report.hits.append(hit._replace(pages=change.affected.count() if change else 0))
    else:
        record = record_status(reference=row, status=each.status, by=by, now=now, notice=notice, changed=False)
        history.append(record)
        (report.to_decide if each.status == Status.CURRENT else report.noted).append(hit)


def _is_same(record: StatusRecord, each: Told, source: str) -> bool:
    """Whether a record is about this very notice. Two sources may name it by different numbers: then by kind and date."""
    if record.status != each.status or record.source == "person":
        return False
    pairs = [(record.notice_doi, each.doi_of_notice), (record.notice_pmid, each.pmid_of_notice)]
    comparable = [(one, other) for one, other in pairs if one and other]
    if comparable:
        return any(one == other for one, other in comparable)
    if record.source == source and not any(one or other for one, other in pairs):
        return record.dated == each.dated
    shorter, longer = sorted((record.dated, each.dated), key=len)
    return bool(shorter) and longer.startswith(shorter)


class _Library:
    """The references that a portion is about, by their numbers, with what is on record of each: four queries."""

    def __init__(self, told: Iterable[Told]):
        told = [each for each in told if not each.problem]
        dois = {each.doi for each in told if each.doi}
        pmids = {each.pmid for each in told if each.pmid}
        pmids |= {each.pmid_of_notice for each in told if each.status == Status.SUPERSEDED and each.pmid_of_notice}
        dois |= {each.doi_of_notice for each in told if each.status == Status.SUPERSEDED and each.doi_of_notice}
        found = [*self._rows(doi__in=sorted(dois)), *self._rows(pmid__in=sorted(pmids))]
        # Merged records stand for the one that was kept; each row is one object.
        kept = {row.pk: row for row in (each.merged_into or each for each in found)}
        self.by_doi = {each.doi: kept[each.merged_into_id or each.pk] for each in found if each.doi}
        self.by_pmid = {each.pmid: kept[each.merged_into_id or each.pk] for each in found if each.pmid}
        self.history: dict[int, list[StatusRecord]] = {}
        for record in StatusRecord.objects.filter(reference__in=kept):
            self.history.setdefault(record.reference_id, []).append(record)

    def of(self, each: Told) -> tuple[Reference | None, Reference | None]:
        """The reference it is about; and another one, when its two numbers disagree."""
        by_doi, by_pmid = self.by_doi.get(each.doi), self.by_pmid.get(each.pmid)
        if by_doi is not None and by_pmid is not None and by_doi is not by_pmid:
            return by_doi, by_pmid
        return by_doi or by_pmid, None

    def newer_of(self, each: Told) -> Reference | None:
        if each.status != Status.SUPERSEDED:
            return None
        return self.by_pmid.get(each.pmid_of_notice) or self.by_doi.get(each.doi_of_notice)

    @staticmethod
    def _rows(**numbers):
        (wanted,) = numbers.values()
        rows = Reference.objects.filter(**numbers).select_related(
            "superseded_by", "merged_into", "merged_into__superseded_by"
        )
        return rows if wanted else []


def _note_checks(outcomes: dict[int, str], *, source: str, now: datetime) -> None:
    """What was reported once stays reported until the source is asked again."""
    _write_checks(
        WatchCheck(reference_id=pk, source=source, outcome=outcome, checked_at=now) for pk, outcome in outcomes.items()
    )


def _write_checks(checks: Iterable[WatchCheck], update: Collection[str] = _LATEST) -> None:
    WatchCheck.objects.bulk_create(
        checks,
        batch_size=150,
        update_conflicts=True,
        unique_fields=["reference", "source"],
        update_fields=sorted(update),
    )


def watched() -> QuerySet[Reference]:
    """References that can be looked for: with a number that others know them by."""
    return Reference.objects.kept().exclude(Q(doi="") & Q(pmid=""))


@transaction.atomic
def note_not_found(*, source: str, known: Collection[str], by, now: datetime) -> int:
    """A list that names everything its source knows was read to the end, and it names none of the others: gives how many.
    That they are not on it is no sign that nothing is wrong with them."""
    permissions.require(by, "references.change_reference", to=_("change the reference library"))
    rows = watched().values_list("pk", "key")
    ids = [pk for pk, key in rows.iterator(chunk_size=5_000) if key not in known]
    _write_checks(
        WatchCheck(reference_id=pk, source=source, outcome=WatchCheck.Outcome.NOT_FOUND, checked_at=now) for pk in ids
    )
    return len(ids)


@transaction.atomic
def note_answer(*, reference: Reference, source: str, outcome: str, by, now: datetime) -> None:
    """A source that was asked for one reference does not know it, or could not be asked. One that could not keeps what it
    said before."""
    permissions.require(by, "references.change_reference", to=_("change the reference library"))
    if outcome != WatchCheck.Outcome.NO_ANSWER:
        _write_checks([WatchCheck(reference=reference, source=source, outcome=outcome, checked_at=now)])
        return
    _write_checks(
        [WatchCheck(reference=reference, source=source, outcome=outcome, failed_at=now)], update=["failed_at"]
    )
