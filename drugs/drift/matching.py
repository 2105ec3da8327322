"""Whom of ours a record is about. By set id and NDC surely, by RxNorm and UNII the same substance; a name alone never decides."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from drugs.drift.codes import product_of_ndc
from drugs.drift.comparing import Ours
from drugs.drift.records import RXNAV, Record

BY_SET_ID, BY_NDC, BY_RXNORM, BY_UNII = "set id", "NDC", "RxNorm", "UNII"


class Match(NamedTuple):
    """`by`: "set id" or "NDC" when the record is about these very products, "RxNorm" when it has their code, "UNII" when it is
    only of the same substance, "" for nothing. `clash`: keys of several drugs that it would be about, so it is about none.
    `looks_like`: keys of drugs that have its name."""

    by: str = ""
    ours: tuple[Ours, ...] = ()
    clash: tuple[str, ...] = ()
    looks_like: tuple[str, ...] = ()


class Library:
    """What of ours records can be about, held in memory: as much as the site has products."""

    def __init__(self, rows: Iterable[Ours]):
        self._by: dict[str, dict[str, list[Ours]]] = {
            name: defaultdict(list) for name in (BY_SET_ID, BY_NDC, BY_RXNORM)
        }
        self._drug_by_rxnorm: dict[str, list[Ours]] = defaultdict(list)
        self._by_unii: dict[str, list[Ours]] = defaultdict(list)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._add(row)

    def _add(self, row: Ours) -> None:
        for name in (*row.names, row.brand):
            if name:
                self._by_name[name.casefold()].add(row.key)
        if row.product is None:
            if row.drug_rxnorm:
                self._drug_by_rxnorm[row.drug_rxnorm].append(row)
            if row.unii:
                self._by_unii[row.unii.upper()].append(row)
            return
        if row.set_id:
            self._by[BY_SET_ID][row.set_id.lower()].append(row)
        for code in dict.fromkeys(map(product_of_ndc, row.ndcs)):
            self._by[BY_NDC][code].append(row)
        if row.rxnorm:
            self._by[BY_RXNORM][row.rxnorm].append(row)

    def match(self, record: Record) -> Match:
        if record.source == RXNAV:
            found = [*self._by[BY_RXNORM].get(record.id, ()), *self._drug_by_rxnorm.get(record.id, ())]
            return Match(BY_RXNORM, tuple(found)) if found else Match(looks_like=self._looks_like(record))
        by_set_id = list(self._by[BY_SET_ID].get(record.set_id, ())) if record.set_id else []
        codes = dict.fromkeys(map(product_of_ndc, record.ndcs))
        by_ndc = [row for code in codes for row in self._by[BY_NDC].get(code, ())]
        if sure := list({row.product: row for row in (*by_set_id, *by_ndc)}.values()):
            return _unless_clashing(BY_SET_ID if by_set_id else BY_NDC, sure)
        by_code = [row for code in record.rxnorm for row in self._by[BY_RXNORM].get(code, ())]
        # A product that has a label of its own is not meant by the label of another.
        without_label = [row for row in by_code if not row.set_id and not row.ndcs]
        if without_label:
            return _unless_clashing(BY_RXNORM, list({row.product: row for row in without_label}.values()))
        same = [row for code in record.unii for row in self._by_unii.get(code.upper(), ())]
        if same or by_code:
            return Match(BY_UNII, tuple(same or by_code))
        return Match(looks_like=self._looks_like(record))

    def _looks_like(self, record: Record) -> tuple[str, ...]:
        names = {name.casefold() for name in (*record.names, record.title) if name}
        return tuple(sorted(set().union(*(self._by_name.get(name, set()) for name in names)))) if names else ()


def _unless_clashing(by: str, rows: list[Ours]) -> Match:
    keys = tuple(dict.fromkeys(row.key for row in rows))
    return Match(clash=keys) if len(keys) > 1 else Match(by, tuple(rows))
