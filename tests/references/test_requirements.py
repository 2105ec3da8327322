"""What is found in a record, and what is left alone."""

from datetime import date

import pytest

from references.requirements import problems_of
from tests.references.records import article, record

TODAY = date(2026, 3, 3)
GOOD = {"container": "JAMA", "volume": "317", "issue": "1", "page": "48-58", "title": "Dosing of zoledronic acid"}


def found(csl) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in problems_of(csl, today=TODAY)]


def good(**changed):
    return article(
        changed.pop("authors", "Himelstein, Andrew L."), changed.pop("issued", [2017, 1, 3]), **GOOD | changed
    )


@pytest.mark.parametrize(
    "csl",
    [
        good(),
        good(authors="=World Health Organization"),
        good(authors="=NHS; =AstraZeneca UK; =Pfizer AG"),
        good(issued=[1800]),
        good(issued=[2026]),
        good(title="HIV"),
        good(title="ESMO GUIDELINE 7"),
        good(title="Zoledronic acid: the ZOOM, OPTIMIZE-2 and CALGB 70604 trials"),
        good(title="骨转移患者的唑来膦酸给药间隔 长期研究"),
        good(authors="WHO, A"),
        good(authors="de la Cruz, Ana"),
        good(page="1180-9"),
        good(page="e48-e58"),
        good(page="S12–S19"),
        good(page="48"),
        good(page="iv"),
        good(DOI="10.1001/jama.2016.19425", PMID="28030702", PMCID="PMC5321662", ISSN="0098-7484"),
        good(ISSN="0317-8471, 1050-124X"),
        good(author=[{"family": "Pérez", "given": "Ana", "ORCID": "https://orcid.org/0000-0002-1825-0097"}]),
        good(author=[{"family": "Pérez", "given": "Ana", "ORCID": "0000-0002-1694-233X"}]),
        record("book", "Smith, Ann", [2010], title="Bones", publisher="Press", ISBN="0306406152 9780306406157"),
        record("webpage", "=Society", title="Bones", URL="https://a.example", accessed={"date-parts": [[2026, 1, 2]]}),
        record("map", title="A map of bones"),
        record("legislation", issued=[2001], title="Act on medicines"),
    ],
)  # fmt: skip
def test_a_good_record_is_left_alone(csl):
    assert found(csl) == []


@pytest.mark.parametrize(
    ("csl", "problem"),
    [
        (good(authors=""), ("missing", "author")),
        (good(issued=None), ("missing", "issued")),
        (good(container=""), ("missing", "container-title")),
        (record("book", "Smith, Ann", [2010], title="Bones"), ("missing", "publisher")),
        (record("chapter", "S, A", [2010], title="T", container="B", publisher="P"), ("missing", "page")),
        (record("webpage", "=S", title="T", URL="https://a.example"), ("missing", "accessed")),
        (record("webpage", title="T", genre="Clinical trial registration", container="R"), ("missing", "number")),
        (record("document", "=P", [2020], title="T", genre="Prescribing information"), ("missing", "URL")),
        (record("thesis", "S, A", [2010], title="T"), ("missing", "publisher")),
        (record("report", title="T", issued=[2010]), ("missing", "author")),
        (good(title="EFFECT OF ZOLEDRONIC ACID ON BONES"), ("capitals", "title")),
        (good(title="EFFECT OF ZOLEDRONIC ACID ON BONES: a"), ("capitals", "title")),
        (good(authors="HIMELSTEIN, ANDREW; FOSTER, JARED"), ("capitals", "author")),
        (good(authors="=Himelstein AL"), ("person", "author")),
        (good(authors="Himelstein AL, Foster JC"), ("person", "author")),
        (record("book", editor=[{"literal": "Foster JC"}], title="T"), ("person", "editor")),
        (good(issued=[1799]), ("year", "issued")),
        (good(issued=[2027]), ("year", "issued")),
        (good(issued=[2107]), ("year", "issued")),
        (good(page="58-48"), ("pages", "page")),
        (good(page="1189-0"), ("pages", "page")),
        (good(page="e58-e48"), ("pages", "page")),
        (good(DOI="11.1001/jama"), ("number", "DOI")),
        (good(PMCID="5321662"), ("number", "PMCID")),
        (good(ISSN="0098-7485"), ("number", "ISSN")),
        (good(ISBN="9780306406158"), ("number", "ISBN")),
        (good(author=[{"family": "Pérez", "given": "A", "ORCID": "0000-0002-1825-0098"}]), ("number", "author")),
    ],
)
def test_a_problem_is_found_and_said(csl, problem):
    assert problem in found(csl)
    assert all(problem.message for problem in problems_of(csl, today=TODAY))


def test_an_issue_of_the_coming_january_is_no_slip_in_november():
    assert not problems_of(good(issued=[2027]), today=date(2026, 11, 20))


def test_a_title_in_capitals_comes_with_a_better_one():
    (problem,) = problems_of(good(title="EFFECT OF DENOSUMAB ON BONE: A TRIAL"), today=TODAY)
    assert problem.suggestion == "Effect of denosumab on bone: a trial"


@pytest.mark.parametrize(
    ("authors", "said", "suggestion"),
    [
        (
            "=Himelstein AL",
            "counts as an organisation. If it is a person, write “Himelstein, A. L.”",
            "Himelstein, A. L.",
        ),
        ("=Himelstein AL; =NHS; =Foster JC", "and others count as organisations", "Himelstein, A. L.; Foster, J. C."),
        ("Himelstein AL, Foster JC", "write each on a line of its own", "Himelstein, A. L.; Foster, J. C."),
    ],
)
def test_a_person_who_counts_as_an_organisation_comes_with_how_to_write_them(authors, said, suggestion):
    (problem,) = problems_of(good(authors=authors), today=TODAY)
    assert said in problem.message
    assert problem.suggestion == suggestion
