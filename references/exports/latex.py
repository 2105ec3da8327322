"""Text as LaTeX writes it. Letters with accents stay: every program reads UTF-8 now."""

import re

_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# Two of these in a row would become a dash or quotation marks.
_PAIRS = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')")


def escaped(text: str) -> str:
    r""" "5% of R&D" → "5\% of R\&D", "a--b" → "a-{}-b"."""
    return _PAIRS.sub("{}", text.translate(_SIGNS))
