"""CSV for spreadsheets: one row a reference. For people; it is not read again."""

from collections.abc import Iterable, Iterator

from publishing.exporting import lines_of
from references import csl
from references.exports.works import Work

_FIELDS = (
    "container-title", "volume", "issue", "page", "publisher", "publisher-place", "DOI", "PMID", "PMCID", "ISBN", "ISSN", "URL",
)  # fmt: skip
HEAD = ("key", "type", "title", "authors", "year", *_FIELDS, "status", "superseded_by", "live_pages", "as_printed")


def write(works: Iterable[Work]) -> Iterator[str]:
    return lines_of(HEAD, map(_row, works))


def _row(work: Work) -> list:
    return [
        work.key,
        work.text("type"),
        csl.title(work.csl),
        csl.authors_text(work.csl),
        csl.year(work.csl),
        *(work.text(field) for field in _FIELDS),
        work.ours.status or "current",
        work.ours.superseded_by,
        work.cited,
        work.line,
    ]
