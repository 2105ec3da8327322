"""Cleaning CSL records: what is normalised, what is refused with a sentence, and what is left alone."""

import copy
import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from references.csl import (
    MAX_LONG_TEXT,
    MAX_TEXT,
    TYPE_HINTS,
    TYPES,
    Problem,
    authors_text,
    clean,
    suggest_key,
    title,
    year,
)

# How long an example takes depends on what else the machine is doing.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

GOOD = {"type": "article-journal", "title": "A trial"}


def cleaned(**fields: object) -> tuple[dict[str, object], tuple[Problem, ...]]:
    csl, _key, problems = clean(GOOD | fields)
    return csl, problems


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("DOI", "10.1001/jama.2016.19425", "10.1001/jama.2016.19425"),
        ("DOI", "10.1200/JCO.2017.75.4614", "10.1200/JCO.2017.75.4614"),
        ("DOI", "https://doi.org/10.1001/JAMA.1", "10.1001/JAMA.1"),
        ("DOI", "http://dx.doi.org/10.1001/jama.1", "10.1001/jama.1"),
        ("DOI", "doi.org/10.1001/jama.1", "10.1001/jama.1"),
        ("DOI", "doi:10.1001/jama.1", "10.1001/jama.1"),
        ("DOI", "DOI: 10.1001/jama.1.", "10.1001/jama.1"),
        ("DOI", "https://doi.org/10.1016%2FS1470-2045(13)70174-8", "10.1016/S1470-2045(13)70174-8"),
        (
            "DOI",
            "10.1002/(SICI)1097-4636(199823)43:4<338::AID-JBM2>3.0.CO;2-8",
            "10.1002/(SICI)1097-4636(199823)43:4<338::AID-JBM2>3.0.CO;2-8",
        ),
        ("DOI", "10.1000/a..b", "10.1000/a..b"),
        ("PMID", "28030702", "28030702"),
        ("PMID", 28030702, "28030702"),
        ("PMID", "PMID: 28030702", "28030702"),
        ("PMID", "https://pubmed.ncbi.nlm.nih.gov/28030702/", "28030702"),
        ("PMID", "https://www.ncbi.nlm.nih.gov/pubmed/28030702", "28030702"),
        ("PMID", "00012", "12"),
        ("PMCID", "PMC5321662", "PMC5321662"),
        ("PMCID", "pmc5321662", "PMC5321662"),
        ("PMCID", "5321662", "PMC5321662"),
        ("PMCID", "PMCID: PMC5321662.2", "PMC5321662"),
        ("PMCID", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5321662/", "PMC5321662"),
        ("PMCID", "https://pmc.ncbi.nlm.nih.gov/articles/PMC5321662", "PMC5321662"),
        ("ISBN", "978-92-4-155039-0", "9789241550390"),
        ("ISBN", "9789241550390", "9789241550390"),
        ("ISBN", "ISBN 978–92–4–155039–0 (pdf)", "9789241550390"),
        ("ISBN", "0-306-40615-2", "0306406152"),
        ("ISBN", "080442957x", "080442957X"),
        ("ISBN", "9789241550390 0-306-40615-2 9789241550390", "9789241550390 0306406152"),
        ("ISBN", "9789241550391 0306406152", "0306406152"),
        ("URL", "https://example.org/a?b=1&copy=2#c", "https://example.org/a?b=1&copy=2#c"),
        ("URL", " http://example.org ", "http://example.org"),
        ("volume", 35, "35"),
        ("volume", 35.0, "35"),
        ("page", "48-58", "48-58"),
        ("container-title", ["JAMA"], "JAMA"),
        ("publisher", "Wiley &amp; Sons", "Wiley & Sons"),
        ("abstract", "<jats:p>One</jats:p><jats:p>two.</jats:p>", "One two."),
        ("my-own-field", "kept", "kept"),
        ("custom", {"a": [1, True, None, "<b>x</b>"]}, {"a": [1, True, "x"]}),
        ("categories", ["bone", "pain"], ["bone", "pain"]),
    ],
)
def test_a_field_is_stored_in_its_one_form(field, value, stored):
    csl, problems = cleaned(**{field: value})
    assert csl[field] == stored
    assert problems == ()


def unknown(kind: str) -> dict[str, object]:
    return {"type": kind, "title": "T"}


