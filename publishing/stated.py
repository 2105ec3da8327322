"""Which fields of a fact a page would state otherwise than it does. Pure.

Compiled HTML marks what it states: `data-facts="drug:denosumab#dose"`, and a plain `drug:denosumab` means all of it. What
stands under the same mark before and after is compared, words and sources. A difference outside every mark could be
about anything, so then everything of the fact counts as changed: never less than what changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from publishing.before_after import BLOCKS, VOID

MARKED_SINCE = 3  # the version of the compiler that began to mark fields


@dataclass(frozen=True)
class Changed:
    """`fields`: what reads otherwise; None when all of the fact counts as changed. `sources`: those of them of which only
    the sources differ."""

    fields: tuple[str, ...] | None = None
    sources: tuple[str, ...] = ()

    def joined(self, earlier: "Changed") -> "Changed":
        """Both changes together: what is held after two changes one after another."""
        if self.fields is None or earlier.fields is None:
            return EVERYTHING
        fields = tuple(sorted({*self.fields, *earlier.fields}))
        worded = (set(self.fields) - set(self.sources)) | (set(earlier.fields) - set(earlier.sources))
        return Changed(fields, tuple(name for name in fields if name not in worded))

    def as_json(self) -> dict[str, Any]:
        """As it is kept with a prepared page and with what is held."""
        fields = None if self.fields is None else list(self.fields)
        return {"fields": fields, "sources": list(self.sources)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "Changed":
        """What was kept before fields were marked says nothing about them: everything."""
        fields = (kept or {}).get("fields")
        return cls(tuple(fields), tuple(kept.get("sources") or ())) if fields is not None else EVERYTHING


EVERYTHING = Changed()


def is_marked(compiler_version: str) -> bool:
    """Whether the compiler that wrote a page marked the fields it states."""
    text = str(compiler_version)
    return text.isdecimal() and int(text) >= MARKED_SINCE


def changed_fields(
    fact: str,
    *,
    old_html: str,
    old_references: Iterable[Mapping[str, Any]],
    new_html: str,
    new_references: Iterable[Mapping[str, Any]],
) -> Changed:
    """The fields of `fact` ("drug:denosumab") that stand otherwise in the new page."""
    old, new = _read(old_html, old_references), _read(new_html, new_references)
    if old.outside() != new.outside():
        return EVERYTHING
    fields, sources = [], []
    for token in sorted(old.marks.keys() | new.marks.keys()):
        name, _hash, which = token.partition("#")
        if name != fact or old.said(token) == new.said(token):
            continue
        if not which:
            return EVERYTHING
        fields.append(which)
        if old.said(token, sources=False) == new.said(token, sources=False):
            sources.append(which)
    return Changed(tuple(fields), tuple(sources))


def words_under_marks(html: str) -> dict[str, frozenset[str]]:
    """The different words that stand under each mark, wherever and however often; citations are left out."""
    reader = _read(html, ())
    return {token: frozenset(reader.said(token, sources=False)) for token in reader.marks}


@dataclass
class _Mark:
    """One marked element: its words, and the same with the keys of the references cited between them."""

    words: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)


def _read(html: str, references: Iterable[Mapping[str, Any]]) -> "_Reader":
    reader = _Reader({str(row["number"]): str(row["key"]) for row in references})
    reader.feed(html)
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Collects what stands under each mark, and what stands under none. Citations are known by the key of the reference:
    their numbers move when another one is added before them."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.marks: dict[str, list[_Mark]] = {}
        self._keys = keys
        self._stack: list[tuple[str, _Mark | None, bool]] = []  # tag, the mark it opens, whether it is a citation
        self._open: list[_Mark] = []
        self._is_cited = False
        self._rest: list[str] = []

    def said(self, token: str, *, sources: bool = True) -> list[str]:
        """The words under a mark, element by element in the order of the page; with their sources or without."""
        return [_tidy(mark.cited if sources else mark.words) for mark in self.marks.get(token, ())]

    def outside(self) -> str:
        """The words that no mark covers."""
        return _tidy(self._rest)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag in BLOCKS:
            self._write(" ", " ")
        if tag == "a" and self._is_cited:
            number = (named.get("href") or "").removeprefix("#ref-")
            self._write("", f" [{self._keys.get(number, '?')}] ")
        if tag in VOID:
            return
        mark = None
        if named.get("data-facts"):
            mark = _Mark()
            for token in named["data-facts"].split():
                self.marks.setdefault(token, []).append(mark)
        self._stack.append((tag, mark, "cite" in (named.get("class") or "").split()))
        self._look_up_stack()

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self._write(" ", " ")
        for place in range(len(self._stack) - 1, -1, -1):
            if self._stack[place][0] == tag:
                del self._stack[place:]
                self._look_up_stack()
                break

    def handle_data(self, data):
        if not self._is_cited:
            self._write(data, data)

    def _look_up_stack(self) -> None:
        self._open = [mark for _tag, mark, _is_citation in self._stack if mark is not None]
        self._is_cited = any(is_citation for _tag, _mark, is_citation in self._stack)

    def _write(self, words: str, cited: str) -> None:
        for mark in self._open:
            mark.words.append(words)
            mark.cited.append(cited)
        if not self._open:
            self._rest.append(words)


def _tidy(pieces: Iterable[str]) -> str:
    return " ".join("".join(pieces).split())
