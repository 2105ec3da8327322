"""What a new compiled page says instead of the old one, sentence by sentence and cell by cell. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Any

from publishing.change_words import mark_of_source

BLOCKS = frozenset(
    {
        "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h2", "h3",
        "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr",
        "ul",
    }
)  # fmt: skip
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
VOID = frozenset({"br", "hr", "img", "input", "wbr", "col", "source"})
# The narrow form of a drug table repeats the wide one; citation numbers move without changing a word.
LEFT_OUT = frozenset({"drug-table-narrow", "cite"})
# What a directive or a token brings in from the library, besides what carries data-facts.
QUOTING = frozenset({"drug-table", "side-effects", "precautions", "fact", "term-definition"})
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»)\]]*\s+(?=[\"“«(\[¿¡]*[A-ZÁÉÍÓÚÑÜ0-9])")
# Stands in the words where a citation that is asked for stands; no page holds this character of private use.
_MARK = "\ue005"
_AFTER_ITS_STOP = re.compile(rf"([.!?…][\"”»)\]]*)\s*({_MARK}+)")
MOST_WORDS = 600  # characters of one sentence kept; longer ones are cut at the end


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading, item or cell. `own`: its words without those quoted from the library; `where`: the heads of
    a table cell ("How often, denosumab")."""

    text: str
    own: str = ""
    heading: bool = False
    where: str = ""


@dataclass
class _Row:
    heads: list[str] = field(default_factory=list)
    name: str = ""
    cells: int = 0


class _Reader(HTMLParser):
    """Collects passages; knows whether it stands inside what is left out or quoted."""

    def __init__(self, anchors: Collection[str] = ()):
        super().__init__(convert_charrefs=True)
        self.anchors = anchors
        self.passages: list[Passage] = []
        self.stack: list[tuple[str, bool, bool]] = []  # tag, left out, quoted
        self.words: list[str] = []
        self.own: list[str] = []
        self.heads: list[str] = []
        self.row = _Row()

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self._close()
        if tag in VOID:
            return
        if tag == "table":
            self.heads = []
        if tag == "tr":
            self.row = _Row()
        named = dict(attrs)
        classes = set((named.get("class") or "").split())
        out = bool(classes & LEFT_OUT) or (bool(self.stack) and self.stack[-1][1])
        quoted = bool(classes & QUOTING) or "data-facts" in named or (bool(self.stack) and self.stack[-1][2])
        self.stack.append((tag, out, quoted))
        if named.get("id") in self.anchors:
            self.words.append(_MARK)

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self._close()
        if tag in VOID:
            return
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place][0] == tag:
                del self.stack[place:]
                break

    def handle_data(self, data):
        out, quoted = (self.stack[-1][1], self.stack[-1][2]) if self.stack else (False, False)
        if out:
            return
        self.words.append(data)
        self.own.append(" … " if quoted and data.strip() else data)

    def _close(self):
        text, own = _tidy("".join(self.words)), _tidy("".join(self.own))
        self.words, self.own = [], []
        cell = next((tag for tag, *_ in reversed(self.stack) if tag in ("td", "th")), "")
        in_head = any(tag == "thead" for tag, *_ in self.stack)
        where = ""
        if cell and text:
            if in_head:
                self.heads.append(text)
            elif cell == "th" and not self.row.name:
                self.row.name = text
            elif cell == "td":
                column = self.heads[self.row.cells] if self.row.cells < len(self.heads) else ""
                self.row.cells += 1
                where = ", ".join(part for part in (self.row.name, column) if part)
        if text:
            heading = bool(self.stack) and any(tag in HEADINGS for tag, *_ in self.stack)
            self.passages.append(Passage(text, own.strip(" …") and own, heading, where))


def _tidy(text: str) -> str:
    return re.sub(r"\s+([.,;:!?])(?=\s|$)", r"\1", " ".join(text.split()))


