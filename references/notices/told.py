"""One statement of a source about one work, and the values it is made of."""

import re
from dataclasses import dataclass

from references.csl_identifiers import bare_doi

_NOTHING = frozenset({"", "0", "unavailable", "n/a", "na", "none", "null"})
_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")
_CITED = re.compile(r"\b((?:18|19|20)\d{2})(?: ([A-Z][a-z]{2})[a-z]*)?(?:[- ][A-Z][a-z]{2})?(?: (\d{1,2}))?\b")


@dataclass(frozen=True)
class Told:
    """`doi`, `pmid`: the work. `status`: what became of it ("retracted", "concern", "corrected", "superseded"; "current" for a
    reinstatement), "" when the source knows the work and reports nothing. `dated` as far as the source says: "2010-02-06",
    "2010-02", "2010". `doi_of_notice`, `pmid_of_notice`: where the notice stands; of a newer version, that itself.

    `line` is where it stands in the file, `problem` why it could not be read.
    """

    line: int = 0
    doi: str = ""
    pmid: str = ""
    status: str = ""
    dated: str = ""
    doi_of_notice: str = ""
    pmid_of_notice: str = ""
    reason: str = ""
    problem: str = ""


def doi_in(value: object) -> str:
    """A DOI in small letters, "" for none and for what lists write in its place."""
    text = _text(value)
    return "" if text.lower() in _NOTHING else bare_doi(text).lower()


def pmid_in(value: object) -> str:
    text = _text(value).removesuffix(".0")
    return text if re.fullmatch(r"[1-9][0-9]{0,8}", text) else ""


def day_in(value: object) -> str:
    """ "2/6/2010 0:00" (month first) and "2010-02-06" as "2010-02-06"; a month or a year alone stays one. "" for no date."""
    text = _text(value)
    if found := _AMERICAN.fullmatch(text):
        return _day(found[3], found[1], found[2])
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[2], found[3])
    return ""


def day_cited(text: str) -> str:
    """The date in a line such as "Lancet. 2010 Feb 6;375(9713):445"."""
    found = _CITED.search(text)
    if not found:
        return ""
    return _day(found[1], _MONTHS.get((found[2] or "").lower()), found[3])


def day_of_parts(parts: object) -> str:
    """Crossref's [[2010, 2, 6]]."""
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    if not first or not all(isinstance(part, int) for part in first):
        return ""
    return _day(*(list(first[:3]) + [None] * (3 - len(first[:3]))))


def _day(year, month, day) -> str:
    """As precise as it is possible: a 13th month leaves the year."""
    if not 1500 <= int(year) <= 2200:
        return ""
    if not month or not 1 <= int(month) <= 12:
        return f"{int(year):04}"
    if not day or not 1 <= int(day) <= 31:
        return f"{int(year):04}-{int(month):02}"
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


def _text(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