NOT_A_DOI = "is not a DOI (one looks like 10.1001/jama.2016.19425); it was left out."
NOT_AN_ADDRESS = "is not a web address starting with https:// or http://; it was left out."


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("DOI", "11.1001/jama", f"“11.1001/jama” {NOT_A_DOI}"),
        ("DOI", "10.1/x", f"“10.1/x” {NOT_A_DOI}"),
        ("DOI", "10.1001/a b", f"“10.1001/a b” {NOT_A_DOI}"),
        ("PMID", "PMC123", "“PMC123” is not a PubMed number; it was left out."),
        ("PMID", "0", "“0” is not a PubMed number; it was left out."),
        ("PMID", "١٢٣", "“١٢٣” is not a PubMed number; it was left out."),
        ("PMCID", "PMC", "“PMC” is not a PubMed Central number; it was left out."),
        ("ISBN", "978-92-4-155039-1", "“978-92-4-155039-1” has a wrong check digit; it was left out."),
        ("ISBN", "12345", "“12345” is not an ISBN; it was left out."),
        ("URL", "javascript:alert(1)", f"“javascript:alert(1)” {NOT_AN_ADDRESS}"),
        ("URL", "ftp://x.org", f"“ftp://x.org” {NOT_AN_ADDRESS}"),
        ("URL", "https://a b.org", f"“https://a b.org” {NOT_AN_ADDRESS}"),
        ("URL", "https://u:p@x.org", f"“https://u:p@x.org” {NOT_AN_ADDRESS}"),
        ("URL", "http://[", f"“http://[” {NOT_AN_ADDRESS}"),
        ("volume", {"a": 1}, "This must be text; it was left out."),
        ("volume", True, "This must be text; it was left out."),
        ("volume", math.nan, "This must be text; it was left out."),
        ("issued", True, "This is not a date; it was left out."),
        ("issued", {"date-parts": [[20177, 1]]}, "“20177” is not a year; the date was left out."),
        ("author", [{}], "An entry without a name was left out."),
        ("author", 3, "An entry without a name was left out."),
    ],
)
def test_a_value_that_cannot_be_used_is_left_out_and_told(field, value, message):
    csl, problems = cleaned(**{field: value})
    assert field not in csl
    assert problems == (Problem(field, message, False),)


@pytest.mark.parametrize(
    ("field", "value", "stored", "message"),
    [
        ("title", ["One", "Two"], "One", "Only the first of several values was kept."),
        ("title", "x" * (MAX_TEXT + 1), "x" * MAX_TEXT, "Text longer than 2,000 characters was cut."),
        ("note", "x" * (MAX_LONG_TEXT + 1), "x" * MAX_LONG_TEXT, "Text longer than 20,000 characters was cut."),
        (
            "author",
            ["Smith J"],
            [{"literal": "Smith J"}],
            "A name was given as one text; give family and given names apart, or an organization as literal.",
        ),
        ("issued", [2017, 2, 30], None, "This is not a date; it was left out."),
        (
            "issued",
            {"date-parts": [[2017, 2, 30]]},
            {"date-parts": [[2017, 2]]},
            "There is no day 30 in that month; it was left out.",
        ),
        (
            "issued",
            {"date-parts": [[2017, 30]]},
            {"date-parts": [[2017]]},
            "There is no month 30; it was left out.",
        ),
        (
            "issued",
            "sometime in 2017",
            {"literal": "sometime in 2017"},
            "“sometime in 2017” could not be read as a date; it is shown as it is.",
        ),
    ],
)
def test_a_value_used_in_part_is_told(field, value, stored, message):
    csl, problems = cleaned(**{field: value})
    assert csl.get(field) == stored
    assert problems == (Problem(field, message, False),)


@pytest.mark.parametrize(
    ("record", "field", "message"),
    [
        ({"title": "T"}, "type", "A reference needs a type, such as article-journal, book, report or webpage."),
        ({"type": "book"}, "title", "A reference needs a title."),
        ({"type": "book", "title": " <b></b> "}, "title", "A reference needs a title."),
        (unknown("journal-article"), "type", "“journal-article” is not a CSL type; did you mean “article-journal”?"),
        (unknown("Guideline"), "type", "“Guideline” is not a CSL type; did you mean “report”?"),
        (unknown("web page"), "type", "“web page” is not a CSL type; did you mean “webpage”?"),
        (unknown("books"), "type", "“books” is not a CSL type; did you mean “book”?"),
        (
            unknown("qqq"),
            "type",
            "“qqq” is not a CSL type; use one such as article-journal, book, report or webpage.",
        ),
        (None, "", "A reference must be a set of named fields."),
        ([GOOD], "", "A reference must be a set of named fields."),
    ],
)
def test_a_record_that_cannot_be_used_has_one_fatal_problem(record, field, message):
    assert clean(record).problems == (Problem(field, message, True),)


def test_a_good_record_has_no_problem():
    assert cleaned() == (GOOD, ())


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_csl_type_is_accepted(kind):
    assert clean({"type": kind, "title": "T"}).problems == ()


def test_every_hint_names_a_type_and_no_type_needs_one():
    assert set(TYPE_HINTS.values()) <= TYPES
    assert not set(TYPE_HINTS) & TYPES


def test_fields_are_found_in_any_capitals_and_the_right_spelling_wins():
    csl, _problems = cleaned(doi="10.1000/wrong", DOI="10.1000/right", journalAbbreviation="J X", Pmid=12)
    assert csl["DOI"] == "10.1000/right"
    assert csl["container-title-short"] == "J X"
    assert csl["PMID"] == "12"
    assert "doi" not in csl


def test_empty_values_are_dropped_in_silence():
    assert cleaned(volume="", page=None, author=[], issued={}, publisher="  ", custom={}, note="\u200b") == (GOOD, ())


