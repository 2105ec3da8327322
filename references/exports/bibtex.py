"""BibTeX with the entries and fields that every program knows. What it has no field for stands in "wellread"."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from references.exports.latex import escaped
from references.exports.works import Work
from references.formats import bibtex
from references.formats.bibtex_fields import FREE
from references.formats.carried import SIGN, carry
from references.more_names import goes_on

_KINDS = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "book": "book",
    "chapter": "incollection", "manuscript": "unpublished", "pamphlet": "booklet", "paper-conference": "inproceedings",
    "report": "techreport", "thesis": "phdthesis",
}  # fmt: skip
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
# Written as they are: other programs would take an escaped one for another.
_RAW = frozenset({"doi", "url", "pmid", "pmcid", "issn", "isbn"})
_RANGE = re.compile(r"(\w+)-(\w+)")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,60}")


def write(works: Iterable[Work]) -> Iterator[str]:
    for work in works:
        fields = _fields(work)
        (found,) = bibtex.read(io.StringIO(_text(work, fields)))
        carried = carry(work.key, work.csl, found.record or {}, work.ours)
        yield _text(work, fields | {FREE: SIGN + "".join(text.removeprefix(SIGN) for text in carried)}) + "\n"


def _text(work: Work, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields.items() if value]
    return f"@{_kind(work)}{{{work.key},\n{''.join(lines)}}}\n"


def _kind(work: Work) -> str:
    return _KINDS.get(work.text("type"), "misc")


def _fields(work: Work) -> dict[str, str]:
    kind, day = _kind(work), work.day()
    is_article, is_part = kind == "article", kind in ("incollection", "inproceedings")
    plain = {
        "journal": work.text("container-title") if is_article else "",
        "shortjournal": work.text("container-title-short"),
        "booktitle": work.text("container-title") if is_part else "",
        "year": work.year(),
        "month": _MONTHS[day[1] - 1] if len(day) > 1 else "",
        "day": str(day[2]) if len(day) > 2 else "",
        "volume": work.text("volume"),
        "number": work.text("issue") if is_article or is_part else work.text("number"),
        "eid": work.text("number") if is_article else "",
        "pages": work.text("page"),
        "edition": work.text("edition"),
        "series": work.text("collection-title"),
        "chapter": work.text("chapter-number"),
        "type": work.text("genre"),
        _PUBLISHERS.get(kind, "publisher"): work.text("publisher"),
        "address": work.text("publisher-place"),
        "doi": work.text("DOI"),
        "pmid": work.text("PMID"),
        "pmcid": work.text("PMCID"),
        "issn": work.text("ISSN"),
        "isbn": work.text("ISBN"),
        "url": work.text("URL"),
        "urldate": "-".join(f"{part:02}" for part in work.day("accessed")),
        "language": work.text("language"),
        "version": work.text("version"),
        "shorttitle": work.text("title-short"),
        "eventtitle": work.text("event-title"),
        "venue": work.text("event-place"),
        "abstract": work.text("abstract"),
        "keywords": work.text("keyword"),
        "note": work.text("note"),
        "annote": work.text("annote"),
    }
    fields = {name: _value(name, value) for name, value in plain.items()}
    names = {name: names_text(work.people(name)) for name in ("author", "editor", "translator")}
    names = {name: f"{text} and others" if text and goes_on(work.csl, name) else text for name, text in names.items()}
    kept = {
        name: escaped(texts[0])
        for name, texts in work.kept("bibtex").items()
        if _NAME.fullmatch(name) and len(texts) == 1 and name not in plain
    }
    # The second pair of brackets keeps capitals as they are.
    return {"title": f"{{{escaped(work.text('title'))}}}", **names, **fields, **kept}


def _value(name: str, value: str) -> str:
    if name in _RAW:
        return "" if re.search(r"[{}\\]", value) else value
    return _RANGE.sub(r"\1--\2", value) if name == "pages" and _RANGE.fullmatch(value) else escaped(value)


def names_text(names: Iterable[Mapping[str, Any]]) -> str:
    return " and ".join(filter(None, map(_name, names)))


def _name(name: Mapping[str, Any]) -> str:
    """ "van Poznak, Jr, Catherine"; an organisation in brackets of its own, so that nobody takes it apart."""
    if not (name.get("family") or name.get("given")):
        return f"{{{escaped(str(name.get('literal', '')))}}}"
    family = _guarded(str(name.get("family", "")), small_first=True)
    parts = [
        " ".join(filter(None, (escaped(str(name.get("non-dropping-particle", ""))), family))),
        _guarded(str(name.get("suffix", ""))),
        _guarded(str(name.get("given", ""))),
    ]
    return ", ".join(part for place, part in enumerate(parts) if part or not place)


def _guarded(text: str, *, small_first: bool = False) -> str:
    """In brackets where BibTeX would see a comma, an "and" or a particle."""
    cuts = "," in text or re.search(r"(?:^|\s)and(?:\s|$)", text, re.IGNORECASE) or "=" in text
    return f"{{{escaped(text)}}}" if cuts or (small_first and text[:1].islower()) else escaped(text)
