"""What the record of a work says itself about what became of the work, whatever file it came in.

PubMed's tags stay with a record under custom → nbib, whether it came as NBIB or as XML; Crossref's fields keep their names.
Nothing else has a field for it: there a title or a type of work may say so in so many words.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from references.csl_text import plain_text, quoted, text_field
from references.formats.pubmed_notices import RETRACTED, TAGS_OF_NOTICES, TAGS_OF_WORKS
from references.notices.crossref import told_of_work
from references.notices.told import Told, day_cited, day_of_parts, doi_in, pmid_in

PUBMED, CROSSREF = "pubmed", "crossref"
_PARTIAL = frozenset({"PRIN", "PROF"})
_DOI = re.compile(r"\bdoi:\s{0,3}(10\.\d{4,9}/\S{1,190})", re.IGNORECASE)
_PMID = re.compile(r"\bPMID:\s{0,3}([1-9]\d{0,8})\b")
_TITLE = re.compile(
    r"\W{0,3}retracted(?: (?:article|chapter|paper|publication))?\s{0,2}[:\])].*"
    r"|.{1,5000}[(\[]retracted(?: (?:article|chapter|paper|publication)\b[^()\[\]]{0,200})?\.?[)\]]\W{0,3}",
    re.IGNORECASE | re.DOTALL,
)
_WITHDRAWN = re.compile(r"\W{0,3}withdrawn(?: (?:article|chapter|paper))?\s{0,2}[:\])]", re.IGNORECASE)
_TYPE = re.compile(r"\bretracted publication\b(?! ?s)", re.IGNORECASE)


class Retold(NamedTuple):
    source: str
    told: Told


def retold(record: Mapping[str, Any], line: int) -> Iterator[Retold]:
    """What a clean record with a number says in the fields that are made for it."""
    doi, pmid = doi_in(record.get("DOI")), pmid_in(record.get("PMID"))
    kept = _kept(record, "nbib")
    retracted = False
    for tag, (_kind, status) in TAGS_OF_WORKS.items():
        for cited in kept.get(tag, ()) if doi or pmid else ():
            retracted = retracted or status == "retracted"
            number, other = _numbers(cited)
            yield Retold(PUBMED, Told(line, doi, pmid, status, day_cited(cited), number, other, _reason(tag)))
    for tag, (_kind, status) in TAGS_OF_NOTICES.items():
        for cited in kept.get(tag, ()):
            number, other = _numbers(cited)
            if number or other:
                dated = day_of_parts(_parts(record))
                yield Retold(PUBMED, Told(line, number, other, status, dated, doi, pmid, _reason(tag)))
    if not retracted and (doi or pmid) and RETRACTED in kept.get("PT", ()):
        yield Retold(PUBMED, Told(line, doi, pmid, "retracted"))
    if doi and (record.get("updated-by") or record.get("update-to")):
        for told in told_of_work(record, line=line):
            if told.status:
                yield Retold(CROSSREF, told)


def words_of_retraction(record: Mapping[str, Any]) -> str:
    """The words in which a record says, outside such fields, that its work was retracted; "" when it does not."""
    title = text_field(record, "title")
    if _TITLE.fullmatch(title):
        return quoted(title)
    types = [plain_text(record.get("genre")), *_kept(record, "nbib").get("PT", ()), *_kept(record, "ris").get("M3", ())]
    return next((quoted(text) for text in types if _TYPE.search(text)), "")


def says_withdrawn(record: Mapping[str, Any]) -> bool:
    """ "WITHDRAWN:" may mean retracted, and as often only that a review is out of date: a person has to look."""
    return bool(_WITHDRAWN.match(text_field(record, "title")))


def _kept(record: Mapping[str, Any], program: str) -> dict[str, list[str]]:
    custom = record.get("custom")
    kept = custom.get(program) if isinstance(custom, Mapping) else None
    if not isinstance(kept, Mapping):
        return {}
    return {
        name: [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
        for name, value in kept.items()
    }


def _numbers(cited: str) -> tuple[str, str]:
    """The DOI and the PMID in "Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/…. PMID: 20137807"."""
    doi, pmid = _DOI.search(cited), _PMID.search(cited)
    return doi_in(doi[1].rstrip(".;,")) if doi else "", pmid[1] if pmid else ""


def _reason(tag: str) -> str:
    return "Partial retraction." if tag in _PARTIAL else ""


def _parts(record: Mapping[str, Any]) -> object:
    issued = record.get("issued")
    return issued.get("date-parts") if isinstance(issued, Mapping) else None
