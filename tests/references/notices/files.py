"""Files of notices in the shapes their sources give them; the works and the notices are made up."""

import csv
import io

COLUMNS = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,"
    "RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes"
).split(",")


def retraction_watch(*rows: dict[str, str]) -> str:
    """The list, with its trailing comma in the heading; each row says only what matters to the test."""
    usual = {
        "Record ID": "1", "Title": "A trial of bones", "RetractionDate": "2/6/2010 0:00", "RetractionDOI": "unavailable",
        "RetractionPubMedID": "0", "OriginalPaperDOI": "unavailable", "OriginalPaperPubMedID": "0",
        "RetractionNature": "Retraction", "Reason": "+Error in Data;+Investigation by Journal/Publisher;", "Paywalled": "No",
    }  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, ""])
    for row in rows:
        writer.writerow([*((usual | row).get(name, "") for name in COLUMNS), ""])
    return text.getvalue()


def pubmed_article(pmid: str, *comments: str, types: tuple[str, ...] = ("Journal Article",), doi: str = "") -> str:
    """One record; `comments`: its CommentsCorrections as they stand in the XML."""
    kinds = "".join(f"<PublicationType>{kind}</PublicationType>" for kind in types)
    number = f'<ELocationID EIdType="doi" ValidYN="Y">{doi}</ELocationID>' if doi else ""
    return (
        f"<PubmedArticle><MedlineCitation><PMID Version='1'>{pmid}</PMID><Article><Journal><JournalIssue><PubDate>"
        "<Year>2010</Year><Month>Feb</Month><Day>6</Day></PubDate></JournalIssue></Journal>"
        f"<ArticleTitle>A trial</ArticleTitle>{number}<PublicationTypeList>{kinds}</PublicationTypeList></Article>"
        f"<CommentsCorrectionsList>{''.join(comments)}</CommentsCorrectionsList></MedlineCitation></PubmedArticle>\n"
    )


def comment(kind: str, pmid: str = "", cited: str = "Lancet. 2010 Feb 6;375(9713):445", note: str = "") -> str:
    number = f"<PMID>{pmid}</PMID>" if pmid else ""
    words = f"<Note>{note}</Note>" if note else ""
    return f'<CommentsCorrections RefType="{kind}"><RefSource>{cited}</RefSource>{number}{words}</CommentsCorrections>'


def pubmed(*articles: str) -> str:
    return f'<?xml version="1.0"?>\n<PubmedArticleSet>\n{"".join(articles)}</PubmedArticleSet>'


def update(kind: str, doi: str, day=(2010, 2, 6)) -> dict:
    return {
        "DOI": doi,
        "type": kind,
        "label": kind.title(),
        "source": "publisher",
        "updated": {"date-parts": [list(day)]},
    }
