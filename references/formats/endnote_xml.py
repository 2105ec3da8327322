"""EndNote's XML, which other reference managers write too: words inside style tags, identifiers in fields for anything."""

import re
from collections.abc import Iterator
from typing import Any, TextIO
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from references.formats.entries import Found
from references.formats.values import add_identifiers, people, serial_numbers, whole_pages, without_empty
from references.formats.xml_records import parts_of, text_of, texts_of

_KINDS = {
    "aggregated database": "dataset", "ancient text": "classic", "artwork": "graphic", "audiovisual material": "motion_picture",
    "bill": "bill", "blog": "post-weblog", "book": "book", "book section": "chapter", "case": "legal_case",
    "catalog": "book", "chart or table": "figure", "classical work": "classic", "computer program": "software",
    "conference paper": "paper-conference", "conference proceedings": "paper-conference", "dataset": "dataset",
    "dictionary": "entry-dictionary", "edited book": "book", "electronic article": "article-journal",
    "electronic book": "book", "electronic book section": "chapter", "encyclopedia": "entry-encyclopedia",
    "figure": "figure", "film or broadcast": "motion_picture", "generic": "document", "government document": "report",
    "grant": "document", "hearing": "hearing", "interview": "interview", "journal article": "article-journal",
    "legal rule or regulation": "regulation", "magazine article": "article-magazine", "manuscript": "manuscript",
    "map": "map", "music": "musical_score", "newspaper article": "article-newspaper", "online database": "dataset",
    "online multimedia": "motion_picture", "pamphlet": "pamphlet", "patent": "patent", "personal communication":
    "personal_communication", "podcast": "song", "press release": "document", "preprint": "article", "report": "report",
    "serial": "periodical", "social media": "post", "standard": "standard", "statute": "legislation", "thesis": "thesis",
    "unpublished work": "manuscript", "web page": "webpage",
}  # fmt: skip
_NUMBERS = {
    "0": "article-journal", "3": "motion_picture", "5": "chapter", "6": "book", "10": "paper-conference", "12": "webpage",
    "13": "document", "17": "article-journal", "19": "article-magazine", "23": "article-newspaper", "25": "patent",
    "27": "report", "28": "book", "32": "thesis", "43": "article-journal", "46": "report", "47": "paper-conference",
    "58": "standard", "59": "dataset",
}  # fmt: skip
_PARTS = ("article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference")


def read(text: TextIO) -> Iterator[Found]:
    for line, element, problem in parts_of(text, ("record",)):
        if element is None:
            yield Found(line, "", None, problem)
            continue
        key = text_of(element, "label") or text_of(element, "rec-number")
        csl, notes = to_csl(element)
        if set(csl) <= {"type"}:
            yield Found(line, key, None, _("The record is empty; take it out."))
        else:
            yield Found(line, key[:200], csl, "", notes)


def to_csl(element: Element) -> tuple[dict[str, Any], tuple[str, ...]]:
    kind, notes = _kind(element)
    title, second = text_of(element, "titles/title"), text_of(element, "titles/secondary-title")
    journal = text_of(element, "periodical/full-title") or second or text_of(element, "alt-periodical/full-title")
    short = text_of(element, "periodical/abbr-1") or text_of(element, "alt-periodical/abbr-1")
    csl: dict[str, Any] = {
        "type": kind,
        "title": title,
        "title-short": text_of(element, "titles/short-title"),
        "original-title": text_of(element, "titles/translated-title"),
        "container-title": journal if kind in _PARTS else second if kind == "webpage" else "",
        "collection-title": text_of(element, "titles/tertiary-title")
        or ("" if kind in _PARTS or kind == "webpage" else second),
        "author": _people(element, "authors"),
        "editor": _people(element, "secondary-authors"),
        "collection-editor": _people(element, "tertiary-authors"),
        "translator": _people(element, "translated-authors"),
        "issued": _date(element),
        "accessed": text_of(element, "access-date") or text_of(element, "urls/access-date"),
        "volume": text_of(element, "volume"),
        "issue": text_of(element, "number"),
        "page": whole_pages(text_of(element, "pages")),
        "edition": text_of(element, "edition"),
        "section": text_of(element, "section") if kind not in _PARTS else "",
        "publisher": text_of(element, "publisher"),
        "publisher-place": text_of(element, "pub-location"),
        "abstract": text_of(element, "abstract"),
        "language": text_of(element, "language"),
        "keyword": ", ".join(texts_of(element, "keywords/keyword")),
        "note": text_of(element, "notes"),
        "annote": text_of(element, "research-notes"),
        "genre": text_of(element, "work-type"),
        "source": text_of(element, "remote-database-name"),
    }
    csl["container-title-short"] = short if short != csl["container-title"] else ""
    if kind in ("report", "patent", "standard"):
        csl["number"] = csl.pop("issue") or text_of(element, "report-id")
    odd = serial_numbers(csl, re.split(r"[\r\n;]|\s{2,}|(?<=\))\s", text_of(element, "isbn")))
    links = [link for path in ("web-urls", "related-urls") for link in texts_of(element, f"urls/{path}/url")]
    csl["URL"] = next((link for link in links if re.match(r"https?://", link)), "")
    number = text_of(element, "electronic-resource-num")
    customs = {
        name: text_of(element, name)
        for name in ("custom1", "custom2", "custom3", "custom4", "custom5", "custom6", "custom7")
    }
    add_identifiers(csl, (number, *links, csl["note"], *customs.values()))
    if number and "DOI" not in csl:
        csl["DOI"] = number  # no DOI; cleaning says so
    accession = text_of(element, "accession-num")
    provider = text_of(element, "remote-database-provider") + csl["source"]
    if re.fullmatch(r"[1-9]\d{3,8}", accession) and re.search(r"nlm|pubmed|medline|^$", provider, re.IGNORECASE):
        csl.setdefault("PMID", accession)
        accession = ""
    others = {
        "auth-address": text_of(element, "auth-address"),
        "accession-num": accession,
        "isbn": " ".join(odd),
        **customs,
    }
    if kept := without_empty(others):
        csl["custom"] = {"endnote": kept}
    return without_empty(csl), notes


def _kind(element: Element) -> tuple[str, tuple[str, ...]]:
    found = element.find("ref-type")
    if found is None:
        return "document", (_("The record has no type; it was read as a document."),) if len(element) else ()
    name, number = (found.get("name") or "").strip(), text_of(found)
    kind = _KINDS.get(name.lower()) or _NUMBERS.get(number)
    if kind:
        return kind, ()
    return "document", (
        _("“%(type)s” is no type we know; the record was read as a document.") % {"type": (name or number)[:40]},
    )


def _people(element: Element, group: str) -> list[dict[str, str]]:
    return people(texts_of(element, f"contributors/{group}/author"))


def _date(element: Element) -> str:
    """The year, and the day when the field for it agrees: "Jan 3", "2017 Jan 3", "2017-01-03"."""
    year, day = text_of(element, "dates/year"), text_of(element, "dates/pub-dates/date")
    if not day or not re.fullmatch(r"\d{4}", year):
        return year or day
    if re.fullmatch(r"[^\W\d_]{3,10}\.?(?:[ -]\S{1,12}){0,2}", day):
        return f"{year} {day}"
    return day if day.startswith(year) else year
