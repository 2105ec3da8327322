"""Finding a medicine by whatever somebody typed: its name, a brand, a misspelling, its type, what it is for. Pure, and bounded
for any input."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from drugs.names import distance, fold, sound, stem

LONGEST = 60  # a longer text is no name of a medicine
MOST = 10
# What is shorter may be another medicine altogether.
_SHORTEST_TO_GUESS = 6


class Kind(IntEnum):
    """What kind of name it is; only the last is no name that a medicine has of right."""

    TITLE = 0
    NAME = 1
    BRAND = 2
    CALLED = 3


class Shelf(StrEnum):
    """What medicines are put together by."""

    CLASS = "class"
    CONDITION = "condition"


class Words(NamedTuple):
    """A name, and the language it is in."""

    text: str
    language: str


class Group(NamedTuple):
    """A class of medicines, or a condition, with its name in each language."""

    key: str
    names: tuple[Words, ...]

    def in_language(self, language: str, first: str = "en") -> Words:
        """Its name in this language, else in the site's first one, else in any."""
        return min(self.names, key=lambda name: (name.language != language, name.language != first, name.language))


class Place(NamedTuple):
    """Where the medicines of a group are listed."""

    shelf: Shelf
    group: Group


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

    def groups(self, shelf: Shelf) -> Iterable[Group]:
        """Everything on this shelf that it belongs to."""
        return self.conditions if shelf == Shelf.CONDITION else (group for way in self.classes for group in way)


class Found(NamedTuple):
    """What a text may mean.

    `sure`: the one page that goes by this very name. Without `for_good` the name is a misspelling that its editors listed,
    `as_called` in their spelling. `place`: the one type or condition of this name. Else `entries` and `places`, best first;
    `guessed` where only names like it exist, and `like` is the name when exactly one medicine has one; `is_exact` when all of
    `entries` go by this very name.
    """

    sure: Entry | None = None
    for_good: bool = False
    as_called: str = ""
    place: Place | None = None
    entries: tuple[Entry, ...] = ()
    places: tuple[Place, ...] = ()
    guessed: bool = False
    like: str = ""
    is_exact: bool = False


