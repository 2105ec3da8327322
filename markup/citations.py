"""Citations: reading `[@a; @b, p. 12]`, and numbering them in the order they are printed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from markup.issues import Issue, error, warning
from markup.locators import is_bare_number, write_locator
from markup.phrases import phrase

_ITEM = re.compile(r"@\s*([A-Za-z0-9](?:[\w.:/-]*\w)?)\s*(?:,\s*(\S.*))?", re.ASCII | re.DOTALL)
_DIGITS = re.compile(r"([0-9]{1,9})")


class Cited(NamedTuple):
    """One reference in a group: its key and the place in it ("p. 12"), which may be empty."""

    key: str
    locator: str = ""


class CitationUse(NamedTuple):
    """One place that cites a reference: the id to link back to, the place in the source, the line in the file."""

    anchor: str
    locator: str
    line: int


class CitedReference(NamedTuple):
    """A reference the page cites, under its number, with every place that cites it."""

    key: str
    number: int
    uses: tuple[CitationUse, ...]


def read_citation(raw: str, line: int) -> tuple[tuple[Cited, ...], list[Issue]]:
    """Read what stands between `[` and `]` of a citation; what cannot be read is an issue."""
    cited: list[Cited] = []
    problems: list[Issue] = []
    for part in raw.split(";"):
        match = _ITEM.fullmatch(part.strip())
        if match:
            locator = " ".join((match[2] or "").split())
            cited.append(Cited(match[1], locator))
            if is_bare_number(locator):
                problems.append(_bare_number(match[1], locator, line))
            continue
        shown = " ".join(part.split())[:60]
        what = f"'{shown}' in the citation [{_shorten(raw)}] is not understood." if shown else _nothing(raw)
        fix = "Write [@key], [@key, p. 12] or [@first; @second]. A key has no spaces."
        problems.append(error("malformed-citation", line, what, fix))
    return tuple(dict.fromkeys(cited)), problems


@dataclass
class CitationBook:
    """Gives each reference its number at its first citation and remembers every use."""

    given: Mapping[str, int] | None = None
    _numbers: dict[str, int] = field(default_factory=dict)
    _uses: dict[str, dict[CitationUse, None]] = field(default_factory=dict)

    def number(self, key: str) -> int:
        """Return the number of a reference: the given one, else the next free one."""
        if key not in self._numbers:
            given = (self.given or {}).get(key)
            taken = max([0, *self._numbers.values(), *(self.given or {}).values()]) if self.given else None
            self._numbers[key] = given or (len(self._numbers) if taken is None else taken) + (0 if given else 1)
        return self._numbers[key]

    def use(self, cited: Cited, anchor: str, line: int) -> int:
        """Note that `cited` is used at `anchor` and return its number."""
        self._uses.setdefault(cited.key, {})[CitationUse(anchor, cited.locator, line)] = None
        return self.number(cited.key)

    def cited_references(self) -> tuple[CitedReference, ...]:
        """Return every reference cited so far, by number."""
        listed = (CitedReference(key, self._numbers[key], tuple(uses)) for key, uses in self._uses.items())
        return tuple(sorted(listed, key=lambda each: each.number))


def citation_group(numbered: Iterable[tuple[int, str]], language: str, anchor: str = "") -> str:
    """Return the HTML of a group: sorted, runs of three or more collapsed, locators after their number.

    `anchor` is the id of the group; without one it has no id.
    """
    written = {(number, write_locator(locator, language)) for number, locator in numbered}
    parts = [_part(run, language) for run in _runs(sorted(written, key=_by_place))]
    # "12, p. 5" has a comma of its own, so that a group with a locator is separated by semicolons.
    separator = "; " if any(", " in part for part in parts) else ","
    marked = f' id="{anchor}"' if anchor else ""
    return f'<span class="cite"{marked}>[{separator.join(parts)}]</span>'


def _by_place(cited: tuple[int, str]) -> tuple[int, list[tuple[int, str]]]:
    """By number, then by place: page 9 before page 12."""
    number, locator = cited
    return number, [(int(part or 0), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(locator)]


def _runs(numbered: Sequence[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Split into runs of consecutive numbers without locators; everything else stands alone."""
    located = {number for number, locator in numbered if locator}
    wanted = [(number, locator) for number, locator in numbered if locator or number not in located]
    runs: list[list[tuple[int, str]]] = []
    for number, locator in wanted:
        last = runs[-1][-1] if runs else None
        if last and not locator and not last[1] and number == last[0] + 1:
            runs[-1].append((number, locator))
        else:
            runs.append([(number, locator)])
    return [part for run in runs for part in ([run] if len(run) >= 3 or len(run) == 1 else [[each] for each in run])]


def _part(run: list[tuple[int, str]], language: str) -> str:
    if len(run) > 1:
        return f"{_link(run[0][0], language)}–{_link(run[-1][0], language)}"
    number, locator = run[0]
    return _link(number, language) + (f", {escape(locator, quote=False)}" if locator else "")


def _link(number: int, language: str) -> str:
    label = escape(phrase("reference", language, number=number))
    return f'<a href="#ref-{number}" aria-label="{label}">{number}</a>'


def _bare_number(key: str, locator: str, line: int) -> Issue:
    message = f"In [@{key}, {locator}] it is not said what {locator} counts: readers may take it for another reference."
    return warning("place-not-named", line, message, f"Write [@{key}, p. {locator}], or table, figure, chapter.")


def _nothing(raw: str) -> str:
    if not raw.strip().strip("@;").strip():
        return "A citation names no reference."
    return f"The citation [{_shorten(raw)}] has an empty place between its semicolons."


def _shorten(raw: str) -> str:
    text = " ".join(raw.split())
    return text if len(text) <= 60 else f"{text[:57]}…"
