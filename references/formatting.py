"""References in words: NLM style (Citing Medicine, the ICMJE's sample references; "Vancouver") as plain text.

What a record does not say is left out, with its punctuation. Words we add are in the reader's language; titles and
names stay as published. Identifiers stand at the end the way PubMed prints them: "doi: … PMID: …; PMCID: …."
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from references.csl_dates import read_date
from references.csl_identifiers import bare_doi, web_address
from references.csl_names import is_organisation, name_text
from references.csl_text import plain_text, text_field
from references.csl_vocabulary import TYPES

STYLES = ("nlm",)
AUTHORS_SHOWN = 6

_ARTICLES = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"}
)
_PARTS = frozenset({"chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia"})
_ONLINE = frozenset({"webpage", "post", "post-weblog"})
_DATED_TO_THE_DAY = _ONLINE | {"dataset", "legislation", "regulation", "bill", "personal_communication", "broadcast"}
_MEDIA = {"dataset": "dataset", "software": "software", "map": "map"}

_PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "seasons": "Spring Summer Autumn Winter",
        "cited": "cited",
        "available": "Available from",
        "in": "In",
        "editor": "editor",
        "editors": "editors",
        "edition": "ed.",
        "volume": "Vol.",
        "forthcoming": "Forthcoming",
        "report": "Report No.",
        "dissertation": "dissertation",
        "masters": "master's thesis",
        "dataset": "dataset",
        "software": "software",
        "map": "map",
    },
    "es": {
        "months": "ene feb mar abr may jun jul ago sep oct nov dic",
        "seasons": "primavera verano otoño invierno",
        "cited": "citado",
        "available": "Disponible en",
        "in": "En",
        "editor": "editor",
        "editors": "editores",
        "edition": "ed.",
        "volume": "Vol.",
        "forthcoming": "En prensa",
        "report": "Informe n.º",
        "dissertation": "tesis doctoral",
        "masters": "tesis de maestría",
        "dataset": "conjunto de datos",
        "software": "software",
        "map": "mapa",
    },
}


class _Record(NamedTuple):
    """A record with the language of the words around it."""

    csl: Mapping[str, Any]
    words: Mapping[str, str]
    spanish: bool

    def text(self, *fields: str) -> str:
        """The first of the fields that says something, without punctuation at its ends that ours would double."""
        for field in fields:
            if said := _tidy(text_field(self.csl, field)):
                return said
        return ""

    def part(self, field: str) -> str:
        """A volume, issue, page or number: letters and digits inside, no brackets or separators around."""
        said = self.text(field).strip(" .,;:()[]{}-–—")
        return said if any(character.isalnum() for character in said) else ""


def format_reference(csl: Mapping[str, Any], *, style: str = "nlm", language: str = "en") -> str:
    """The reference as one line of plain text, "" when the record says nothing. Takes any mapping, cleaned or not.

    `language` "es" (or "es-US") gives Spanish words, anything else English. An unknown `style` raises ValueError.
    """
    if style not in STYLES:
        raise ValueError(f"Unknown reference style {style!r}; known: {', '.join(STYLES)}.")
    if not isinstance(csl, Mapping):
        return ""
    spanish = str(language).lower().replace("_", "-").split("-")[0] == "es"
    record = _Record(csl, _PHRASES["es" if spanish else "en"], spanish)
    kind = text_field(csl, "type")
    if kind in _ARTICLES or (kind not in TYPES and record.text("container-title") and record.part("volume")):
        sentences = _article(record)
    elif kind == "article":
        sentences = _preprint(record)
    elif kind in _PARTS:
        sentences = _part_of_book(record)
    else:
        sentences = _whole_work(record, kind)
    return " ".join(filter(None, (*map(_sentence, sentences), _identifiers(record), _availability(record, kind))))


def short_pages(pages: str) -> str:
    """Pages with the repeated digits left out as NLM does: "3978-3986" → "3978-86", "S93-S99" → "S93-9".

    Letters after a number keep both numbers whole ("126A-127A"), as do ranges that do not rise.
    """
    pages = re.sub(r"\s*[-‐‑‒–—−]+\s*", "-", pages.strip())
    pages = re.sub(r"^(?:pp?\.|págs?\.)\s*", "", pages, flags=re.IGNORECASE)
    return re.sub(r"(?<![\w.-])([A-Za-z]{0,4})(\d{1,9})-([A-Za-z]{0,4})(\d{1,9})(?![\w.-])", _short_range, pages)


# Kinds of work. Each gives its sentences in order, without their end marks; empty ones are dropped.


def _article(record: _Record) -> list[str]:
    journal = _journal(record)
    volume, issue = record.part("volume"), record.part("issue")
    if supplement := record.part("supplement-number"):
        if issue:
            issue = f"{issue} Suppl {supplement}"
        else:
            volume = f"{volume} Suppl {supplement}".strip()
    pages = short_pages(record.part("page")) or record.part("number")
    place = volume + (f"({issue})" if issue else "")
    if pages:
        place += f":{pages}"
    published = _date(record, "issued")
    if text_field(record.csl, "status").lower() in ("in press", "forthcoming") and not place:
        published = f"{record.words['forthcoming']} {published}".strip()
    if journal and _shows_address(record, "article-journal"):
        journal += " [Internet]"
        published = f"{published} {_cited(record)}".strip()
    if place.startswith(":"):  # no volume and no issue: the pages follow the date
        published = f"{published}{place}" if published else f"p. {place[1:]}"
    elif place:
        published = f"{published};{place}" if published else place
    return [_people(record, "author"), record.text("title"), journal, published]


def _preprint(record: _Record) -> list[str]:
    server = record.text("container-title", "publisher", "archive")
    if record.part("volume") or record.part("page"):
        return _article(record)
    published = _date(record, "issued")
    if _shows_address(record, "article"):
        published = f"{published} {_cited(record)}".strip()
    return [_people(record, "author"), record.text("title"), f"{server} [Preprint]" if server else "", published]


def _part_of_book(record: _Record) -> list[str]:
    editors = _people(record, "editor")
    book = _with_medium(record, record.text("container-title", "event-title", "publisher"), "chapter")
    whole = [f"{record.words['in']}: {editors or book}"] if book or editors else []
    if editors and book:
        whole.append(book)
    pages = short_pages(record.part("page"))
    return [
        _people(record, "author"),
        record.text("title"),
        *whole,
        _edition(record),
        _volume(record),
        _imprint(record, "chapter"),
        f"p. {pages}" if pages else "",
    ]


def _whole_work(record: _Record, kind: str) -> list[str]:
    authors = _people(record, "author")
    editors = _people(record, "editor")
    site = record.text("container-title") if kind not in ("book", "report", "thesis") else ""
    if site in (record.text("publisher"), authors, record.text("title")):
        site = ""
    number = record.part("number") if kind == "report" else ""
    series = record.text("collection-title")
    if series and record.part("collection-number"):
        series = f"{series}; {record.part('collection-number')}"
    return [
        authors or editors,
        _with_medium(record, record.text("title"), kind),
        _edition(record),
        _volume(record),
        editors if authors else "",
        site,
        _imprint(record, kind),
        f"({series})" if series else "",
        f"{record.words['report']}: {number}" if number else "",
    ]


# Pieces.


def _journal(record: _Record) -> str:
    abbreviation = record.text("container-title-short", "journalAbbreviation")
    # NLM's abbreviations have no periods; those of other services ("J. Clin. Oncol.") do.
    return re.sub(r"\.(?=\s|$)", "", abbreviation) or record.text("container-title").rstrip(".")


def _people(record: _Record, field: str) -> str:
    """The first six names of the field, groups after a semicolon; editors followed by that word."""
    names = record.csl.get(field)
    if isinstance(names, str | Mapping):
        names = [names]
    entries = names if isinstance(names, list | tuple) else []
    shown = [(_tidy(name_text(name)), is_organisation(name)) for name in entries]
    shown = [(text, group) for text, group in shown if text]
    said, previous_group = "", False
    for text, group in shown[:AUTHORS_SHOWN]:
        said += ("; " if group or previous_group else ", ") + text if said else text
        previous_group = group
    if len(shown) > AUTHORS_SHOWN:
        said += ", et al."
    if said and field == "editor":
        said += f", {record.words['editor' if len(shown) == 1 else 'editors']}"
    return said


def _with_medium(record: _Record, title: str, kind: str) -> str:
    """The title with what it is in brackets: [Internet], [dissertation], [dataset]."""
    medium = ""
    if kind == "thesis":
        masters = "master" in text_field(record.csl, "genre").lower()
        medium = record.words["masters" if masters else "dissertation"]
    elif kind in _MEDIA:
        medium = record.words[_MEDIA[kind]]
    elif kind in _ONLINE or _shows_address(record, kind):
        medium = "Internet"
    if not title or not medium:
        return title
    return f"{title.rstrip('.')} [{medium}]"


def _edition(record: _Record) -> str:
    edition = record.part("edition")
    edition = re.sub(r"\s*\b(?:ed|edn|edition|edición|edicion)$", "", edition, flags=re.IGNORECASE)
    number = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th|\.?\s*[ªº]|[aª])?", edition)
    if not number:
        return f"{edition} {record.words['edition']}" if edition else ""
    if record.spanish:
        return f"{number[1]}.ª {record.words['edition']}"
    count = int(number[1])
    ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th") if count % 100 not in (11, 12, 13) else "th"
    return f"{count}{ending} {record.words['edition']}"


def _volume(record: _Record) -> str:
    volume = record.part("volume")
    return f"{record.words['volume']} {volume}" if volume else ""


def _imprint(record: _Record, kind: str) -> str:
    """ "Geneva: World Health Organization; 2018 [cited 2024 Mar 5]", as much of it as is known."""
    publisher = ": ".join(filter(None, (record.text("publisher-place"), record.text("publisher"))))
    precision = 3 if kind in _DATED_TO_THE_DAY else 2 if kind == "report" else 1
    published = _date(record, "issued", precision)
    if _shows_address(record, kind):
        published = f"{published} {_cited(record)}".strip()
    return "; ".join(filter(None, (publisher, published)))


def _cited(record: _Record) -> str:
    accessed = _date(record, "accessed")
    return f"[{record.words['cited']} {accessed}]" if accessed else ""


def _date(record: _Record, field: str, precision: int = 3) -> str:
    """ "2017 Jan 3", "2017 Jan-Feb", "2017 Spring": as far as known and as `precision` (1 year to 3 day) asks."""
    date, _message = read_date(record.csl.get(field))
    ends = [_date_words(parts[:precision], record) for parts in date.get("date-parts", ())]
    if not ends:
        return _tidy(date.get("literal", ""))
    if date.get("season") and precision > 1 and len(date["date-parts"][0]) == 1:
        return f"{ends[0]} {record.words['seasons'].split()[date['season'] - 1]}"
    first, last = ends[0], ends[-1]
    if first == last:
        return first
    shared = f"{date['date-parts'][0][0]} "
    return f"{first}-{last.removeprefix(shared)}"


def _date_words(parts: list[int], record: _Record) -> str:
    months = record.words["months"].split()
    return " ".join([str(parts[0]), *(months[month - 1] for month in parts[1:2]), *(str(day) for day in parts[2:])])


def _identifiers(record: _Record) -> str:
    doi = _doi(record)
    pmid = re.sub(r"\D", "", text_field(record.csl, "PMID"))
    pmcid = re.sub(r"\D", "", text_field(record.csl, "PMCID").partition(".")[0])
    pubmed = "; ".join(filter(None, (f"PMID: {pmid}" if pmid else "", f"PMCID: PMC{pmcid}" if pmcid else "")))
    return " ".join(f"{said}." for said in (f"doi: {doi}" if doi else "", pubmed) if said)


def _availability(record: _Record, kind: str) -> str:
    if not _shows_address(record, kind):
        return ""
    address = web_address(record.csl.get("URL"))
    # Citing Medicine: a full stop only after a slash; elsewhere it would be taken for a part of the address.
    return f"{record.words['available']}: {address}{'.' if address.endswith('/') else ''}"


def _doi(record: _Record) -> str:
    address = web_address(record.csl.get("URL"))
    return bare_doi(text_field(record.csl, "DOI")) or (bare_doi(address) if "doi.org/" in address else "")


def _shows_address(record: _Record, kind: str) -> bool:
    """Whether the web address is printed: not one that repeats the DOI, nor that of an article with DOI or PMID."""
    address = web_address(record.csl.get("URL"))
    if not address or (_doi(record) and "doi.org/" in address):
        return False
    return not (kind in _ARTICLES or kind == "article") or not _identifiers(record)


def _short_range(found: re.Match[str]) -> str:
    letters, first, last_letters, last = found.groups()
    if last_letters not in ("", letters):
        return found[0]
    if len(first) == len(last):
        if int(last) == int(first):
            return f"{letters}{first}"
        if int(last) < int(first):
            return found[0]
        same = next(place for place, (ours, theirs) in enumerate(zip(first, last, strict=True)) if ours != theirs)
        return f"{letters}{first}-{last[same:]}"
    return f"{letters}{first}-{last}" if len(last) > len(first) else found[0]


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".?!…。？！" else f"{text}."


def _tidy(text: str) -> str:
    """Text as it may stand between our punctuation: no doubled periods or commas, none at its start, no loose end."""
    text = re.sub(r"\.{3,}", "…", plain_text(text))
    text = re.sub(r"\s+([,;.])(?=[\s,;.]|$)|\s+(?=,)", r"\1", text)
    text = re.sub(r"([.,;:])(?:\s*\1)+", r"\1", text)
    text = re.sub(r"^[\s.,;:]+(?=[\s.,;:])|^[,;:]\s*|^\.(?!\w)", "", text).lstrip(" ,;:")
    return text.rstrip(" ,;:")
