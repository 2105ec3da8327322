"""RIS, as reference managers and publishers write it: with one space or two, without ER, with tags of their own."""

import re
from collections.abc import Iterator
from typing import Any, TextIO

from django.utils.translation import gettext as _

from references.formats.carried import Ours, is_carried, take_back
from references.formats.entries import TOO_LONG, Found
from references.formats.ris_words import FREE, KINDS, USED
from references.formats.tagged import Tagged, read_tagged
from references.formats.values import (
    add_identifiers,
    people,
    serial_numbers,
    several_languages,
    whole_pages,
    without_empty,
)

_KNOWN = "|".join(sorted(USED | {"ER"}))
# An unknown tag needs its two spaces: an abstract may have a line that begins "IL - 6".
_TAG = re.compile(rf"[ \t]{{0,9}}([A-Z][A-Z0-9](?=  -)|(?:{_KNOWN})(?=[ \t]{{0,3}}-))[ \t]{{0,3}}-[ \t]?(.*)")


def read(text: TextIO) -> Iterator[Found]:
    notes: tuple[str, ...] = ()
    anything = False
    for record in read_tagged(
        text, _TAG, begins=lambda current, tag, _blank: tag == "TY" and current.has("TY"), ends="ER"
    ):
        if record.stray:
            words = _("Text that belongs to no record was skipped: “%(words)s”.") % {"words": record.stray[0][:60]}
            if anything:
                yield Found(record.line, "", None, words)
            else:  # what databases write above their exports
                notes = (words,)
            continue
        anything = True
        yield _found(record, notes)
        notes = ()


def _found(record: Tagged, notes: tuple[str, ...]) -> Found:
    key = record.first("ID")[:200]
    if record.too_long:
        return Found(record.line, key, None, TOO_LONG)
    if not any(value for tag, value in record.fields if tag != "TY"):
        return Found(record.line, key, None, _("The record is empty; take it out."), notes)
    csl, more, ours = to_csl(record)
    if not record.ended:
        more = (*more, _("The record has no last line “ER  -”; it was read up to where the next one begins."))
    return Found(record.line, key, csl, "", (*notes, *more), ours)


def to_csl(record: Tagged) -> tuple[dict[str, Any], tuple[str, ...], Ours | None]:
    """The record as CSL-JSON, with what there is to say about it, and what a library like ours said of it."""
    notes: list[str] = []
    csl: dict[str, Any] = {"type": _kind(record, notes)}
    if re.search(r"[A-Za-z]", key := record.first("ID")):
        csl["id"] = key
    is_part = csl["type"] in ("article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference")
    titles = record.all("TI", "T1", "CT") + ([] if is_part else record.all("BT"))
    csl["title"] = titles[0] if titles else ""
    containers = record.all("JF", "T2", "BT", "JO", "JA", "J2") if is_part else record.all("JF", "T2")
    csl["container-title"] = containers[0] if containers else ""
    shorts = [name for name in record.all("J2", "JA", "J1", "JO") if name != csl["container-title"]]
    csl["container-title-short"] = shorts[0] if shorts else ""
    csl["collection-title"] = record.first("T3")
    csl["title-short"] = record.first("ST") if record.first("ST") != csl["title"] else ""
    csl["author"] = people(value for tag, value in record.fields if tag in ("AU", "A1"))
    csl["editor"] = people(value for tag, value in record.fields if tag in ("A2", "ED"))
    csl["collection-editor"] = people(record.all("A3"))
    csl["translator"] = people(record.all("A4", "TA"))
    csl["issued"] = _date(record)
    csl["accessed"] = record.first("Y2").rstrip("/")
    csl["volume"], csl["issue"] = record.first("VL"), record.first("IS", "CP")
    csl["page"] = _pages(record)
    csl["number"] = record.first("C7") or (
        record.first("M1") if csl["type"] in ("report", "patent", "standard") else ""
    )
    csl["publisher"], csl["publisher-place"] = record.first("PB"), record.first("CY", "PP")
    csl["edition"], csl["section"], csl["number-of-volumes"] = (
        record.first("ET"),
        record.first("SE"),
        record.first("NV"),
    )
    csl["abstract"] = max(record.all("AB", "N2"), key=len, default="")
    csl["language"], csl["keyword"] = record.first("LA"), ", ".join(record.all("KW"))
    csl["note"] = "\n".join(dict.fromkeys(record.all("N1", "RN")))
    csl["source"] = record.first("DP", "DB")
    csl["genre"] = record.first("M3") if csl["type"] in ("thesis", "report", "document") else ""
    csl["status"] = "in press" if record.first("TY").upper() == "INPR" else ""
    odd = serial_numbers(csl, record.all("SN"))
    add_identifiers(csl, record.all("DO"))
    if record.first("DO") and "DOI" not in csl:
        csl["DOI"] = record.first("DO")  # no DOI; cleaning says so
    _links(csl, record)
    _accession(csl, record)
    if kept := _kept(csl, record) | ({"SN": odd} if odd else {}):
        csl["custom"] = {"ris": {tag: values if len(values) > 1 else values[0] for tag, values in kept.items()}}
    record_of_ours, ours, more = take_back(without_empty(csl), record.all(FREE))
    return record_of_ours, (*several_languages(record.all("LA")), *notes, *more), ours


