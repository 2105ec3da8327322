"""The issues that prose about dosing gets."""

import time

import pytest

from markup import parse, render
from markup.dosing.linting import lint
from markup.dosing.naming import KnownDrug
from tests.markup.dosing.library import library


def issues(text, *, language="en", title="", code=""):
    drugs = [KnownDrug(fact) for fact in library(language)]
    found = lint(parse(text), drugs, language=language, title=title)
    return [each for each in found if each.code == code or not code]


def test_a_contradiction_names_its_line_and_both_values_and_asks_for_an_answer():
    [issue] = issues("Pamidronate helps.\n\nIt is good to know that\ndenosumab is given every 6 weeks.")
    assert (issue.code, issue.severity, issue.line) == ("dosing-differs", "warning", 4)
    assert "“every 6 weeks”" in issue.message and "“every 4 weeks”" in issue.message and "denosumab" in issue.message
    assert issue.stops_publishing
    assert (issue.words, issue.instead) == ("every 6 weeks", "[[drug:denosumab#frequency]]")
    assert issue.keep == "[[despite:denosumab|every 6 weeks]]"


def test_every_value_of_the_library_is_said_and_no_regimen_is_guessed():
    [issue] = issues("Zoledronic acid is given every 2 weeks.")
    assert "“every 12 weeks” or “every 3 to 4 weeks” or “once a year”" in issue.message
    assert issue.instead == ""


def test_words_kept_on_purpose_are_an_answer():
    assert issues("Denosumab is given [[despite:denosumab|every 6 weeks]].") == []


def test_a_page_that_keeps_words_on_purpose_prints_them_and_says_so():
    document = parse("It is given [[despite:denosumab|every 6 weeks]].")
    [name] = document.names
    done = render(document, {name: library("en")[0]})
    assert (name, done.html) == (("drug", "denosumab"), "<p>It is given every 6 weeks.</p>\n")
    assert [(each.code, each.severity) for each in done.issues] == [("differs-on-purpose", "hint")]


@pytest.mark.parametrize("text", ["[[despite:denosumab]]", "[[despite:denosumab#dose|5 mg]]", "[[despite:x|y]]"])
def test_an_answer_without_words_or_drug_is_none(text):
    assert any(each.stops_publishing for each in render(parse(text), {}).issues)


@pytest.mark.parametrize(
    ("text", "words", "instead"),
    [
        ("Denosumab is given every four weeks.", "every four weeks", "[[drug:denosumab#frequency]]"),
        ("Denosumab: 120 milligrams.", "120 milligrams", "[[drug:denosumab#dose]]"),
        ("Letrozole is taken by mouth.", "by mouth", "[[drug:letrozole#route]]"),
        ("Give Reclast (zoledronic acid) once a year.", "once a year", "[[drug:zoledronic-acid#frequency regimen=r3]]"),
    ],
)
def test_typed_dosing_that_the_library_says_could_be_a_quote(text, words, instead):
    [issue] = issues(text, code="dosing-could-be-quoted")
    assert (issue.severity, issue.words, issue.instead) == ("hint", words, instead)
    assert not issue.stops_publishing


@pytest.mark.parametrize(
    "text",
    [
        "Denosumab is given monthly.",
        "Letrozole is a tablet.",
        "Denosumab is given [[drug:denosumab#frequency]].",
        "In a study, denosumab was given every 4 weeks.",
        "Scans are done every 4 weeks.",
    ],
)
def test_other_words_for_the_same_are_left_as_they_are(text):
    assert issues(text) == []


def test_a_brand_without_its_generic_name_at_the_first_mention_is_a_hint():
    [issue] = issues("You may hear of Zometa. Later, Zometa and zoledronic acid.", code="brand-before-generic")
    assert (issue.severity, issue.words, issue.instead) == ("hint", "Zometa", "zoledronic acid (Zometa)")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Zoledronic acid (Zometa) helps.", ""),
        ("Zometa (zoledronic acid) helps.", ""),
        ("[[drug:zoledronic-acid]] helps. So does Zometa.", ""),
        ("Zometa helps.", "Zoledronic acid"),
        ("The zometa of words.", ""),
    ],
)
def test_a_brand_beside_or_after_its_generic_name_is_fine(text, title):
    assert issues(text, title=title) == []


@pytest.mark.parametrize(
    "piece",
    [
        "every ",
        "1 to ",
        "denosumab ",
        "1,000.",
        "every 3 to ",
        "(((",
        "in a ",
        "mg/",
        "denosumab every 6 weeks. ",
        "é",
        "1 mg to ",
    ],
)
def test_hostile_text_costs_time_in_line_with_its_length(piece):
    def cost(size):
        words = (piece * (size // len(piece) + 1))[:size]
        text = "\n\n".join(words[at : at + 5_000] for at in range(0, size, 5_000))
        document, drugs = parse(text), [KnownDrug(fact) for fact in library("en")]
        start = time.process_time()
        lint(document, drugs, language="en")
        return time.process_time() - start

    cost(10_000)
    assert cost(100_000) < 40 * max(cost(10_000), 0.005)
