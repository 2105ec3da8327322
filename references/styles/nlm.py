"""NLM style (Citing Medicine, the ICMJE's sample references; "Vancouver").

What a record does not say is left out, with its punctuation. Identifiers stand at the end the way PubMed prints them:
"doi: … PMID: …; PMCID: …."
"""

from references.styles.dates import DAY, MONTH, YEAR, year_first
from references.styles.pages import short_pages
from references.styles.people import people
from references.styles.record import ARTICLES, ONLINE, Record, capital, edition, journal, sentence

AUTHORS_SHOWN = 6

_DATED_TO_THE_DAY = ONLINE | {"dataset", "legislation", "regulation", "bill", "personal_communication", "broadcast"}
_MEDIA = {"dataset": "dataset", "software": "software", "map": "map"}


def line(record: Record) -> str:
    """The record in NLM style; "" when it says nothing."""
    sentences = _WRITERS[record.kind](record)
    # A language stands after the pages; of a work read online after the address.
    language = capital(record.foreign)
    before = [*sentences, language] if language and not _shows_address(record) else sentences
    said = [*map(sentence, before), _identifiers(record), _availability(record)]
    return " ".join(filter(None, said))


def _article(record: Record) -> list[str]:
    title_of_journal = journal(record)
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
    published = year_first(record, "issued")
    if record.is_forthcoming and not place:
        published = f"{record.words['forthcoming']} {published}".strip()
    if title_of_journal and _shows_address(record):
        title_of_journal += " [Internet]"
        published = f"{published} {_cited(record)}".strip()
    if place.startswith(":"):  # no volume and no issue: the pages follow the date
        published = f"{published}{place}" if published else f"p. {place[1:]}"
    elif place:
        published = f"{published};{place}" if published else place
    return [_people(record, "author"), _title(record), title_of_journal, published]


def _preprint(record: Record) -> list[str]:
    server = record.text("container-title", "publisher", "archive")
    published = year_first(record, "issued")
    if _shows_address(record):
        published = f"{published} {_cited(record)}".strip()
    said = f"{server} [{record.words['preprint']}]" if server else ""
    return [_people(record, "author"), _title(record), said, published]


def _part_of_book(record: Record) -> list[str]:
    editors = _people(record, "editor")
    book = _with_medium(record, record.text("container-title", "event-title", "publisher"))
    whole = [f"{record.words['in']}: {editors or book}"] if book or editors else []
    if editors and book:
        whole.append(book)
    pages = short_pages(record.part("page"))
    return [
        _people(record, "author"),
        _title(record),
        *whole,
        edition(record),
        _volume(record),
        _imprint(record),
        f"p. {pages}" if pages else "",
    ]


def _trial(record: Record) -> list[str]:
    """A record of a register is a part of a database: the database first, then number and title of the part."""
    register = record.registry
    authors = _people(record, "author")
    publisher = _publisher(record)
    published = _dated(record, DAY)
    number = record.part("number")
    numbered = f"{record.words['identifier']} {number}" if number else ""
    part = ", ".join(filter(None, (numbered, _title(record))))
    part = "; ".join(filter(None, (part, published)))
    if not register:
        return [authors, part]
    return [f"{register} [Internet]" if _shows_address(record) else register, publisher, authors, part]


def _label(record: Record) -> list[str]:
    return [_people(record, "author"), _with_medium(record, _title(record)), edition(record), _imprint(record)]


def _whole_work(record: Record) -> list[str]:
    authors = _people(record, "author")
    editors = _people(record, "editor")
    site = record.text("container-title") if record.type not in ("book", "report", "thesis") else ""
    if site in (record.text("publisher"), authors, record.text("title")):
        site = ""
    number = record.part("number") if record.type == "report" else ""
    series = record.text("collection-title")
    if series and record.part("collection-number"):
        series = f"{series}; {record.part('collection-number')}"
    return [
        authors or editors,
        _with_medium(record, _title(record)),
        edition(record),
        _volume(record),
        editors if authors else "",
        site,
        _imprint(record),
        f"({series})" if series else "",
        f"{record.words['report']}: {number}" if number else "",
    ]


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
    """The first six names of the field; editors followed by that word."""
    said, many = people(record, field, named=AUTHORS_SHOWN, most=AUTHORS_SHOWN)
    said = f"{said}." if said.endswith(", et al") else said
    if said and field == "editor":
        said += f", {record.words['editor' if many == 1 else 'editors']}"
    return said


def _title(record: Record) -> str:
    """The title as published. Beside a title in another language its translation stands in square brackets."""
    original = record.text("original-title")
    if original and record.translated_title:
        return f"{original.rstrip('.')} [{record.translated_title}]"
    return record.text("title")


def _with_medium(record: Record, title: str) -> str:
    """The title with what it is in brackets: [Internet], [dissertation], [dataset on the Internet]."""
    online = record.type in ONLINE or _shows_address(record)
    medium = ""
    if record.kind == "label":
        medium = record.words[record.label]
    elif record.type == "thesis":
        medium = record.words["masters" if record.is_masters else "dissertation"]
    elif record.type in _MEDIA:
        medium = record.words[_MEDIA[record.type]]
    if online:
        medium = f"{medium} {record.words['on the internet']}" if medium else "Internet"
    if not title or not medium:
        return title
    return f"{title.rstrip('.')} [{medium}]"


def _volume(record: Record) -> str:
    volume = record.part("volume")
    return f"{record.words['volume']} {volume}" if volume else ""


def _publisher(record: Record) -> str:
    return ": ".join(filter(None, (record.text("publisher-place"), record.text("publisher"))))


def _imprint(record: Record) -> str:
    """ "Geneva: World Health Organization; 2018 [cited 2024 Mar 5]", as much of it as is known."""
    precision = DAY if record.type in _DATED_TO_THE_DAY else MONTH if record.type == "report" else YEAR
    precision = MONTH if record.kind == "label" and precision == YEAR else precision
    return "; ".join(filter(None, (_publisher(record), _dated(record, precision))))


def _dated(record: Record, precision: int) -> str:
    published = year_first(record, "issued", precision)
    return f"{published} {_cited(record)}".strip() if _shows_address(record) else published


def _cited(record: Record) -> str:
    accessed = year_first(record, "accessed")
    return f"[{record.words['cited']} {accessed}]" if accessed else ""


def _identifiers(record: Record) -> str:
    pubmed = "; ".join(
        filter(None, (f"PMID: {record.pmid}" if record.pmid else "", f"PMCID: {record.pmcid}" if record.pmcid else ""))
    )
    return " ".join(f"{said}." for said in (f"doi: {record.doi}" if record.doi else "", pubmed) if said)


def _availability(record: Record) -> str:
    if not _shows_address(record):
        return ""
    # Citing Medicine: a full stop only after a slash; elsewhere it would be taken for a part of the address.
    said = f"{record.words['available']}: {record.address}{'.' if record.address.endswith('/') else ''}"
    return f"{said} {sentence(capital(record.foreign))}".strip()


def _shows_address(record: Record) -> bool:
    """Whether the web address is printed: not one that repeats the DOI, nor that of an article with DOI or PMID."""
    if not record.has_address_of_its_own:
        return False
    return not (record.type in ARTICLES or record.kind in ("article", "preprint")) or not _identifiers(record)