def test_organisations_of_crossref_become_literals_and_unknown_parts_of_names_stay():
    csl, problems = cleaned(
        author=[{"name": "ASCO", "sequence": "first"}, {"family": "Li", "given": "<i>Bob</i>", "ORCID": "x"}]
    )
    assert problems == ()
    assert csl["author"] == [{"literal": "ASCO", "sequence": "first"}, {"family": "Li", "given": "Bob", "ORCID": "x"}]


@pytest.mark.parametrize(
    ("csl", "key"),
    [
        ({"author": [{"family": "Himelstein", "given": "Andrew"}], "issued": "2017"}, "himelstein2017"),
        ({"author": [{"family": "Van Poznak"}], "issued": "2017"}, "vanpoznak2017"),
        ({"author": [{"family": "O'Carrigan"}], "issued": "2017"}, "ocarrigan2017"),
        ({"author": [{"family": "Pérez-Fidalgo"}], "issued": "2014"}, "perezfidalgo2014"),
        ({"author": [{"family": "Bruland Ø"}]}, "brulando"),
        ({"author": [{"family": "Jong", "dropping-particle": "de"}]}, "dejong"),
        ({"author": [{"literal": "World Health Organization"}], "issued": "2018"}, "who2018"),
        ({"author": [{"literal": "Cochrane Collaboration"}]}, "cochranecollaboration"),
        ({"author": "Plain"}, "plain"),
        ({"editor": [{"family": "Foley"}], "issued": "2001"}, "foley2001"),
        ({"title": "The bones of it", "issued": "2001"}, "bones2001"),
        ({"title": "Why?"}, "why"),
        ({"author": [{"family": "李"}], "title": "Bone"}, "bone"),
        ({"author": [{"family": "李"}], "title": "骨"}, "reference"),
        ({}, "reference"),
    ],
)
def test_a_key_is_suggested_from_author_and_year(csl, key):
    assert suggest_key(csl) == key


@pytest.mark.parametrize(
    ("given_id", "key"),
    [
        ("himelstein2017", "himelstein2017"),
        ("Himelstein2017", "himelstein2017"),
        ("van-poznak_2017", "van-poznak_2017"),
        (17, "17"),
        ("http://zotero.org/users/1/items/X", "li2014"),
        ("a b", "li2014"),
        ("-x", "li2014"),
        ("x-", "li2014"),
        ("x" * 79, "li2014"),
        ("", "li2014"),
        (None, "li2014"),
    ],
)
def test_the_key_is_the_id_when_it_can_be_one(given_id, key):
    cleaned_record = clean(GOOD | {"id": given_id, "author": [{"family": "Li"}], "issued": "2014"})
    assert cleaned_record.key == key
    assert "id" not in cleaned_record.csl


def test_what_lists_and_searches_ask_of_a_record():
    csl = {
        "title": "A <i>trial</i>",
        "author": [{"family": "Li", "given": "Bob T."}, {"literal": "The ZOOM Group"}],
        "issued": {"date-parts": [[2014, 1], [2015, 1]]},
    }
    assert (title(csl), year(csl), authors_text(csl)) == ("A trial", 2014, "Li BT, ZOOM Group")
    assert authors_text({"editor": [{"family": "Foley", "given": "K"}]}) == "Foley K"
    assert year({"issued": {"literal": "Winter term 1998 or so"}}) == 1998
    assert (title({}), year({}), authors_text({})) == ("", None, "")


def test_the_record_given_is_not_changed():
    record = GOOD | {"id": "X", "author": [{"name": "<b>A</b>"}], "issued": {"raw": "2017"}, "custom": {"a": ["\x00"]}}
    before = copy.deepcopy(record)
    clean(record)
    assert record == before


def test_a_record_with_too_many_fields_is_refused():
    assert clean(GOOD | {f"x{number}": 1 for number in range(300)}).problems[0].fatal


def test_what_is_nested_too_deep_is_cut():
    deep: object = "x"
    for _ in range(50):
        deep = [deep]
    csl, problems = cleaned(custom={"a": deep})
    assert problems == ()
    assert len(json.dumps(csl)) < 200


FIELDS = [
    "id",
    "type",
    "title",
    "author",
    "editor",
    "issued",
    "DOI",
    "PMID",
    "PMCID",
    "ISBN",
    "URL",
    "volume",
    "note",
    "x",
]
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([*sorted(TYPES), "&lt;", "<b>", "2017-1"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["family", "given", "literal", "name", "date-parts", "season", "raw"]) | st.text(), inner
        )
    ),
    max_leaves=25,
)


@unhurried
@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), json_values))
def test_any_record_is_cleaned_once_for_all(record):
    first = clean(record)
    second = clean(first.csl)
    assert json.loads(json.dumps(first.csl)) == first.csl
    assert second.csl == first.csl
    assert first.key
    assert all(problem.message.endswith((".", "?")) for problem in first.problems)
    assert isinstance(authors_text(record), str)
    assert year(record) is None or 1000 <= year(record) <= 2999
    assert year(first.csl) == year(record)


@unhurried
@given(json_values)
def test_anything_at_all_is_answered(value):
    assert isinstance(clean(value).problems, tuple)
