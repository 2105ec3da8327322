"""PubMed's XML: what the record of a work says of notices about it, and what a notice says of the work."""

from collections.abc import Iterator
from typing import TextIO
from xml.etree.ElementTree import Element

from references.formats.xml_records import parts_of, text_of, texts_of
from references.notices.told import Told, day_cited, doi_in, pmid_in

# On the record of the work. A partial retraction leaves part of it standing, so it is no retraction of the whole.
_IN = {
    "RetractionIn": "retracted",
    "RetractedandRepublishedIn": "retracted",
    "PartialRetractionIn": "concern",
    "ExpressionOfConcernIn": "concern",
    "ErratumIn": "corrected",
    "CorrectedandRepublishedIn": "corrected",
    "UpdateIn": "superseded",
}
# On the record of the notice, about the work that it names.
_OF = {
    "RetractionOf": "retracted",
    "RetractedandRepublishedFrom": "retracted",
    "PartialRetractionOf": "concern",
    "ExpressionOfConcernFor": "concern",
    "ErratumFor": "corrected",
    "CorrectedandRepublishedFrom": "corrected",
    "UpdateOf": "superseded",
}


def read(text: TextIO) -> Iterator[Told]:
    for line, element, problem in parts_of(text, ("PubmedArticle",)):
        if element is None:
            yield Told(line=line, problem=problem)
        else:
            yield from _told(line, element)


def _told(line: int, element: Element) -> Iterator[Told]:
    citation = element.find("MedlineCitation")
    pmid = pmid_in(text_of(citation, "PMID"))
    if not pmid:
        yield Told(line=line, problem="The record has no PMID; export it again.")
        return
    doi = _doi(element)
    types = texts_of(citation, "Article/PublicationTypeList/PublicationType")
    reported = False
    retracted = False
    for each in [] if citation is None else citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        kind, other, cited = each.get("RefType", ""), pmid_in(text_of(each, "PMID")), text_of(each, "RefSource")
        if status := _IN.get(kind):
            reported = True
            retracted = retracted or status == "retracted"
            reason = " ".join(
                filter(None, ("Partial retraction." if kind == "PartialRetractionIn" else "", text_of(each, "Note")))
            )
            yield Told(line, doi, pmid, status, day_cited(cited), doi_in(_doi_cited(cited)), other, reason)
        elif (status := _OF.get(kind)) and other:
            reason = "Partial retraction." if kind == "PartialRetractionOf" else ""
            yield Told(line, "", other, status, _dated(citation), doi, pmid, reason)
    if "Retracted Publication" in types and not retracted:
        reported = True
        yield Told(line, doi, pmid, "retracted")
    if not reported:
        yield Told(line, doi, pmid)


def _doi(element: Element) -> str:
    for path, attribute in (
        ("MedlineCitation/Article/ELocationID", "EIdType"),
        ("PubmedData/ArticleIdList/ArticleId", "IdType"),
    ):
        for each in element.findall(path):
            if each.get(attribute) == "doi" and each.get("ValidYN") != "N":
                return doi_in(text_of(each))
    return ""


def _doi_cited(line: str) -> str:
    """ "Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/…" names the notice's own DOI."""
    _before, mark, after = line.partition("doi:")
    return after.split()[0].rstrip(".;,") if mark and after.split() else ""


def _dated(citation: Element | None) -> str:
    """When the notice itself appeared."""
    date = None if citation is None else citation.find("Article/Journal/JournalIssue/PubDate")
    words = " ".join(filter(None, (text_of(date, name) for name in ("Year", "Month", "Day"))))
    return day_cited(words or text_of(date, "MedlineDate"))
