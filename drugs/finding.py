"""Finding a medicine by whatever somebody typed: its name, a brand, a misspelling. Pure, and bounded for any input."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, NamedTuple

LONGEST = 60  # a longer text is no name of a medicine
MOST = 10
_NO_WORD = re.compile(r"[^a-z0-9]+")
# How letters are heard, so that "ibuprophen" sounds like ibuprofen.
_SOUNDS = (("ph", "f"), ("ck", "k"), ("c", "k"), ("q", "k"), ("z", "s"), ("y", "i"), ("th", "t"), ("h", ""))
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"(?<!^)[aeiou ]")
# What is shorter may be another medicine altogether.
_SHORTEST_TO_GUESS = 6


class Kind(IntEnum):
    """What kind of name it is; only the last is no name that a medicine has of right."""

    TITLE = 0
    NAME = 1
    BRAND = 2
    CALLED = 3


class Group(NamedTuple):
    """A class of medicines, or a condition."""

    key: str
    name: str


@dataclass(frozen=True)
class Entry:
    """The page of one drug. `classes`: for each of its classes the way up to the widest, itself first; `notices`: headings
    of the safety notices on show about it, set by whatever lists it."""

    key: str
    path: str
    title: str
    language: str
    brands: tuple[str, ...] = ()
    classes: tuple[tuple[Group, ...], ...] = ()
    conditions: tuple[Group, ...] = ()
    names: tuple[tuple[str, Kind], ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        """The letter it is filed under; "#" for anything but a letter."""
        first = fold(self.title)[:1]
        return first.upper() if first.isalpha() else "#"


class Found(NamedTuple):
    """`sure`: the one page that is meant, and whether for good (by a name of its own); else what it may be, best first."""

    sure: Entry | None = None
    for_good: bool = False
    entries: tuple[Entry, ...] = ()
    guessed: bool = False


def fold(text: str) -> str:
    """Letters and digits without accents, in small letters, words apart by one space; at most a hundred characters are
    read."""
    plain = unicodedata.normalize("NFKD", text[:100])
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return _NO_WORD.sub(" ", plain).strip()


def sound(folded: str) -> str:
    """How it sounds, without vowels but a first one: "ibprfn"."""
    for written, heard in _SOUNDS:
        folded = folded.replace(written, heard)
    return _VOWELS.sub("", _DOUBLED.sub(r"\1", folded))


def distance(one: str, other: str, most: int) -> int:
    """How many letters to change, add, take away or swap with the next one; `most` + 1 when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        above, row = rows[-1], [i]
        for j, there in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        rows.append(row)
    return min(rows[-1][-1], most + 1)


@dataclass(frozen=True)
class Index:
    """Every page about a drug, in every language."""

    entries: tuple[Entry, ...] = ()

    def in_language(self, language: str) -> list[Entry]:
        """In the order of their names, whatever their accents or capitals."""
        return self._by_language.get(language, [])

    @cached_property
    def _by_language(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in sorted(self.entries, key=lambda each: (each.letter, fold(each.title), each.path)):
            found.setdefault(entry.language, []).append(entry)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[Entry, Kind]]]:
        found: dict[str, list[tuple[Entry, Kind]]] = {}
        for entry in self.entries:
            for name, kind in entry.names:
                if folded := fold(name):
                    found.setdefault(folded, []).append((entry, kind))
        return found

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """Names by how they begin to sound."""
        found: dict[str, list[str]] = {}
        for name in self._by_name:
            found.setdefault(sound(name)[:1], []).append(name)
        return found

    def find(self, asked: str, language: str) -> Found:
        """What somebody means. A guess is sure only when one letter is wrong in a long word and nothing else is near: a
        name that looks like another may be another medicine."""
        folded = fold(asked) if len(asked) <= LONGEST * 2 else ""
        if not folded or len(folded) > LONGEST:
            return Found()
        if exact := self._by_name.get(folded):
            entries = self._spoken([entry for entry, _kind in exact], language)
            right = min(kind for _entry, kind in exact) < Kind.CALLED
            if len(entries) == 1 and entries[0].language == language:
                return Found(entries[0], right, tuple(entries))
            return Found(entries=tuple(entries))
        if begun := self._beginning(folded, language, (Kind.TITLE, Kind.NAME, Kind.BRAND)):
            return Found(entries=tuple(begun[:MOST]))
        if begun := self._beginning(folded, language, (Kind.CALLED,)):
            return Found(entries=tuple(begun[:MOST]), guessed=True)  # half a misspelling is nobody's name
        near = self._near(folded)
        entries = self._spoken([entry for _far, name in near for entry, _kind in self._by_name[name]], language)
        alone = len(entries) == 1 and entries[0].language == language
        if alone and near[0][0] == 1 and len(folded) >= _SHORTEST_TO_GUESS:
            return Found(entries[0], False, tuple(entries), guessed=True)
        return Found(entries=tuple(entries[:MOST]), guessed=True)

    def _beginning(self, folded: str, language: str, kinds: Collection[Kind]) -> list[Entry]:
        """Pages of which a name of these kinds, or a word of one, begins so."""
        some = [
            entry
            for name, owners in self._by_name.items()
            if name.startswith(folded) or f" {folded}" in name
            for entry, kind in owners
            if kind in kinds
        ]
        return sorted(self._spoken(some, language), key=lambda entry: fold(entry.title))

    def _near(self, folded: str) -> list[tuple[int, str]]:
        """(How far, name), the nearest first: a few letters away, or alike to the ear."""
        most = 1 if len(folded) < _SHORTEST_TO_GUESS else 2
        heard, found = sound(folded), []
        for name in self._by_sound.get(heard[:1], ()):
            far = distance(folded, name, most)
            if far > most and len(folded) >= _SHORTEST_TO_GUESS and sound(name) == heard:
                far = most
            if far <= most:
                found.append((far, name))
        return sorted(found)

    def _spoken(self, entries: Iterable[Entry], language: str) -> list[Entry]:
        """Each drug once, in this language where it has a page in it, else in another."""
        chosen: dict[str, Entry] = {}
        for entry in entries:
            if entry.key not in chosen:
                chosen[entry.key] = self._in(entry, language)
        return list(chosen.values())

    def _in(self, entry: Entry, language: str) -> Entry:
        return self._by_key.get((entry.key, language), entry)

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Entry]:
        return {(entry.key, entry.language): entry for entry in self.entries}


def entry_of(row: Mapping[str, Any]) -> Entry:
    """From a live publication of a drug's page: path, title, language, surroundings, and the facts of its edition."""
    drug, stated = row["surroundings"].get("drug") or {}, row["edition__facts"] or {}
    brands = tuple(drug.get("brands") or ())
    others = (drug.get("name"), drug.get("inn"), drug.get("us_name"), str(drug.get("key", "")).replace("-", " "))
    names = {row["title"]: Kind.TITLE}
    for kind, some in ((Kind.NAME, others), (Kind.BRAND, brands), (Kind.CALLED, stated.get("also_called") or ())):
        for name in some:
            if name:
                names.setdefault(name, kind)
    return Entry(
        key=drug.get("key") or stated.get("drug", ""),
        path=row["path"],
        title=row["title"],
        language=row["language"],
        brands=brands,
        classes=tuple(_groups(chain) for chain in drug.get("class_ways") or ()),
        conditions=_groups(drug.get("conditions") or ()),
        names=tuple(names.items()),
    )


def _groups(rows: Iterable[Mapping[str, str]]) -> tuple[Group, ...]:
    return tuple(Group(each["key"], each["name"]) for each in rows)
