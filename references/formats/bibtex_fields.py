"""From the fields of BibTeX and BibLaTeX to those of CSL."""

import re
from typing import Any

from django.utils.translation import gettext as _

from references.formats.bibtex_names import names
from references.formats.latex import plain
from references.formats.values import add_identifiers, whole_pages, without_empty
from references.more_names import MARK, unfinished

_KINDS = {
    "article": "article-journal", "audio": "song", "bibnote": "document", "book": "book", "bookinbook": "chapter",
    "booklet": "pamphlet", "collection": "book", "conference": "paper-conference", "dataset": "dataset",
    "electronic": "webpage", "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia", "jurisdiction": "legal_case", "legislation": "legislation", "manual": "report",
    "mastersthesis": "thesis", "misc": "document", "movie": "motion_picture", "music": "song", "mvbook": "book",
    "mvcollection": "book", "mvproceedings": "book", "mvreference": "book", "online": "webpage", "patent": "patent",
    "performance": "performance", "periodical": "periodical", "phdthesis": "thesis", "proceedings": "book",
    "reference": "book", "report": "report", "review": "review", "software": "software", "standard": "standard",
    "suppbook": "chapter", "suppcollection": "chapter", "suppperiodical": "article-journal", "techreport": "report",
    "thesis": "thesis", "unpublished": "manuscript", "video": "motion_picture", "webpage": "webpage", "www": "webpage",
}  # fmt: skip
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
_WORDS_FOR_GENRES = {"phdthesis": "PhD thesis", "mathesis": "Master’s thesis", "bathesis": "Bachelor’s thesis",
                     "techreport": "Technical report", "resreport": "Research report"}  # fmt: skip
_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}
_TEXTS = {  # CSL field → BibTeX fields, the first that says something
    "volume": ("volume",),
    "volume-title": ("volumetitle",),
    "number-of-pages": ("pagetotal", "numpages"),
    "number-of-volumes": ("volumes",),
    "edition": ("edition",),
    "publisher": ("publisher", "institution", "school", "organization"),
    "publisher-place": ("address", "location"),
    "abstract": ("abstract",),
    "keyword": ("keywords", "keyword"),
    "language": ("language", "langid"),
    "annote": ("annote", "annotation"),
    "container-title-short": ("shortjournal", "journalabbr", "journal-iso"),
    "title-short": ("shorttitle",),
    "original-title": ("origtitle",),
    "collection-title": ("series",),
    "event-title": ("eventtitle", "conference"),
    "event-place": ("venue",),
    "chapter-number": ("chapter",),
    "status": ("pubstate",),
    "version": ("version",),
    "ISSN": ("issn",),
    "ISBN": ("isbn",),
    "PMID": ("pmid",),
    "PMCID": ("pmcid", "pmc"),
}
FREE = "wellread"  # carries what there is no field for, see carried.py
_RAW = frozenset("wellread doi url file eprint crossref xdata ids pmid pmcid pmc isbn issn howpublished".split())
# How programs keep their books; it says nothing about the work.
_BOOKKEEPING = re.compile(
    r"file|bdsk-.*|date-added|date-modified|timestamp|owner|groups|__markedentry|mendeley-.*|creationdate|modificationdate|"
    r"crossref|xdata|ids|keyword|wellread|citation-key|langidopts|options|biburl|bibsource|local-url"
)
_READ_BELOW = frozenset(
    "title subtitle titleaddon booktitle booksubtitle maintitle journal journaltitle journalsubtitle fjournal year month day "
    "date urldate number issue pages eid doi url howpublished note addendum eprint eprinttype archiveprefix primaryclass type "
    "entrysubtype archive".split()
)
_READ = _READ_BELOW | _NAMES.keys() | {name for given in _TEXTS.values() for name in given}


