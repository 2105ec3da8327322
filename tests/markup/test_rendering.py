"""Numbers, outlines, plain text and links back: what a page needs besides its HTML."""

import re

import pytest

from markup import (
    CitationUse,
    CitedReference,
    DrugFact,
    Heading,
    Missing,
    Name,
    ReferenceFact,
    RegimenFact,
    parse,
    references_in,
    render,
    render_parts,
)
from tests.markup.samples import compiled, sample_facts


def _references(*keys):
    return {Name("reference", key): ReferenceFact(key, f"Text of {key}.", f"/references/{key}/") for key in keys}


def test_references_are_listed_by_number_with_every_use():
    rendered = render(parse("[@b]\n\n[@a; @b, p. 2]"), _references("a", "b"))
    assert rendered.citations == (
        CitedReference("b", 1, (CitationUse("c1", "", 1), CitationUse("c2", "p. 2", 3))),
        CitedReference("a", 2, (CitationUse("c2", "", 3),)),
    )


def test_a_group_with_numbers_of_a_collection_collapses_as_in_print():
    numbers = {"a": 78, "b": 4, "c": 80, "d": 79, "e": 77}
    rendered = render(parse("[@e] [@a; @b; @c; @d] [@b; @e]"), _references(*numbers), numbers=numbers)
    assert re.sub(r"<[^>]+>", "", rendered.html).strip() == "[77] [4,78–80] [4,77]"
    assert [each.number for each in rendered.citations] == [4, 77, 78, 79, 80]


def test_given_numbers_are_used():
    rendered = render(parse("[@a] [@b]"), _references("a", "b"), numbers={"a": 12, "b": 4})
    assert [(each.key, each.number) for each in rendered.citations] == [("b", 4), ("a", 12)]
    assert 'href="#ref-12"' in rendered.html


def test_a_reference_without_a_given_number_gets_the_next_free_one():
    rendered = render(parse("[@c] [@a] [@d]"), _references("a", "c", "d"), numbers={"a": 5, "z": 7})
    assert {each.key: each.number for each in rendered.citations} == {"a": 5, "c": 8, "d": 9}


def test_a_table_counts_as_one_use_of_each_reference():
    rendered = compiled("::: drug-table pamidronate zoledronic-acid")
    assert [(each.key, each.uses) for each in rendered.citations] == [
        ("label2021", (CitationUse("dt1", "", 1),)),
        ("timing2020", (CitationUse("dt1", "", 1),)),
    ]


def test_a_reference_that_facts_cite_but_nobody_has_prints_no_number():
    facts = {Name("drug", "d"): DrugFact("d", "d", regimens=(RegimenFact("r", dose="5 mg", dose_citations=("gone",)),))}
    rendered = render(parse("::: drug-table d rows=dose"), facts)
    assert ">5 mg</td>" in rendered.html
    assert [issue.code for issue in rendered.issues] == ["unknown-reference"]
    assert rendered.citations == ()


def test_references_in_facts_can_be_looked_up_beforehand():
    facts = sample_facts()
    found = references_in([facts[Name("drug", "zoledronic-acid")], Missing(), facts[Name("page", "bone-metastases")]])
    assert {name.key for name in found} == {"label2021", "timing2020", "jaw2019", "fever2018"}


def test_the_outline_has_two_levels_and_nothing_from_blocks():
    text = "## A *b*\n\n### C [@a]\n\n#### D\n\n::: callout\n### E\n:::\n\n::: key-points\n- f\n:::\n\n## A b"
    rendered = render(parse(text), _references("a"))
    assert rendered.outline == (Heading(2, "s-a-b", "A b"), Heading(3, "s-c", "C"), Heading(2, "s-a-b-2", "A b"))


@pytest.mark.parametrize(
    ("text", "heading_id"),
    [
        ("## What is it?", "s-what-is-it"),
        ("## ¿Qué es el cáncer?", "s-que-es-el-cancer"),
        ("## " + "long words " * 20, "s-long-words-long-words-long-words-long-words-long-words-long"),
        ("## ???", "s-section"),
        ("## id=x <script>", "s-id-x-script"),
    ],
)
def test_headings_get_readable_ids_of_our_own(text, heading_id):
    assert f'id="{heading_id}"' in render(parse(text), {}).html


