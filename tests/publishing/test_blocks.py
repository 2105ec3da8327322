"""The blocks of a compiled page: every word in one of them, each in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markup import parse, render
from publishing.blocks import blocks_of, is_untouched, key_of


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", []),
        ("<p>One.</p><p>Two.</p>", [("p", "One."), ("p", "Two.")]),
        ("<h2 id='a'>How?</h2>\n<p>So &amp; so.</p>\n", [("h2", "How?"), ("p", "So & so.")]),
        ("<ul><li>One</li><li>Two</li></ul>", [("li", "One"), ("li", "Two")]),
        ("<ul><li>One<ul><li>in</li></ul>after</li></ul>", [("li", "One"), ("li", "in"), ("li", "after")]),
        ("<ol><li><p>A</p><p>and so</p></li><li>B</li></ol>", [("li", "A\nand so"), ("li", "B")]),
        ("<p>One <em>big</em>\n word<br>next</p>", [("p", "One big word\nnext")]),
        ("<div><h3>Call if:</h3><ul><li>It hurts.</li></ul></div>", [("h3", "Call if:"), ("li", "It hurts.")]),
        (
            "<table><caption>T</caption><tr><th>a</th><th>b</th></tr><tr><td>c</td><td><ul><li>d</li></ul></td></tr></table>",
            [("caption", "T"), ("tr", "a\nb"), ("tr", "c\nd")],
        ),
        (
            "<dl><dt>A</dt><dd>one</dd><dd>two</dd><dt>B</dt><dd>three</dd></dl><p>x</p>",
            [("dt", "A\none\ntwo"), ("dt", "B\nthree"), ("p", "x")],
        ),
        ("<details><summary>More</summary><p>x</p></details>", [("summary", "More"), ("p", "x")]),
        ("<blockquote><p>a</p><p>b</p></blockquote>", [("p", "a"), ("p", "b")]),
        ('<div class="drug-table-narrow"><p>twice<br>b</p></div><p>x</p>', [("p", "x")]),
        ("<hr><p>After</p>", [("p", "After")]),
        ("<p></p><p> </p><p>x</p>", [("p", "x")]),
        ("bare <p>x</p> words", [("p", "bare"), ("p", "x"), ("p", "words")]),
        ("<p>never closed", [("p", "never closed")]),
        ("</p><p>x</div></p>", [("p", "x")]),
    ],
)
def test_whatever_can_be_spoken_of_by_itself_is_a_block_with_its_words(html, blocks):
    assert [(block.tag, block.text) for block in blocks_of(html)] == blocks
    assert [block.position for block in blocks_of(html)] == list(range(1, len(blocks) + 1))


def test_care_cards_lists_and_paragraphs_of_a_page_are_blocks():
    text = "## How?\n\nWalk **slowly**.\n\n::: care emergency\n## Call if:\n\n- It hurts.\n- You fall.\n:::\n\n- One\n- Two\n"
    blocks = blocks_of(render(parse(text), {}).html)
    assert [block.text for block in blocks[:2]] == ["How?", "Walk slowly."]
    assert blocks[0].is_heading and not blocks[1].is_heading
    assert [block.text for block in blocks[3:]] == ["It hurts.", "You fall.", "One", "Two"]
    assert [block.is_item for block in blocks] == [False, False, False, True, True, True, True]


def test_a_block_keeps_its_key_wherever_it_stands():
    here, there = (
        blocks_of("<p>One.</p><ul><li>Two</li></ul>"),
        blocks_of("<ul><li>Zero</li><li>Two</li></ul><p>One.</p>"),
    )
    assert {block.text: block.key for block in here}.items() <= {block.text: block.key for block in there}.items()


def test_blocks_with_the_same_words_have_keys_of_their_own():
    keys = [block.key for block in blocks_of("<ul><li>Same</li><li>Same</li><li>Same</li></ul>")]
    assert keys == [keys[0], f"{keys[0]}-2", f"{keys[0]}-3"]
    assert all(is_untouched(key, "Same") for key in keys)


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("One two\nthree", True),
        (" One  two\r\n\r\nthree ", True),
        ("One two three", False),
        ("One two\nthree.", False),
        ("", False),
    ],
)
def test_words_are_untouched_whatever_a_browser_does_to_their_spaces(words, same):
    assert is_untouched(key_of("One two\nthree"), words) == same


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), max_size=8))
def test_no_word_is_lost(words):
    html = render(parse("\n\n".join(words)), {}).html
    assert " ".join(block.text for block in blocks_of(html)).split() == " ".join(words).split()
