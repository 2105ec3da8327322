"""PubMed's XML: articles, and the books of its bookshelf."""

from collections.abc import Iterator
from typing import Any, TextIO
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from references.formats.entries import Found
from references.formats.nbib import without_stop
from references.formats.pubmed_notices import tag_of
from references.formats.values import (
    family_with_particle,
    markup_note,
    several_languages,
    whole_pages,
    without_empty,
)
from references.formats.xml_records import parts_of, text_of, texts_of


def read(text: TextIO) -> Iterator[Found]:
    for line, element, problem in parts_of(text, ("PubmedArticle", "PubmedBookArticle")):
        if element is None:
            yield Found(line, "", None, problem)
            continue
        csl = book_to_csl(element) if element.tag == "PubmedBookArticle" else article_to_csl(element)
        if set(csl) <= {"type", "PMID"}:
            yield Found(line, csl.get("PMID", ""), None, _("The record is empty; take it out."))
        else:
            yield Found(line, csl.get("PMID", ""), csl, "", _notes_on(element, csl))


def article_to_csl(element: Element) -> dict[str, Any]:
    citation = _child(element, "MedlineCitation")
    article = _child(citation, "Article")
    journal, issue = _child(article, "Journal"), _child(article, "Journal/JournalIssue")
    types = texts_of(article, "PublicationTypeList/PublicationType")
    start, end = text_of(article, "Pagination/StartPage"), text_of(article, "Pagination/EndPage")
    csl: dict[str, Any] = {
        "type": "article" if "Preprint" in types else "article-journal",
        "PMID": text_of(citation, "PMID"),
        "title": without_stop(text_of(article, "ArticleTitle")) or without_stop(text_of(article, "VernacularTitle")),
        "author": _names(article.findall("AuthorList/Author")),
        "contributor": _names(citation.findall("InvestigatorList/Investigator")),
        "container-title": text_of(journal, "Title"),
        "container-title-short": text_of(journal, "ISOAbbreviation")
        or text_of(citation, "MedlineJournalInfo/MedlineTA"),
        "ISSN": text_of(journal, "ISSN"),
        "issued": _date(issue.find("PubDate")) or _date(article.find("ArticleDate")),
        "volume": text_of(issue, "Volume"),
        "issue": text_of(issue, "Issue"),
        "page": whole_pages(text_of(article, "Pagination/MedlinePgn") or "-".join(filter(None, (start, end)))),
        "abstract": _abstract(article.find("Abstract")),
        "language": text_of(article, "Language"),
        "keyword": ", ".join(
            texts_of(citation, "MeshHeadingList/MeshHeading/DescriptorName") + texts_of(citation, "KeywordList/Keyword")
        ),
    }
    if text_of(article, "ArticleTitle"):
        csl["original-title"] = without_stop(text_of(article, "VernacularTitle"))
    if csl["container-title-short"] == csl["container-title"]:
        csl["container-title-short"] = ""
    # Not ".//ArticleId": the articles it cites have theirs too.
    _identifiers(csl, article.findall("ELocationID"), "EIdType")
    _identifiers(csl, element.findall("PubmedData/ArticleIdList/ArticleId"), "IdType")
    kept = _notices(citation)
    languages = texts_of(article, "Language")
    if len(languages) > 1:
        kept["LA"] = languages
    if types not in ([], ["Journal Article"]):
        kept["PT"] = types
    if kept:
        csl["custom"] = {"nbib": kept}
    return without_empty(csl)


def _notes_on(element: Element, csl: dict[str, Any]) -> tuple[str, ...]:
    """What had to be left out on the way."""
    title = element.find("MedlineCitation/Article/ArticleTitle")
    marked = (markup_note(csl.get("title", "")),) if title is not None and len(title) else ()
    return (*marked, *several_languages(texts_of(element, "MedlineCitation/Article/Language")))


def _notices(citation: Element) -> dict[str, list[str]]:
    """Where it was retracted, corrected …, under the tags and in the form that PubMed's lines have for it."""
    kept: dict[str, list[str]] = {}
    for each in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        tag, pmid = tag_of(each.get("RefType", "")), text_of(each, "PMID")
        cited = text_of(each, "RefSource")
        words = " ".join(filter(None, (cited, f"PMID: {pmid}" if pmid else "")))
        if tag and words:
            kept.setdefault(tag, []).append(words)
    return kept


def book_to_csl(element: Element) -> dict[str, Any]:
    document = _child(element, "BookDocument")
    book = _child(document, "Book")
    chapter, title = without_stop(text_of(document, "ArticleTitle")), without_stop(text_of(book, "BookTitle"))
    lists = {each.get("Type", "authors"): each for each in book.findall("AuthorList")}
    authors = document.findall("AuthorList/Author") or (
        lists["authors"].findall("Author") if "authors" in lists and not chapter else []
    )
    csl: dict[str, Any] = {
        "type": "chapter" if chapter else "book",
        "PMID": text_of(document, "PMID"),
        "title": chapter or title,
        "container-title": title if chapter else "",
        "author": _names(authors),
        "editor": _names(lists["editors"].findall("Author") if "editors" in lists else []),
        "publisher": text_of(book, "Publisher/PublisherName"),
        "publisher-place": text_of(book, "Publisher/PublisherLocation"),
        "issued": _date(book.find("PubDate")),
        "edition": text_of(book, "Edition"),
        "ISBN": " ".join(texts_of(book, "Isbn")),
        "abstract": _abstract(document.find("Abstract")),
        "language": text_of(document, "Language"),
    }
    _identifiers(csl, document.findall("ArticleIdList/ArticleId"), "IdType")
    return without_empty(csl)


def _child(element: Element, path: str) -> Element:
    """The element at the path; an empty one stands in, so that a record that lacks it can be read on."""
    found = element.find(path)
    return Element("nothing") if found is None else found


def _names(elements: list[Element]) -> list[dict[str, str]]:
    names = []
    for each in elements:
        if each.get("ValidYN") == "N":  # a misspelling that PubMed corrected; the right one stands beside it
            continue
        family, group = text_of(each, "LastName"), text_of(each, "CollectiveName")
        if family:
            name = family_with_particle(family)
            name["given"] = text_of(each, "ForeName") or text_of(each, "Initials")
            name["suffix"] = text_of(each, "Suffix")
            names.append(without_empty(name))
        elif group:
            names.append({"literal": group.rstrip(".")})
    return names


def _date(element: Element | None) -> str:
    """ "2017 Jan 3", "2017 Winter" or what MedlineDate says: "2016 Dec-2017 Jan"."""
    parts = [text_of(element, name) for name in ("Year", "Month", "Day")]
    if parts[1].isdigit():
        return "-".join(part.zfill(2) for part in parts if part)
    if not parts[1]:
        parts[1:] = [text_of(element, "Season")]
    return " ".join(filter(None, parts)) or text_of(element, "MedlineDate")


def _abstract(element: Element | None) -> str:
    parts = []
    for each in [] if element is None else element.findall("AbstractText"):
        label, words = each.get("Label", ""), text_of(each)
        parts.append(f"{label}: {words}" if label and words else words)
    return " ".join(filter(None, parts))


def _identifiers(csl: dict[str, Any], elements: list[Element], attribute: str) -> None:
    for each in elements:
        field = {"doi": "DOI", "pubmed": "PMID", "pmc": "PMCID"}.get(each.get(attribute, ""))
        if field and text_of(each) and not csl.get(field) and each.get("ValidYN") != "N":
            csl[field] = text_of(each)
        elif each.get(attribute) == "pii" and not csl.get("page") and text_of(each):
            csl.setdefault("number", text_of(each))
