"""Lists as CSV for spreadsheets: streamed row by row, safe to open, in an encoding that Excel recognises."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.http import StreamingHttpResponse
from django.utils.timezone import localtime

# A spreadsheet reads a cell that starts so as a formula, and a formula can send away what stands beside it.
STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the alphabet of the machine


def cell(value) -> str | int | float:
    """A value as it stands in a cell: numbers stay numbers, dates are ISO, and no text is read as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_OF_FORMULAS) else text


class _Line:
    """What csv.writer writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def lines_of(head: Sequence, rows: Iterable[Sequence]) -> Iterator[str]:
    """The lines of a CSV file, with a head."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow([cell(name) for name in head])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def csv_response(name: str, head: Sequence, rows: Iterable[Sequence]) -> StreamingHttpResponse:
    """A file called `name` (ASCII, with its ending) made while it is sent."""
    return StreamingHttpResponse(
        lines_of(head, rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
