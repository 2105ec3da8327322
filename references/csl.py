"""CSL-JSON records: cleaned once on the way in, and the few things everybody asks of one.

`clean` is strict about what would break a page or a link (types, identifiers, addresses, markup, control characters)
and lenient about the rest: fields it does not know are kept, so that an export gives back what came in.
"""

import datetime
import difflib
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from references import csl_identifiers
from references.csl_dates import read_date
from references.csl_identifiers import IDENTIFIERS, bare_doi, web_address
from references.csl_names import acronym, family_name, is_organisation, name_list, name_text, name_texts
from references.csl_text import folded, plain_text, quoted, text_field
from references.csl_vocabulary import (
    DATE_FIELDS,
    LONG_FIELDS,
    MAX_DEPTH,
    MAX_FIELDS,
    MAX_LONG_TEXT,
    MAX_NAMES,
    MAX_TEXT,
    NAME_FIELDS,
    SPELLINGS,
    TEXT_FIELDS,
    TYPE_HINTS,
    TYPES,
)

__all__ = [
    "MAX_LONG_TEXT",
    "MAX_TEXT",
    "TYPES",
    "TYPE_HINTS",
    "Cleaned",
    "Problem",
    "authors_text",
    "bare_doi",
    "clean",
    "is_organisation",
    "isbns",
    "name_text",
    "name_texts",
    "plain_text",
    "read_date",
    "suggest_key",
    "text_field",
    "title",
    "web_address",
    "year",
]

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,76}[a-z0-9_])?")  # what a citation can name


class Problem(NamedTuple):
    """One thing wrong with a record: the CSL field, a plain sentence, and whether the record cannot be used at all."""

    field: str
    message: str
    fatal: bool

    @property
    def fault(self) -> str:
        """What is wrong, without what became of the value: a form leaves nothing out, but asks for a better one."""
        told = self.message.rpartition("; ")[0]
        return f"{told}." if told else self.message


class Cleaned(NamedTuple):
    """`csl`: the cleaned record without its id; `key`: the id, or one made of author and year; `problems`: all."""

    csl: dict[str, Any]
    key: str
    problems: tuple[Problem, ...]


def clean(record: Mapping[str, Any]) -> Cleaned:
    """Check and normalise one CSL-JSON record; the input is not changed, and nothing raises.

    DOI without its address, PMID digits, PMCID "PMC…", ISBN digits, dates as `date-parts` of numbers. A value
    that cannot be used is left out and told; without a known type and a title the record has a fatal problem.
    """
    if not isinstance(record, Mapping):
        return Cleaned({}, "", (Problem("", _("A reference must be a set of named fields."), True),))
    csl: dict[str, Any] = {}
    problems: list[Problem] = []

    for given_field, value in _spelled(record).items():
        try:
            cleaned = _clean_field(given_field, value)
        except ValueError as refused:
            problems.append(Problem(given_field, str(refused), False))
            continue
        if cleaned.message:
            problems.append(Problem(given_field, cleaned.message, False))
        if cleaned.value not in (None, "", [], {}):
            csl[given_field] = cleaned.value
    if len(csl) > MAX_FIELDS:
        problems.append(Problem("", _("The reference has more than %(number)s fields.") % {"number": MAX_FIELDS}, True))
        csl = dict(list(csl.items())[:MAX_FIELDS])

    if not title(csl):
        problems.append(Problem("title", _("A reference needs a title."), True))
    if csl.get("type") not in TYPES:
        problems.append(Problem("type", _type_message(csl.pop("type", "")), True))
    key = plain_text(record.get("id")).lower()
    return Cleaned(csl, key if _KEY.fullmatch(key) else suggest_key(csl), tuple(problems))


# What everybody asks of a record. These take any mapping, cleaned or not.


def title(csl: Mapping[str, Any]) -> str:
    """The title as one line of plain text, "" when there is none."""
    return text_field(csl, "title")


def year(csl: Mapping[str, Any]) -> int | None:
    """The year of publication; the first one of a range; None when it is not known."""
    issued, _message = read_date(csl.get("issued"))
    if issued.get("date-parts"):
        return issued["date-parts"][0][0]
    found = re.search(r"\b(1[5-9]|20)\d\d\b", issued.get("literal", ""))
    return int(found[0]) if found else None


def authors_text(csl: Mapping[str, Any]) -> str:
    """All authors as PubMed lists them ("Himelstein AL, Foster JC"), for search and lists; without any, the editors."""
    names = name_texts(csl.get("author")) or name_texts(csl.get("editor"))
    return ", ".join(names)


def isbns(csl: Mapping[str, Any]) -> list[str]:
    """Its ISBNs with thirteen digits; a record may have one for paper and one for the screen."""
    return csl_identifiers.isbns(csl.get("ISBN")) if csl.get("ISBN") else []


