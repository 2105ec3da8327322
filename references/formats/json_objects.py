"""A file of JSON objects, in an array or one after another, taken apart without reading the whole file."""

import re
from collections.abc import Iterator
from typing import TextIO

from references.formats.entries import CHUNK, MAX_RECORD

_OUTSIDE = re.compile(r'["{}]')
# A string of JSON has no line break: one that meets it lacks its end, and must not swallow what follows.
_STRING_END = re.compile(r'["\n]|\\(?:.|\n)?', re.DOTALL)
BETWEEN = " \t\r\n,[]\ufeff\0"


def objects_in(text: TextIO, *, begin: str = "", line: int = 1) -> Iterator[tuple[int, str, bool]]:
    """(line, text, whether it is an object) for every object that stands by itself, and for texts between them that say
    something too; "" for one that is too long. `begin`: what was read of the file already and is not done with; `line`:
    where that starts."""
    splitter = _Splitter(line)
    chunk = begin or text.read(CHUNK)
    while chunk:
        while chunk.endswith("\\"):  # what it escapes belongs to it
            more = text.read(1)
            if not more:
                break
            chunk += more
        yield from splitter.feed(chunk)
        chunk = text.read(CHUNK)
    yield from splitter.finish()


class _Splitter:
    """Finds where each record begins and ends. Knows strings and brackets, nothing else, and looks back only for a record
    that lacks its end."""

    def __init__(self, line: int = 1) -> None:
        self.pieces: list[str] = []
        self.size = self.depth = self.indent = 0
        self.in_string = False
        self.line = self.start = line

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
            yield first, whole[: starts[0]].rstrip(BETWEEN), True
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
        elif is_record or whole.strip(BETWEEN):
            start += whole[: len(whole) - len(whole.lstrip(BETWEEN))].count("\n")
            yield start, whole, is_record
