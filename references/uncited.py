"""What of a published page should rest on evidence, and whether it cites any. Pure: from compiled HTML and facts.

The rule is told to editors in docs/editors/evidence.md; RULE grows whenever it changes, so that what was counted is counted
again (references.actions.count_coverage).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from markup.phrases import phrase

RULE = 2
# Rows of a drug table that can carry a source. How a drug is given, its brand, class and indication have none of their own.
SOURCED_ROWS = frozenset(("dose", "frequency", "duration", "side-effects", "infusion-time", "max-daily-dose"))
# Boxes that say whom to ask or call, or repeat what the text says with its sources.
NEED_NONE = frozenset(("questions", "care", "key-points", "drug-facts", "drug-codes"))
# Tables, and the lists of definitions that stand for one: their cells are counted.
CELLS = {"drug-table": "td", "regimens": "dd", "drug-notes": "dd"}
# Rows whose cells need a source wherever they stand.
NOTES = frozenset(("monitoring", "supplements", "kidney"))
LISTS = {"side-effects": "side-effect", "precautions": "precaution"}
# A few words before a box or a table lead to it; what stands before the first heading greets unless it says more.
LEAD_IN = 25
GREETING = 80
EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
WORD = re.compile(r"\w+")
LEADS_ON = re.compile(
    r"(tools and |more )?resources|(see|read) also|related( pages| stories| articles)?|"
    r"where can i (read|find|learn|get (help|support))\b.*|(read|find|learn) (out )?more( about (it|this))?|more information|"
    r"further reading|help ?lines?|(help and )?support|who can i (call|talk to|contact)|contacts?|"
    r"can i take it with other medicines|puedo tomarlo con otros medicamentos|"
    r"(what )?(questions|should i ask)\b.*|what (should|can) i (ask|tell)\b.*|about this page|"
    r"(herramientas y |más )?recursos|(vea|lea|véase|ver) también|páginas relacionadas|"
    r"dónde puedo (leer|encontrar|saber|recibir (ayuda|apoyo))\b.*|(leer|encontrar|saber) más|más información|"
    r"líneas? de ayuda|(ayuda y )?apoyo|a quién puedo (llamar|acudir)|contactos?|"
    r"(qué )?preguntas\b.*|qué (debo|puedo) (preguntar|decir)\b.*|sobre esta página",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """Something that should rest on evidence. `kind`: "section", "cell", "side-effect", "precaution", "dose" or "timing" (the
    last two of a fact sheet). `name`: its heading ("" for what stands before the first), row or name. `of`: the facts it comes
    from ("drug:denosumab"). `anchor`: its id on the page."""

    kind: str
    name: str
    cited: bool
    anchor: str = ""
    of: tuple[str, ...] = ()


def places_of(
    *, html: str, outline: Iterable[Mapping[str, Any]], facts: Mapping[str, Any], language: str
) -> list[Place]:
    """Every place of an edition that should rest on evidence, in the order of the page. A fact sheet is read from its facts,
    anything else from its HTML."""
    if facts.get("kind") in ("drug", "class"):
        return list(_places_of_facts(facts))
    reader = _Reader({row["id"]: row for row in outline}, phrase("not stated", language))
    reader.feed(html)
    reader.close()
    return reader.places(needs_every_word=facts.get("kind") == "term")


def _places_of_facts(facts: Mapping[str, Any]) -> Iterator[Place]:
    of = (f"{facts['kind']}:{facts.get('key', '')}",)
    for regimen in facts.get("regimens", ()):
        if any(regimen["dose"].values()):
            yield Place("dose", regimen["key"], bool(regimen["dose_citations"]), of=of)
        if any(regimen["frequency"].values()) or any((regimen["duration"] or {}).values()):
            yield Place("timing", regimen["key"], bool(regimen["timing_citations"]), of=of)
    for effect in facts.get("side_effects", ()):
        yield Place("side-effect", _words(effect["name"]) or effect["key"], bool(effect["citations"]), of=of)
    for precaution in facts.get("precautions", ()):
        yield Place(
            "precaution", _words(precaution["condition"]) or precaution["key"], bool(precaution["citations"]), of=of
        )


def _words(words: Mapping[str, str]) -> str:
    return words.get("en") or next((each for each in words.values() if each), "")


@dataclass
class _Section:
    """What stands under one heading, up to the next. `level` 1 is what stands before the first."""

    level: int
    name: str
    anchor: str
    words: int = 0
    cited: bool = False
    leads_to_box: bool = False  # it has a box or a table that is counted, or excused, by itself
    says_something: bool = False  # a number, a medicine, a term


@dataclass
class _Open:
    """An element that is open. `box`: the name of a box whose words are no prose of the section."""

    tag: str
    box: str = ""
    item: "_Item | None" = None
    is_cite: bool = False
    is_name: bool = False


@dataclass
class _Item:
    """A cell of a drug table, or a row of a list of side effects or precautions."""

    kind: str
    of: tuple[str, ...]
    anchor: str
    row: str = ""
    name: str = ""
    words: list[str] = field(default_factory=list)
    cited: bool = False
    cited_words: bool = False


class _Reader(HTMLParser):
    """Reads compiled HTML once: sections with what they say and cite, and the cells and rows of facts."""

    def __init__(self, headings: Mapping[str, Mapping[str, Any]], not_stated: str) -> None:
        super().__init__(convert_charrefs=True)
        self._headings = headings
        self._not_stated = not_stated
        self._open: list[_Open] = []
        self._sections = [_Section(1, "", "")]
        self._found: list[tuple[_Section, _Item]] = []
        self._table = ""  # id of the drug table or list that is open
        self._of: tuple[str, ...] = ()
        self._in_heading = False

    def places(self, *, needs_every_word: bool) -> list[Place]:
        found = []
        for section in self._sections:
            if self._counts(section, needs_every_word):
                found.append(Place("section", section.name, self._is_cited(section), section.anchor))
            found += [
                Place(item.kind, item.row or item.name, item.cited, item.anchor, item.of)
                for of, item in self._found
                if of is section
            ]
        return found

    def _counts(self, section: _Section, needs_every_word: bool) -> bool:
        if not section.words or LEADS_ON.fullmatch(section.name.strip(" ?¿.:!¡")):
            return False
        if section.leads_to_box and section.words <= LEAD_IN and not section.cited:
            return False
        if section.level > 1 or section.cited or needs_every_word:
            return True
        return section.says_something or section.words > GREETING

    def _is_cited(self, section: _Section) -> bool:
        """By itself, or by a section under it: words before smaller headings lead to what those say."""
        if section.cited or section.level == 1:
            return section.cited
        for below in self._sections[self._sections.index(section) + 1 :]:
            if below.level <= section.level:
                return False
            if below.cited:
                return True
        return False

    # Reading

    def handle_starttag(self, tag, attrs):
        named = {name: value or "" for name, value in attrs}
        classes = frozenset(named.get("class", "").split())
        if tag in HEADINGS:
            self._in_heading = True
            if named.get("id") in self._headings:
                row = self._headings[named["id"]]
                self._sections.append(_Section(row["level"], row["text"], row["id"]))
        section = self._sections[-1]
        if tag in EMPTY:
            return
        element = _Open(tag, is_cite="cite" in classes, is_name=tag == "strong")
        if box := self._box_of(classes):
            element.box = box
            section.leads_to_box |= box not in ("questions", "key-points")
            if box in CELLS or box in LISTS:
                self._table, self._of = named.get("id", ""), _names_in(named)
        element.item = self._item_of(tag, named, section)
        if not self._box():
            section.says_something |= tag == "dfn" or bool(classes & {"drug", "fact", "term"})
            section.cited |= element.is_cite
        elif self._box() in (*CELLS, *LISTS):
            section.cited |= element.is_cite
        if element.is_cite and (item := self._item()):
            item.cited = True
        self._open.append(element)

    def _box_of(self, classes: frozenset[str]) -> str:
        return next(iter(classes & {*NEED_NONE, *LISTS, *CELLS, "drug-table-narrow"}), "")

    def _item_of(self, tag: str, named: Mapping[str, str], section: _Section) -> _Item | None:
        box = self._box()
        if tag == CELLS.get(box) and "data-facts" in named:
            row = next((fact.partition("#")[2] for fact in named["data-facts"].split()), "")
            if row in SOURCED_ROWS | NOTES:
                return self._note(section, _Item("cell", _names_in(named), self._table, row))
        # Precautions stand on care cards; a card among side effects repeats of them when to call.
        listed = "precautions" if box == "care" and any(each.box == "precautions" for each in self._open) else box
        if tag == "li" and listed in LISTS and self._item() is None:
            return self._note(section, _Item(LISTS[listed], self._of, self._table))
        return None

    def _note(self, section: _Section, item: _Item) -> _Item:
        self._found.append((section, item))
        return item

    def _box(self) -> str:
        """The innermost box that is open."""
        return next((each.box for each in reversed(self._open) if each.box), "")

    def _item(self) -> _Item | None:
        return next((each.item for each in reversed(self._open) if each.item), None)

    def handle_endtag(self, tag):
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                break
        if tag in HEADINGS:
            self._in_heading = False

    def handle_data(self, data):
        if any(each.is_cite for each in self._open):
            return
        if item := self._item():
            item.words.append(data)
            if not item.row and not item.name and any(each.is_name for each in self._open):
                item.name = " ".join(data.split())
        if not self._box() and not self._in_heading:
            section = self._sections[-1]
            section.words += len(WORD.findall(data))
            section.says_something |= any(letter.isdigit() for letter in data)

    def close(self):
        """Cells that state nothing need no source."""
        super().close()
        self._found = [
            (section, item)
            for section, item in self._found
            if item.kind != "cell" or " ".join("".join(item.words).split()) not in ("", self._not_stated)
        ]


def _names_in(named: Mapping[str, str]) -> tuple[str, ...]:
    """The facts an element is marked with, without their fields."""
    return tuple(dict.fromkeys(token.partition("#")[0] for token in named.get("data-facts", "").split()))
