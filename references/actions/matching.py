"""Which record of the library an imported one is about. One portion of an import looks everything up in three queries."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from references import csl
from references.actions.saving import free_key, key_series
from references.csl_text import folded
from references.models import Reference

# Two records of one work may say more or less, but not otherwise.
_TELLING = ("DOI", "PMID", "PMCID", "ISBN", "container-title", "volume", "issue", "page", "number", "edition")


class Index:
    """The records of the library that a portion may be about, and those that it adds."""

    def __init__(self, records: Iterable[csl.Cleaned], stems: Iterable[Sequence[str]]):
        """`stems`: what each of the records may be called here, see stems_of."""
        records, wanted_stems = list(records), {stem for each in stems for stem in each}
        self.by_key: dict[str, Reference] = {}
        self.by_doi: dict[str, Reference] = {}
        self.by_pmid: dict[str, Reference] = {}
        dois = {each.csl["DOI"].lower() for each in records if each.csl.get("DOI")}
        pmids = {each.csl["PMID"] for each in records if each.csl.get("PMID")}
        keys = {name for stem in wanted_stems for name in names_of(stem)}
        for column, wanted in (("doi", dois), ("pmid", pmids), ("key", keys)):
            for row in Reference.objects.filter(**{f"{column}__in": sorted(wanted)}).select_related("superseded_by"):
                self.add(row)
        for stem in sorted(wanted_stems):
            if all(name in self.by_key for name in names_of(stem)):  # a crowd: the longer keys too
                longer = [name for names in islice(key_series(stem), 1, None) for name in names]
                for row in Reference.objects.filter(key__in=longer).select_related("superseded_by"):
                    self.add(row)

    def add(self, row: Reference) -> None:
        """A row under its key and identifiers; a row that is there already keeps its place, so that each has one object."""
        row = self.by_key.setdefault(row.key, row)
        if row.doi:
            self.by_doi.setdefault(row.doi, row)
        if row.pmid:
            self.by_pmid.setdefault(row.pmid, row)

    def same(
        self, record: csl.Cleaned, *, given_key: str, stems: Iterable[str], is_new: Callable, keys_are_ours: bool
    ) -> Reference | None:
        """Our record of the same work: by DOI, by PMID, by the key it was given unless something says otherwise, or because
        title, year and author say so and nothing contradicts. A key that we made up ourselves is nobody's name.

        `is_new`: whether this import has not brought a row already; a second record of that name does not overwrite it.
        """
        by_number = self.by_doi.get(record.csl.get("DOI", "").lower()) or self.by_pmid.get(record.csl.get("PMID", ""))
        if by_number:
            return by_number
        if given_key == record.key:
            row = self.by_key.get(record.key)
            if row and keys_are_ours and is_new(row) and not _contradicts(row.csl, record.csl, ("DOI", "PMID")):
                return row
            if keys_are_ours and row is None:
                return None
        rows = (row for stem in stems for row in self._rows_called(stem))
        return next((row for row in rows if _alike(row, record.csl)), None)

    def free_key(self, stem: str) -> str:
        """A key that nobody has, neither in the library nor in this portion."""
        free = next((name for name in names_of(stem) if name not in self.by_key), "")
        return free or free_key(stem, taken=self.by_key)

    def _rows_called(self, stem: str) -> Iterator[Reference]:
        for names in key_series(stem):
            yield from (self.by_key[name] for name in names if name in self.by_key)
            if names[-1] not in self.by_key:
                return


def stems_of(record: csl.Cleaned, given_key: str) -> list[str]:
    """The keys that a work could have here, without the letter that tells it from another: as given, and as we make them."""
    if given_key != record.key:  # then it is one that we made
        return [record.key[:70]]
    return list(dict.fromkeys(key[:70] for key in (record.key, csl.suggest_key(record.csl))))


def names_of(stem: str) -> list[str]:
    return next(key_series(stem))


def _alike(row: Reference, record: Mapping[str, Any]) -> bool:
    ours = row.csl
    return (
        folded(csl.title(ours)) == folded(csl.title(record))
        and csl.year(ours) == csl.year(record)
        and csl.suggest_key(ours) == csl.suggest_key(record)
        and not _contradicts(ours, record, _TELLING)
    )


def _contradicts(ours: Mapping[str, Any], theirs: Mapping[str, Any], fields: Iterable[str]) -> bool:
    return any(
        ours.get(field) and theirs.get(field) and str(ours[field]).lower() != str(theirs[field]).lower()
        for field in fields
    )
