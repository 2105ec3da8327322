"""Workbooks (.xlsx): looked through before they are opened, read without working anything out, written as text.

openpyxl refuses XML entities because defusedxml is installed; what it does not look at is checked here: how large the file
becomes, and what else lies in it.
"""

import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from decimal import Decimal
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from drugs.tables.cells import Broken, Formula
from drugs.tables.formulas import escaped

MOST_UNPACKED = 60_000_000
MOST_PARTS = 500
MOST_COLUMNS = 120
MOST_EMPTY = 100_000  # rows looked through in vain
WIDEST = 40
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z0-9:]+)["']""")


class CannotRead(Exception):
    """A file that is no table; `reason` is a sentence."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Found(NamedTuple):
    """A sheet of a workbook. `merged`: the places of merged cells, such as A2:A5. `rows`: with the numbers that the
    spreadsheet shows; to be read before the next sheet."""

    title: str
    merged: list[str]
    rows: Iterator[tuple[int, list[Any]]]


def read(content: bytes) -> Iterator[Found]:
    """The sheets of a workbook, formulas as they are written. Raises CannotRead, also while rows are read."""
    with _told():
        _look_through(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are left out anyway, such as drop-down lists
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        with closing(book), zipfile.ZipFile(io.BytesIO(content)) as packed:
            for sheet in book.worksheets:
                merged = [match.group(1).decode() for match in _MERGED.finditer(packed.read(sheet._worksheet_path))]
                yield Found(sheet.title, merged, _rows(sheet))


def _rows(sheet) -> Iterator[tuple[int, list[Any]]]:
    sheet.reset_dimensions()  # what a file says of its size is not believed
    empty = 0
    with _told():
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
            cells = [_value(cell) for cell in row]
            empty = 0 if any(cell is not None for cell in cells) else empty + 1
            if empty > MOST_EMPTY:
                raise CannotRead(
                    _("The sheet “%(title)s” has too many empty rows. Delete them and save it again.")
                    % {"title": sheet.title}
                )
            if not empty:
                yield number, cells


def _value(cell) -> Any:
    if cell.value is None:
        return None
    if cell.data_type == "f":
        return Formula(str(cell.value))
    if cell.data_type == "e":
        return Broken(str(cell.value))
    return cell.value


@contextmanager
def _told() -> Iterator[None]:
    """Everything that can go wrong in a file that is damaged, or made to harm, is said in one sentence."""
    try:
        yield
    except CannotRead:
        raise
    except (
        zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError,
        NotImplementedError, RuntimeError, OverflowError, InvalidFileException, zlib.error,
    ) as error:  # fmt: skip
        if isinstance(error, DefusedXmlException) or isinstance(error.__cause__, DefusedXmlException):
            raise CannotRead(
                _("The workbook holds XML entities, which no spreadsheet writes. It is not read.")
            ) from error
        raise CannotRead(_("The workbook is damaged. Open it in a spreadsheet and save it again as .xlsx.")) from error


def _look_through(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
    names = {part.filename.lower() for part in parts}
    if "[content_types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise CannotRead(_("This is a packed file and no workbook. Bring an .xlsx file, or the tables inside it."))
    if any("vbaproject" in name for name in names):
        raise CannotRead(_("The workbook holds macros. Save it as .xlsx, which has none."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise CannotRead(
            _("The workbook is larger than %(size)s MB when unpacked. Split it.") % {"size": MOST_UNPACKED // 1_000_000}
        )


def write(tables: Iterable[tuple[str, Sequence[str], Sequence[bool], Iterable[Sequence[Any]]]]) -> bytes:
    """A workbook of (title, headings, which columns are text, rows of texts, numbers and None). Columns of text are marked
    so that a spreadsheet leaves what is typed there as it is; the headings stay in view."""
    book = Workbook(write_only=True)
    for title, headings, are_text, lines in tables:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        for place, (heading, is_text) in enumerate(zip(headings, are_text, strict=True), start=1):
            column = sheet.column_dimensions[get_column_letter(place)]
            column.width = min(WIDEST, max(12, len(heading) + 4))
            column.number_format = "@" if is_text else "General"
        sheet.append([_bold(sheet, heading) for heading in headings])
        for line in lines:
            sheet.append([_cell(sheet, value) for value in line])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _bold(sheet, heading: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=heading)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet, value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, int | Decimal | datetime.date):
        return value
    cell = WriteOnlyCell(sheet, value=escaped(value))
    cell.data_type = "s"  # whatever it looks like
    cell.number_format = "@"
    return cell
