r"""LaTeX as plain text: what is decoded, and what is none of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.formats.latex import plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"M{\"u}ller", "Müller"),
        (r"M\"{u}ller", "Müller"),
        (r"M\"uller", "Müller"),
        (r"{\"U}nal", "Ünal"),
        (r"Garc{\'\i}a", "García"),
        (r"Garc\'{\i}a", "García"),
        (r"Garc{\'{\i}}a", "García"),
        (r"Garc\'\i{}a", "García"),
        (r"N\'u\~nez", "Núñez"),
        (r"\v{S}koda, \v Skoda", "Škoda, Škoda"),
        (r"Fran\c{c}ois, Fran\c cois", "François, François"),
        (r"Erd\H{o}s", "Erdős"),
        (r"\k{A}ngstr\"om", "Ąngström"),
        (r"S{\o}rensen, S\o rensen, S\o{}rensen", "Sørensen, Sørensen, Sørensen"),
        (r"Stra{\ss}e", "Straße"),
        (r"\AA gren, {\AA}gren", "Ågren, Ågren"),
        (r"\L{}ukasz", "Łukasz"),
        (r"\r{a} and \=o and \.z and \`e and \^o", "å and ō and ż and è and ô"),
        ("{DNA} repair in {Bone Metastases}", "DNA repair in Bone Metastases"),
        (r"5\% of \$3 \& more\_or\#less", "5% of $3 & more_or#less"),
        (r"\{curly\}", "{curly}"),
        (r"\emph{in vivo} and \textbf{bold}", "in vivo and bold"),
        (r"{\em old} {\it ways}", "old ways"),
        (r"the $\beta$-cell and $\alpha$ on", "the β-cell and α on"),
        (r"$p<0.05$", "p<0.05"),
        (r"10$^{3}$ and CO$_2$", "10³ and CO₂"),
        (r"m\textsuperscript{2}", "m²"),
        (r"H\textsubscript{2}O", "H₂O"),
        (r"$\geq$ 65 years, $\pm$ 2", "≥ 65 years, ± 2"),
        (r"2--4 weeks --- or not", "2–4 weeks — or not"),
        ("``quoted'' words", "“quoted” words"),
        ("J.~Smith", "J. Smith"),
        (r"\url{https://example.org/a_b}", "https://example.org/a_b"),
        (r"\~{} and \textasciitilde{} and a\^{}b", "~ and ~ and a^b"),
        (r"Xgeva\textregistered{} 120\,mg", "Xgeva® 120 mg"),
    ],
)
def test_latex_becomes_the_letters_it_means(written, read):
    assert plain(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words, nothing else.",
        "Müller and García, as they are",
        "It costs $5 and $6",
        "5 % of all",
        "a < b > c",
        "don't",
        "co-operate",
        r"\unknowncommand stays",
        "x^2 and a_b outside formulas",
        "<script>alert(1)</script>",
        "=SUM(A1:A9)",
        "骨转移",
    ],
)
def test_other_text_is_left_alone(text):
    assert plain(text) == text


@given(st.text(alphabet=st.sampled_from("\\{}$^_~'`\"-aeiouvcHk \n")))
def test_no_latex_breaks_it(text):
    assert isinstance(plain(text), str)


def test_many_signs_cost_no_more_than_their_number():
    """A pattern that tries every split of these would never come back."""
    for sign in ("\\", "{", "}", "$", "\\'", "\\'{", "\\v {", "^{", "\\textsuperscript{", " ", "~", "$a ", "\\'{ "):
        assert isinstance(plain(sign * 100_000), str)
