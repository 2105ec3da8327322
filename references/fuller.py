"""Of two records of one work, which values say more. An import takes over what a file says otherwise, and never what it says
less fully: fewer authors, a year where we have the day, a title without its subtitle, an abbreviated journal. Pure."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from references import csl as records
from references.csl_names import family_name
from references.csl_text import folded
from references.csl_vocabulary import DATE_FIELDS, NAME_FIELDS
from references.more_names import MARK, goes_on

_CUT_SHORT = frozenset(
    "title container-title collection-title original-title event-title volume-title publisher abstract note annote keyword"
    " page edition genre".split()
)
_ABBREVIATED = {"container-title": "container-title-short"}
_VAGUE_TYPE = "document"  # what readers call a work whose type they do not know
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LITTLE = frozenset("a an and de del der des die el et for für in la le les of on the to und y zur".split())


class Merged(NamedTuple):
    """`kept`: the fields of which the library says more than the file."""

    record: dict[str, Any]
    kept: tuple[str, ...]


def merged(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Our record with what theirs says otherwise or says more fully."""
    record, kept = dict(ours), []
    for field, value in theirs.items():
        stored = ours.get(field)
        if stored in (None, "", [], {}) or stored == value:
            record[field] = value
        elif field == "custom":
            record[field] = _both(stored, value)
        elif field in NAME_FIELDS:
            record[field] = _names(ours, theirs, field)
            if len(record[field]) > len(value) or (record[field] == stored and _poorer_names(value, stored)):
                kept.append(field)
        elif _is_poorer(field, value, stored, ours):
            kept.append(field)
        else:
            record[field] = value
    _give_short_forms(record, ours, theirs)
    _forget_marks(record)
    return Merged(record, tuple(kept))


def _is_poorer(field: str, value: Any, stored: Any, ours: Mapping[str, Any]) -> bool:
    """Whether their value says nothing that ours does not, and less."""
    if field in DATE_FIELDS:
        return _less_precise(value, stored)
    if field == "type":
        return value == _VAGUE_TYPE
    if not isinstance(value, str) or not isinstance(stored, str):
        return False
    if field in _ABBREVIATED and (value == ours.get(_ABBREVIATED[field]) or abbreviates(value, stored)):
        return True
    if field == "title" and value.isupper() and not stored.isupper() and folded(value) == folded(stored):
        return True
    if field in ("ISBN", "ISSN"):
        return set(value.split()) < set(stored.split())
    return field in _CUT_SHORT and _is_start(value, stored)


