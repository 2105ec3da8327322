"""A page of ours, cited: the line of each style, what reference managers take, and what must not break it."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.citing import OurPage, citations_of, meta_tags

PAGE = OurPage(
    title="Bone metastases",
    site="Wellread",
    published_on=date(2026, 11, 2),
    version=3,
    address="https://example.org/articles/bone-metastases/v3/",
    home="https://example.org/articles/bone-metastases/",
    language="en",
)


def ris(page: OurPage) -> str:
    return dict(citations_of(page).records)["RIS"]


def bibtex(page: OurPage) -> str:
    return dict(citations_of(page).records)["BibTeX"]


EXACTLY_A_TAG = re.compile(r"[A-Z]{2}  - .*")


def test_each_style_writes_its_line():
    assert dict(citations_of(PAGE).lines) == {
        "Vancouver": "Wellread. Bone metastases [Internet]. Wellread; 2026 Nov 2. "
        "Available from: https://example.org/articles/bone-metastases/v3/.",
        "AMA": "Wellread. Bone metastases. November 2, 2026. https://example.org/articles/bone-metastases/v3/",
        "APA": "Wellread. (2026, November 2). Bone metastases (Version 3). "
        "https://example.org/articles/bone-metastases/v3/",
    }


def test_a_page_in_spanish_is_cited_in_spanish():
    lines = dict(citations_of(replace(PAGE, language="es", title="¿Qué duele?")).lines)
    assert lines["Vancouver"].startswith("Wellread. ¿Qué duele? [Internet]. Wellread; 2026 nov 2. Disponible en: ")
    assert lines["AMA"].startswith("Wellread. ¿Qué duele? 2 de noviembre de 2026. ")
    assert lines["APA"].startswith("Wellread. (2 de noviembre de 2026). ¿Qué duele? (versión 3). ")


def test_ris_is_what_reference_managers_read():
    assert ris(PAGE).splitlines() == [
        "TY  - ELEC",
        "TI  - Bone metastases",
        "AU  - Wellread",
        "PB  - Wellread",
        "PY  - 2026",
        "DA  - 2026/11/02/",
        "ET  - 3",
        "LA  - en",
        "UR  - https://example.org/articles/bone-metastases/v3/",
        "ER  - ",
    ]


def test_bibtex_keeps_capitals_and_the_name_of_the_site_whole():
    assert bibtex(PAGE) == (
        "@online{bone-metastases-v3,\n"
        "  title = {{Bone metastases}},\n"
        "  author = {{Wellread}},\n"
        "  date = {2026-11-02},\n"
        "  year = {2026},\n"
        "  version = {3},\n"
        "  language = {en},\n"
        "  url = {https://example.org/articles/bone-metastases/v3/}\n"
        "}"
    )


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Pain & itching: 50% of all", r"Pain \& itching: 50\% of all"),
        ("A_b {c} #1 $2", r"A\_b \{c\} \#1 \$2"),
        ("x^2 ~ y \\ z", r"x\textasciicircum{}2 \textasciitilde{} y \textbackslash{} z"),
        # left alone
        ("Dolor óseo – ¿qué es?", "Dolor óseo – ¿qué es?"),
        ("骨转移", "骨转移"),
        ("“Quoted” <b>", "“Quoted” <b>"),
    ],
)
def test_bibtex_takes_every_title(title, written):
    assert f"title = {{{{{written}}}}}," in bibtex(replace(PAGE, title=title))


def test_managers_are_told_of_a_report_and_not_of_an_article_in_a_journal():
    tags = dict(meta_tags(PAGE))
    assert tags["citation_title"] == "Bone metastases"
    assert tags["citation_technical_report_institution"] == "Wellread"
    assert tags["citation_publication_date"] == "2026/11/02"
    assert tags["citation_public_url"] == PAGE.home
    assert "citation_journal_title" not in tags


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_title_breaks_out_of_its_line(title, site):
    page = replace(PAGE, title=title, site=site)
    assert all(EXACTLY_A_TAG.fullmatch(row) for row in ris(page).split("\n"))
    assert ris(page).count("\nER  - ") == 1
    plain = bibtex(page).replace(r"\{", "").replace(r"\}", "")
    assert plain.count("{") == plain.count("}")
    assert bibtex(page).count("\n") == 8
    assert all("\n" not in line for _style, line in citations_of(page).lines)
