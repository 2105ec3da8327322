"""What each source tells, from the files it really gives."""

import io
import json

import pytest

from references.formats import CannotRead
from references.notices import Told, open_notices
from references.notices.told import day_cited, day_in, doi_in, pmid_in
from tests.references.notices.files import comment, pubmed, pubmed_article, retraction_watch, update


def read(text: str | bytes) -> tuple[str, list[Told]]:
    file = open_notices(io.BytesIO(text.encode() if isinstance(text, str) else text))
    return file.source, list(file.told)


def statuses(text: str) -> list[tuple]:
    return [(each.doi or each.pmid, each.status, each.dated) for each in read(text)[1]]


@pytest.mark.parametrize(
    ("nature", "status"),
    [
        ("Retraction", "retracted"),
        ("Expression of concern", "concern"),
        ("EXPRESSION OF CONCERN ", "concern"),
        ("Correction", "corrected"),
        ("Reinstatement", "current"),
    ],
)
def test_retraction_watch_tells_of_every_nature(nature, status):
    source, (told,) = read(
        retraction_watch({"OriginalPaperDOI": "10.1016/S0140-6736(97)11096-0", "RetractionNature": nature})
    )
    assert source == "retraction-watch"
    assert told == Told(
        2, doi="10.1016/s0140-6736(97)11096-0", status=status, dated="2010-02-06",
        reason="Error in Data; Investigation by Journal/Publisher",
    )  # fmt: skip


def test_both_numbers_of_the_work_and_of_the_notice_are_read():
    row = {
        "OriginalPaperDOI": "10.1/a", "OriginalPaperPubMedID": "9500320", "RetractionDOI": "https://doi.org/10.1000/N",
        "RetractionPubMedID": "20137807",
    }  # fmt: skip
    (told,) = read(retraction_watch(row | {"OriginalPaperDOI": "10.1000/A"}))[1]
    assert (told.doi, told.pmid, told.doi_of_notice, told.pmid_of_notice) == (
        "10.1000/a", "9500320", "10.1000/n", "20137807",
    )  # fmt: skip


def test_each_unreadable_row_is_told_with_its_line_and_the_rest_is_read():
    text = retraction_watch(
        {"OriginalPaperDOI": "10.1000/a", "Notes": "two\nlines"},
        {"OriginalPaperDOI": "10.1000/b", "RetractionNature": "Vanished"},
        {"OriginalPaperDOI": "10.1000/c"},
    )
    text += "9,cut off\n\n" + retraction_watch({"OriginalPaperDOI": "10.1000/d"}).split("\n", 1)[1]
    told = read(text)[1]
    assert [(each.line, each.doi, bool(each.problem)) for each in told] == [
        (2, "10.1000/a", False),
        (4, "", True),
        (5, "10.1000/c", False),
        (6, "", True),
        (8, "10.1000/d", False),
    ]
    assert "Vanished" in told[1].problem and "2 columns" in told[3].problem


def test_a_list_of_windows_or_with_a_mark_at_its_start_is_read():
    text = retraction_watch({"OriginalPaperDOI": "10.1000/a", "Author": "Müller"}).replace("\n", "\r\n")
    for data in (text.encode("cp1252"), b"\xef\xbb\xbf" + text.encode()):
        assert [each.doi for each in read(data)[1]] == ["10.1000/a"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("RetractionIn", "retracted"),
        ("PartialRetractionIn", "concern"),
        ("ExpressionOfConcernIn", "concern"),
        ("ErratumIn", "corrected"),
        ("UpdateIn", "superseded"),
    ],
)
def test_pubmed_tells_on_the_record_of_the_work(kind, status):
    source, (told,) = read(pubmed(pubmed_article("7", comment(kind, "8"), doi="10.1000/W")))
    assert source == "pubmed"
    assert (told.pmid, told.doi, told.status, told.pmid_of_notice, told.dated) == (
        "7", "10.1000/w", status, "8", "2010-02-06",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "status"),
    [("RetractionOf", "retracted"), ("ExpressionOfConcernFor", "concern"), ("ErratumFor", "corrected")],
)
def test_pubmed_tells_on_the_record_of_the_notice(kind, status):
    told = read(pubmed(pubmed_article("8", comment(kind, "7"), doi="10.1000/N")))[1]
    assert [(each.pmid, each.status, each.doi_of_notice, each.pmid_of_notice) for each in told] == [
        ("7", status, "10.1000/n", "8"),
        ("8", "", "", ""),
    ]


def test_a_retracted_publication_needs_no_notice_and_is_told_once():
    types = ("Journal Article", "Retracted Publication")
    assert statuses(pubmed(pubmed_article("7", types=types))) == [("7", "retracted", "")]
    assert statuses(pubmed(pubmed_article("7", comment("RetractionIn", "8"), types=types))) == [
        ("7", "retracted", "2010-02-06")
    ]


@pytest.mark.parametrize("kind", ["CommentIn", "ReprintIn", "SummaryForPatientsIn", "Cites", "CommentOn", ""])
def test_what_pubmed_links_besides_says_nothing_against_a_work(kind):
    assert statuses(pubmed(pubmed_article("7", comment(kind, "8")))) == [("7", "", "")]


