"""Retraction Watch's list as CSV: one row a notice. Read row by row; the whole list has some 60 MB."""

import csv
from collections.abc import Iterator
from typing import TextIO

from references.formats.entries import CannotRead
from references.notices.told import Told, day_in, doi_in, pmid_in

_NATURES = {
    "retraction": "retracted",
    "expression of concern": "concern",
    "correction": "corrected",
    "reinstatement": "current",
}
_NEEDED = ("originalpaperdoi", "originalpaperpubmedid", "retractionnature")
MAX_FIELD = 1_000_000


def is_header(line: str) -> bool:
    return all(name in _named(line) for name in _NEEDED)


def read(text: TextIO) -> Iterator[Told]:
    # What one field may hold is a setting of the csv module, not of a reader.
    csv.field_size_limit(MAX_FIELD)
    rows = csv.reader(text)
    try:
        columns = [_named(name) for name in next(rows)]
    except (StopIteration, csv.Error) as error:
        raise CannotRead("has no heading line", 1) from error
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Told(line=line, problem=f"This row is not CSV: {error}.")
            continue
        if any(cell.strip() for cell in row):
            yield _told(line, row, columns)


def _told(line: int, row: list[str], columns: list[str]) -> Told:
    needed = max(columns.index(name) for name in _NEEDED) + 1
    if len(row) < needed:
        return Told(
            line=line,
            problem=f"The row has {len(row)} columns, and the heading {len(columns)}; a quote may be missing.",
        )
    says = dict(zip(columns, row, strict=False))
    nature = " ".join(says["retractionnature"].split())
    status = _NATURES.get(nature.lower())
    if status is None:
        known = "Retraction, Expression of concern, Correction or Reinstatement"
        return Told(line=line, problem=f"RetractionNature is “{nature[:60]}”; we know {known}.")
    reasons = [part.strip(" +") for part in says.get("reason", "").split(";")]
    return Told(
        line=line,
        doi=doi_in(says["originalpaperdoi"]),
        pmid=pmid_in(says["originalpaperpubmedid"]),
        status=status,
        dated=day_in(says.get("retractiondate", "")),
        doi_of_notice=doi_in(says.get("retractiondoi", "")),
        pmid_of_notice=pmid_in(says.get("retractionpubmedid", "")),
        reason="; ".join(filter(None, reasons)),
    )


def _named(name: str) -> str:
    return name.replace(" ", "").replace("_", "").lower()
