"""Two records of one work beside each other: where they differ, which of the two is likely to be right, and what comes of it
once a person has chosen. Pure."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from references.kinds import LABELS, kind_of, label_of
from references.record_forms import date_as_text, name_as_line

ONE, OTHER = "one", "other"
SIDES = (ONE, OTHER)
_NAMES = ("author", "editor", "translator", "collection-editor")


class Difference(NamedTuple):
    """A field of which the two records say different things: each one's words ("" where it says nothing), and the side to
    propose."""

    field: str
    label: Any
    one: tuple[str, ...]
    other: tuple[str, ...]
    proposed: str


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Difference]:
    """The fields that need a choice, those of the form first and in its order."""
    kind = kind_of(one)
    fields = [*(name for name in ("type", *LABELS) if name in one or name in other)]
    fields += sorted((one.keys() | other.keys()) - set(fields) - {"id"})
    return [
        Difference(name, label_of(name, kind), in_words(name, one.get(name)), in_words(name, other.get(name)), side)
        for name in fields
        if one.get(name) != other.get(name)
        for side in (_proposed(name, one.get(name), other.get(name)),)
    ]


def chosen_record(one: Mapping[str, Any], other: Mapping[str, Any], sides: Mapping[str, str]) -> dict[str, Any]:
    """The record that the choices make; where nothing was chosen, as proposed. Fields on which they agree are theirs."""
    record = {}
    for name in [*one, *(name for name in other if name not in one)]:
        side = sides.get(name) or _proposed(name, one.get(name), other.get(name))
        value = (one if side == ONE else other).get(name)
        if value not in (None, "", []):
            record[name] = value
    return record


def in_words(field: str, value: Any) -> tuple[str, ...]:
    """A value as lines for a person: one a name; () for none."""
    if value in (None, "", [], {}):
        return ()
    if field in _NAMES and isinstance(value, list):
        return tuple(name_as_line(name) for name in value if isinstance(name, Mapping))
    if isinstance(value, Mapping) and ("date-parts" in value or "literal" in value):
        return (date_as_text(value),)
    if isinstance(value, Mapping):
        return tuple(f"{name}: {each}" for name, each in value.items())
    if isinstance(value, list):
        return tuple(map(str, value))
    return (str(value),)


def _proposed(field: str, one: Any, other: Any) -> str:
    """The fuller of two values; of two titles never the one in capitals."""
    lines = [in_words(field, one), in_words(field, other)]
    if not lines[0] or not lines[1]:
        return ONE if lines[0] else OTHER
    shouts = [" ".join(each).isupper() for each in lines]
    if shouts[0] != shouts[1]:
        return OTHER if shouts[0] else ONE
    return OTHER if sum(map(len, lines[1])) > sum(map(len, lines[0])) else ONE
