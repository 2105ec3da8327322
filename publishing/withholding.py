"""Keeping readers from what is no longer certain: facts that changed, and doses on a page past its review date. Pure.

Compiled HTML says which facts each element states (`data-facts="drug:denosumab term:fracture"`) and whether it tells how
much, how often, how long or how a medicine is given (`data-dose`). `withhold` puts a notice in the place of such elements
and leaves every other byte as it was approved.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from markup import plain_line

_INLINE = frozenset({"span", "dfn"})
_EMPTY = frozenset({"br", "hr", "img"})
# Compilers before version 2 wrote no attributes. What quotes facts is known by its class then, but not which facts.
_FORMERLY = {
    "drug-table": True, "fact": True, "side-effects": False, "precautions": False, "term-definition": False,
}  # fmt: skip
_HEADING = re.compile(r'<h([2-6]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)
_ID = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True)
class Withheld:
    """One element that readers are kept from. `facts`: what it states of what is held, none when that is not why;
    `is_dose`: withheld because it tells how a medicine is given; `html_id` its id, which other places may lead to;
    `in_link`: it stands inside a link, so that its notice may hold none."""

    facts: tuple[str, ...]
    is_dose: bool
    is_term: bool
    html_id: str
    in_link: bool


@dataclass(frozen=True)
class Notices:
    """What is printed instead: `block` in the place of a table or list, `words` in the middle of a sentence. Both return
    finished HTML; escaping is theirs."""

    block: Callable[[Withheld], str]
    words: Callable[[Withheld], str]


def withhold(html: str, *, facts: Collection[str] = frozenset(), doses: bool = False, notices: Notices) -> str:
    """Replace each element that states one of `facts`, and with `doses` each that tells how a medicine is given.

    An element inside a withheld one goes with it. Without a match the very same string comes back.
    """
    if not facts and not doses:
        return html
    finder = _Finder(html, frozenset(facts), doses)
    finder.feed(html)
    finder.close()
    pieces, at = [], 0
    for start, end, tag, what in finder.finished():
        notice = notices.words(what) if tag in _INLINE else notices.block(what)
        pieces += [html[at:start], notice]
        at = end
    return "".join([*pieces, html[at:]]) if pieces else html


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


class _Finder(HTMLParser):
    """Finds where the outermost matching elements begin and end."""

    def __init__(self, html: str, facts: frozenset[str], doses: bool) -> None:
        super().__init__(convert_charrefs=False)
        self._html, self._facts, self._doses = html, facts, doses
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self._found: list[tuple[int, int, str, Withheld]] = []
        self._open: tuple[int, str, Withheld] | None = None
        self._depth = 0  # of elements of the same name inside the open one
        self._links = 0

    def finished(self) -> list[tuple[int, int, str, Withheld]]:
        """(start, end, tag, what) in the order of the page; one that is never closed reaches to the end."""
        if self._open is not None:
            start, tag, what = self._open
            return [*self._found, (start, len(self._html), tag, what)]
        return self._found

    def handle_starttag(self, tag, attrs):
        if tag in _EMPTY:
            return
        if self._open is not None:
            self._depth += tag == self._open[1]
            return
        what = self._what(tag, dict(attrs))
        if what is not None:
            self._open, self._depth = (self._offset(), tag, what), 1
        elif tag == "a":
            self._links += 1

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)  # "<div/>" opens a div in HTML

    def handle_endtag(self, tag):
        if self._open is None:
            self._links -= tag == "a" and self._links > 0
            return
        start, name, what = self._open
        self._depth -= tag == name
        if self._depth == 0:
            end = self._html.find(">", self._offset()) + 1 or len(self._html)
            self._found.append((start, end, name, what))
            self._open = None

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _what(self, tag: str, attrs: dict[str, str | None]) -> Withheld | None:
        states, is_dose = (attrs.get("data-facts") or "").split(), "data-dose" in attrs
        held = tuple(fact for fact in states if fact in self._facts)
        if not states:
            former = [_FORMERLY[name] for name in (attrs.get("class") or "").split() if name in _FORMERLY]
            if former:
                is_dose = former[0]
                held = tuple(sorted(self._facts))
        if not held and not (self._doses and is_dose):
            return None
        is_term = bool(states) and all(fact.startswith("term:") for fact in states)
        return Withheld(held, not held, is_term, attrs.get("id") or "", self._links > 0)
