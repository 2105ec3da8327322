"""The words a reference is found by, and the words of a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.search_words import LONGEST_WORD, MOST_WORDS_ASKED, folded, words_asked, words_of_record, years_asked


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Müller", "muller"), ("MÜLLER", "muller"), ("Muller", "muller"), ("Nuñez", "nunez"), ("Łukasz", "lukasz"),
        ("Straße", "strasse"), ("Søren", "soren"), ("Æsop", "aesop"), ("İstanbul", "istanbul"), ("ﬁbrosis", "fibrosis"),
        ("癌症", "癌症"), ("", ""), ("a-b", "a-b"),
    ],
)  # fmt: skip
def test_letters_are_folded(text, plain):
    assert folded(text) == plain


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("himelstein zoledronic 2017", ["himelstein", "zoledronic", "2017"]),
        ("  Cancer,  cancer!  ", ["cancer"]),
        ("O'Brien", ["obrien"]),
        ("O’Brien", ["obrien"]),
        ("Smith-Jones", ["smith", "jones"]),
        ("[@himelstein2017]", ["himelstein2017"]),
        ("https://doi.org/10.1001/jama.2016.19425", ["10", "1001", "jama", "2016", "19425"]),
        ("doi:10.1001/x", ["10", "1001", "x"]),
        ("PMID: 28030702", ["28030702"]),
        ("pmid", ["pmid"]),
        ("doing", ["doing"]),
        ("NOT near OR *", ["not", "near", "or"]),
        ('"', []),
        ("%_\\' \x00 🦴", []),
        ("a b c d e f g h i j", ["a", "b", "c", "d", "e", "f", "g", "h"]),
        ("x" * 10_000, ["x" * LONGEST_WORD]),
    ],
)
def test_the_words_of_a_query(query, words):
    assert words_asked(query) == words


@given(st.text(max_size=200))
def test_any_query_gives_plain_words_only(text):
    words = words_asked(text)
    assert len(words) <= MOST_WORDS_ASKED
    assert all(word.isalnum() and len(word) <= LONGEST_WORD for word in words)


@given(st.text(max_size=200))
def test_what_is_copied_from_a_title_finds_it(title):
    stored = words_of_record(key="k", title=title, authors="", year=None, csl={}).split(" ")
    assert all(any(word.startswith(asked) for word in stored) for asked in words_asked(title))


def test_a_record_is_found_by_everything_people_remember_of_it():
    csl = {
        "DOI": "10.1001/jama.2016.19425", "PMID": "28030702", "ISBN": "978-3-16-148410-0",
        "container-title": "Journal of Clinical Oncology", "container-title-short": "J Clin Oncol",
    }  # fmt: skip
    text = words_of_record(key="obrien2017", title="Zolédronic acid", authors="O'Brien A, Müller B", year=2017, csl=csl)
    stored = text.split(" ")
    for word in (
        "obrien2017",
        "2017",
        "19425",
        "28030702",
        "9783161484100",
        "obrien",
        "brien",
        "muller",
        "zoledronic",
        "oncol",
    ):
        assert word in stored
    assert len(stored) == len(set(stored))


def test_only_four_digits_are_a_year():
    assert years_asked(["2017", "20177", "217", "jama2017", "٢٠١٧"]) == [2017]
