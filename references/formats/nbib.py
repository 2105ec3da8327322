"""NBIB, PubMed's own lines (also called MEDLINE): full names where there are any, page ranges made whole."""

import re
from collections.abc import Iterator
from typing import Any, TextIO

from django.utils.translation import gettext as _

from references.formats.carried import Ours, is_carried, take_back
from references.formats.entries import TOO_LONG, Found
from references.formats.tagged import Tagged, read_tagged
from references.formats.values import (
    add_identifiers,
    people,
    serial_numbers,
    several_languages,
    whole_pages,
    without_empty,
)

_TAG = re.compile(r"([A-Z]{2,4}) {0,2}-(?: (.*)|()$)")
FREE = "GN"  # PubMed's general note: carries what there is no tag for, see carried.py
USED = frozenset(
    "PMID TI BTI TT FAU AU CN FED ED IR FIR JT TA DP VI IP PG AID LID PMC IS ISBN PB PL AB LA MH OT PT EN CTI CP SI".split()
)
_KINDS = {
    "book": "book",
    "book chapter": "chapter",
    "technical report": "report",
    "dataset": "dataset",
    "preprint": "article",
}


def read(text: TextIO) -> Iterator[Found]:
    for record in read_tagged(text, _TAG, begins=_begins):
        if record.stray:
            yield Found(
                record.line,
                "",
                None,
                _("“%(words)s” belongs to no record; take it out.") % {"words": record.stray[0][:60]},
            )
            continue
        key = record.first("PMID")[:200]
        if record.too_long:
            yield Found(record.line, key, None, TOO_LONG)
        elif not any(value for tag, value in record.fields if tag != "PMID"):
            yield Found(record.line, key, None, _("The record is empty; take it out."))
        else:
            csl, notes, ours = to_csl(record)
            yield Found(record.line, key, csl, "", notes, ours)


def _begins(current: Tagged, tag: str, after_empty_line: bool) -> bool:
    return tag == "PMID" or (after_empty_line and current.has("TI", "BTI"))


def to_csl(record: Tagged) -> tuple[dict[str, Any], tuple[str, ...], Ours | None]:
    """The record as CSL-JSON, with what there is to say about it, and what a library like ours said of it."""
    types = record.all("PT")
    kind = next((_KINDS[name.lower()] for name in types if name.lower() in _KINDS), "")
    if not kind:
        kind = "book" if record.has("BTI") and not record.has("TI") else "article-journal"
        kind = "chapter" if record.has("BTI") and record.has("TI") else kind
    csl: dict[str, Any] = {"type": kind, "PMID": record.first("PMID")}
    csl["title"] = without_stop(record.first("TI", "BTI", "TT"))
    if record.has("TI"):
        csl["original-title"] = without_stop(record.first("TT"))
    csl["author"] = _people(record, "FAU", "AU", groups="CN")
    csl["editor"] = _people(record, "FED", "ED")
    csl["contributor"] = _people(record, "FIR", "IR")
    csl["container-title"] = record.first("JT") or (record.first("BTI", "CTI") if kind == "chapter" else "")
    csl["container-title-short"] = record.first("TA") if record.first("TA") != csl["container-title"] else ""
    csl["collection-title"] = record.first("CTI") if kind == "book" else ""
    csl["issued"], csl["volume"], csl["issue"] = record.first("DP"), record.first("VI"), record.first("IP")
    csl["page"] = whole_pages(record.first("PG"))
    csl["publisher"], csl["edition"] = record.first("PB"), record.first("EN")
    csl["publisher-place"] = record.first("PL") if kind in ("book", "chapter", "report") else ""
    csl["abstract"], csl["language"] = record.first("AB"), record.first("LA")
    csl["keyword"] = ", ".join(record.all("MH", "OT"))
    csl["PMCID"] = record.first("PMC")
    serial_numbers(csl, (re.sub(r"\s*\(.*?\)", "", value) for value in record.all("IS", "ISBN")))
    for value in record.all("LID", "AID"):
        number, _space, what = value.rpartition(" ")
        if what == "[doi]":
            csl.setdefault("DOI", number)
        elif what == "[pii]" and not csl["page"]:
            csl.setdefault("number", number)
        elif value.startswith("http"):
            csl.setdefault("URL", value.split()[0])
    add_identifiers(csl, record.all("SO"))
    kept = {tag: [value for value in values if not is_carried(value)] for tag, values in record.others(USED).items()}
    kept["PT"] = types if any(name.lower() not in ("journal article", *_KINDS) for name in types) else []
    kept["LA"] = record.all("LA") if len(record.all("LA")) > 1 else []
    if kept := without_empty(kept):
        csl["custom"] = {"nbib": {tag: values if len(values) > 1 else values[0] for tag, values in kept.items()}}
    record_of_ours, ours, notes = take_back(without_empty(csl), record.all(FREE))
    return record_of_ours, (*several_languages(record.all("LA")), *notes), ours


def _people(record: Tagged, full: str, short: str, groups: str = "") -> list[dict[str, str]]:
    """The names in their order: each full name is followed by its short form, which counts only where it stands alone."""
    texts: list[str] = []
    has_full = False
    for tag, value in record.fields:
        if tag == full or (tag == short and not has_full):
            texts.append(value)
        elif groups and tag == groups:
            texts.append(f"{value.rstrip(' ,')},")
        if tag in (full, short):
            has_full = tag == full
    return people(texts)


def without_stop(title: str) -> str:
    """PubMed ends every title with a full stop."""
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title
