"""BibTeX files, cut into entries line by line: an entry that is never closed ends where a line begins the next one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TextIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from references.formats.entries import MAX_RECORD, TOO_LONG
from references.formats.tagged import lines_of

_BEGINS = re.compile(r"@\s{0,9}([A-Za-z][A-Za-z_-]{0,40})\s{0,9}([{(])")
_LINE_BEGINS = re.compile(
    r"[ \t\ufeff]{0,20}@\s{0,9}[A-Za-z][A-Za-z_-]{0,40}\s{0,9}[{(]\s{0,9}[^\s{}=\",]{0,200}\s{0,9}(?:,|$)"
)
_SIGNS = re.compile(r"\\.|[{}()]", re.DOTALL)


class Raw(NamedTuple):
    """The text between the outer brackets of an entry, and the line it begins on; or a problem instead."""

    line: int
    kind: str
    body: str
    problem: str = ""
    note: str = ""


@dataclass
class _Open:
    line: int
    kind: str
    closer: str
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    depth: int = 0


def cut(text: TextIO) -> Iterator[Raw]:
    """Every entry of the file. Text outside entries is a comment, as BibTeX has it; words in it come as one without a kind."""
    current: _Open | None = None
    outside: list[tuple[int, str]] = []
    for number, line in lines_of(text):
        if current and _LINE_BEGINS.match(line):
            yield _unclosed(current)
            current = None
        place = 0
        while place < len(line):
            if current is None:
                found = _BEGINS.search(line, place)
                words = line[place : found.start() if found else len(line)].strip()
                if words[:1] != "%" and any(map(str.isalpha, words)):
                    outside.append((number, words[:200]))
                if not found:
                    break
                if outside:
                    yield _outside(outside)
                    outside = []
                current = _Open(number, found[1].lower(), "}" if found[2] == "{" else ")")
                place = found.end()
            end = _end(current, line, place)
            if end < 0:
                _keep(current, line[place:])
                break
            _keep(current, line[place:end])
            yield _closed(current)
            current, place = None, end + 1
    if current:
        yield _unclosed(current)
    if outside:
        yield _outside(outside)


def _outside(lines: list[tuple[int, str]]) -> Raw:
    return Raw(lines[0][0], "", "\n".join(words for _number, words in lines[:5]))


def _end(current: _Open, line: str, place: int) -> int:
    """Where the entry's own bracket closes in this line, -1 when it does not."""
    for found in _SIGNS.finditer(line, place):
        sign = found[0]
        if sign == "{":
            current.depth += 1
        elif sign == "}" and current.depth:
            current.depth -= 1
        elif sign == current.closer and not current.depth:
            return found.start()
    return -1


def _keep(current: _Open, text: str) -> None:
    current.size += len(text)
    if current.size <= MAX_RECORD:
        current.pieces.append(text)


def _closed(current: _Open) -> Raw:
    if current.size > MAX_RECORD:
        return Raw(current.line, current.kind, "".join(current.pieces)[:200], TOO_LONG)
    return Raw(current.line, current.kind, "".join(current.pieces))


def _unclosed(current: _Open) -> Raw:
    """Often only its last bracket is missing: then it is read as it stands."""
    whole = _closed(current)
    if whole.problem:
        return whole
    if current.depth == 0:
        return whole._replace(note=_("A closing bracket is missing; look whether the entry was read as it was meant."))
    words = ngettext(
        "The entry has no end: a bracket { in it is never closed. Close it and import the file again.",
        "The entry has no end: %(number)s brackets { in it are never closed. Close it and import the file again.",
        current.depth,
    )
    return whole._replace(problem=words % {"number": current.depth})


# Inside an entry.

_KEY = re.compile(r"\s*([^\s,={}\"#%]{0,300})\s*(?:,|$)")
_NAME = re.compile(r"[\s,]*([^\s,={}\"#%()\\]{1,100})\s*=\s*")
_WORD = re.compile(r"[^\s,={}\"#%()\\]{1,100}")
_INNER = re.compile(r"\\.|[{}]", re.DOTALL)
_QUOTED = re.compile(r"\\.|[{}\"]", re.DOTALL)
MAX_VALUE = 200_000


class Malformed(Exception):
    """An entry that cannot be read; `place` is where in its body."""

    def __init__(self, message: str, place: int):
        super().__init__(message)
        self.place = place


def key_of(body: str) -> tuple[str, int]:
    """The entry's key, and where its fields begin. An entry without one is read all the same."""
    found = _KEY.match(body)
    return (found[1], found.end()) if found else ("", 0)


def fields_of(body: str, place: int, macros: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """The fields by small name, with what there is to say about them. Raises Malformed."""
    fields: dict[str, str] = {}
    notes: list[str] = []
    while rest := _NAME.match(body, place):
        name = rest[1].lower()
        value, place = _value(body, rest.end(), macros, notes)
        if fields.get(name):
            if value != fields[name]:
                notes.append(_("The field “%(name)s” stands there twice; the first was kept.") % {"name": name})
        else:
            fields[name] = value
    left = body[place:].strip(" \t\n,")
    if left:
        place = body.index(left, place)
        raise Malformed(
            _("“%(words)s” is no field (a field is written: name = {…})") % {"words": " ".join(left.split())[:40]},
            place,
        )
    return fields, notes


def _value(body: str, place: int, macros: dict[str, str], notes: list[str]) -> tuple[str, int]:
    parts: list[str] = []
    while True:
        part, place = _part(body, place, macros, notes)
        parts.append(part)
        following = re.compile(r"\s*#\s*").match(body, place)
        if not following:
            return "".join(parts)[:MAX_RECORD], place
        place = following.end()


def _part(body: str, place: int, macros: dict[str, str], notes: list[str]) -> tuple[str, int]:
    opening = body[place : place + 1]
    if opening == "{":
        end = _closing(_INNER, "}", body, place + 1)
        return body[place + 1 : end], end + 1
    if opening == '"':
        end = _closing(_QUOTED, '"', body, place + 1)
        return body[place + 1 : end], end + 1
    word = _WORD.match(body, place)
    if not word:
        raise Malformed(_("A field has no value (write it in brackets: {…})"), place)
    name = word[0]
    if name.isdigit():
        return name, word.end()
    if name.lower() not in macros:
        notes.append(_("“%(name)s” is no @string of this file; the word itself was taken.") % {"name": name})
    return macros.get(name.lower(), name), word.end()


def _closing(signs: re.Pattern[str], closer: str, body: str, place: int) -> int:
    depth = 0
    for found in signs.finditer(body, place):
        if found[0] == "{":
            depth += 1
        elif found[0] == closer and not depth:
            return found.start()
        elif found[0] == "}":
            depth = max(0, depth - 1)
    raise Malformed(_("A value that begins here never ends; its %(sign)s is missing") % {"sign": closer}, place)
