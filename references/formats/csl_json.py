"""CSL-JSON: an array of records, or records one after another, taken apart without reading the whole file."""

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from django.utils.translation import gettext as _

from references.formats.carried import Ours
from references.formats.entries import CHUNK, MAX_RECORD, TOO_LONG, Found

FREE = "wellread"  # in "custom": what a library says of a record besides the record
_OUTSIDE = re.compile(r'["{}]')
# A string of JSON has no line break: one that meets it lacks its end, and must not swallow what follows.
_STRING_END = re.compile(r'["\n]|\\(?:.|\n)?', re.DOTALL)
_BETWEEN = " \t\r\n,[]\ufeff\0"


class _Splitter:
    """Finds where each record begins and ends. Knows strings and brackets, nothing else, and looks back only for a record
    that lacks its end."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = self.depth = self.indent = 0
        self.in_string = False
        self.line = self.start = 1

    def feed(self, text: str) -> Iterator[tuple[int, str, bool]]:
        """(line, text, whether it is a record) for all that ends in this text; texts between records that say something too."""
        begun = place = 0
        while place < len(text):
            found = (_STRING_END if self.in_string else _OUTSIDE).search(text, place)
            if not found:
                break
            sign, place = found[0], found.end()
            if self.in_string:
                self.in_string = sign[0] == "\\" and sign != "\\\n"
            elif sign == '"':
                self.in_string = True
            elif sign == "{":
                if not self.depth:
                    before = text[begun : place - 1].rpartition("\n")[2]
                    self.indent = 0 if before.strip() else len(before)
                    yield from self._cut(text[begun : place - 1], is_record=False)
                    begun = place - 1
                self.depth += 1
            elif self.depth:
                self.depth -= 1
                if not self.depth:
                    yield from self._cut(text[begun:place], is_record=True)
                    begun = place
        self._keep(text[begun:])
        if self.depth and self.pieces and self.size > MAX_RECORD:
            yield from self._look_back()

    def finish(self) -> Iterator[tuple[int, str, bool]]:
        while self.depth and self.pieces and self.size <= MAX_RECORD:
            before = self.start
            yield from self._look_back()
            if self.start == before:
                break
        yield from self._cut("", is_record=self.depth > 0)

    def _look_back(self) -> Iterator[tuple[int, str, bool]]:
        """A record without its end has swallowed the next ones: cut it where a line begins a record as its own line began."""
        whole, first = "".join(self.pieces), self.start
        starts = [found.end() - 1 for found in re.finditer(rf"\n[ \t]{{0,{self.indent}}}\{{", whole)]
        if starts:
            yield first, whole[: starts[0]].rstrip(_BETWEEN), True
            self.pieces, self.size, self.depth, self.in_string = [], 0, 0, False
            self.line = self.start = first + whole.count("\n", 0, starts[0])
            indent = self.indent
            yield from self.feed(whole[starts[0] :])
            self.indent = indent
        elif self.size > MAX_RECORD:
            self.pieces = []

    def _keep(self, text: str) -> None:
        self.size += len(text)
        if self.pieces or self.size <= MAX_RECORD:
            self.pieces.append(text)
        self.line += text.count("\n")

    def _cut(self, text: str, *, is_record: bool) -> Iterator[tuple[int, str, bool]]:
        self._keep(text)
        whole, too_long = "".join(self.pieces), self.size > MAX_RECORD
        start, self.pieces, self.size, self.start = self.start, [], 0, self.line
        if too_long:
            yield start, "", is_record
        elif is_record or whole.strip(_BETWEEN):
            start += whole[: len(whole) - len(whole.lstrip(_BETWEEN))].count("\n")
            yield start, whole, is_record


def read(text: TextIO) -> Iterator[Found]:
    splitter = _Splitter()
    while chunk := text.read(CHUNK):
        while chunk.endswith("\\"):  # what it escapes belongs to it
            more = text.read(1)
            if not more:
                break
            chunk += more
        for part in splitter.feed(chunk):
            yield from _found(*part)
    for part in splitter.finish():
        yield from _found(*part)


def _found(line: int, text: str, is_record: bool) -> Iterator[Found]:
    if not text:
        yield Found(line, "", None, TOO_LONG)
        return
    if not is_record:
        yield Found(
            line,
            "",
            None,
            _("“%(words)s” stands between the records and is none; take it out.") % {"words": _short(text)},
        )
        return
    try:
        record = json.loads(text, parse_constant=lambda _name: None)
    except json.JSONDecodeError as error:
        where = line + text.count("\n", 0, error.pos)
        yield Found(
            line,
            _key_in(text),
            None,
            _("Line %(line)s is not JSON: %(reason)s. Mend it and import the file again.")
            % {"line": where, "reason": error.msg},
        )
    except (RecursionError, ValueError):
        yield Found(line, "", None, _("The record is nested too deeply, or has a number that is too long."))
    else:
        yield from _unwrapped(line, record)


def _unwrapped(line: int, record: dict[str, Any]) -> Iterator[Found]:
    """The record; or the records that a service put in a box: {"items": [...]}, {"message": {"items": [...]}}."""
    box = record.get("message") if isinstance(record.get("message"), dict) else record
    items = box.get("items") if isinstance(box, dict) and "title" not in box else None
    for each in items if isinstance(items, list) else [box if box is not record and "title" in box else record]:
        if isinstance(each, dict):
            name = each.get("id", "")
            ours = _ours(each)
            yield Found(line, str(name)[:200] if isinstance(name, str | int) else "", each, "", (), ours)
        else:
            yield Found(line, "", None, _("A reference must be a set of named fields."))


def _ours(record: dict[str, Any]) -> Ours | None:
    """What a library like ours said of the record, taken out of it."""
    custom = record.get("custom")
    said = custom.get(FREE) if isinstance(custom, dict) else None
    if not isinstance(said, dict):
        return None
    rest = {name: value for name, value in custom.items() if name != FREE}
    record["custom"] = rest or said.get("custom")
    return Ours.read(said)


def _key_in(text: str) -> str:
    found = re.search(r'"id"\s{0,9}:\s{0,9}"([^"\n]{1,100})"', text)
    return found[1] if found else ""


def _short(text: str) -> str:
    words = " ".join(text.strip(_BETWEEN)[:200].split())
    return words[:40] + ("…" if len(words) > 40 else "")
