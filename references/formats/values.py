"""What several formats write alike: names, page ranges, identifiers in odd places."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from references.csl_text import plain_text, quoted

_RANK = re.compile(r"(?:jr|sr|junior|senior|ii|iii|iv|1st|2nd|3rd|4th|5th)\.?", re.IGNORECASE)
_INITIALS_LAST = re.compile(r"(.+?)[ ]([^\W\d_a-zß-ÿ](?:[.\- ]{0,2}[^\W\d_a-zß-ÿ]){0,3}\.?)(?:[ ](\S{2,4}))?")
_RANGE = re.compile(
    r"([A-Za-z]{0,5})(\d{1,9})([A-Za-z]?)\s{0,3}(?:-{1,3}|[‐‑–—])\s{0,3}([A-Za-z]{0,5})(\d{1,9})([A-Za-z]?)"
)
_INSTITUTION = re.compile(
    r"\b(?:academy|cancer|clinic|health|medicine|oncology|research|administration|agency|alliance|association|authority|board|bureau|cent(?:er|re)s?|coalition|"
    r"collaborati(?:on|ve)|college|comisión|commission|committee|consortium|corporation|council|department|división|division|"
    r"federation|force|foundation|fundación|group|hospital|inc|initiative|institut(?:e|es|ion|o)?|investigators|"
    r"laborator(?:y|ies)|library|ltd|ministerio|ministry|network|office|organi[sz]ation|organización|panel|party|programme?|"
    r"project|registry|service|sociedad|société|society|team|trialists|trust|union|universi(?:ty|dad|té|tät))\b",
    re.IGNORECASE,
)


def is_institution(text: str) -> bool:
    """Whether a name without a comma has a word that only organisations have."""
    return bool(_INSTITUTION.search(text))


def is_rank(text: str) -> bool:
    """Whether this is a Jr, 3rd and the like."""
    return bool(_RANK.fullmatch(text))


def person(text: str) -> dict[str, str] | None:
    """ "Poznak, Catherine van, Jr" or "World Health Organization," as a CSL name; None when there is nothing.

    A comma parts the family name from the rest; a trailing one, or none, is how reference managers mark an organisation.
    Without a comma only "Himelstein AL", as PubMed abbreviates, is a person.
    """
    if len(text) > 2_000:
        return {"literal": text}  # no name; whoever imports it refuses the record
    text = " ".join(text.split())
    parts = [part.strip() for part in text.split(",")]
    if not any(parts):
        return None
    if len(parts) == 1 or not any(parts[1:]) or (len(parts) > 2 and is_institution(text)):
        abbreviated = None if text.endswith(",") or is_institution(text) else _INITIALS_LAST.fullmatch(text)
        rank = abbreviated[3] if abbreviated else None
        if not abbreviated or (rank and not is_rank(rank)):
            return {"literal": text.strip(" ,")}
        return family_with_particle(abbreviated[1]) | {"given": abbreviated[2]} | ({"suffix": rank} if rank else {})
    family, given, *rest = parts
    suffix = ", ".join(part for part in rest if part)
    if suffix and is_rank(given):  # BibTeX's order
        given, suffix = suffix, given
    if not suffix and (last := given.rpartition(" "))[0] and is_rank(last[2]) and last[2] != "I":
        given, suffix = last[0], last[2]
    name = family_with_particle(family) if family else {}
    name |= {"given": given} if given else {}
    return (name | {"suffix": suffix} if suffix else name) or None


def family_with_particle(family: str) -> dict[str, str]:
    """ "van der Berg" as CSL keeps it: the particle, which is written small, apart from the name."""
    words = family.split()
    small = 0
    while small < len(words) - 1 and words[small][0].islower():
        small += 1
    if not small:
        return {"family": family}
    return {"non-dropping-particle": " ".join(words[:small]), "family": " ".join(words[small:])}


def people(texts: Iterable[str]) -> list[dict[str, str]]:
    return [name for name in map(person, texts) if name]


def whole_pages(text: str) -> str:
    """ "123-9" as "123-129", "S12--8" as "S12-S18": what a style shortens again. Anything else stays as it is."""
    return _RANGE.sub(_whole_range, " ".join(text.split()))


def _whole_range(found: re.Match[str]) -> str:
    before, first, after, last_before, last, last_after = found.groups()
    whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    same_kind = last_before in ("", before) and not after and not last_after
    if not same_kind or int(whole) < int(first):
        return f"{before}{first}{after}-{last_before}{last}{last_after}"
    return f"{before}{first}-{before}{whole}"


_DOI = re.compile(r"(?:doi\.org/|\bdoi(?:\s{0,3}[:=]\s{0,3}|\s))(10\.\d{4,9}/[^\s\"'<>]{1,190})", re.IGNORECASE)
_BARE_DOI = re.compile(r"10\.\d{4,9}/\S{1,190}")
_PMID = re.compile(
    r"(?:\bPMID\b\s{0,3}[:=]?\s{0,3}|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)0{0,4}([1-9]\d{0,8})(?!\d)",
    re.I,
)
_PMID_AFTER = re.compile(r"\b([1-9]\d{0,8})\s?\[pmid\]", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC([1-9]\d{0,8})\b")


def add_identifiers(record: dict[str, Any], texts: Iterable[str]) -> None:
    """DOI, PMID and PMCID where other programs put them: notes, links, accession numbers. What the record has stays."""
    for text in texts:
        text = text[:5_000]
        doi = _DOI.search(text) or _BARE_DOI.fullmatch(text.strip())
        if doi and not record.get("DOI"):
            record["DOI"] = (doi[1] if doi.re is _DOI else doi[0]).rstrip(".,;)")
        pmid = _PMID.search(text) or _PMID_AFTER.search(text)
        if pmid and not record.get("PMID"):
            record["PMID"] = pmid[1]
        if (pmcid := _PMCID.search(text)) and not record.get("PMCID"):
            record["PMCID"] = f"PMC{pmcid[1]}"


def without_empty(record: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in record.items() if value not in ("", None, [], {})}


def has_markup(title: object) -> bool:
    """Whether a title has tags that its plain text lacks: "Ca<sup>2+</sup>"."""
    return isinstance(title, str) and "<" in title and plain_text(title) != plain_text(title, markup=False)


def markup_note(title: str) -> str:
    """`title`: what is left of it."""
    return _(
        "Raised, lowered or slanted letters of the title are plain now: %(title)s. See whether it still reads right."
    ) % {"title": quoted(title)}


def several_languages(languages: list[str]) -> tuple[str, ...]:
    """What there is to say where a record names more than one."""
    if len(languages) < 2:
        return ()
    words = _("It is in several languages (%(languages)s): the first stands in its box, all are kept.")
    return (words % {"languages": ", ".join(languages)[:100]},)


_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")
_NUMBER = re.compile(r"[\dXx‐‑–-]{8,20}")


def serial_numbers(record: dict[str, Any], texts: Iterable[str]) -> list[str]:
    """Put ISSN and ISBN, which many programs write in one field, where each belongs; what is neither is returned."""
    neither, books = [], []
    for text in texts:
        numbers = [re.sub(r"[^\dXx]", "", number).upper() for number in _NUMBER.findall(text)]
        serials = [number for number in numbers if len(number) == 8]
        if any(len(number) in (10, 13) for number in numbers) or (not serials and _ISBN.search(text)):
            books.append(text)
        elif serials:
            record.setdefault("ISSN", f"{serials[0][:4]}-{serials[0][4:]}")
        elif text.strip():
            neither.append(text)
    if books:
        record["ISBN"] = " ".join(books)
    return neither