def shortens(field: str, theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    """Whether their text is the beginning of ours."""
    value, stored = theirs.get(field), ours.get(field)
    return isinstance(value, str) and isinstance(stored, str) and _is_start(value, stored)


def _is_start(value: str, stored: str) -> bool:
    """Whether it is the beginning of ours, up to the end of a word: "A trial", "A trial: a randomised …"."""
    short, long = _plain(value), _plain(stored)
    return bool(short) and short != long and (long + " ").startswith(short + " ")


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _less_precise(value: Any, stored: Any) -> bool:
    """ "2017" beside "2017-01-03", one month beside two; words that cannot be read beside a date of the same year."""
    if not isinstance(value, Mapping) or not isinstance(stored, Mapping):
        return False
    theirs, ours = value.get("date-parts"), stored.get("date-parts")
    if not ours:
        return False
    if not theirs:
        return str(ours[0][0]) in str(value.get("literal", ""))
    if value.get("season") and value.get("season") != stored.get("season"):
        return False
    starts = all(ours_end[: len(end)] == end for end, ours_end in zip(theirs, ours, strict=False))
    return starts and len(theirs) <= len(ours) and value != stored


def abbreviates(short: str, full: str) -> bool:
    """ "J Clin Oncol" for "Journal of Clinical Oncology", "Natl" for "National", "JAMA" by its initials."""
    shorts = _WORD.findall(short.casefold())
    fulls = [word for word in _WORD.findall(full.casefold()) if word not in _LITTLE]
    if not shorts or len(_plain(short)) >= len(_plain(full)):
        return False
    if len(shorts) == 1 and short.isupper() and len(fulls) > 1:
        return shorts[0] == "".join(word[0] for word in fulls)
    shorts = [word for word in shorts if word not in _LITTLE]
    return len(shorts) == len(fulls) and all(map(_shortens, shorts, fulls))


def _shortens(short: str, full: str) -> bool:
    """A beginning of the word, or some of its letters in their order: "Natl"."""
    if not short or short[0] != full[0]:
        return False
    letters = iter(full)
    return full.startswith(short) or (len(short) > 2 and all(letter in letters for letter in short))


def _names(ours: Mapping[str, Any], theirs: Mapping[str, Any], field: str) -> list[Any]:
    """Their list; ours where theirs is its beginning or says "and others"; of one person the fuller name."""
    value, stored = theirs[field], ours[field]
    same = [_same_person(one, other) for one, other in zip(value, stored, strict=False)]
    if len(value) < len(stored):
        return stored if all(same) or goes_on(theirs, field) else value
    if not all(same):
        return value
    pairs = [mine if _poorer_name(one, mine) else one for one, mine in zip(value, stored, strict=False)]
    return [*pairs, *value[len(stored) :]]


def _poorer_names(value: list[Any], stored: list[Any]) -> bool:
    return any(_poorer_name(one, mine) for one, mine in zip(value, stored, strict=False))


def _same_person(one: Any, other: Any) -> bool:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    if folded(family_name(one)) != folded(family_name(other)):
        return False
    if not one.get("family") or not other.get("family"):
        return folded(records.name_text(one)) == folded(records.name_text(other))
    return _says_less(one, other) or _says_less(other, one) or _given(one) == _given(other)


def _poorer_name(one: Any, other: Any) -> bool:
    """Whether it is the same person's name with less of it: "Himelstein AL" for "Himelstein, Andrew L."."""
    if not _same_person(one, other) or one == other:
        return False
    return _says_less(one, other) or (_given(one) == _given(other) and not one.keys() - other.keys())


def _says_less(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    few, many = _given(one), _given(other)
    if one.get("suffix") and not other.get("suffix"):
        return False
    return few != many and len(few) <= len(many) and all(map(str.startswith, many, few))


def _given(name: Mapping[str, Any]) -> list[str]:
    """The given names; initials written together are one each."""
    given = str(name.get("given", ""))
    words = []
    for word in re.findall(r"[^\W\d_]+", given):
        words += list(word) if word.isupper() and len(word) <= 3 else [word]
    return [folded(word) for word in words]


def _give_short_forms(record: dict[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
    """The abbreviation of a journal that stood in the place of its name goes where it belongs."""
    for field, short in _ABBREVIATED.items():
        full = record.get(field, "")
        for other in (theirs.get(field, ""), ours.get(field, "")):
            if not record.get(short) and isinstance(full, str) and isinstance(other, str) and abbreviates(other, full):
                record[short] = " ".join(other.replace(".", " ").split())


def _both(ours: Any, theirs: Any) -> Any:
    """What other programs said of it, program by program and field by field; theirs counts where both say something."""
    if not isinstance(ours, Mapping) or not isinstance(theirs, Mapping):
        return theirs
    return {name: _both(ours[name], theirs[name]) if name in ours and name in theirs else {**ours, **theirs}[name]
            for name in {**ours, **theirs}}  # fmt: skip


def _forget_marks(record: dict[str, Any]) -> None:
    """ "And others" of a list that is another now."""
    custom = record.get("custom")
    marks = custom.get(MARK) if isinstance(custom, Mapping) else None
    if isinstance(marks, Mapping) and not all(goes_on(record, field) for field in marks):
        left = {field: number for field, number in marks.items() if goes_on(record, field)}
        rest = {name: value for name, value in custom.items() if name != MARK} | ({MARK: left} if left else {})
        record["custom"] = rest
        if not rest:
            del record["custom"]
