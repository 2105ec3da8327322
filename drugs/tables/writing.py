"""Writing tables: a workbook of all, or one table as XLSX, CSV or JSON."""

import csv
import io
import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import Q

from drugs.tables import workbooks
from drugs.tables.formulas import escaped
from drugs.tables.planning import number_notes
from drugs.tables.tables import IN_WORKBOOK, TABLES, Table
from publishing.exporting import BYTE_ORDER_MARK

FORMATS = ("xlsx", "csv", "json")
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def write_tables(names: Collection[str], form: str, *, drugs: Collection[str] | None = None) -> bytes:
    """The named tables in a format; CSV takes one. `drugs`: only these, by key, with what belongs to them; None for all."""
    chosen = [TABLES[name] for name in IN_WORKBOOK if name in names]
    if form == "xlsx":
        return workbooks.write(_for_workbook(table, drugs) for table in chosen)
    if form == "json":
        tables = {
            table.name: [dict(zip(table.headings(), line, strict=True)) for line in lines(table, drugs)]
            for table in chosen
        }
        return json.dumps(tables, ensure_ascii=False, indent=1).encode()
    [table] = chosen
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.headings())
    writer.writerows([escaped(cell) for cell in line] for line in lines(table, drugs))
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def lines(kind: type[Table], drugs: Collection[str] | None = None) -> Iterator[list[str]]:
    """The rows of a table, as texts in the order of its headings."""
    table = kind()
    rows = list(kind.rows().filter(kind.about(drugs) if drugs is not None else Q()))
    if kind.name == "care_notes":
        number_notes(rows)
    for row in rows:
        yield [table.fields[name].export(row) for name in kind.headings()]


def _for_workbook(
    kind: type[Table], drugs: Collection[str] | None
) -> tuple[str, Sequence[str], Sequence[bool], Iterator]:
    cells = [column.widget for column in kind.columns()]

    def rows() -> Iterator[Sequence[Any]]:
        for line in lines(kind, drugs):
            yield [cell.native(text) for cell, text in zip(cells, line, strict=True)]

    return kind.name, kind.headings(), [cell.text_column for cell in cells], rows()
