"""Which record of the library an imported one is about. One portion of an import looks everything up in a few queries."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

from references import csl
from references.actions.saving import free_key, key_series
from references.csl_text import folded
from references.likeness import same_isbn, same_words
from references.models import Reference

# Two records of one work may say more or less, but not otherwise.
_TELLING = ("DOI", "PMID", "PMCID", "ISBN", "container-title", "volume", "issue", "page", "number", "edition")


class Index:
    """The records of the library that a portion may be about, and those that it adds."""

    def __init__(self, records: Iterable[csl.Cleaned], stems: Iterable[Sequence[str]]):
        """`stems`: what each of the records may be called here, see stems_of."""
        records = list(records)
        self.by_key: dict[str, Reference] = {}
        self.by_doi: dict[str, Reference] = {}
        self.by_pmid: dict[str, Reference] = {}
        self.by_pmcid: dict[str, Reference] = {}
        self.by_isbn: dict[str, Reference] = {}  # of books
        self.merged_keys: set[str] = set()  # of those that others were merged into
        dois = {each.csl["DOI"].lower() for each in records if each.csl.get("DOI")}
        pmids = {each.csl["PMID"] for each in records if each.csl.get("PMID")}
        pmcids = {each.csl["PMCID"] for each in records if each.csl.get("PMCID")}
        books = {isbn for each in records if each.csl.get("type") == "book" for isbn in csl.isbns(each.csl)}
        for column, wanted in {"doi": dois, "pmid": pmids, "pmcid": pmcids, "isbn": books}.items():
            self._fetch(column, wanted)
        # Only what no number told is looked for by name; and because a work has dozens of names to try, most of them only
        # where the first two are taken, or will be by this portion.
        wanted_stems = Counter(
            stem for record, each in zip(records, stems, strict=True) if not self._numbered(record) for stem in each
        )
        self._fetch("key", {name for stem in wanted_stems for name in names_of(stem)[:2]})
        taken = {stem for stem, times in wanted_stems.items() if times > 1 or names_of(stem)[1] in self.by_key}
        self._fetch("key", {name for stem in taken for name in names_of(stem)})
        for stem in sorted(taken):
            if all(name in self.by_key for name in names_of(stem)):  # a crowd: the longer keys too
                longer = [name for names in islice(key_series(stem), 1, None) for name in names]
                self._fetch("key", longer)

    def _fetch(self, column: str, wanted: Collection[str]) -> None:
        for row in _rows(**{f"{column}__in": sorted(wanted)}) if wanted else ():
            self.add(row)

    def add(self, row: Reference) -> None:
        """A row under its key and identifiers; a row that is there already keeps its place, so that each has one object. Under
        those of a merged row stands the one that was kept."""
        kept = row.merged_into or row
        kept = self.by_key.setdefault(kept.key, kept)
        if kept is not row and row.merged_into:
            self.by_key.setdefault(row.key, kept)
            self.merged_keys.add(kept.key)
        for each in (row, kept):
            if each.doi:
                self.by_doi.setdefault(each.doi, kept)
            if each.pmid:
                self.by_pmid.setdefault(each.pmid, kept)
            if each.pmcid:
                self.by_pmcid.setdefault(each.pmcid, kept)
            if each.type == "book":
                for isbn in csl.isbns(each.csl):
                    self.by_isbn.setdefault(isbn, kept)

    def same(
        self, record: csl.Cleaned, *, given_key: str, stems: Iterable[str], is_new: Callable, keys_are_ours: bool
    ) -> Reference | None:
        """Our record of the same work: by DOI, PMID or PMCID, by the ISBN of a book whose title says the same, by the key it
        was given unless something says otherwise, or because title, year and author say so and nothing contradicts. A key
        that we made up ourselves is nobody's name.

        `is_new`: whether this import has not brought a row already; a second record of that name does not overwrite it.
        """
        if by_number := self._numbered(record):
            return by_number
        book = self.with_isbn(record)
        if book and same_words(book.csl, record.csl):
            return book
        if given_key == record.key:
            row = self.by_key.get(record.key)
            if row and keys_are_ours and is_new(row) and not _contradicts(row.csl, record.csl, ("DOI", "PMID")):
                return row
            if keys_are_ours and row is None:
                return None
        rows = (row for stem in stems for row in self._rows_called(stem))
        return next((row for row in rows if _alike(row, record.csl)), None)

    def _numbered(self, record: csl.Cleaned) -> Reference | None:
        """Our record with the same DOI, PMID or PMCID."""
        return (
            self.by_doi.get(record.csl.get("DOI", "").lower())
            or self.by_pmid.get(record.csl.get("PMID", ""))
            or self.by_pmcid.get(record.csl.get("PMCID", ""))
        )

    def with_isbn(self, record: csl.Cleaned) -> Reference | None:
        """The book of ours that has its ISBN."""
        isbns = csl.isbns(record.csl) if record.csl.get("type") == "book" else ()
        books = (self.by_isbn.get(isbn) for isbn in isbns)
        return next((row for row in books if row and same_isbn(row.csl, record.csl)), None)

    def of_another(self, wanted: Mapping[str, Any], row: Reference) -> bool:
        """Whether one of these identifiers belongs to another reference."""
        taken = (
            self.by_doi.get(wanted.get("DOI", "").lower()),
            self.by_pmid.get(wanted.get("PMID", "")),
            self.by_pmcid.get(wanted.get("PMCID", "")),
        )
        return any(other not in (None, row) for other in taken)

    def free_key(self, stem: str) -> str:
        """A key that nobody has, neither in the library nor in this portion."""
        free = next((name for name in names_of(stem) if name not in self.by_key), "")
        return free or free_key(stem, taken=self.by_key)

    def _rows_called(self, stem: str) -> Iterator[Reference]:
        for names in key_series(stem):
            yield from (self.by_key[name] for name in names if name in self.by_key)
            if names[-1] not in self.by_key:
                return


def _rows(**named):
    """In the order of their keys, sorted here: asked to sort, PostgreSQL walks the whole index of keys while it does not know
    yet how large the table has become."""
    rows = Reference.objects.filter(**named).select_related("superseded_by", "merged_into__superseded_by").order_by()
    return sorted(rows, key=attrgetter("key"))


def stems_of(record: csl.Cleaned, given_key: str) -> list[str]:
    """The keys that a work could have here, without the letter that tells it from another: as given, and as we make them."""
    if given_key != record.key:  # then it is one that we made
        return [record.key[:78]]
    return list(dict.fromkeys(key[:78] for key in (record.key, csl.suggest_key(record.csl))))


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
