"""The blocks of a compiled page: every word in one of them, each in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markup import parse, render
from publishing.blocks import blocks_of


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", []),
        ("<p>One.</p><p>Two.</p>", [("p", "One."), ("p", "Two.")]),
        ("<h2 id='a'>How?</h2>\n<p>So &amp; so.</p>\n", [("h2", "How?"), ("p", "So & so.")]),
        ("<ul><li>One</li><li>Two</li></ul>", [("ul", "One\nTwo")]),
        ("<p>One <em>big</em>\n word<br>next</p>", [("p", "One big word\nnext")]),
        ("<div><h3>Call if:</h3><ul><li>It hurts.</li></ul></div>", [("div", "Call if:\nIt hurts.")]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", [("table", "a\nb")]),
        ("<hr><p>After</p>", [("p", "After")]),
        ("<p></p><p> </p><p>x</p>", [("p", "x")]),
        ("bare <p>x</p> words", [("p", "bare"), ("p", "x"), ("p", "words")]),
        ("<p>never closed", [("p", "never closed")]),
        ("</p><p>x</div></p>", [("p", "x")]),
    ],
)
def test_blocks_are_the_top_level_elements_with_their_words(html, blocks):
    assert [(block.tag, block.text) for block in blocks_of(html)] == blocks
    assert [block.position for block in blocks_of(html)] == list(range(1, len(blocks) + 1))


def test_care_cards_lists_and_paragraphs_of_a_page_are_blocks():
    text = "## How?\n\nWalk **slowly**.\n\n::: care emergency\n## Call if:\n\n- It hurts.\n- You fall.\n:::\n\n- One\n- Two\n"
    blocks = blocks_of(render(parse(text), {}).html)
    assert [block.text for block in blocks[:2]] == ["How?", "Walk slowly."]
    assert blocks[0].is_heading and not blocks[1].is_heading
    assert "It hurts." in blocks[2].text and blocks[-1].text == "One\nTwo"


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), max_size=8))
def test_no_word_is_lost(words):
    html = render(parse("\n\n".join(words)), {}).html
    assert " ".join(block.text for block in blocks_of(html)).split() == " ".join(words).split()
