"""Renaming what a text cites: the citations change, and everything that only looks like one stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markup import Name, ReferenceFact, parse, rename_citations, render
from markup.writing import Writer

NAMES = {"old2017": "kept2017"}

CHANGED = {
    "alone": ("Bone [@old2017].", "Bone [@kept2017]."),
    "with a locator": ("[@old2017, p. 12]", "[@kept2017, p. 12]"),
    "in a group": ("[@a; @old2017; @b]", "[@a; @kept2017; @b]"),
    "in a group with locators": ("[@a; @old2017, p. 12]", "[@a; @kept2017, p. 12]"),
    "both in one group": ("[@kept2017; @old2017]", "[@kept2017]"),
    "both in one group, the other way round": ("[@old2017; @kept2017]", "[@kept2017]"),
    "both among others": ("[@a; @old2017; @b; @kept2017]", "[@a; @kept2017; @b]"),
    "both at one place": ("[@kept2017, p. 3; @old2017,  p. 3]", "[@kept2017, p. 3]"),
    "both at different places": ("[@kept2017; @old2017, p. 3]", "[@kept2017; @kept2017, p. 3]"),
    "spaces as they were": ("[@ old2017 ; @b]", "[@ kept2017 ; @b]"),
    "over two lines": ("[@a;\n@old2017]", "[@a;\n@kept2017]"),
    "in a quote, over two lines": ("> so [@a;\n> @old2017]", "> so [@a;\n> @kept2017]"),
    "in a table": ("| a | b |\n|---|---|\n| x [@old2017] | y |", "| a | b |\n|---|---|\n| x [@kept2017] | y |"),
    "in a block": ("::: key-points\n- x [@old2017]\n:::", "::: key-points\n- x [@kept2017]\n:::"),
    "twice": ("[@old2017] and [@old2017]", "[@kept2017] and [@kept2017]"),
    "beside code": ("`[@old2017]` [@old2017]", "`[@old2017]` [@kept2017]"),
    "beside an escaped bracket": (r"\[@old2017] [@old2017]", r"\[@old2017] [@kept2017]"),
    "windows line ends": ("a\r\n[@old2017]\r\n", "a\r\n[@kept2017]\r\n"),
}
LEFT_ALONE = {
    "nothing": "",
    "another key": "[@other2017]",
    "a key that begins alike": "[@old2017a] [@old2017-b] [@old2017.c]",
    "a key that ends alike": "[@bold2017] [@a-old2017]",
    "no brackets": "@old2017 and old2017",
    "a mail address": "write to nurse@old2017.org or [me](mailto:a@old2017.org)",
    "an address in brackets": "[nurse@old2017]",
    "code": "`[@old2017]`",
    "a block of code": "```\n[@old2017]\n```",
    "indented code": "words\n\n    [@old2017]",
    "an escaped bracket": r"\[@old2017]",
    "never closed": "[@old2017",
    "the place of another": "[@a, see @old2017]",
    "a token": "[[term:old2017]]",
    "already renamed": "[@kept2017; @kept2017]",
    "in another's words": "[@a, old2017]",
}


@pytest.mark.parametrize(("before", "after"), CHANGED.values(), ids=CHANGED)
def test_what_is_cited_is_renamed(before, after):
    assert rename_citations(before, NAMES) == after


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_what_is_no_citation_is_left_alone(text):
    assert rename_citations(text, NAMES) == text


def test_several_keys_are_renamed_at_once():
    names = {"a": "c", "b": "c"}
    assert rename_citations("[@a; @b] [@b, p. 1; @a]", names) == "[@c] [@c, p. 1; @c]"


@given(
    st.lists(
        st.sampled_from(["[@old2017]", "[@kept2017; @old2017]", "`[@old2017]`", "\\", "words", "\n\n", "> ", "- "])
    )
)
def test_afterwards_no_text_cites_the_old_key_and_all_else_is_cited_as_before(pieces):
    text = " ".join(pieces)
    after = rename_citations(text, NAMES)
    before = [NAMES.get(each.name.key, each.name.key) for each in parse(text).mentions]
    assert "old2017" not in {each.name.key for each in parse(after).mentions}
    assert set(before) == {each.name.key for each in parse(after).mentions}
    assert rename_citations(after, NAMES) == after


def test_a_merged_reference_is_cited_under_the_key_and_number_of_the_one_it_is_now():
    kept = ReferenceFact(key="kept2017", text="A trial.")
    lookups = {Name("reference", "old2017"): kept, Name("reference", "kept2017"): kept}
    rendered = render(parse("One [@old2017; @kept2017]. Two [@old2017, p. 3]."), lookups)
    assert ">1</a>, p. 3]" in rendered.html
    assert [(each.key, each.number) for each in rendered.citations] == [("kept2017", 1)]
    assert {(each.code, each.fix) for each in rendered.issues} == {("merged-reference", "Write [@kept2017].")}
    assert {(each.words, each.instead) for each in rendered.issues} == {("@old2017", "@kept2017")}


def superseded(text: str, **fields):
    """The issue that a citation of a superseded source makes."""
    old = ReferenceFact(key="old2017", text="A trial.", status="superseded", superseded_by="new2024", **fields)
    (issue,) = render(parse(text), {Name("reference", "old2017"): old}).issues
    return issue


def test_a_newer_source_is_offered_in_the_place_of_the_older_one():
    issue = superseded("One.\n\nTwo [@old2017].", instead="new2024")
    assert (issue.code, issue.line, issue.words, issue.instead) == (
        "superseded-reference",
        3,
        "@old2017",
        "@new2024",
    )
    assert issue.fix == "Check that the newer source says it too, then write [@new2024]."
    assert not issue.stops_publishing


def test_a_place_in_the_older_source_is_never_taken_for_one_in_the_newer():
    issue = superseded("One [@old2017, p. 12].", instead="new2024")
    assert issue.instead == ""
    assert issue.fix == "Check that the newer source says it too, and where; then write [@new2024] with that place."


def test_a_newer_source_that_does_not_stand_is_named_and_not_offered():
    issue = superseded("One [@old2017].")
    assert "replaced by 'new2024'" in issue.message
    assert (issue.instead, issue.fix) == ("", "Check the newer source and cite that.")


def test_what_the_facts_of_a_medicine_cite_cannot_be_mended_in_the_text():
    old = ReferenceFact(key="old2017", text="A trial.", status="superseded", superseded_by="new2024", instead="new2024")
    writer = Writer({Name("reference", "old2017"): old}, "en")
    writer.cite_facts(["old2017"], 1, "denosumab")
    assert [(each.code, each.instead) for each in writer.issues] == [("superseded-reference", "")]
