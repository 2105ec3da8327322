"""What changed between two plain texts, paragraph by paragraph and word by word. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

WORDS = re.compile(r"\s+|\w+|[^\w\s]+")
# Two rewritten passages longer than this are shown whole, old and new: comparing them word by word would take seconds.
MOST_WORDS = 1_500
CONTEXT = 1


@dataclass(frozen=True)
class Piece:
    """Some words: in both texts ("same"), only in the old one ("gone") or only in the new one ("new")."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True)
class Line:
    """One paragraph, item or heading. `omitted` > 0: that many unchanged lines are left out here, and `pieces` is empty."""

    pieces: tuple[Piece, ...] = ()
    omitted: int = 0


def compare_texts(before: str, after: str, *, context: int = CONTEXT) -> list[Line]:
    """The changed lines with `context` unchanged lines around them; [] when the texts are the same."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    if all(step == "equal" for step, *_ in steps):
        return []
    for place, (step, a, b, c, d) in enumerate(steps):
        if step == "equal":
            lines += _unchanged(old[a:b], first=place == 0, last=place == len(steps) - 1, context=context)
        elif step == "replace":
            lines += _replaced(old[a:b], new[c:d])
        else:
            kind = "gone" if step == "delete" else "new"
            lines += [Line((Piece(kind, text),)) for text in (old[a:b] or new[c:d])]
    return lines


def _unchanged(lines: list[str], *, first: bool, last: bool, context: int) -> list[Line]:
    head, tail = (0 if first else context), (0 if last else context)
    omitted = len(lines) - head - tail
    if omitted <= 0:
        return [Line((Piece("same", text),)) for text in lines]
    shown = [Line((Piece("same", text),)) for text in lines]
    return [*shown[:head], Line(omitted=omitted), *(shown[-tail:] if tail else [])]


def _replaced(old: list[str], new: list[str]) -> Iterable[Line]:
    if len(old) == len(new):
        return [Line(compare_words(one, other)) for one, other in zip(old, new, strict=True)]
    gone = [Line((Piece("gone", text),)) for text in old]
    return [*gone, *(Line((Piece("new", text),)) for text in new)]


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """One line against another, word by word."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return Piece("gone", before), Piece("new", after)
    pieces: list[Piece] = []
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece("gone", "".join(old[a:b])))
        if c < d:
            pieces.append(Piece("new", "".join(new[c:d])))
    return tuple(pieces)


@dataclass(frozen=True)
class FieldChange:
    """One field of a snapshot that differs, with its words compared."""

    name: str
    lines: tuple[Line, ...]


def compare_sources(before: Mapping[str, Any], after: Mapping[str, Any], *, leave_out=frozenset()) -> list[FieldChange]:
    """The differing fields of two source snapshots, nested ones by their path ("regimens · every-4-weeks · route")."""
    old, new = dict(_flat(before)), dict(_flat(after))
    changes = []
    for path in dict.fromkeys([*old, *new]):
        if path[0] not in leave_out and old.get(path, "") != new.get(path, ""):
            lines = compare_texts(old.get(path, ""), new.get(path, ""))
            changes.append(FieldChange(" · ".join(part.replace("_", " ") for part in path), tuple(lines)))
    return changes


def _flat(value: Any, path: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], str]]:
    """Every leaf of a snapshot as (path, text). Rows of a list go by their own key, so that a new row moves no other."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, (*path, str(name)))
    elif isinstance(value, list | tuple) and any(isinstance(row, Mapping) for row in value):
        for number, row in enumerate(value, start=1):
            name = (row.get("key") or row.get("brand") or number) if isinstance(row, Mapping) else number
            yield from _flat(row, (*path, str(name)))
    else:
        text = "\n".join(str(row) for row in value) if isinstance(value, list | tuple) else value
        yield path, "" if text is None else str(text)