def passages_of(html: str) -> list[Passage]:
    """The words of sanitised HTML, block by block and cell by cell, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader._close()
    return reader.passages


def resting_on(html: str, references: Iterable[Mapping[str, Any]], *, key: str) -> list[dict[str, Any]]:
    """[{"where", "before", "after", "rests"}]: the sentences and cells that cite one source, with the heading above them.
    Where a citation belongs to a whole table, what comes first in it."""
    anchors = {use["anchor"] for row in references if row["key"] == key for use in row.get("uses", ())}
    reader = _Reader(anchors)
    reader.feed(html)
    reader.close()
    reader._close()
    found, heading, waits = [], "", False
    for each in reader.passages:
        words = _AFTER_ITS_STOP.sub(r"\2\1", each.text)
        if each.heading:
            heading = words.replace(_MARK, "").strip()
        if waits and words.replace(_MARK, "").strip():
            words, waits = _MARK + words, False
        waits = waits or not words.replace(_MARK, "").strip()
        cited = [_tidy(sentence.replace(_MARK, "")) for sentence in sentences_of(words) if _MARK in sentence]
        where = " · ".join(part for part in (heading, each.where.replace(_MARK, "")) if part)
        found += [_change(where, sentence, sentence) | {"rests": True} for sentence in cited if sentence]
    return found


def sentences_of(text: str) -> list[str]:
    """The sentences of one block of words."""
    return [part.strip() for part in SENTENCE_END.split(text) if part and part.strip()]


def before_and_after(old_html: str, new_html: str) -> list[dict[str, str]]:
    """[{"where", "before", "after"}]: each sentence or cell that differs, with the one that takes its place. "" where
    there was none, or is none any more."""
    old, new = _lines(old_html), _lines(new_html)
    changes: list[dict[str, str]] = []
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            continue
        gone, come = old[a:b], new[c:d]
        if len(gone) != len(come):
            changes.append(_change(gone[0][0] if gone else come[0][0], _joined(gone), _joined(come)))
            continue
        changes += [
            _change(after[0] or before[0], before[1], after[1]) for before, after in zip(gone, come, strict=True)
        ]
    return changes


def _lines(html: str) -> list[tuple[str, str]]:
    return [(each.where, sentence) for each in passages_of(html) for sentence in sentences_of(each.text)]


def _joined(lines: Iterable[tuple[str, str]]) -> str:
    return " ".join(text for _where, text in lines)


def _change(where: str, before: str, after: str) -> dict[str, str]:
    return {"where": where[:200], "before": before[:MOST_WORDS], "after": after[:MOST_WORDS]}


def changed_references(
    old: Iterable[Mapping[str, Any]],
    new: Iterable[Mapping[str, Any]],
    *,
    language: str,
    same: Collection[str] = (),
) -> list[dict[str, str]]:
    """The entries of the reference list that read otherwise: another text, or another status, in the language of the page.
    `same`: keys of sources that only changed their style, if anything."""
    before = {row["key"]: _entry(row, language) for row in old}
    changes = []
    for row in new:
        was, now = before.pop(row["key"], ""), _entry(row, language)
        if was != now and not (was and row["key"] in same):
            changes.append(_change(f"[{row['number']}]", was, now))
    return changes + [_change("", was, "") for was in before.values()]


def changed_numbers(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The entries of the reference list that have another number, with the numbers before their words."""
    before = {row["key"]: row for row in old}
    return [
        _change("", f"[{before[row['key']]['number']}] {row['text']}", f"[{row['number']}] {row['text']}")
        for row in new
        if row["key"] in before and before[row["key"]]["number"] != row["number"]
    ]


def _entry(row: Mapping[str, Any], language: str) -> str:
    mark = mark_of_source(row.get("status") or "", language)
    newer = (row.get("superseded_by") or {}).get("text", "")
    return f"{row['text']}{mark and f' {mark}'}{f' → {newer}' if newer else ''}"
