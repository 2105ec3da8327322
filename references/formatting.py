"""References in words, in the style the site has chosen and the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from references.styles import ama, nlm
from references.styles.record import Record

# The same names as publishing.models.CitationStyle, which the site settings offer.
STYLES: dict[str, Callable[[Record], str]] = {"nlm": nlm.line, "ama": ama.line}


def format_reference(csl: Mapping[str, Any], *, style: str = "nlm", language: str = "en") -> str:
    """The reference as one line of plain text, "" when the record says nothing. Takes any mapping, cleaned or not.

    `language` "es" (or "es-US") gives Spanish words, anything else English. An unknown `style` raises ValueError.
    """
    if style not in STYLES:
        raise ValueError(f"Unknown reference style {style!r}; known: {', '.join(STYLES)}.")
    if not isinstance(csl, Mapping):
        return ""
    spanish = str(language).lower().replace("_", "-").split("-")[0] == "es"
    return STYLES[style](Record(csl, "es" if spanish else "en"))
