"""Each service as a small client: `fetch` gives its parsed JSON, `record` the CSL record in it."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from references.csl_text import plain_text, text_field
from references.resolvers.asking import CannotResolve, ask_json


class Found(NamedTuple):
    """What a service says: a CSL record, not cleaned and not saved, and the service's name."""

    record: dict[str, Any]
    service: str


class Resolver(Protocol):
    name: str
    title: str
    knows: tuple[str, ...]

    def fetch(self, **identifier: str) -> dict[str, Any]: ...
    def record(self, answer: Mapping[str, Any]) -> dict[str, Any]: ...


class Crossref:
    """DOIs of journals, books and preprints."""

    name, title, knows = "crossref", "Crossref", ("doi",)
    # What Crossref calls a kind of work, where CSL has another word.
    _TYPES = {
        "journal-article": "article-journal", "posted-content": "article", "book-chapter": "chapter",
        "book-section": "chapter", "book-part": "chapter", "monograph": "book", "edited-book": "book",
        "reference-book": "book", "proceedings-article": "paper-conference", "dissertation": "thesis",
        "report-component": "report", "report-series": "report", "reference-entry": "entry", "peer-review": "review",
        "database": "dataset", "component": "document", "other": "document", "journal-issue": "periodical",
    }  # fmt: skip
    _TEXTS = ("DOI", "publisher", "page", "volume", "issue", "language", "abstract", "edition-number")
    _DATE_PARTS = "date-parts"

    def fetch(self, *, doi: str) -> dict[str, Any]:
        """The work as Crossref describes it: the `message` of its answer, which also has `update-to` and `updated-by`."""
        answer = ask_json(f"https://api.crossref.org/works/{quote(doi, safe='')}", service=self.title)
        message = answer.get("message") if isinstance(answer, dict) else None
        if not isinstance(message, dict) or not text_field(message, "title"):
            raise _without_record(self.title)
        return message

    def record(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """CSL with plain values: Crossref sends lists of titles, its own types, and dates that may be empty."""
        kind = plain_text(answer.get("type"))
        record: dict[str, Any] = {"type": self._TYPES.get(kind, kind or "document")}
        for field in self._TEXTS:
            if text := text_field(answer, field):
                record["edition" if field == "edition-number" else field] = text
        title, subtitle = text_field(answer, "title"), text_field(answer, "subtitle")
        record["title"] = f"{title}: {subtitle}" if subtitle and subtitle.lower() not in title.lower() else title
        for field, theirs in (
            ("container-title", "container-title"),
            ("container-title-short", "short-container-title"),
        ):
            if text := text_field(answer, theirs):
                record[field] = text
        if place := plain_text(answer.get("publisher-location")):
            record["publisher-place"] = place
        for field in ("ISSN", "ISBN"):
            numbers = answer.get(field)
            if isinstance(numbers, list) and numbers:
                record[field] = (
                    " ".join(filter(None, map(plain_text, numbers))) if field == "ISBN" else plain_text(numbers[0])
                )
        for field in ("author", "editor", "translator"):
            if names := _names(answer.get(field)):
                record[field] = names
        for theirs in ("published-print", "issued", "published-online", "posted"):
            date = answer.get(theirs)
            parts = date.get(self._DATE_PARTS) if isinstance(date, Mapping) else None
            if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0] and parts[0][0]:
                record["issued"] = {"date-parts": parts[:1]}
                break
        if record["type"] == "article":
            record.setdefault("container-title", _institution(answer) or text_field(answer, "group-title"))
        return record


