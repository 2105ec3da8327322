"""From the bytes of files to tables of cells: XLSX, CSV and JSON. Whatever is no such file is refused in a sentence, before it
can cost much."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from drugs.tables import workbooks
from drugs.tables.cells import Formula, did_you_mean, tidy
from drugs.tables.formulas import unescaped
from drugs.tables.tables import TABLES
from drugs.tables.workbooks import MOST_COLUMNS, CannotRead
from references.formats import CannotRead as NotText
from references.formats.encodings import WINDOWS, open_text

MOST_ROWS = 20_000
LONGEST_FIELD = 100_000
MOST_NOTES = 20
Row = tuple[int, list[Any]]


class Brought(NamedTuple):
    """A file as somebody brought it."""

    name: str
    content: bytes


@dataclass
class Sheet:
    """One table of a file. `rows`: the number that the spreadsheet shows, and the cells, as many as `headings`."""

    table: str
    headings: list[str]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)

    def texts(self, heading: str) -> set[str]:
        """What stands in a column."""
        if heading not in self.headings:
            return set()
        place = self.headings.index(heading)
        return {tidy(str(cells[place])) for _number, cells in self.rows if cells[place] is not None}


def read_files(files: Sequence[Brought]) -> list[Sheet]:
    """Every table of the files. Raises CannotRead, naming the file, when one cannot be read or a table comes twice."""
    found: dict[str, Sheet] = {}
    count = 0
    for file in files:
        try:
            for sheet in _sheets(file):
                count += len(sheet.rows)
                if sheet.table in found:
                    raise CannotRead(_("The table “%(table)s” comes twice.") % {"table": sheet.table})
                if count > MOST_ROWS:
                    raise CannotRead(too_many_rows())
                found[sheet.table] = sheet
        except CannotRead as refused:
            raise CannotRead(f"{file.name}: {refused.reason}") from refused
    if not found:
        raise CannotRead(_("There is no table in it."))
    return list(found.values())


def _sheets(file: Brought) -> Iterator[Sheet]:
    content = file.content
    if content.startswith(b"PK\x03\x04"):
        yield from _of_workbook(file)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotRead(_("This is an old or a locked Excel file. Save it as .xlsx without a password."))
    elif not content.strip():
        raise CannotRead(_("The file is empty."))
    else:
        try:
            text, encoding = open_text(io.BytesIO(content))
            words = text.read()
        except NotText as refused:
            raise CannotRead(_("This is neither a workbook (.xlsx) nor a CSV or JSON file.")) from refused
        if words.lstrip("\ufeff \t\r\n").startswith(("[", "{")):
            yield from _of_json(file.name, words)
        else:
            sheet = _of_csv(file.name, words)
            if encoding == WINDOWS:
                sheet.notes.append(
                    _("%(name)s is not UTF-8 and was read as Windows-1252: look at accents. Save it as “CSV UTF-8”.")
                    % {"name": file.name}
                )
            yield sheet


def _of_workbook(file: Brought) -> Iterator[Sheet]:
    """Sheets by their names; when none has the name of a table, the first is what the file is called. Other sheets are told."""
    found: list[Sheet] = []
    others: list[str] = []
    named_here = any(_called(sheet.title) for sheet in workbooks.read(file.content))
    for sheet in workbooks.read(file.content):
        table = _called(sheet.title) or (_named(file.name) if not (named_here or found or others) else "")
        if not table:
            others.append(sheet.title)
            continue
        if sheet.merged:
            raise CannotRead(
                _(
                    "In the sheet “%(title)s” the cells %(cells)s are merged. Unmerge them, so that each row says all of its own."
                )
                % {"title": sheet.title, "cells": ", ".join(sheet.merged[:5])}
            )
        rows = ((number, [unescaped(cell) for cell in row]) for number, row in sheet.rows)
        found.append(_sheet(table, rows))
    if not found:
        raise CannotRead(
            _("No sheet has the name of a table. The names are: %(names)s.") % {"names": ", ".join(TABLES)}
        )
    found[0].notes[:0] = [
        _("The sheet “%(title)s” is no table of medicines and is not read.") % {"title": title[:60]} for title in others
    ]
    yield from found


def _called(title: str) -> str:
    """The table that a sheet is: “Side effects”."""
    words = "_".join(re.findall(r"[a-z]+", title.lower()))
    return words if words in TABLES else ""


def _named(name: str) -> str:
    """The table that a file is called after: “regimens (2).csv”, “2026 side effects.json”."""
    words = "_".join(re.findall(r"[a-z]+", name.rpartition("/")[2].lower()))
    longest_first = sorted(TABLES, key=len, reverse=True)  # side_effects before effects
    return next((table for table in longest_first if re.search(rf"(^|_){table}(_|$)", words)), "")


def _of_csv(name: str, text: str) -> Sheet:
    table = _named(name)
    if not table:
        raise CannotRead(
            _("The name of a CSV file says which table it is. The names are: %(names)s.")
            % {"names": ", ".join(f"{each}.csv" for each in TABLES)}
        )
    head = text.split("\n", 1)[0]
    separator = max((",", ";", "\t"), key=head.count)
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)

    def rows() -> Iterator[Row]:
        try:
            before = 0
            for cells in reader:
                yield before + 1, [unescaped(cell) for cell in cells]
                before = reader.line_num
        except csv.Error as error:
            raise CannotRead(
                _("Line %(line)s cannot be read: a quotation mark is not closed, or stands where none may.")
                % {"line": reader.line_num}
            ) from error

    return _sheet(table, rows())


def _of_json(name: str, text: str) -> Iterator[Sheet]:
    """What we write ({table: rows}), what tablib writes ([{title, data}]), or the rows of one table."""
    try:
        data = json.loads(text.lstrip("\ufeff"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        said = _("This is no JSON that can be read: line %(line)s, column %(column)s does not go on as JSON does.")
        raise CannotRead(said % {"line": error.lineno, "column": error.colno}) from error
    except (ValueError, RecursionError) as error:
        raise CannotRead(_("This is no JSON that can be read.")) from error
    if (
        isinstance(data, list)
        and data
        and all(isinstance(each, dict) and {"title", "data"} <= set(each) for each in data)
    ):
        data = {str(each["title"]): each["data"] for each in data}
    if isinstance(data, list):
        if not _named(name):
            raise CannotRead(
                _("The name of the file says which table it is. The names are: %(names)s.")
                % {"names": ", ".join(f"{each}.json" for each in TABLES)}
            )
        data = {_named(name): data}
    for title, records in data.items():
        if title not in TABLES:
            hint = did_you_mean(title[:60], TABLES)
            raise CannotRead(_("There is no table “%(title)s”.") % {"title": title[:60]} + hint)
        if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
            raise CannotRead(_("The table “%(title)s” must be a list of rows with named cells.") % {"title": title})
        if any(isinstance(cell, dict | list) for record in records for cell in record.values()):
            raise CannotRead(_("In the table “%(title)s” a cell holds more than one value.") % {"title": title})
        if not records:
            continue
        headings = list(dict.fromkeys(heading for record in records for heading in record))
        headings = headings[: MOST_COLUMNS + 1]  # one too many is enough to be refused
        rows = ((number, [record.get(each) for each in headings]) for number, record in enumerate(records, start=1))
        yield _sheet(title, [(0, headings), *rows])  # a list has no row of headings: its first row is row 1


def _no_number(name: str) -> None:
    raise ValueError(name)


def _sheet(table: str, rows: Iterable[Row]) -> Sheet:
    """The headings are the first row that is not empty; empty rows below it are passed over."""
    full = ((number, cells) for number, cells in rows if any(cell not in (None, "") for cell in cells))
    _first, head = next(full, (1, []))
    headings = [_heading(cell) for cell in head]
    if not any(headings):
        raise CannotRead(_("The table “%(table)s” is empty.") % {"table": table})
    if sum(map(bool, headings)) > MOST_COLUMNS or (len(head) > MOST_COLUMNS and any(head[MOST_COLUMNS:])):
        raise CannotRead(_("There are more than %(n)s columns.") % {"n": MOST_COLUMNS})
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    if twice:
        raise CannotRead(_("The heading “%(name)s” stands twice.") % {"name": twice[0][:60]})
    places = [place for place, name in enumerate(headings) if name]
    read: list[Row] = []
    notes = []
    for number, cells in full:
        if len(read) >= MOST_ROWS:
            raise CannotRead(too_many_rows())
        if any(
            cell not in (None, "") for place, cell in enumerate(cells) if place >= len(headings) or not headings[place]
        ):
            said = _("%(table)s, row %(row)s: a cell without a heading is not read.")
            notes.append(said % {"table": table, "row": number})
        read.append((number, [cells[place] if place < len(cells) else None for place in places]))
    return Sheet(table, [headings[place] for place in places], read, notes[:MOST_NOTES])


def too_many_rows() -> str:
    return _("There are more than %(n)s rows. Split the tables and import one part after the other.") % {
        "n": f"{MOST_ROWS:,}"
    }


def _heading(cell: Any) -> str:
    if cell is None or isinstance(cell, Formula):
        return ""
    return re.sub(r"[\s-]+", "_", tidy(str(cell)).lower())
