"""The words of compiled HTML: what search reads, and what two editions are compared by."""

import re
from html import unescape

_TAG = re.compile(r"""<(/?[a-zA-Z][a-zA-Z0-9]*)[^>"]*(?:"[^"]*"[^>"]*)*>""")
# The narrow form of a drug table repeats the wide one, and citation numbers are not words of the text.
_LEFT_OUT = re.compile(r'<span class="cite"[^>]*>.*?</span>|<div class="drug-table-narrow">.*?</div>', re.DOTALL)
_BREAKS = frozenset(
    {
        "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h2", "h3",
        "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "thead", "tr", "ul",
    }
)  # fmt: skip
_SPACES = re.compile(r"[^\S\n]+")
_BEFORE_STOP = re.compile(r" +([.,;:!?](?:\s|$))")


def plain_text(html: str) -> str:
    """Return the words of sanitised HTML, a line for each paragraph, item, cell row or heading."""
    html = _LEFT_OUT.sub("", html)
    text = _TAG.sub(_space, html.replace("\n", " "))
    lines = (_BEFORE_STOP.sub(r"\1", _SPACES.sub(" ", line)).strip() for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def plain_line(html: str) -> str:
    """Return the words of a piece of HTML in one line."""
    return " ".join(plain_text(html).split())


def _space(tag: re.Match[str]) -> str:
    name = tag[1].lstrip("/").lower()
    return "\n" if name in _BREAKS else " " if name in ("td", "th") else ""