def to_csl(kind: str, fields: dict[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The entry as CSL-JSON, with what there is to say about it."""
    notes: list[str] = []
    text = {name: (value if name in _RAW else plain(value)) for name, value in fields.items() if name not in _NAMES}
    text = {name: " ".join(value.split()) if len(value) < 5_000 else value.strip() for name, value in text.items()}

    def first(*wanted: str) -> str:
        return next((text[name] for name in wanted if text.get(name)), "")

    csl: dict[str, Any] = {"type": _kind(kind, first, notes)}
    going_on: list[str] = []
    for name, target in _NAMES.items():
        csl[target], others = names(fields.get(name, ""))
        if others:
            going_on.append(target)
            notes.append(
                _("The list of names (%(name)s) ends in “and others” and prints “et al.”; add those that are missing.")
                % {"name": name}
            )
    csl["title"] = _with_subtitle(first("title"), first("subtitle"), first("titleaddon"))
    for target, given in _TEXTS.items():
        csl[target] = first(*given)
    _container(csl, first)
    csl["issued"] = first("date") or _issued(first("year"), first("month"), first("day"))
    csl["accessed"] = first("urldate")
    _number(csl, first)
    csl["page"] = whole_pages(first("pages"))
    if not csl["page"] and first("eid"):
        csl["number"] = first("eid")
    csl["genre"] = _WORDS_FOR_GENRES.get(first("type").lower(), first("type")) or _GENRES.get(kind, "")
    csl["note"] = "\n".join(filter(None, (first("note"), first("addendum"))))
    _links(csl, first)
    kept = {
        name: value for name, value in text.items() if value and name not in _READ and not _BOOKKEEPING.fullmatch(name)
    }
    csl["custom"] = {"bibtex": kept} if kept else {}
    if more := unfinished(csl, going_on):
        csl["custom"][MARK] = more
    return without_empty(csl), tuple(notes)


def _kind(kind: str, first, notes: list[str]) -> str:
    subtype = first("entrysubtype").lower()
    if kind in ("article", "suppperiodical") and subtype in ("magazine", "newspaper"):
        return f"article-{subtype}"
    if kind in ("misc", "unpublished") and re.match(
        r"arxiv|biorxiv|medrxiv", first("archiveprefix", "eprinttype", "publisher"), re.I
    ):
        return "article"
    if kind == "misc" and (first("urldate") or (first("url", "howpublished").find("http") >= 0 and not first("doi"))):
        return "webpage"
    if kind not in _KINDS:
        notes.append(_("“@%(type)s” is no type we know; the entry was read as a document.") % {"type": kind})
    return _KINDS.get(kind, "document")


def _with_subtitle(title: str, subtitle: str, addition: str = "") -> str:
    if subtitle:
        title = (
            f"{title} {subtitle}" if title.endswith(("?", "!", ":")) else f"{title}: {subtitle}" if title else subtitle
        )
    return f"{title}. {addition}" if title and addition else title or addition


def _container(csl: dict[str, Any], first) -> None:
    journal = _with_subtitle(first("journaltitle", "fjournal", "journal"), first("journalsubtitle"))
    book = _with_subtitle(first("booktitle"), first("booksubtitle"))
    csl["container-title"] = journal or book or ("" if csl["type"] == "book" else first("maintitle"))
    if csl["type"] == "book" and not csl["collection-title"]:
        csl["collection-title"] = first("maintitle")
    if not csl["container-title-short"] and first("fjournal") and first("journal"):
        csl["container-title-short"] = first("journal")


def _number(csl: dict[str, Any], first) -> None:
    """ "number" is the issue of a journal, a report's own number, or the place in a series."""
    number = first("number")
    if csl["type"] in ("report", "patent", "standard", "legislation", "dataset", "software", "document", "webpage"):
        csl["number"] = number
        csl["issue"] = first("issue")
    elif csl["type"].startswith("article") or csl["type"] in ("periodical", "review"):
        csl["issue"] = number or first("issue")
    elif csl["collection-title"]:
        csl["collection-number"] = number
    else:
        csl["issue"] = number or first("issue")


def _issued(year: str, month: str, day: str) -> str:
    """The date as cleaning reads it: "2017-01-03", "2017 Jan", or the words that stand there."""
    month = month.strip(" .,")
    if re.fullmatch(r"\d{1,2}[ .]+[^\W\d_]+|[^\W\d_]+[ .]+\d{1,2}", month):  # "3 Jan", jan # "~3"
        month, day = sorted(re.split(r"[ .]+", month), key=str.isdigit)
    if not month or not re.fullmatch(r"\d{4}", year.strip()):
        return year
    if month.isdigit():
        return "-".join(part.zfill(2) for part in (year, month, day) if part)
    return " ".join(filter(None, (year, month, day)))


def _links(csl: dict[str, Any], first) -> None:
    published = re.sub(r"\\(?:url|href)\s{0,3}", "", first("howpublished"))
    address = re.search(r"https?://[^\s{}]+", published)
    url = plain(first("url")) if "\\" in first("url") or "{" in first("url") else first("url")
    csl["URL"] = url or (address[0] if address else "")
    if published and not address:
        csl["note"] = "\n".join(filter(None, (csl["note"], plain(published))))
    if doi := first("doi"):
        doi = plain(doi) if re.search(r"\\[_&#%{}]|[{}]", doi) else doi
        csl["DOI"] = doi
    eprint, kind = first("eprint"), first("eprinttype", "archiveprefix").lower()
    if kind in ("pubmed", "pmid"):
        csl["PMID"] = csl["PMID"] or eprint
    elif kind in ("pmc", "pmcid"):
        csl["PMCID"] = csl["PMCID"] or eprint
    elif eprint:
        csl["number"] = csl.get("number") or f"{first('eprinttype', 'archiveprefix') or 'eprint'}:{eprint}"
    add_identifiers(csl, (csl["URL"], published, csl["note"], csl["annote"]))
