"""Files of lines such as "TY  - JOUR": tags, values, continuation lines. RIS and NBIB differ only in their tags."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TextIO

from references.formats.entries import CHUNK, MAX_RECORD


@dataclass
class Tagged:
    """The lines of one record, tag and value in their order; or, without any tag, lines that belong to no record."""

    line: int
    parts: list[tuple[str, list[str]]] = field(default_factory=list)
    size: int = 0
    stray: list[str] = field(default_factory=list)
    ended: bool = False

    @property
    def too_long(self) -> bool:
        return self.size > MAX_RECORD

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        """(tag, value), the values of several lines joined. Asked for once the record is complete."""
        return [(tag, " ".join(filter(None, lines))) for tag, lines in self.parts]

    def has(self, *tags: str) -> bool:
        return any(tag in tags for tag, _lines in self.parts)

    def all(self, *tags: str) -> list[str]:
        """The values of these tags, those of the first tag first."""
        return [value for tag in tags for value in self._by_tag.get(tag, ())]

    @cached_property
    def _by_tag(self) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for tag, value in self.fields:
            if value:
                values.setdefault(tag, []).append(value)
        return values

    def first(self, *tags: str) -> str:
        return next(iter(self.all(*tags)), "")

    def others(self, used: frozenset[str]) -> dict[str, list[str]]:
        """What no rule reads, by tag."""
        return {tag: list(values) for tag, values in self._by_tag.items() if tag not in used}

    def add(self, tag: str, value: str) -> None:
        self.size += len(value) + 10
        if not self.too_long:
            self.parts.append((tag, [value]))

    def go_on(self, text: str) -> None:
        """A line without a tag belongs to the one before."""
        self.size += len(text) + 1
        if not self.too_long:
            self.parts[-1][1].append(text)


def lines_of(text: TextIO) -> Iterator[tuple[int, str]]:
    """(number, line). One of megabytes comes in several pieces with the same number."""
    number = 1
    while line := text.readline(CHUNK):
        while line.endswith("\\") and (more := text.read(1)):  # what it escapes belongs to it
            line += more
        yield number, line.lstrip("\ufeff") if number == 1 else line
        number += line.endswith("\n")


def read_tagged(
    text: TextIO, tag: re.Pattern[str], *, begins: Callable[[Tagged, str, bool], bool], ends: str = ""
) -> Iterator[Tagged]:
    """Records of a file of tagged lines. `begins(record so far, tag, after an empty line)` says where the next one starts.

    `tag` matches a line's tag and its value; `ends` is the tag that closes a record. Lines that belong to no record come as
    a record without fields, so that they can be told.
    """
    current = Tagged(1)
    blank = False
    at_start = True
    for number, line in lines_of(text):
        stripped = line.strip("\ufeff\0 \t\n\x0b\x0c\x1a")
        found = tag.match(line) if at_start else None
        continued, at_start = not at_start, line.endswith("\n")
        if found:
            name, value = found[1], (found[2] or "").strip()
            if current.ended or current.stray or (current.parts and begins(current, name, blank)):
                yield current
                current = Tagged(number)
            if not current.parts:
                current.line = number
            if name == ends:
                current.ended = True
            else:
                current.add(name, value)
        elif stripped or continued:
            if current.ended:
                yield current
                current = Tagged(number)
            if current.parts:
                current.go_on(stripped)
            else:
                current.line = current.line if current.stray else number
                if len(current.stray) < 5:
                    current.stray.append(stripped[:200])
        blank = not stripped and not continued
    if current.parts or current.stray or current.ended:
        yield current