def test_pubmeds_notice_of_retraction_is_not_retracted_itself():
    assert statuses(pubmed(pubmed_article("8", types=("Retraction of Publication",)))) == [("8", "", "")]


def test_a_record_that_is_not_xml_harms_no_other():
    told = read(pubmed("<PubmedArticle><PMID>7</PubmedArticle>", pubmed_article("8")))[1]
    assert [(bool(each.problem), each.pmid) for each in told] == [(True, ""), (False, "8")]


def test_crossref_has_the_retraction_on_the_work_as_updated_by():
    work = {"DOI": "10.1000/W", "title": ["RETRACTED: W"], "updated-by": [update("correction", "10.1000/c", (2004, 3)),
            update("retraction", "10.1000/N")]}  # fmt: skip
    source, told = read(json.dumps({"status": "ok", "message": work}))
    assert source == "crossref"
    assert [(each.doi, each.status, each.dated, each.doi_of_notice) for each in told] == [
        ("10.1000/w", "corrected", "2004-03", "10.1000/c"),
        ("10.1000/w", "retracted", "2010-02-06", "10.1000/n"),
    ]


def test_crossrefs_notice_names_the_work_as_update_to_and_is_not_retracted_itself():
    notice = {"DOI": "10.1000/N", "update-to": [update("retraction", "10.1000/W")]}
    assert statuses(json.dumps([notice])) == [("10.1000/w", "retracted", "2010-02-06"), ("10.1000/n", "", "")]


@pytest.mark.parametrize(
    "answer",
    [
        {"DOI": "10.1000/w"},
        [{"DOI": "10.1000/w"}],
        {"message": {"items": [{"DOI": "10.1000/w"}]}},
        [{"message": {"DOI": "10.1000/w"}}],
        {"DOI": "10.1000/w", "updated-by": "nonsense", "update-to": [5, None]},
        {"DOI": "10.1000/w", "updated-by": [update("new_version", "10.1000/v2"), update("", "10.1000/x")]},
        {"DOI": "10.1000/w", "update-to": [update("retraction", "10.1000/W")]},
    ],
)
def test_crossref_knows_the_work_and_reports_nothing(answer):
    assert statuses(json.dumps(answer)) == [("10.1000/w", "", "")]


@pytest.mark.parametrize("work", [{}, 5, None, "text", {"DOI": ""}, {"DOI": "nonsense"}, {"DOI": ["10.1000/w"]}])
def test_what_is_no_work_of_crossref_is_told_with_its_place(work):
    told = read(json.dumps([{"DOI": "10.1000/w"}, work]))[1]
    assert [(each.line, bool(each.problem)) for each in told] == [(1, False), (2, True)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("  \n", "is empty"),
        ("Title,Year\nBones,2010\n", "holds no notices"),
        ("TY  - JOUR\nER  - \n", "holds no notices"),
        ("<html><body>Not found</body></html>", "web page"),
        ("<feed></feed>", "is XML"),
        ("<records><record/></records>", "holds no notices"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><PubmedArticleSet></PubmedArticleSet>', "entities"),
        ("[{", "is not JSON"),
        ("%PDF-1.4", "PDF"),
        ("PK\x03\x04", "packed"),
    ],
)
def test_a_file_of_no_notices_is_refused_as_a_whole(text, reason):
    with pytest.raises(CannotRead, match=reason):
        read(text)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2/6/2010 0:00", "2010-02-06"), ("12/31/2019", "2019-12-31"), ("2010-02-06", "2010-02-06"), ("2010-2", "2010-02"),
        ("2010-02-06T00:00:00Z", "2010-02-06"), ("2010", "2010"), ("13/1/2010", "2010"), ("2010-13-01", "2010"),
        ("2010-02-40", "2010-02"), ("", ""), ("unavailable", ""), ("6 Feb 2010", ""), ("0000-00-00", ""), (None, ""),
    ],
)  # fmt: skip
def test_dates_of_lists(written, day):
    assert day_in(written) == day


@pytest.mark.parametrize(
    ("cited", "day"),
    [
        ("Lancet. 2010 Feb 6;375(9713):445", "2010-02-06"), ("N Engl J Med. 2018 Jan;378(4):400", "2018-01"),
        ("Nature. 2014;511(7507):112", "2014"), ("BMJ. 2020 May-Jun;5:1", "2020-05"), ("J Bone 12(3):4", ""), ("", ""),
    ],
)  # fmt: skip
def test_dates_of_cited_lines(cited, day):
    assert day_cited(cited) == day


@pytest.mark.parametrize("nothing", ["", "unavailable", "Unavailable", "0", " ", None, True, [], "n/a"])
def test_what_lists_write_for_nothing_is_nothing(nothing):
    assert (doi_in(nothing), pmid_in(nothing)) == ("", "")


@pytest.mark.parametrize(
    ("written", "pmid"), [("9500320", "9500320"), ("9500320.0", "9500320"), (7, "7"), ("PMC1", "")]
)
def test_pubmed_numbers(written, pmid):
    assert pmid_in(written) == pmid
