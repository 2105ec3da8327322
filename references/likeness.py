"""When two records may be about one work: same words in the title but for case, accents, punctuation, a subtitle or a slip,
a year at most one apart, the same first author. Pure. It proposes; a person decides.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from references import csl
from references.csl_names import acronym, family_name, name_list
from references.csl_text import plain_text
from references.styles.record import Record

_SUBTITLE = re.compile(r"(?:[:?!.]| [-–—]) ")
_SHORTEST_MAIN = 12  # letters; "REDUCE-2: a trial" is told by what follows the colon
_MARK = 10
_CLOSE = 0.93


class Marks(NamedTuple):
    """Two short words of a record; records that share neither are not compared. One slip of the hand in a title spoils its
    start or its end, seldom both."""

    start: str
    end: str


def marks(record: Mapping[str, Any]) -> Marks:
    """ "" twice for a record that says too little to be compared."""
    main, author = _letters(_main(csl.title(record))), _first_author(record)[:4]
    if len(main) < 4:
        return Marks("", "")
    return Marks(f"{author}/{main[:_MARK]}", f"{author}/{main[-_MARK:]}")


def nearly_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a person should look at the two side by side."""
    years = csl.year(one), csl.year(other)
    if None not in years and abs(years[0] - years[1]) > 1:
        return False
    authors = _first_author(one), _first_author(other)
    if all(authors) and not _close(*authors, least=0.8):
        return False
    # An article and what it was before it was reviewed are two works.
    return same_words(one, other) and _is_preprint(one) == _is_preprint(other)


def same_words(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two titles say the same but for case, accents, punctuation, a subtitle or a slip."""
    return _titles_agree(csl.title(one), csl.title(other))


def same_isbn(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Two books with one ISBN, of one edition and volume. A chapter has the ISBN of its book and is none."""
    books = one.get("type") == other.get("type") == "book"
    return (
        books
        and bool(set(csl.isbns(one)) & set(csl.isbns(other)))
        and not any(
            one.get(field) and other.get(field) and str(one[field]).lower() != str(other[field]).lower()
            for field in ("edition", "volume", "DOI", "PMID")
        )
    )


def reasons(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """What two records have in common, the weightiest first: "same-isbn", "same-title", "same-main-title", "near-title",
    "same-author", "near-author", "same-year", "next-year"."""
    titles, authors = (csl.title(one), csl.title(other)), (_first_author(one), _first_author(other))
    years = csl.year(one), csl.year(other)
    found = ["same-isbn"] if same_isbn(one, other) else []
    if _letters(titles[0]) == _letters(titles[1]):
        found.append("same-title")
    elif _letters(_main(titles[0])) == _letters(_main(titles[1])):
        found.append("same-main-title")
    elif _titles_agree(*titles):
        found.append("near-title")
    if all(authors):
        found += ["same-author"] if authors[0] == authors[1] else ["near-author"] if _close(*authors, least=0.8) else []
    if None not in years:
        found += {0: ["same-year"], 1: ["next-year"]}.get(abs(years[0] - years[1]), [])
    return tuple(found)


_WEIGHT = {
    "same-isbn": 40, "same-title": 40, "same-main-title": 30, "near-title": 25, "same-author": 20, "near-author": 10,
    "same-year": 15, "next-year": 5,
}  # fmt: skip
_IDENTIFIERS = ("DOI", "PMID", "PMCID")
_PLACE = ("volume", "page")


def closeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """How sure a pair is, from 0 to 115: what the two have in common, less what speaks against it (two DOIs, other pages)."""
    for_it = sum(_WEIGHT[reason] for reason in reasons(one, other))
    against = sum(15 for field in _IDENTIFIERS if _differ(one, other, field))
    return max(0, for_it - against - sum(5 for field in _PLACE if _differ(one, other, field)))


def _differ(one: Mapping[str, Any], other: Mapping[str, Any], field: str) -> bool:
    values = one.get(field), other.get(field)
    return all(values) and str(values[0]).lower() != str(values[1]).lower()


def _is_preprint(record: Mapping[str, Any]) -> bool:
    return Record(record, "en").kind == "preprint"


def _titles_agree(one: str, other: str) -> bool:
    mains = _main(one), _main(other)
    both_whole = (mains[0] == one) == (mains[1] == other)
    first, second = (one, other) if both_whole else mains
    # "Part 1" and "Part 2" differ by one letter of thirty, and are two works.
    if sorted(re.findall(r"\d+", first)) != sorted(re.findall(r"\d+", second)):
        return False
    return _close(_letters(first), _letters(second), least=_CLOSE)


def _close(one: str, other: str, *, least: float) -> bool:
    if one == other:
        return bool(one)
    compared = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return compared.real_quick_ratio() >= least and compared.quick_ratio() >= least and compared.ratio() >= least


def _main(title: str) -> str:
    """The title without its subtitle."""
    main = _SUBTITLE.split(title, maxsplit=1)[0]
    return main if len(_letters(main)) >= _SHORTEST_MAIN else title


def _first_author(record: Mapping[str, Any]) -> str:
    for field in ("author", "editor"):
        for name in name_list(record.get(field))[:1]:
            literal = plain_text(name.get("literal"))
            return acronym(literal) or _letters(literal) if literal else _letters(family_name(name))
    return ""


_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def _letters(text: str) -> str:
    """Small letters and digits of any script, without accents."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return "".join(character for character in text if character.isalnum())
