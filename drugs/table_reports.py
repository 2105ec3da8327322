"""Reports of tables for people: sums, lists of bearable length, rows for a spreadsheet. Pure but for the words."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

ON_A_PAGE = 100
LONGEST = 300


def sums(report: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """(name, word, how many) for the top of the page."""
    words = {
        "new": _("new"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "bad": _("with errors"),
        "left_out": _("left out with them"),
    }
    return [(name, word, report["sums"][name]) for name, word in words.items()]


def problems(report: Mapping[str, Any], number: str) -> Page:
    """One page of what is wrong."""
    page = Paginator(report["problems"], ON_A_PAGE).get_page(number)
    page.object_list = [
        dict(zip(("table", "row", "column", "message"), each, strict=True)) for each in page.object_list
    ]
    return page


def rows(report: Mapping[str, Any], number: str) -> Page:
    """One page of what is new or changed, cell by cell; once it is done, of what came in."""
    told = [row for row in report["rows"] if not (report.get("done") and row[4])]
    page = Paginator(told, ON_A_PAGE).get_page(number)
    page.object_list = [_row(*each) for each in page.object_list]
    return page


def _row(table: str, number: int, name: str, what: str, left_out: bool, changes: list) -> dict[str, Any]:
    told = [
        {"column": column, "old": shortened(old), "new": shortened(new)}
        for column, old, new in changes
        if what == "changed" or new not in ("", "no")
    ]
    return {"table": table, "row": number, "name": name, "new": what == "new", "left_out": left_out, "changes": told}


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def as_lines(report: Mapping[str, Any]) -> Iterator[tuple]:
    """The whole report for a spreadsheet; see HEAD."""
    for table, row, column, message in report["problems"]:
        yield table, row, "", _("error"), column, "", "", message
    for table, row, name, what, left_out, changes in report["rows"]:
        said = _("new") if what == "new" else _("changed")
        for column, old, new in changes:
            yield table, row, name, _("left out") if left_out else said, column, old, new, ""
    for note in report["notes"]:
        yield "", "", "", _("note"), "", "", "", note


def head() -> tuple[str, ...]:
    return _("table"), _("row"), _("name"), _("what"), _("column"), _("old"), _("new"), _("words")
