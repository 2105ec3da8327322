"""The place in a source that a citation names: "p. 12", "chapter 3", "tabla 2", in the words of the page's language."""

import re
import unicodedata

# One of it and several of it, as printed in English and in Spanish; then what editors type, in either language.
_KINDS = (
    (("p.", "pp."), ("pág.", "págs."), "p pp pg page pages pag pags pagina paginas"),
    (("chapter", "chapters"), ("cap.", "caps."), "ch chap chaps chapter chapters cap caps capitulo capitulos"),
    (("section", "sections"), ("sección", "secciones"), "§ sec secs sect section sections secc seccion secciones"),
    (("table", "tables"), ("tabla", "tablas"), "table tables tab tabla tablas"),
    (("fig.", "figs."), ("fig.", "figs."), "fig figs figure figures figura figuras"),
    (("box", "boxes"), ("recuadro", "recuadros"), "box boxes recuadro recuadros"),
    (("appendix", "appendices"), ("apéndice", "apéndices"), "app appendix appendices ap apendice apendices"),
    (
        ("paragraph", "paragraphs"),
        ("párr.", "párrs."),
        "¶ par para paras paragraph paragraphs parr parrs parrafo parrafos",
    ),
)
_TYPED = {word: (english, spanish) for english, spanish, words in _KINDS for word in words.split()}
# A word of the table, then something that is numbered; "p.12" needs no space after its full stop.
_PLACE = re.compile(r"([^\W\d_]+|[§¶])(\.?)(\s*)(.+)", re.DOTALL)
_NUMBERED = re.compile(r"(?:\d|[A-Z]{1,3}\d*\b|[ivxlc]+\b)", re.ASCII)
_RANGE = re.compile(r"(?<![\w–-])(\d{1,9})\s*[-–—]\s*(\d{1,9})(?![\w–-])", re.ASCII)
_BARE = re.compile(r"\d+(?:\s*[-–—,]\s*\d+)*", re.ASCII)
LONGEST = 200  # what is longer is no place
_SEVERAL = re.compile(r"\d\s*–\s*\d|\d\s*(?:,|\b(?:and|y)\b)\s*\d|[ivxlc]\s*–\s*[ivxlc]", re.ASCII)


def write_locator(locator: str, language: str) -> str:
    """The place in the words of `language`: "pages 3-5" is "pp. 3–5" in English and "págs. 3–5" in Spanish. What is not
    understood stays as it was typed."""
    if len(locator) > LONGEST:
        return locator
    parts: list[tuple[tuple[tuple[str, str], tuple[str, str]] | None, str]] = []
    for piece in locator.split(", "):
        named = _named(piece)
        if named is None and parts and parts[-1][0] is not None and _NUMBERED.match(piece):
            parts[-1] = (parts[-1][0], f"{parts[-1][1]}, {piece}")  # "pp. 3, 7"
        else:
            parts.append(named or (None, piece))
    return ", ".join(_written(kind, value, language) if kind else value for kind, value in parts)


def is_bare_number(locator: str) -> bool:
    """Whether a place is given by numbers alone: behind the number of a reference, "12" reads like another reference."""
    return len(locator) <= LONGEST and bool(_BARE.fullmatch(locator))


def _named(piece: str):
    """The kind of place and its number; None when the piece names none that we know."""
    match = _PLACE.fullmatch(piece)
    if match is None or not (match[2] or match[3] or match[1] in "§¶"):
        return None
    kind = _TYPED.get(_plain(match[1]))
    return (kind, match[4]) if kind and _NUMBERED.match(match[4]) else None


def _written(kind, value: str, language: str) -> str:
    value = _RANGE.sub(_dashed, value)
    one, several = kind[1 if language == "es" else 0]
    return f"{several if _SEVERAL.search(value) else one} {value}"


def _dashed(match: re.Match[str]) -> str:
    """A range gets its dash; "4-2" is the name of a section, but "123-9" are pages."""
    first, last = match[1], match[2]
    rises = int(last) > int(first) or (
        len(last) < len(first) and len(first) > 1 and int(first[-len(last) :]) < int(last)
    )
    return f"{first}–{last}" if rises else match[0]


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
