"""Keeping readers from what is no longer certain: facts that changed, and doses on a page past its review date. Pure.

Compiled HTML says which field of which fact each element states (`data-facts="drug:denosumab#dose class:nsaids#name"`; a
plain `term:fracture` means all of it) and whether it tells how much, how often, how long or how a medicine is given
(`data-dose`). `withhold` puts a notice in the place of such elements, or into the cell of a table, and leaves every other
byte as it was approved.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from markup import plain_line

_INLINE = frozenset({"span", "dfn"})
_CELLS = frozenset({"td", "dd"})
_EMPTY = frozenset({"br", "hr", "img"})
_TABLE = "drug-table"
# Go as a whole when none of their cells is left.
_TABLES = frozenset({_TABLE, "regimens"})
# Compilers before version 2 wrote no attributes. What quotes facts is known by its class then, but not which facts.
_FORMERLY = {
    _TABLE: True, "fact": True, "side-effects": False, "precautions": False, "term-definition": False,
}  # fmt: skip
_HEADING = re.compile(r'<h([2-6]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)
_ID = re.compile(r' id="([^"]+)"')

# Fact → its fields that readers are kept from; None: all of them.
Held = Mapping[str, Collection[str] | None]


@dataclass(frozen=True)
class Withheld:
    """One element that readers are kept from. `held`: the marks for which it is held ("drug:denosumab#dose"), none when
    that is not why; `is_dose`: withheld because it tells how a medicine is given; `states`: all its marks; `html_id` its
    id, which other places may lead to; `in_link`: it stands inside a link, so that its notice may hold none; `is_brand`:
    it is the brand beside the name of a drug."""

    held: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    html_id: str = ""
    in_link: bool = False
    is_brand: bool = False

    @property
    def is_dose(self) -> bool:
        return not self.held

    @property
    def is_term(self) -> bool:
        return bool(self.states) and all(mark.startswith("term:") for mark in self.states)


@dataclass(frozen=True)
class Notices:
    """What is printed instead: `block` in the place of a table or list, `cell` inside a cell of a table, `words` in the
    middle of a sentence. All return finished HTML; escaping is theirs."""

    block: Callable[[Withheld], str]
    cell: Callable[[Withheld], str]
    words: Callable[[Withheld], str]


def withhold(html: str, *, facts: Held, doses: bool = False, notices: Notices) -> str:
    """Replace each element that states one of the held fields, and with `doses` each that tells how a medicine is given.

    An element inside a withheld one goes with it; a table none of whose cells is left goes as a whole. An element that
    states all of a fact goes with any field of it. Without a match the very same string comes back.
    """
    # Something that changed elsewhere on the page, in words that no mark covers, takes nothing away here.
    facts = {fact: fields for fact, fields in facts.items() if fields is None or fields}
    if not facts and not doses:
        return html
    finder = _Finder(html, facts, doses)
    finder.feed(html)
    finder.close()
    pieces, at = [], 0
    for found in finder.finished():
        pieces += [html[at : found.start], _instead(found, notices)]
        at = found.end
    return "".join([*pieces, html[at:]]) if pieces else html


def _instead(found: "_Found", notices: Notices) -> str:
    if found.tag in _CELLS:
        return f'<{found.tag} class="withheld">{notices.cell(found.what)}</{found.tag}>'
    return notices.words(found.what) if found.tag in _INLINE else notices.block(found.what)


def without_dead_ends(references: Iterable[Mapping[str, Any]], html: str) -> list[dict[str, Any]]:
    """The reference list without links back to places that are withheld. Every reference keeps its number and stays."""
    ids = set(_ID.findall(html))
    return [
        {**reference, "uses": [use for use in reference.get("uses", ()) if use["anchor"] in ids]}
        for reference in references
    ]


def outline_of(outline: Iterable[Mapping[str, Any]], html: str) -> list[dict[str, Any]]:
    """The contents of the page in the words that its headings have now: a heading may state a fact too."""
    headings = {html_id: plain_line(words) for _level, html_id, words in _HEADING.findall(html)}
    return [{**each, "text": headings.get(each["id"], each["text"])} for each in outline]


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    tag: str
    what: Withheld


@dataclass
class _OpenTable:
    """A drug table that is being read. `marked`: how many of its cells say what they state."""

    start: int
    html_id: str
    former: Withheld | None
    marked: int = 0
    depth: int = 1
    found: list[_Found] = field(default_factory=list)


class _Finder(HTMLParser):
    """Finds where the outermost matching elements begin and end."""

    def __init__(self, html: str, facts: Held, doses: bool) -> None:
        super().__init__(convert_charrefs=False)
        self._html, self._facts, self._doses = html, facts, doses
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self._found: list[_Found] = []
        self._open: tuple[int, str, Withheld] | None = None
        self._depth = 0  # of elements of the same name inside the open one
        self._links = 0
        self._table: _OpenTable | None = None

    def finished(self) -> list[_Found]:
        """In the order of the page; what is never closed reaches to the end."""
        if self._open is not None:
            self._add(len(self._html))
        if self._table is not None:
            self._close_table(len(self._html))
        return self._found

    def handle_starttag(self, tag, attrs):
        if tag in _EMPTY:
            return
        if self._table is not None:
            self._table.depth += tag == "div"
        if self._open is not None:
            self._depth += tag == self._open[1]
            return
        named = dict(attrs)
        if self._table is not None:
            self._table.marked += tag in _CELLS and bool(named.get("data-facts"))
        what = self._what(named)
        if self._is_table(tag, named):
            # Its cells are marked, or nothing in it is; which of the two is known at its end.
            self._table = _OpenTable(self._offset(), named.get("id") or "", what)
        elif what is not None:
            self._open, self._depth = (self._offset(), tag, what), 1
        elif tag == "a":
            self._links += 1

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)  # "<div/>" opens a div in HTML

    def handle_endtag(self, tag):
        if self._open is None:
            self._links -= tag == "a" and self._links > 0
        else:
            self._depth -= tag == self._open[1]
            if self._depth == 0:
                self._add(self._end_of_tag())
        if self._table is not None and tag == "div":
            self._table.depth -= 1
            if self._table.depth == 0:
                self._close_table(self._end_of_tag())

    def _is_table(self, tag: str, named: Mapping[str, str | None]) -> bool:
        classes = (named.get("class") or "").split()
        return self._table is None and tag == "div" and not _TABLES.isdisjoint(classes) and not named.get("data-facts")

    def _add(self, end: int) -> None:
        start, tag, what = self._open
        (self._found if self._table is None else self._table.found).append(_Found(start, end, tag, what))
        self._open = None

    def _close_table(self, end: int) -> None:
        table, self._table = self._table, None
        cells = [found.what for found in table.found if found.tag in _CELLS]
        whole = table.former if not table.marked else None
        if table.marked and len(cells) == table.marked:
            whole = Withheld(
                held=tuple(dict.fromkeys(mark for what in cells for mark in what.held)),
                states=tuple(dict.fromkeys(mark for what in cells for mark in what.states)),
                html_id=table.html_id,
            )
        self._found += table.found if whole is None else [_Found(table.start, end, "div", whole)]

    def _end_of_tag(self) -> int:
        return self._html.find(">", self._offset()) + 1 or len(self._html)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _what(self, named: Mapping[str, str | None]) -> Withheld | None:
        states, is_dose = tuple((named.get("data-facts") or "").split()), "data-dose" in named
        classes = (named.get("class") or "").split()
        held = tuple(mark for mark in states if self._is_held(mark))
        if not states:
            former = [_FORMERLY[name] for name in classes if name in _FORMERLY]
            if former:
                is_dose = former[0]
                held = tuple(sorted(self._facts))
        if not held and not (self._doses and is_dose):
            return None
        return Withheld(held, states, named.get("id") or "", self._links > 0, "brand" in classes)

    def _is_held(self, mark: str) -> bool:
        fact, _hash, which = mark.partition("#")
        if fact not in self._facts:
            return False
        fields = self._facts[fact]
        return fields is None or not which or which in fields