def suggest_key(csl: Mapping[str, Any]) -> str:
    """A key such as "himelstein2017" or "who2018"; without authors from the title; else "reference"."""
    stem = ""
    for field in ("author", "editor"):
        for name in name_list(csl.get(field))[:1]:
            literal = plain_text(name.get("literal")) or plain_text(name.get("name"))
            stem = stem or (acronym(literal) if literal else folded(family_name(name)))
    words = [word for word in map(folded, title(csl).split()) if len(word) > 3]
    stem = stem or (words[0] if words else folded(title(csl)))
    published = year(csl)
    return f"{stem[:60]}{published or ''}" if stem else f"reference{published or ''}"


# Fields.


class _Field(NamedTuple):
    value: Any
    message: str = ""


def _spelled(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields under CSL's spelling ("doi" → "DOI"); one spelled right wins. The id is the key, kept beside them."""
    fields: dict[str, Any] = {}
    for given_field, value in record.items():
        name = plain_text(given_field, markup=False)[:100]
        known = SPELLINGS.get(name.lower(), name)
        if known == name:
            fields[name] = value
        else:
            fields.setdefault(known, value)
    fields.pop("id", None)
    fields.pop("", None)
    return fields


def _clean_field(field: str, value: object) -> _Field:
    """The cleaned value, with a sentence when something was lost. Raises ValueError with one when all of it was."""
    if value is None or value == "":
        return _Field(None)
    if field in IDENTIFIERS:
        return _Field(IDENTIFIERS[field](value))
    if field in NAME_FIELDS:
        return _clean_names(value)
    if field in DATE_FIELDS:
        return _Field(*read_date(value))
    if field in TEXT_FIELDS:
        return _clean_text(field, value)
    return _Field(_plain_json(value))


def _clean_text(field: str, value: object) -> _Field:
    several = isinstance(value, list | tuple) and len(value) > 1
    text = text_field({field: value}, field)
    if not text and not isinstance(value, str):
        raise ValueError(_("This must be text; it was left out."))
    limit = MAX_LONG_TEXT if field in LONG_FIELDS else MAX_TEXT
    if len(text) > limit:
        return _Field(
            text[:limit].rstrip(), _("Text longer than %(number)s characters was cut.") % {"number": f"{limit:,}"}
        )
    return _Field(text, _("Only the first of several values was kept.") if several else "")


def _clean_names(value: object) -> _Field:
    entries = value if isinstance(value, list | tuple) else [value]
    names, messages = [], []
    for entry in entries[:MAX_NAMES]:
        if isinstance(entry, str):
            messages.append(
                _("A name was given as one text; give family and given names apart, or an organization as literal.")
            )
            entry = {"literal": entry}
        name = _plain_json(entry) if isinstance(entry, Mapping) else {}
        if name.get("name") and not name.get("literal"):  # Crossref's word for an organization
            name["literal"] = name.pop("name")
        if name_text(name):
            names.append(name)
        else:
            messages.append(_("An entry without a name was left out."))
    if len(entries) > MAX_NAMES:
        messages.append(_("Only the first %(number)s names were kept.") % {"number": f"{MAX_NAMES:,}"})
    return _Field(names, " ".join(dict.fromkeys(messages)))


def _plain_json(value: object, depth: int = 0) -> Any:
    """The value as JSON can hold it, its texts made plain; None for what it cannot hold or is nested too deep."""
    if isinstance(value, str):
        return plain_text(value)[:MAX_LONG_TEXT]
    if isinstance(value, bool) or (isinstance(value, int | float) and plain_text(value)):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if depth >= MAX_DEPTH:
        return None
    if isinstance(value, Mapping):
        cleaned = {
            plain_text(name)[:100]: _plain_json(inner, depth + 1) for name, inner in list(value.items())[:MAX_FIELDS]
        }
        return {name: inner for name, inner in cleaned.items() if name and inner is not None}
    if isinstance(value, list | tuple):
        return [inner for inner in (_plain_json(inner, depth + 1) for inner in value[:MAX_TEXT]) if inner is not None]
    return None


def _type_message(given_type: object) -> str:
    text = plain_text(given_type)
    if not text:
        return _("A reference needs a type, such as article-journal, book, report or webpage.")
    near = difflib.get_close_matches(text.lower(), sorted(TYPES), n=1, cutoff=0.7)
    hint = TYPE_HINTS.get(text.lower().replace(" ", "")) or (near[0] if near else "")
    advice = (
        _("did you mean “%(type)s”?") % {"type": hint}
        if hint
        else _("use one such as article-journal, book, report or webpage.")
    )
    return _("%(value)s is not a CSL type; %(advice)s") % {"value": quoted(text), "advice": advice}
