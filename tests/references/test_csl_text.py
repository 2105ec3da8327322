"""Text of records: what is made plain, and what is left alone."""

import math

import pytest

from references.csl_text import plain_text


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a  b\n\tc", "a b c"),
        ("a\u00a0b", "a b"),
        ("a\x00b\x07c", "abc"),
        ("\ufeffa\u200bb\u202ec\u00ad", "abc"),
        ("e\u0301", "é"),
        ("a\ud800b", "ab"),
        ("<i>In vivo</i> study", "In vivo study"),
        ("H<sub>2</sub>O", "H2O"),
        ('<span class="x">a</span>', "a"),
        ("one<br/>two", "one two"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("&lt;b&gt;bold&lt;/b&gt;", "bold"),
        ("&amp;amp;amp;lt;b&gt;x", "x"),
        ("caf&eacute; &#233; &#xe9;", "café é é"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math>", "x"),
        ("a<!-- note -->b", "ab"),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        # left alone
        ("p<0.05", "p<0.05"),
        ("a < b and c > d", "a < b and c > d"),
        ("if a <b and c> d", "if a <b and c> d"),
        ("<unknown> tag", "<unknown> tag"),
        ("R&D, AT&T; Q&A", "R&D, AT&T; Q&A"),
        ("&notareference;", "&notareference;"),
        ("5 > 3", "5 > 3"),
        ("<3", "<3"),
        ("Ω ≥ β", "Ω ≥ β"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Øyvind Pérez-Fidalgo", "Øyvind Pérez-Fidalgo"),
        (True, ""),
        (None, ""),
        ([], ""),
        (math.inf, ""),
    ],
)
def test_text_is_made_plain_and_nothing_else_is_touched(raw, plain):
    assert plain_text(raw) == plain
