"""The last step of every rendering: one allow-list for everything, whoever wrote it."""

import re

import nh3

_CLASSES = {
    "a": {"drug", "term"},
    "aside": {"callout", "warning"},
    "dfn": {"term"},
    "details": {"details"},
    "dl": {"side-effect"},
    "div": {
        "table", "drug-table", "drug-table-wide", "drug-table-narrow",
        "side-effects", "precautions", "drug-facts", "drug-codes", "drug-notes", "regimens", "regimen",
    },
    "figure": {"figure"},
    "p": {
        "callout-title", "care-lines", "care-title", "drug-table-name", "drug-table-note",
        "list-of", "not-complete", "problem",
    },
    "section": {
        "care", "care-emergency", "care-urgent", "care-nonurgent",
        "key-points", "do", "dont", "questions",
    },
    "span": {
        "brand", "checked", "cite", "credit", "fact", "problem", "serious", "severity",
        "severity-avoid", "severity-ask-first", "severity-caution", "term-definition", "visually-hidden",
    },
    "td": {"align-left", "align-center", "align-right"},
    "th": {"align-left", "align-center", "align-right"},
}  # fmt: skip

_ATTRIBUTES = {
    "a": {"href", "aria-label", "id"},
    "aside": {"aria-labelledby"},
    "caption": {"id"},
    "dd": {"data-facts", "data-dose"},
    "div": {"id", "role", "tabindex", "aria-label", "aria-labelledby", "data-facts", "data-dose", "lang"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "p": {"id", "data-lines"},
    "section": {"aria-labelledby"},
    "span": {"id", "data-facts", "data-dose"},
    "td": {"data-facts", "data-dose"},
    "th": {"scope"},
}

ALLOWED_TAGS = frozenset(
    {
        "a", "aside", "blockquote", "br", "caption", "code", "dd", "details", "dfn", "div", "dl", "dt", "em",
        "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "section",
        "span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
ALLOWED_ATTRIBUTES = {
    tag: frozenset(_ATTRIBUTES.get(tag, set()) | ({"class"} if tag in _CLASSES else set())) for tag in ALLOWED_TAGS
}
ALLOWED_CLASSES = {tag: frozenset(classes) for tag, classes in _CLASSES.items()}

_OWN_ID = re.compile(r"(?:s-[a-z0-9-]+|[a-z-]+-?\d+(?:-caption)?)")
_DIGITS = re.compile(r"\d{1,9}")
_QUOTED = re.compile(
    r"(?:drug|class|term):[a-z0-9][\w.-]*(?:#[a-z-]+)?(?: (?:drug|class|term):[a-z0-9][\w.-]*(?:#[a-z-]+)?)*",
    re.ASCII | re.IGNORECASE,
)
_OWN_PATH = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f]*")
_ADDRESS = re.compile(
    r"#[a-z0-9-]+|/(?![/\\])[^\s\\\x00-\x1f]*|/|https://[^\s/\\\x00-\x1f@]+(?:[/?#][^\s\\\x00-\x1f]*)?"
    r"|mailto:[^\s\x00-\x1f]+@[^\s\x00-\x1f]+|tel:\+?[0-9().-]+",
    re.IGNORECASE,
)
_VALUES = {
    "id": _OWN_ID,
    "aria-labelledby": _OWN_ID,
    "href": _ADDRESS,
    "src": _OWN_PATH,
    "role": re.compile("region|group"),
    "tabindex": re.compile("0"),
    "scope": re.compile("col|row"),
    "loading": re.compile("lazy"),
    "data-lines": re.compile("emergency|urgent|nonurgent"),
    "data-facts": _QUOTED,
    "data-dose": re.compile("1"),
    "lang": re.compile("[a-z]{2}"),
    "start": _DIGITS,
    "width": _DIGITS,
    "height": _DIGITS,
}
_SURROGATES = re.compile("[\ud800-\udfff]")


def is_allowed_address(address: str) -> bool:
    """Whether a link may lead there: https, mailto, tel, a path of this site, or a place on the page."""
    return _ADDRESS.fullmatch(address) is not None


def sanitise(html: str) -> str:
    """Return the HTML with nothing in it but what is listed in this file."""
    return nh3.clean(
        _SURROGATES.sub("\ufffd", html),
        tags=set(ALLOWED_TAGS),
        # Without the empty set for "*", lang and title would be allowed everywhere.
        attributes={"*": set(), **{tag: set(_ATTRIBUTES.get(tag, ())) for tag in ALLOWED_TAGS}},
        allowed_classes={tag: set(classes) for tag, classes in _CLASSES.items()},
        url_schemes={"https", "mailto", "tel"},
        attribute_filter=_checked,
        generic_attribute_prefixes=None,
        link_rel=None,
        strip_comments=True,
    )


def _checked(tag: str, attribute: str, value: str) -> str | None:
    pattern = _VALUES.get(attribute)
    return value if pattern is None or pattern.fullmatch(value) else None
