"""The addresses of one kind of page: the live page, its history, and every old edition. One place for all kinds."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.urls import path, register_converter

from publishing.views_past import history, old_edition


class EditionNumber:
    """1, 2, 3 …, each with one spelling: "v01" is no address."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(EditionNumber, "edition")


def page_routes(
    prefix: str,
    view: Callable,
    *,
    name: str,
    kind: str,
    section: str,
    summary_of: Callable[[Mapping[str, Any]], str] = lambda source: source.get("summary", ""),
) -> list:
    """`view` shows the live page at `prefix<slug>/`. `section` is the part of the site the page belongs to; `summary_of`
    says what stood under the title of an old edition, from its source."""
    base = f"{prefix}<slug:slug>/"
    shown = {"kind": kind, "section": section}
    return [
        path(base, view, name=name),
        path(f"{base}history/", history, shown, name=f"{name}-history"),
        path(f"{base}v<edition:number>/", partial(old_edition, summary_of=summary_of), shown, name=f"{name}-edition"),
    ]
