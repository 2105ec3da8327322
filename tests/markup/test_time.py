"""No text takes long to compile: neither a huge one, nor the largest that is allowed.

Time is processor time of this process, and is compared with what an ordinary text of the same length takes in the same run, so
that neither a busy machine nor a slow one fails a test.
"""

import gc
import time

import pytest

from markup import parse, render
from markup.guards import LONGEST_PARAGRAPH, MOST_BYTES, MOST_LINES

SIGNS = {
    "opening brackets": "[",
    "picture starts": "![",
    "stars": "*",
    "quotes": ">",
    "quotes with spaces": "> ",
    "backticks": "`",
    "bullets": "- ",
    "bullet lines": "- a\n",
    "numbers": "1. ",
    "quoted bullets": "> - ",
    "colons": ":::",
    "colon lines": ":::\n",
    "opened blocks": "::: do\n",
    "unknown blocks": "::: x\n",
    "blocks in lists": "- ::: do\n",
    "blocks in quotes": "> ::: do\n",
    "leaf directives": "::: drug-table a b\n",
    "token starts": "[[",
    "unclosed tokens": "[[drug:a",
    "closed tokens": "[[drug:a]]",
    "token words": "[[page:a|b",
    "citation starts": "[@",
    "citations": "[@a]",
    "citation lists": "[@a;",
    "bars": "|",
    "table rows": "|a|a|a|a\n",
    "tables": "|a|b|\n|-|-|\n",
    "empty rows": "|a|b|c|d|\n|-|-|-|-|\n" + "|\n" * 40,
    "less-than signs": "<",
    "tags": "<a b ",
    "comments": "<!--",
    "autolinks": "<https://a> ",
    "ampersands": "&",
    "references": "&#",
    "underscores": "_",
    "word underscores": "a_b*c ",
    "tildes": "~",
    "tilde fences": "~~~\n",
    "code fences": "```\n",
    "code spans": "``a`",
    "link starts": "[a](",
    "link titles": '[a](b "',
    "link parentheses": "[a]((((",
    "pointed links": "[a](<b",
    "nested links": "[x [y](z) ",
    "pictures": "![](a)",
    "emphasis": "*a **b ",
    "stars and words": "***a",
    "headings": "# a\n",
    "underlined headings": "a\n---\n",
    "hard breaks": "a  \n",
    "empty lines": "\n\n",
    "spaces": "    a\n",
    "tabs": "\t",
    "backslashes": "\\",
    "escaped brackets": "\\[",
    "invisible characters": "\u200b",
    "accents": "é",
    "brackets and backticks": "[`",
    "brackets and tags": "[<a>",
    "everything": "[@a [[drug:b|c](<d> `e` *f **g _h\n> - ::: do\n| i |\n",
}
# The slowest, lists in quotes, take 8 times as long as ordinary words: about two seconds.
MOST_TIMES = 16
LAYOUTS = {
    "one line": (0, ""),
    "longest paragraphs": (LONGEST_PARAGRAPH - 10, "\n\n"),
    "most lines": (MOST_BYTES // MOST_LINES, "\n"),
}


def _text(sign: str, layout: str, size: int) -> str:
    """Return up to `size` bytes of a sign: in one line, in paragraphs, or in short lines."""
    width, end = LAYOUTS[layout]
    if width and "\n" not in sign:
        sign = (sign * (width // len(sign) + 1))[:width] + end
    elif width:
        sign = sign.replace("\n", "a " * max(0, (width - len(sign)) // 2) + "\n", 1) + end.lstrip("\n")
    per_piece = len(sign.encode())
    return sign * (size // per_piece)


@pytest.fixture(scope="module")
def ordinary() -> float:
    """Seconds for the longest allowed text of ordinary words."""
    sentence = "Bone metastases can be treated, and *many* people live with them for **years** at a time.\n"
    section = f"## Section\n\n{sentence * 5}Text [@a; @b, p. 2]. See [[drug:c]] and [this page](/x/).\n\n"
    text = (section * (MOST_BYTES // len(section)))[: MOST_BYTES - 1]
    return min(_seconds(text) for _ in range(3))


def _seconds(text: str) -> float:
    """Without the collector: what it walks through is the heap of all tests before, and a long text sets it off each time."""
    gc.disable()
    try:
        start = time.process_time()
        render(parse(text), {})
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_a_text_that_is_too_long_is_answered_at_once(sign):
    rendered = render(parse(_text(sign, "one line", 200_000)), {})
    assert [issue.code for issue in rendered.issues] == ["too-long"]
    assert (rendered.html, rendered.plain_text, rendered.outline, rendered.citations) == ("", "", (), ())
    assert _seconds(_text(sign, "one line", 200_000)) < 2


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_the_longest_allowed_text_takes_no_longer_than_many_ordinary_ones(sign, layout, ordinary):
    _seconds("warm up")
    whole_text, half_text = _text(sign, layout, MOST_BYTES - 1), _text(sign, layout, MOST_BYTES // 2)
    whole = _seconds(whole_text)
    if whole < 0.2:
        return
    half = _seconds(half_text)
    # What a busy machine adds (cold caches, a collection of garbage) it does not add every time; a slow text always is.
    for _ in range(4):
        if whole >= MOST_TIMES * ordinary or whole > 4 * half:
            whole, half = min(whole, _seconds(whole_text)), max(half, _seconds(half_text))
    assert whole < MOST_TIMES * ordinary
    assert half < 0.05 or whole <= 4 * half, "twice the text takes more than four times as long"


def test_an_ordinary_long_article_is_compiled_quickly():
    sentence = "Bone metastases can be treated, and *many* people live with them for **years** at a time.\n"
    section = "## Section\n\n" + (sentence * 5 + "Text [@a; @b, p. 2]. See [[drug:c]] and [this page](/x/).\n\n") * 2
    table = "| a | b | c |\n|---|--:|---|\n" + "| [[drug:c]] | 1 | text [@d] |\n" * 6 + "\n"
    card = "::: care urgent\n### Call if:\n- you have a fever\n:::\n\n"
    text = (section + card) * 20 + table * 3
    assert len(text.split()) > 3000
    # Generous: it takes about 20 ms on the machine it was written on.
    assert min(_seconds(text) for _ in range(3)) < 0.2