@dataclass(frozen=True)
class Index:
    """Every page about a drug, in every language."""

    entries: tuple[Entry, ...] = ()
    first_language: str = "en"

    def listed_in(self, language: str) -> list[Entry]:
        """Each drug once, in this language where it has a page in it, else in another; in the order of their names,
        whatever their accents or capitals."""
        if language not in self._listed:
            self._listed[language] = sorted(
                self._spoken(self.entries, language), key=lambda each: (each.letter, fold(each.title), each.path)
            )
        return self._listed[language]

    @cached_property
    def _listed(self) -> dict[str, list[Entry]]:
        """By language. There are as many as the site has: a request for any other never reaches a view."""
        return {}

    def place(self, shelf: Shelf, key: str) -> Place:
        """A group of which there is a medicine, with its names in every language that a page knows it by."""
        return Place(shelf, self._groups[shelf][key])

    @cached_property
    def _groups(self) -> dict[Shelf, dict[str, Group]]:
        found: dict[Shelf, dict[str, dict[str, str]]] = {shelf: {} for shelf in Shelf}
        for shelf, names in found.items():
            for entry in self.entries:
                for group in entry.groups(shelf):
                    for name in group.names:
                        names.setdefault(group.key, {}).setdefault(name.language, name.text)
        return {
            shelf: {
                key: Group(key, tuple(Words(text, language) for language, text in names.items()))
                for key, names in groups.items()
            }
            for shelf, groups in found.items()
        }

    @cached_property
    def _places(self) -> dict[str, list[Place]]:
        """Groups by the stems of their names in every language."""
        found: dict[str, list[Place]] = {}
        for shelf, groups in self._groups.items():
            for group in groups.values():
                for name in {stem(fold(text)) for text in (*(each.text for each in group.names), group.key)} - {""}:
                    found.setdefault(name, []).append(Place(shelf, group))
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[Entry, Kind, str]]]:
        found: dict[str, list[tuple[Entry, Kind, str]]] = {}
        for entry in self.entries:
            for name, kind in entry.names:
                if folded := fold(name):
                    found.setdefault(folded, []).append((entry, kind, name))
        return found

    @cached_property
    def _by_sound(self) -> dict[str, list[tuple[str, str]]]:
        """(Name, its sound) by how it begins to sound."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name in self._by_name:
            heard = sound(name)
            found.setdefault(heard[:1], []).append((name, heard))
        return found

    def find(self, asked: str, language: str) -> Found:
        """What somebody means. Only a name that somebody wrote down for it is sure: whatever merely looks like the name of a
        medicine may be another medicine."""
        folded = fold(asked) if len(asked) <= LONGEST * 2 else ""
        if not folded or len(folded) > LONGEST:
            return Found()
        if exact := self._by_name.get(folded):
            return self._by_its_name(exact, language)
        places = tuple(self._places.get(stem(folded), ()))
        if len(places) == 1:
            return Found(place=places[0], places=places)
        places = places or self._places_beginning(folded)
        entries = tuple(self._beginning(folded, language, (Kind.TITLE, Kind.NAME, Kind.BRAND)))[:MOST]
        if entries or places:
            return Found(entries=entries, places=places)
        if begun := self._beginning(folded, language, (Kind.CALLED,)):
            return Found(entries=tuple(begun[:MOST]), guessed=True)  # half a misspelling is nobody's name
        return self._by_likeness(folded, language)

    def _by_its_name(self, exact: list[tuple[Entry, Kind, str]], language: str) -> Found:
        entries = tuple(self._spoken([entry for entry, _kind, _name in exact], language))
        if len(entries) > 1 or entries[0].language != language:
            right = min(kind for _entry, kind, _name in exact) < Kind.CALLED
            return Found(entries=entries[:MOST], is_exact=right, guessed=not right)
        if min(kind for _entry, kind, _name in exact) < Kind.CALLED:
            return Found(entries[0], for_good=True, entries=entries)
        # A page can say only what stands in its own list of spellings.
        called = next((name for entry, _kind, name in exact if entry == entries[0]), "")
        return Found(entries[0], as_called=called, entries=entries) if called else Found(entries=entries, guessed=True)

    def _by_likeness(self, folded: str, language: str) -> Found:
        near = self._near(folded)
        owners = [(entry, name) for _far, found in near for entry, _kind, name in self._by_name[found]]
        entries = tuple(self._spoken([entry for entry, _name in owners], language)[:MOST])
        alone = len(entries) == 1 and near[0][0] == 1 and len(folded) >= _SHORTEST_TO_GUESS
        return Found(
            entries=entries, places=self._places_near(folded), guessed=True, like=owners[0][1] if alone else ""
        )

    def _beginning(self, folded: str, language: str, kinds: Collection[Kind]) -> list[Entry]:
        """Pages of which a name of these kinds, or a word of one, begins so."""
        some = [
            entry
            for name, owners in self._by_name.items()
            if name.startswith(folded) or f" {folded}" in name
            for entry, kind, _name in owners
            if kind in kinds
        ]
        return sorted(self._spoken(some, language), key=lambda entry: fold(entry.title))

    def _places_beginning(self, folded: str) -> tuple[Place, ...]:
        begun = stem(folded)
        some = [name for name in self._places if name.startswith(begun) or f" {begun}" in name]
        return self._each_once(some)

    def _near(self, folded: str) -> list[tuple[int, str]]:
        """(How far, name), the nearest first: a few letters away, or alike to the ear."""
        most = 1 if len(folded) < _SHORTEST_TO_GUESS else 2
        heard, found = sound(folded), []
        for name, sounds in self._by_sound.get(heard[:1], ()):
            far = distance(folded, name, most)
            if far > most and len(folded) >= _SHORTEST_TO_GUESS and sounds == heard:
                far = most
            if far <= most:
                found.append((far, name))
        return sorted(found)

    def _places_near(self, folded: str) -> tuple[Place, ...]:
        asked = stem(folded)
        most = 1 if len(asked) < _SHORTEST_TO_GUESS else 2
        return self._each_once(name for name in self._places if distance(asked, name, most) <= most)

    def _each_once(self, names: Iterable[str]) -> tuple[Place, ...]:
        found = {(place.shelf, place.group.key): place for name in sorted(names) for place in self._places[name]}
        return tuple(found.values())[:MOST]

    def _spoken(self, entries: Iterable[Entry], language: str) -> list[Entry]:
        """Each drug once, in this language where it has a page in it, else in the site's first one, else in another."""
        chosen: dict[str, Entry] = {}
        for entry in entries:
            if entry.key not in chosen:
                chosen[entry.key] = (
                    self._by_key.get((entry.key, language))
                    or self._by_key.get((entry.key, self.first_language))
                    or entry
                )
        return list(chosen.values())

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
        classes=tuple(_groups(chain, row["language"]) for chain in drug.get("class_ways") or ()),
        conditions=_groups(drug.get("conditions") or (), row["language"]),
        names=tuple(names.items()),
    )


def _groups(rows: Iterable[Mapping[str, Any]], language: str) -> tuple[Group, ...]:
    """A page published by an older version has each name in its own language alone."""
    return tuple(
        Group(
            row["key"], tuple(Words(text, code) for code, text in (row.get("names") or {language: row["name"]}).items())
        )
        for row in rows
    )
