"""The kinds of work a librarian chooses from: which CSL record each is, which boxes it has, in which order, and what a reader
needs to find the work. Pure.

CSL has no type for a trial's registration or a drug label; the genre says it there (references.styles.record).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from references.csl_text import text_field
from references.styles.record import Record


@dataclass(frozen=True)
class Kind:
    """`boxes` and `needs` are CSL fields; "a|b" needs one of the two. `labels`: what a field is called for this kind.
    `genre` is written where the librarian gives none, because the kind is known by it."""

    name: str
    label: Any
    type: str
    boxes: tuple[str, ...]
    needs: tuple[str, ...]
    genre: str = ""
    labels: Mapping[str, Any] = field(default_factory=dict)


LABELS: dict[str, Any] = {
    "title": _("Title"),
    "author": _("Authors"),
    "editor": _("Editors"),
    "translator": _("Translators"),
    "container-title": _("Published in"),
    "container-title-short": _("Abbreviation of the journal"),
    "collection-title": _("Series"),
    "issued": _("Published"),
    "volume": _("Volume"),
    "issue": _("Issue"),
    "page": _("Pages"),
    "number": _("Number"),
    "edition": _("Edition"),
    "version": _("Version"),
    "genre": _("Kind of study or document"),
    "event-title": _("Conference"),
    "event-place": _("Place of the conference"),
    "publisher": _("Publisher"),
    "publisher-place": _("Place"),
    "archive": _("Archive"),
    "DOI": "DOI",
    "PMID": "PMID",
    "PMCID": "PMCID",
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "URL": _("Web address"),
    "accessed": _("Read on"),
    "language": _("Language"),
    "abstract": _("Abstract"),
    "abstract-licence": _("Licence of the abstract"),
}
_TAIL = ("language", "abstract", "abstract-licence")
_JOURNAL = ("title", "author", "container-title", "container-title-short", "issued", "volume", "issue", "page")
_JOURNAL_NUMBERS = ("DOI", "PMID", "PMCID", "ISSN", "URL", "accessed")
_ONLINE = ("URL", "accessed")
_JOURNAL_NAME = {"container-title": _("Journal")}

_ALL = (
    Kind(
        "article-journal", _("Journal article"), "article-journal",
        (*_JOURNAL, "genre", *_JOURNAL_NUMBERS, *_TAIL),
        ("author", "container-title", "issued"), labels=_JOURNAL_NAME,
    ),
    Kind(
        "review-article", _("Review or meta-analysis in a journal"), "article-journal",
        (*_JOURNAL, "genre", *_JOURNAL_NUMBERS, *_TAIL),
        ("author", "container-title", "issued"), genre="Review", labels=_JOURNAL_NAME,
    ),
    Kind(
        "report", _("Guideline or report"), "report",
        ("title", "author", "publisher", "publisher-place", "issued", "genre", "number", "version", "edition", "collection-title",
         "page", "DOI", "PMID", "ISBN", *_ONLINE, *_TAIL),
        ("author|publisher", "issued"),
        labels={"publisher": _("Organization that publishes it"), "number": _("Number of the report")},
    ),
    Kind(
        "trial", _("Registration of a trial"), "webpage",
        ("title", "number", "container-title", "author", "issued", "version", "genre", *_ONLINE, "DOI", "publisher",
         "publisher-place", *_TAIL),
        ("number", "container-title|archive", "URL", "accessed"), genre="Clinical trial registration",
        labels={
            "number": _("Number of the trial"), "container-title": _("Register"), "author": _("Sponsor or investigators"),
            "issued": _("First registered"),
        },
    ),
    Kind(
        "book", _("Book"), "book",
        ("title", "author", "editor", "translator", "edition", "volume", "collection-title", "publisher", "publisher-place",
         "issued", "ISBN", "DOI", *_ONLINE, "genre", *_TAIL),
        ("author|editor", "publisher", "issued"),
    ),
    Kind(
        "chapter", _("Chapter of a book"), "chapter",
        ("title", "author", "container-title", "editor", "translator", "edition", "volume", "collection-title", "publisher",
         "publisher-place", "issued", "page", "ISBN", "DOI", "PMID", "PMCID", *_ONLINE, *_TAIL),
        ("author", "container-title", "publisher", "issued", "page"),
        labels={
            "title": _("Title of the chapter"), "container-title": _("Title of the book"),
            "editor": _("Editors of the book"),
        },
    ),
    Kind(
        "webpage", _("Web page"), "webpage",
        ("title", "author", "container-title", "publisher", "publisher-place", "issued", "version", *_ONLINE, "genre", *_TAIL),
        ("author|publisher|container-title", "URL", "accessed"),
        labels={"container-title": _("Site"), "issued": _("Published or last changed")},
    ),
    Kind(
        "label", _("Drug label or package leaflet"), "document",
        ("title", "publisher", "publisher-place", "author", "issued", "version", "number", "genre", *_ONLINE, *_TAIL),
        ("publisher|author", "issued", "URL"), genre="Prescribing information",
        labels={
            "title": _("Name of the medicine, as on the label"), "publisher": _("Company"), "issued": _("Last changed"),
            "number": _("Number of the authorization or set"),
        },
    ),
    Kind(
        "dataset", _("Data set"), "dataset",
        ("title", "author", "issued", "version", "publisher", "publisher-place", "archive", "container-title", "number", "DOI",
         *_ONLINE, *_TAIL),
        ("author|publisher", "issued", "DOI|URL"),
        labels={"publisher": _("Published by"), "container-title": _("Collection")},
    ),
    Kind(
        "thesis", _("Thesis"), "thesis",
        ("title", "author", "genre", "publisher", "publisher-place", "issued", "archive", "number", "DOI", "ISBN", *_ONLINE,
         *_TAIL),
        ("author", "publisher", "issued"), labels={"publisher": _("University")},
    ),
    Kind(
        "preprint", _("Preprint"), "article",
        ("title", "author", "container-title", "publisher", "issued", "version", "number", "genre", "DOI", "PMID", "PMCID",
         *_ONLINE, *_TAIL),
        ("author", "container-title|publisher|archive", "issued", "DOI|URL"),
        labels={"container-title": _("Preprint server"), "issued": _("Posted")},
    ),
    Kind(
        "paper-conference", _("Conference paper"), "paper-conference",
        ("title", "author", "event-title", "event-place", "container-title", "editor", "publisher", "publisher-place", "issued",
         "volume", "page", "collection-title", "ISBN", "DOI", "PMID", *_ONLINE, "genre", *_TAIL),
        ("author", "container-title|event-title", "issued"), labels={"container-title": _("Proceedings")},
    ),
    Kind(
        "legislation", _("Law or regulation"), "legislation",
        ("title", "number", "author", "container-title", "volume", "page", "publisher", "publisher-place", "issued", *_ONLINE,
         *_TAIL),
        ("issued",), labels={"author": _("Jurisdiction or authority"), "container-title": _("Gazette or code")},
    ),
    Kind(
        "document", _("Other"), "document",
        ("title", "author", "editor", "container-title", "publisher", "publisher-place", "issued", "volume", "issue", "page",
         "number", "edition", "version", "genre", "archive", "DOI", "PMID", "ISBN", *_ONLINE, *_TAIL),
        (),
    ),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
# CSL type → what lists call it. Kinds that only their genre tells apart stand under their type.
TYPES: dict[str, Any] = {kind.type: kind.label for kind in _ALL if not kind.genre}
_OF_TYPE = {kind.type: kind.name for kind in _ALL if not kind.genre}
_GENRES = frozenset(kind.genre for kind in _ALL if kind.genre)
_REVIEW = re.compile(r"\breview\b|meta-?an[aá]l|\brevisi[oó]n\b", re.IGNORECASE)


def kind_of(record: Mapping[str, Any]) -> str:
    """The kind of a record; for a CSL type that has no form of its own ("map"), that type."""
    read = Record(record, "en")
    if read.kind in ("trial", "label", "preprint"):
        return read.kind
    if read.type == "article-journal" and _REVIEW.search(text_field(record, "genre")):
        return "review-article"
    return _OF_TYPE.get(read.type, read.type)


def form_of(name: str) -> Kind:
    """The kind with its boxes; a type without a form of its own has those of "other"."""
    return KINDS.get(name) or Kind(name, name, name, KINDS["document"].boxes, ())


def label_of(csl_field: str, kind: str) -> Any:
    """What a field is called on the form of a kind."""
    known = KINDS.get(kind)
    return (known.labels.get(csl_field) if known else None) or LABELS.get(csl_field, csl_field)


def genre_for(kind: str, genre: str) -> str:
    """The genre to write for a kind: what was typed, unless it would make it another kind; else the kind's own."""
    wanted = KINDS.get(kind)
    if wanted is None:
        return genre
    if wanted.genre:
        return genre if kind_of({"type": wanted.type, "genre": genre}) == kind else wanted.genre
    return "" if genre.strip() in _GENRES else genre
