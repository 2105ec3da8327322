"""The sections of a drug's page: made of its facts, around the text that its authors wrote."""

import re
from functools import partial

import pytest

from drugs.sections import SECTIONS, with_sections
from markup import parse, render
from tests.markup.samples import sample_facts, sample_lookups


def page(text: str, key: str = "ibuprofen", language: str = "en", sections=SECTIONS):
    """A page about a drug of the sample library."""
    document = parse(text)
    around = partial(with_sections, key=key, language=language, sections=sections)
    return render(
        around(document, sample_facts(language)), {**sample_facts(language), **sample_lookups(document, language)}
    )


def titles(text: str, **options) -> list[str]:
    return [heading.text for heading in page(text, **options).outline]


EVERYTHING = [
    "How is it given, and how often?",
    "What side effects can it have?",
    "What should I check first?",
    "What else should I know?",
    "Can I take it with other medicines?",
]


def test_a_page_without_a_word_of_its_own_says_everything_that_is_stated():
    assert titles("") == EVERYTHING
    text = page("").plain_text
    for words in ("eye-byoo-PROH-fen", "Advil", "1,200 mg", "Stomach bleeding", "Asthma", "Vitamin D", "M01AE01"):
        assert words in text


def test_the_glance_comes_before_the_text_and_the_rest_after_it():
    html = page("## What is it for?\n\nFor pain.\n").html
    places = [html.index(part) for part in ('id="df1"', "What is it for?", 'id="rg1"', 'id="se1"', 'id="pc1"')]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("::: regimens ibuprofen\n", EVERYTHING[0]),
        ("::: drug-table ibuprofen\n", EVERYTHING[0]),
        ("::: side-effects ibuprofen\n", EVERYTHING[1]),
        ("::: side-effects ibuprofen by=frequency\n", EVERYTHING[1]),
        ("::: precautions ibuprofen\n", EVERYTHING[2]),
        (":::: callout Care\n::: precautions ibuprofen\n::::\n", EVERYTHING[2]),
        ("::: drug-notes ibuprofen\n", EVERYTHING[3]),
    ],
)
def test_what_the_text_brings_is_not_said_twice(text, left_out):
    assert titles(text) == [title for title in EVERYTHING if title != left_out]


@pytest.mark.parametrize(
    "text",
    [
        "::: drug-table ibuprofen pamidronate\n",
        "::: side-effects ibuprofen serious\n",
        "::: side-effects pamidronate\n",
        "::: side-effects ibuprofen pamidronate\n",
        "::: precautions class:bisphosphonates\n",
        "[[drug:ibuprofen]] has side effects.\n",
    ],
)
def test_a_block_about_less_or_about_more_leaves_nothing_out(text):
    assert titles(text) == EVERYTHING


def test_the_glance_and_the_codes_are_said_once_too():
    html = page("::: drug-codes ibuprofen\n\n::: drug-facts ibuprofen\n").html
    assert html.count('class="drug-facts"') == html.count('class="drug-codes"') == 1


def test_questions_of_the_text_end_the_page_and_replace_ours():
    html = page("Words.\n\n::: questions\n- Mine?\n:::\n").html
    assert html.count('class="questions"') == 1
    assert html.index("Mine?") > html.index("Can I take it with other medicines?")


def test_questions_in_the_middle_stay_where_they_are():
    html = page("::: questions\n- Mine?\n:::\n\nWords.\n").html
    assert html.index("Mine?") < html.index("Words.") < html.index("How is it given")


def test_lines_of_the_text_stay_those_of_the_file():
    issues = page("one\n\n[[term:nowhere]]\n\n::: questions\n- [[page:nowhere]]\n:::\n").issues
    assert [(issue.code, issue.line) for issue in issues] == [("unknown-term", 3), ("unknown-page", 6)]


def test_an_unclosed_block_of_the_text_swallows_no_section():
    assert titles("::: warning\nCareful.\n") == EVERYTHING
    assert titles("```\ncode\n") == EVERYTHING


def test_a_drug_of_which_nothing_is_known_says_so_without_an_issue():
    compiled = page("", key="ibandronate")
    assert "does not say how much ibandronate is given" in compiled.plain_text
    assert "does not list who should be careful" not in compiled.plain_text  # its class has precautions
    assert [issue for issue in compiled.issues if issue.severity == "error"] == []
    assert "What else should I know?" not in compiled.plain_text
    assert "Codes for health professionals" not in compiled.html


def test_every_page_says_that_interactions_are_not_covered():
    assert "This page does not cover interactions." in page("", key="ibandronate").plain_text
    assert "Esta página no trata las interacciones." in page("", language="es").plain_text


def test_only_the_sections_that_a_source_names_are_added():
    assert titles("Words.\n", sections=()) == []
    assert titles("Words.\n", sections=("notes", "unheard-of")) == [EVERYTHING[3]]


def test_a_text_about_a_drug_that_is_not_there_is_left_alone():
    assert page("Words.\n", key="nowhere").html == "<p>Words.</p>\n"


def test_everything_stated_of_the_drug_is_marked_with_what_it_states():
    marks = set(re.findall(r"drug:ibuprofen#([a-z-]+)", page("").html))
    assert marks >= {
        "name", "inn", "us-name", "pronunciation", "brand", "biosimilar", "prescription", "codes", "indication", "population",
        "route", "dose", "frequency", "infusion-time", "max-daily-dose", "checked-on", "side-effects", "precautions",
        "monitoring", "supplements", "kidney",
    }  # fmt: skip
