"""Text of CSL records as one plain line: no markup, no control characters, single spaces, composed accents."""

import html
import html.entities
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from references.csl_vocabulary import MAX_LONG_TEXT

_SILENT_TAGS = (
    "a abbr b big bold cite code em font i img inline-formula italic mark math q s sc scp script section small span "
    "strike strong style sub sup svg tt u"
).replace(" ", "|")
_BREAKING_TAGS = "blockquote br dd div dl dt h[1-6] hr li ol p pre sec table tbody td th title tr ul".replace(" ", "|")
# A tag needs a name we know, and attributes need "=": "p <b and c> d" and "<0.05" are left alone.
_TAIL = r"(?:\s[^<>=]*=[^<>]*|\s*/?)>"
_SILENT = re.compile(
    rf"</?(?:(?:mml|m|xlink):[a-z-]+|(?:jats:)?(?:{_SILENT_TAGS})){_TAIL}|<!--[^<>]*-->", re.IGNORECASE
)
_BREAKING = re.compile(rf"</?(?:jats:)?(?:{_BREAKING_TAGS}){_TAIL}", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)
_JOINERS = "\u200c\u200d"  # invisible, but needed to write Persian and several Indian languages


def plain_text(value: object, *, markup: bool = True) -> str:
    """The text or number as one line: no control characters, single spaces, composed accents; "" for anything else.

    With `markup` HTML and JATS tags go and character references are decoded; addresses and DOIs are read without,
    because a DOI may contain "<".
    """
    if not isinstance(value, str):
        return _number_text(value)
    text = value[: MAX_LONG_TEXT * 2]
    if markup and ("<" in text or "&" in text):
        text = _without_markup(text)
    if not (text.isascii() and text.isprintable()):
        text = "".join(_visible(character) for character in text)
        text = unicodedata.normalize("NFC", text)
    # Asked a hundred times for each record of an import; nearly every text is one plain line already.
    return " ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text


def _number_text(value: object) -> str:
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else repr(value) if math.isfinite(value) else ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**30 else ""
    return ""


def text_field(csl: Mapping[str, Any], field: str) -> str:
    """The field as plain text; the first entry when a service sent a list, as Crossref does for titles."""
    value = csl.get(field)
    if not isinstance(value, str) and isinstance(value, list | tuple) and value:
        value = value[0]
    return plain_text(value, markup=field not in ("DOI", "URL"))


def _without_markup(text: str) -> str:
    for _ in range(10):  # tags hidden in character references, hidden in others
        before = text
        text = re.sub(r"&(?:amp;)+", "&", text, flags=re.IGNORECASE)
        text = _ENTITY.sub(_character, text)
        text = _BREAKING.sub(" ", _SILENT.sub("", text))
        if text == before:
            break
    return text


def _character(reference: re.Match[str]) -> str:
    """The character a whole reference names; html.unescape alone would read "&notes;" as "¬es;"."""
    name = reference[0][1:]
    return html.unescape(reference[0]) if name[0] == "#" else html.entities.html5.get(name, reference[0])


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zl", "Zp", "Zs") or character in "\t\n\r\v\f\x85":
        return " "
    return "" if category in ("Cc", "Cf", "Cs") and character not in _JOINERS else character


def quoted(value: object) -> str:
    """The value as a sentence about it may quote it: plain, short, in quotation marks."""
    text = plain_text(value, markup=False)
    return f"“{text[:60]}{'…' if len(text) > 60 else ''}”"


_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(text: str) -> str:
    """Lower-case ASCII letters and digits only: "Pérez-Fidalgo" → "perezfidalgo"."""
    text = text.lower().translate(_UNDECOMPOSED)
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text))