def _kept(csl: dict[str, Any], record: Tagged) -> dict[str, list[str]]:
    """What has no place in the record, by tag."""
    said = {value for value in csl.values() if isinstance(value, str)} | {f"PMID: {csl.get('PMID')}"}
    tags = [*record.others(USED), "TI", "T1", "M1", "M3", "DB", "DP", "C7", "AN", "LA"]
    rest = {tag: [value for value in record.all(tag) if value not in said and not is_carried(value)] for tag in tags}
    return {tag: values for tag, values in rest.items() if values}


def _kind(record: Tagged, notes: list[str]) -> str:
    given = record.first("TY").upper().strip()
    if given in KINDS:
        return KINDS[given]
    notes.append(
        _("“TY  - %(type)s” is no type of RIS; the record was read as a document.") % {"type": given[:20]}
        if given
        else _("The record has no type (TY).")
    )
    return "document"


def _date(record: Tagged) -> str:
    """The fullest date that agrees with the year: PY says 2017 where DA says 2017/01/03, or only "Jan 3"."""
    year = record.first("PY", "Y1").strip("/ ")
    day = record.first("DA").strip("/ ")
    if not day or not year:
        return year or day
    if re.search(r"\d{4}", day):
        return day if day[:4] == year[:4] and len(day) > len(year) else year
    return f"{year} {day}" if re.fullmatch(r"\d{4}", year) else year


def _pages(record: Tagged) -> str:
    first, last = record.first("SP"), record.first("EP")
    if not last or last == first or "-" in first:
        return whole_pages(first or last)
    return whole_pages(last if last.startswith(f"{first}-") else f"{first}-{last}" if first else last)


def _links(csl: dict[str, Any], record: Tagged) -> None:
    links = [link for value in record.all("UR", "LK") for link in re.split(r"[;\s]+(?=https?://)|\n", value)]
    links = [link for link in links if link]
    csl["URL"] = next((link for link in links if re.match(r"https?://", link)), links[0] if links else "")
    add_identifiers(csl, (*links, *record.all("N1", "M3", "AN", "C2", "ID", "U1", "U2")))


def _accession(csl: dict[str, Any], record: Tagged) -> None:
    """An accession number is PubMed's when the record says that it comes from there."""
    from_pubmed = any(
        re.search(r"pubmed|medline|\bnlm\b", value, re.IGNORECASE) for value in record.all("DB", "DP", "AN")
    )
    if "PMID" not in csl and from_pubmed and re.fullmatch(r"[1-9]\d{3,8}", record.first("AN")):
        csl["PMID"] = record.first("AN")
