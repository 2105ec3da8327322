"""Whether what a file gives for a field says only a part of what the library has: such an import would lose something. Pure."""

from collections.abc import Mapping
from typing import Any

from references.csl_names import family_name, name_list, name_text
from references.csl_text import folded
from references.record_forms import DATE_BOXES, NAME_BOXES

_AFTER_A_MAIN_TITLE = (":", ".", "?", "!", " -", " –", " —")


def fields_saying_less(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> list[str]:
    """The CSL fields in which `theirs` has less of the same: the first of our authors, initials for their names, the year of
    our day, the title without our subtitle."""
    judges = dict.fromkeys(NAME_BOXES.values(), _fewer_names) | dict.fromkeys(DATE_BOXES.values(), _rougher_date)
    judges["title"] = _main_title_only
    return [
        field
        for field, says_less in judges.items()
        if theirs.get(field) and ours.get(field) and says_less(theirs[field], ours[field])
    ]


def _fewer_names(theirs: Any, ours: Any) -> bool:
    theirs, ours = name_list(theirs), name_list(ours)
    if len(theirs) < len(ours):
        return [_known_by(name) for name in theirs] == [_known_by(name) for name in ours[: len(theirs)]]
    # "A. L." for "Andrew L.": both print alike.
    alike = [name_text(name) for name in theirs] == [name_text(name) for name in ours]
    return alike and _letters_of_given_names(theirs) < _letters_of_given_names(ours)


def _known_by(name: Mapping[str, Any]) -> str:
    return folded(family_name(name) or str(name.get("literal", "")))


def _letters_of_given_names(names: list[Mapping[str, Any]]) -> int:
    return sum(len(folded(str(name.get("given", "")))) for name in names)


def _rougher_date(theirs: Any, ours: Any) -> bool:
    theirs, ours = _only_day(theirs), _only_day(ours)
    return 0 < len(theirs) < len(ours) and ours[: len(theirs)] == theirs


def _only_day(date: Any) -> list[int]:
    parts = date.get("date-parts") if isinstance(date, Mapping) else None
    return list(parts[0]) if parts and len(parts) == 1 else []


def _main_title_only(theirs: Any, ours: Any) -> bool:
    theirs, ours = " ".join(str(theirs).split()).rstrip("."), " ".join(str(ours).split())
    rest = ours[len(theirs) :]
    return ours.casefold().startswith(theirs.casefold()) and len(rest) > 2 and rest.startswith(_AFTER_A_MAIN_TITLE)
