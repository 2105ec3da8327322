"""What a librarian would mend in a record. Judges CSL alone: knows no users, and blocks nothing."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from references import csl
from references.abbreviated_names import as_people
from references.csl_identifiers import bare_doi, is_issn, is_orcid, isbns
from references.csl_names import name_list
from references.csl_text import plain_text, text_field
from references.kinds import KINDS, kind_of, label_of
from references.record_forms import name_as_line
from references.sentence_case import is_all_capitals, sentence_case

OLDEST_YEAR = 1800
MOST_SHOWN = 80


class Problem(NamedTuple):
    """`code` names the kind of problem; `field` the CSL field; `message` says what and how to mend it; `suggestion` is a
    better value, for a person to confirm."""

    code: str
    field: str
    message: str
    suggestion: str = ""


def problems_of(record: Mapping[str, Any], *, today: date) -> list[Problem]:
    """Every problem of a record, in the order of its form. `today` decides what is in the future."""
    return [
        *_missing(record),
        *_capitals(record),
        *_people(record),
        *_dates(record, today),
        *_pages(record),
        *_numbers(record),
    ]


def _missing(record: Mapping[str, Any]) -> list[Problem]:
    kind = KINDS.get(kind_of(record))
    if kind is None:
        return []
    problems = []
    for field in kind.needs:
        # Either field will do where the kind names two: "author|editor".
        if any(record.get(name) for name in field.split("|")):
            continue
        first = field.split("|")[0]
        if first == "accessed" and not record.get("URL"):
            continue
        words = _("%(field)s: missing. A reader needs this to find the work.") % {"field": label_of(first, kind.name)}
        problems.append(Problem("missing", first, words))
    return problems


def _capitals(record: Mapping[str, Any]) -> list[Problem]:
    problems = []
    title = csl.title(record)
    if is_all_capitals(title):
        words = _("The title is in capitals. Write it as a sentence.")
        problems.append(Problem("capitals", "title", words, sentence_case(title)))
    for field in ("author", "editor"):
        families = [str(name["family"]) for name in name_list(record.get(field)) if name.get("family")]
        shouted = [family for family in families if family.isupper() and len(family) > 3]
        if shouted and len(shouted) * 2 > len(families):
            words = _("Names are in capitals, for example %(name)s. Write %(better)s.") % {
                "name": shouted[0],
                "better": shouted[0].title(),
            }
            problems.append(Problem("capitals", field, words))
    return problems


def _people(record: Mapping[str, Any]) -> list[Problem]:
    """A person without a comma counts as an organisation, and several on one line as one person; a guess, so it is said."""
    problems = []
    for field in ("author", "editor", "translator"):
        found = [(name_as_line(name), lines) for name in name_list(record.get(field)) if (lines := as_people(name))]
        if not found:
            continue
        line, lines = found[0]
        if len(lines) > 1:
            words = _(
                "“%(name)s” counts as one person. If these are several, write each on a line of its own: “%(better)s”."
            )
        elif len(found) > 1:
            words = _(
                "“%(name)s” and others count as organisations. For a person write the family name, a comma and the initials: "
                "“%(better)s”."
            )
        else:
            words = _("“%(name)s” counts as an organisation. If it is a person, write “%(better)s”.")
        words = words % {"name": _short(line), "better": lines[0]}
        better = [each for _line, lines in found for each in lines]
        problems.append(Problem("person", field, words, _short("; ".join(better))))
    return problems


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


def _dates(record: Mapping[str, Any], today: date) -> list[Problem]:
    year = csl.year(record)
    if year is None:
        return []
    if year < OLDEST_YEAR:
        words = _("The year %(year)s is before %(oldest)s. Is it a slip?") % {"year": year, "oldest": OLDEST_YEAR}
        return [Problem("year", "issued", words)]
    # A journal's issue of January is out in November.
    if year > today.year + 1 or (year > today.year and today.month < 7):
        return [Problem("year", "issued", _("The year %(year)s has not come yet. Is it a slip?") % {"year": year})]
    return []


def _pages(record: Mapping[str, Any]) -> list[Problem]:
    """ "1180-9" is short for 1180-1189, and right."""
    found = re.fullmatch(r"\D*?(\d+)\s*[-–—]\s*\D*?(\d+)\D*", text_field(record, "page"))
    if not found:
        return []
    first, last = found.groups()
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    if int(last) >= int(first):
        return []
    words = _("The pages run backwards: %(pages)s.") % {"pages": text_field(record, "page")}
    return [Problem("pages", "page", words)]


def _numbers(record: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if (doi := text_field(record, "DOI")) and not bare_doi(doi):
        words = _("%(value)s is not a DOI: one begins with 10. and has a slash.") % {"value": doi}
        problems.append(Problem("number", "DOI", words))
    if (isbn := text_field(record, "ISBN")) and not isbns(isbn):
        words = _("%(value)s has a wrong check digit: a digit was mistyped.") % {"value": isbn}
        problems.append(Problem("number", "ISBN", words))
    if (pmcid := text_field(record, "PMCID")) and not re.fullmatch(r"PMC[1-9]\d{0,8}", pmcid):
        words = _("%(value)s is not a PMCID: one looks like PMC5321662.") % {"value": pmcid}
        problems.append(Problem("number", "PMCID", words))
    for issn in re.split(r"[\s,;]+", text_field(record, "ISSN")):
        number = re.sub(r"\(.*\)$", "", issn)
        if re.fullmatch(r"[\dXx-]{8,}", number) and not is_issn(number):
            words = _("%(value)s has a wrong check digit: a digit was mistyped.") % {"value": number}
            problems.append(Problem("number", "ISSN", words))
    for name in name_list(record.get("author")):
        if not name.get("ORCID"):
            continue
        orcid = plain_text(name["ORCID"], markup=False)
        if not is_orcid(orcid):
            words = _("The ORCID %(value)s has a wrong check digit: a digit was mistyped.") % {"value": orcid}
            problems.append(Problem("number", "author", words))
    return problems