class PubMed:
    """Articles by their PubMed number or their PubMed Central number."""

    name, title, knows = "pubmed", "PubMed", ("pmid", "pmcid")
    _ADDRESS = "https://api.ncbi.nlm.nih.gov/lit/ctxp/v1"

    def fetch(self, *, pmid: str = "", pmcid: str = "") -> dict[str, Any]:
        """The article as CSL-JSON, as the literature citation exporter of NCBI gives it."""
        place, number = ("pubmed", pmid) if pmid else ("pmc", pmcid.removeprefix("PMC"))
        answer = ask_json(f"{self._ADDRESS}/{place}/?{urlencode({'format': 'csl', 'id': number})}", service=self.title)
        # It says "unknown" with a 200 and a list of complaints.
        if not isinstance(answer, dict) or not text_field(answer, "title"):
            raise _without_record(self.title)
        return answer

    def record(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """Without their id, their own field for the day it went online, and the day that they made the citation."""
        return {
            field: value for field, value in answer.items() if field not in ("id", "accessed", "epub-date", "source")
        }


class OpenLibrary:
    """Books by ISBN."""

    name, title, knows = "openlibrary", "Open Library", ("isbn",)

    def fetch(self, *, isbn: str) -> dict[str, Any]:
        """The book as Open Library's books interface describes it (`jscmd=data`)."""
        asked = urlencode({"bibkeys": f"ISBN:{isbn}", "format": "json", "jscmd": "data"}, safe=":")
        answer = ask_json(f"https://openlibrary.org/api/books?{asked}", service=self.title)
        book = answer.get(f"ISBN:{isbn}") if isinstance(answer, dict) else None
        if not isinstance(book, dict) or not text_field(book, "title"):
            raise _without_record(self.title)
        return book

    def record(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        title, subtitle = text_field(answer, "title"), text_field(answer, "subtitle")
        record: dict[str, Any] = {"type": "book", "title": f"{title}: {subtitle}" if subtitle else title}
        numbers = answer.get("identifiers") if isinstance(answer.get("identifiers"), Mapping) else {}
        isbns = [plain_text(number) for form in ("isbn_13", "isbn_10") for number in numbers.get(form, ()) or ()]
        record["ISBN"] = " ".join(filter(None, isbns))
        record["author"] = [_person(name) for name in _named(answer.get("authors"))]
        record["publisher"] = next(iter(_named(answer.get("publishers"))), "")
        record["publisher-place"] = next(iter(_named(answer.get("publish_places"))), "")
        record["issued"] = plain_text(answer.get("publish_date"))
        record["number-of-pages"] = plain_text(answer.get("number_of_pages"))
        return {field: value for field, value in record.items() if value}


RESOLVERS: tuple[Resolver, ...] = (Crossref(), PubMed(), OpenLibrary())


def resolver_for(identifier: str) -> Resolver | None:
    """The service that knows this kind of identifier ("doi", "pmid", "pmcid", "isbn"), if it is switched on."""
    on = (each for each in RESOLVERS if each.name in settings.REFERENCE_RESOLVERS)
    return next((each for each in on if identifier in each.knows), None)


def is_switched_on() -> bool:
    return bool(settings.REFERENCE_RESOLVERS)


def look_up(**identifier: str) -> Found:
    """The record of one identifier, as in look_up(doi="10.1001/…"). Raises CannotResolve, with what to do instead."""
    ((kind, value),) = identifier.items()
    resolver = resolver_for(kind)
    if resolver is None:
        raise CannotResolve(_("No service is switched on that knows this kind of number. Fill in by hand."))
    answer = resolver.fetch(**{kind: value})
    record = resolver.record(answer)
    # What was asked for is right, whatever the answer spells or leaves out.
    field = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN"}[kind]
    record.setdefault(field, value)
    return Found(record, resolver.title)


def _without_record(service: str) -> CannotResolve:
    return CannotResolve(_("%(service)s does not know this number.") % {"service": service}, unknown=True)


def _names(names: Any) -> list[dict[str, str]]:
    """Names without affiliations and positions in the list."""
    kept = ("family", "given", "suffix", "ORCID", "name", "literal")
    found = [
        {part: plain_text(name[part]) for part in kept if name.get(part)}
        for name in (names if isinstance(names, list) else [])
        if isinstance(name, Mapping)
    ]
    return [{("literal" if part == "name" else part): text for part, text in name.items()} for name in found if name]


def _named(entries: Any) -> list[str]:
    entries = entries if isinstance(entries, list) else []
    return [name for entry in entries if isinstance(entry, Mapping) and (name := plain_text(entry.get("name")))]


def _person(name: str) -> dict[str, str]:
    """Open Library has names as one line. With two or more words it is a person's; the last word is taken for the surname,
    and whoever checks the form sees it."""
    given, _space, family = name.rpartition(" ")
    return {"family": family, "given": given} if given and "," not in name else {"literal": name}


def _institution(answer: Mapping[str, Any]) -> str:
    """The preprint server, as in [{"name": "medRxiv"}]."""
    return next(iter(_named(answer.get("institution"))), "")
