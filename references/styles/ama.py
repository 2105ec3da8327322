"""AMA style (AMA Manual of Style, 11th edition), as plain text: no italics, and no title is recased.

Unlike NLM's: three names and "et al" of more than six, whole page ranges, the year alone for a journal's issue, months
in full, no places of publishers, no first edition, and the DOI or address last, with no full stop that could be taken for a
part of it. It prints nothing that NLM style leaves out: a page's hash covers the NLM line (docs/adr/0024).
"""

import re

from references.styles.dates import DAY, YEAR, on_date, year_last
from references.styles.pages import full_pages
from references.styles.people import people
from references.styles.record import ARTICLES, ONLINE, Record, capital, edition, journal, sentence

_ALL_NAMED_UP_TO, _NAMED_OF_MORE = 6, 3
_RANKS = {"jr": "Jr", "sr": "Sr", "ii": "II", "2nd": "II", "iii": "III", "3rd": "III", "iv": "IV", "4th": "IV"}
_DIVISION = re.compile(r"(.*?)\s*\b(suppl|pt)\b\.?\s*(\w*)", re.IGNORECASE)
_MEDIA = {"dataset": "dataset", "software": "software", "map": "map"}


def line(record: Record) -> str:
    """The record in AMA style; "" when it says nothing."""
    sentences = _WRITERS[record.kind](record)
    return " ".join(filter(None, (*map(sentence, sentences), _where(record))))


def _article(record: Record) -> list[str]:
    published = _place_in_journal(record)
    return [_people(record, "author"), _title(record), journal(record), published]


def _place_in_journal(record: Record) -> str:
    """ "2017;317(1):48-58"; without a volume the whole date: "August 12, 2002:C1", "Published online October 29, 2019"."""
    supplement = record.part("supplement-number")
    volume, *in_volume = _divided(record.part("volume"))
    place = volume + "".join(f"({division})" for division in (*in_volume, *_divided(record.part("issue"))) if division)
    place += f"(suppl {supplement})" if supplement else ""
    pages = full_pages(record.part("page")) or record.part("number")
    if place:
        year = year_last(record, "issued", YEAR)
        said = ";".join(filter(None, (year, place)))
        return f"{said}:{pages}" if pages else said
    date = capital(year_last(record, "issued"))
    if pages:
        return f"{date}:{pages}" if date else f"p {pages}"
    if record.is_forthcoming:
        return f"{record.words['in press']} {year_last(record, 'issued')}".strip()
    if record.doi and record.type == "article-journal":
        return on_date(record, record.words["published online"], "issued")
    return date


def _divided(number: str) -> list[str]:
    """A volume or issue and what is inside it: "58", "12 Suppl 7" → "12", "suppl 7"; "Pt 2" → "", "pt 2"."""
    found = _DIVISION.fullmatch(number)
    return [found[1], f"{found[2].lower()} {found[3]}".strip()] if found else [number]


def _preprint(record: Record) -> list[str]:
    server = record.text("container-title", "publisher", "archive")
    posted = on_date(record, record.words["preprint posted"], "issued") or record.words["preprint"]
    return [_people(record, "author"), _title(record), server, posted if server or _title(record) else ""]


def _part_of_book(record: Record) -> list[str]:
    editors = _people(record, "editor")
    book = record.text("container-title", "event-title", "publisher")
    whole = [f"{record.words['in']}: {editors or book}"] if book or editors else []
    if editors and book:
        whole.append(book)
    pages = full_pages(record.part("page"))
    imprint = _imprint(record)
    if pages:
        imprint = f"{imprint}:{pages}" if year_last(record, "issued", YEAR) else f"{imprint}. p {pages}".lstrip(". ")
    return [_people(record, "author"), _title(record), *whole, _volume(record), _edition(record), imprint]


def _trial(record: Record) -> list[str]:
    number, register = record.part("number"), record.registry
    named = record.words["registry identifier"].format(registry=register) if register else record.words["identifier"]
    return [
        _people(record, "author"),
        _title(record),
        f"{named}: {number}" if number else register,
        on_date(record, record.words["posted"], "issued"),
    ]


def _label(record: Record) -> list[str]:
    paper = capital(record.words[record.label]) if _title(record) else ""
    return [_people(record, "author"), _title(record), paper, _edition(record), _imprint(record)]


def _whole_work(record: Record) -> list[str]:
    authors, editors = _people(record, "author"), _people(record, "editor")
    if record.type in ONLINE or record.type in _MEDIA:
        return [authors or editors, _title(record), *_site(record, authors)]
    number = record.part("number") if record.type == "report" else ""
    series = " ".join(filter(None, (record.text("collection-title"), record.part("collection-number"))))
    return [
        authors or editors,
        _title(record),
        editors if authors else "",
        _volume(record),
        _edition(record),
        _thesis(record),
        _imprint(record),
        series if record.text("collection-title") else "",
        f"{record.words['report number']} {number}" if number else "",
    ]


def _site(record: Record, authors: str) -> list[str]:
    """What a page or data set is, where it is kept, and its date: "Dataset. Dryad. April 2020"."""
    medium = capital(record.words[_MEDIA[record.type]]) if record.type in _MEDIA and _title(record) else ""
    kept = [
        place
        for place in dict.fromkeys((record.text("container-title"), record.text("publisher")))
        if place not in (authors, record.text("title"))
    ]
    return [medium, _edition(record), *kept, capital(year_last(record, "issued", DAY))]


_WRITERS = {
    "article": _article,
    "preprint": _preprint,
    "part": _part_of_book,
    "trial": _trial,
    "label": _label,
    "whole": _whole_work,
}


# Pieces.


def _people(record: Record, field: str) -> str:
    """Up to six names; of more the first three. Editors are followed by ed or eds."""
    said, many = people(record, field, named=_NAMED_OF_MORE, most=_ALL_NAMED_UP_TO, ranks=_RANKS)
    if said and field == "editor":
        said += f", {record.words['ed' if many == 1 else 'eds']}"
    return said


def _title(record: Record) -> str:
    """The title as published; one that was translated says from what: "Care of bone pain [in Spanish]"."""
    translated, original = record.translated_title, record.text("original-title")
    if translated and original:
        return f"{original.rstrip('.')} [{translated}]"
    if translated and record.foreign:
        return f"{translated} [{record.words['in language'].format(language=record.foreign)}]"
    return record.text("title")


def _edition(record: Record) -> str:
    said = edition(record)
    return "" if said in ("1st ed.", "1.ª ed.") else said


def _volume(record: Record) -> str:
    volume = record.part("volume")
    return f"{record.words['volume'].rstrip('.')} {volume}" if volume else ""


def _thesis(record: Record) -> str:
    if record.type != "thesis" or not _title(record):
        return ""
    return capital(record.words["masters" if record.is_masters else "dissertation"])


def _imprint(record: Record) -> str:
    """ "World Health Organization; 2018": the publisher without its place."""
    return "; ".join(filter(None, (record.text("publisher"), year_last(record, "issued", YEAR))))


def _where(record: Record) -> str:
    """The DOI, or the day of reading and the address; last, and without a full stop."""
    if record.doi:
        return f"doi:{record.doi}"
    is_article = record.type in ARTICLES or record.kind in ("article", "preprint")
    if not record.has_address_of_its_own or (is_article and (record.pmid or record.pmcid)):
        return ""  # an article with a PubMed number is found by it; the reference list links there
    accessed = sentence(on_date(record, record.words["accessed"], "accessed"))
    return f"{accessed} {record.address}".strip()
