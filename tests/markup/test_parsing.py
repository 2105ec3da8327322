"""What a text names, where it names it, and what its form tells before anything is looked up."""

import pytest

from markup import Mention, Name, parse, render
from tests.markup.samples import codes

EVERYTHING = """\
## [[term:hypercalcemia]]

Bones [@a2001; @b2002, p. 3]
and [[drug:denosumab#dose product=Xgeva]]
[[page:bone-metastases|words]].

| a | b |
|---|---|
| [@c2003] | [[page:x\\|y]] |

- one
  [@d2004]

::: side-effects pamidronate class:bisphosphonates
::: drug-table denosumab pamidronate
::: figure spine
"""


def test_every_name_is_mentioned_with_its_line():
    assert parse(EVERYTHING).mentions == tuple(
        Mention(Name(kind, key), line)
        for kind, key, line in [
            ("term", "hypercalcemia", 1),
            ("reference", "a2001", 3),
            ("reference", "b2002", 3),
            ("drug", "denosumab", 4),
            ("page", "bone-metastases", 5),
            ("reference", "c2003", 9),
            ("page", "x", 9),
            ("reference", "d2004", 12),
            ("drug", "pamidronate", 14),
            ("class", "bisphosphonates", 14),
            ("drug", "denosumab", 15),
            ("drug", "pamidronate", 15),
            ("asset", "spine", 16),
        ]
    )


def test_names_are_the_mentions_without_lines():
    assert parse("[@a] [@a] [[drug:b]]").names == {Name("reference", "a"), Name("drug", "b")}


def test_lines_are_counted_from_the_first_line_given():
    document = parse("a\n[@x]\n\n::: nothing", first_line=8)
    assert [mention.line for mention in document.mentions] == [9]
    assert [issue.line for issue in document.issues] == [11]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_once(end):
    text = f"one{end}two [@a]{end}{end}::: warning{end}three{end}:::{end}[@b]"
    document = parse(text)
    assert [(mention.name.key, mention.line) for mention in document.mentions] == [("a", 2), ("b", 7)]
    assert document.issues == ()
    assert render(document, {}).html == render(parse(text.replace(end, "\n")), {}).html


def test_a_byte_order_mark_at_the_start_is_nothing():
    assert render(parse("\ufeff## A"), {}).html == '<h2 id="s-a">A</h2>\n'
    assert parse("\ufeff## A").issues == ()


@pytest.mark.parametrize("character", ["\x00", "\ud800", "\udfff", "\ufffd"])
def test_an_unreadable_character_is_reported_and_shown_as_such(character):
    assert codes(f"a\nb{character}c") == [("unreadable-character", 2)]
    assert render(parse(f"b{character}c"), {}).html == "<p>b�c</p>\n"


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\u2066", "\ufeff"])
def test_an_invisible_character_is_left_out_and_reported(character):
    assert codes(f"a\nb{character}c") == [("hidden-character", 2)]
    assert render(parse(f"b{character}c"), {}).html == "<p>bc</p>\n"


@pytest.mark.parametrize("character", ["\u200d", "\u200c", "\u00ad", "\u00a0", "\u2028", "ñ", "😀"])
def test_other_characters_are_left_alone(character):
    assert codes(f"b{character}c") == []


def test_control_characters_become_spaces():
    assert render(parse("b\x0bc\x07d"), {}).html == "<p>b c d</p>\n"


def test_text_over_the_limit_is_one_issue_and_nothing_else():
    rendered = render(parse("é" * 50_001), {})
    assert [issue.code for issue in rendered.issues] == ["too-long"]
    assert rendered.html == ""
    assert render(parse("a\n" * 5_000), {}).issues[0].code == "too-long"


def test_text_at_the_limit_is_compiled():
    text = ("word " * 900 + "\n\n") * 22
    assert render(parse(text[:100_000]), {}).issues == ()


def test_a_paragraph_over_its_limit_is_shown_plainly():
    text = "**a** [@b] [[drug:c]] ::: " * 300
    rendered = render(parse(text), {})
    assert [issue.code for issue in rendered.issues] == ["paragraph-too-long"]
    assert rendered.html.startswith("<p>**a**  b]  drug:c    **a**")


@pytest.mark.parametrize(("text", "levels"), [("> ", 16), ("- ", 8), ("1. ", 8)])
def test_nesting_up_to_the_limit_is_fine_and_beyond_it_is_reported(text, levels):
    assert codes(text * levels + "deep") == []
    assert codes(text * (levels + 1) + "deep") == [("nested-too-deep", 1)]
    assert "deep" in render(parse(text * (levels + 30) + "deep"), {}).html


def test_very_many_deep_places_lose_no_words():
    text = "\n\n".join("> " * 20 + f"word{n}" for n in range(100))
    html = render(parse(text), {}).html
    assert all(f"word{n}" in html for n in range(100))


def test_a_document_can_be_rendered_many_times():
    document = parse(EVERYTHING)
    assert render(document, {}) == render(document, {})


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_lookups_everything_is_an_issue_and_plain_words(language):
    rendered = render(parse(EVERYTHING), {}, language=language)
    assert {issue.code for issue in rendered.issues} == {
        *("unknown-reference", "unknown-drug", "unknown-page", "unknown-term", "unknown-class", "unknown-asset")
    }
    assert "[[" not in rendered.html
    assert "[@" not in rendered.html
    assert ":::" not in rendered.html
    assert rendered.citations == ()


@pytest.mark.parametrize("text", ["", "\n", " ", "\ufeff", "\r\n\r\n"])
def test_an_empty_text_is_an_empty_page(text):
    rendered = render(parse(text), {})
    assert (rendered.html, rendered.issues, rendered.plain_text) == ("", (), "")


@pytest.mark.parametrize("space", ["\t", "\u2028", "\u3000", "\u00a0", "  "])
def test_any_kind_of_space_may_stand_around_the_name_of_a_block(space):
    assert codes(f":::{space}warning{space}Hot{space}\na\n:::{space}") == []
    assert codes(f"\n:::{space}") == [("stray-closing", 2)]