def test_ids_stay_unique_when_a_heading_ends_in_a_number():
    html = render(parse("## A\n\n## A 2\n\n## A\n\n## A"), {}).html
    assert [f'id="s-{each}"' in html for each in ("a", "a-2", "a-3", "a-4")] == [True] * 4
    assert html.count("id=") == 4


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("## A\n\nb **c** `d`", "A\nb c d"),
        ("a [@x].", "a."),
        ("- a\n- b\n\n1. c", "a\nb\nc"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
        ("5 < 6 & [l](/a/)", "5 < 6 & l"),
        ("a\nb\\\nc", "a b\nc"),
        ("::: details More\nx\n:::", "More\nx"),
        ("**a**b", "ab"),
    ],
)
def test_plain_text_is_what_a_reader_reads(text, plain):
    assert render(parse(text), _references("x")).plain_text == plain


def test_plain_text_says_each_cell_of_a_drug_table_once():
    plain = compiled("::: drug-table pamidronate rows=dose").plain_text
    assert plain.count("90 mg") == 1
    assert plain.count("How much is given?") == 1


def test_plain_text_has_the_urgency_of_a_care_card():
    text = "## A\n\n::: care urgent\n### Call if:\n- b\n:::"
    assert render(parse(text), {}).plain_text == "A\nUrgent: Call if:\nb"


def test_plain_text_leaves_escaped_words_as_they_are():
    assert render(parse("a \\<b\\> &amp;lt; c"), {}).plain_text == "a <b> &lt; c"


@pytest.mark.parametrize(
    ("language", "words"), [("es-MX", "Puntos clave"), ("en-GB", "Key points"), ("fr", "Key points")]
)
def test_a_variant_of_a_language_is_that_language_and_an_unknown_one_english(language, words):
    assert words in render(parse("::: key-points\n- a\n:::"), {}, language=language).html


def test_issues_come_by_line_and_once_each():
    issues = compiled("::: nothing-such\n\n[[drug:x]] [@y] [@y]\n\n:::\n\n# A").issues
    assert [(issue.line, issue.code) for issue in issues] == [
        (1, "unknown-directive"),
        (3, "unknown-drug"),
        (3, "unknown-reference"),
        (7, "top-heading"),
    ]


def test_only_errors_stop_publishing():
    stops = {issue.severity: issue.stops_publishing for issue in compiled("# A\n[click here](/x/ 'y')").issues}
    assert stops == {"error": True, "hint": False, "warning": False}


def test_a_band_nobody_knows_is_reported_and_left_out():
    facts = {Name("drug", "d"): DrugFact.from_json(_drug_with_band("often"), "en")}
    rendered = render(parse("::: side-effects d\n::: precautions d"), facts)
    assert "often" not in rendered.html
    assert [issue.code for issue in rendered.issues] == ["fact-not-understood", "fact-not-understood"]


def _drug_with_band(value):
    return {
        "key": "d",
        "side_effects": [{"key": "e", "name": {"en": "Effect"}, "band": value}],
        "precautions": [{"key": "p", "condition": {"en": "Condition"}, "severity": value}],
    }


def test_parts_in_two_languages_share_numbers_and_ids_and_say_which_language_they_are_in():
    parts = [(parse("[@a]\n\n::: details More\n[@b]\n:::\n"), "en"), (parse("[@b] [@a]\n"), "es")]
    rendered = render_parts(parts, _references("a", "b"))
    english, spanish = rendered.html.split('<div lang="es">')
    assert [each.number for each in rendered.citations] == [1, 2]
    assert 'aria-label="Reference 1"' in english and 'aria-label="Referencia 2"' in spanish
    ids = re.findall(r' id="(c\d+)"', rendered.html)
    assert len(ids) == len(set(ids)) == 4
