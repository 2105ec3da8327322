"""Words and sentences of prose, with the places where they stand. Every pattern here takes time in line with the text."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Stands for what came from the library by itself: a quoted fact is no claim of the page.
QUOTED = "\ufffc"

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|\S")
_STOP = re.compile(r"[.!?…]")
_CLOSING = '"”’»)]*_'
_ABBREVIATIONS = frozenset({"dr", "dra", "e.g", "i.e", "vs", "approx", "p.ej", "ej", "aprox", "sr", "sra", "no", "st"})


class Word(NamedTuple):
    """One word, number or sign, folded (small letters, no accents), with its place in the text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """The word in small letters and without accents, so that "Día" and "dia" are the same."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def words_of(text: str) -> list[Word]:
    """The words, numbers and signs of a text in order."""
    return [Word(folded(match[0]), *match.span()) for match in _WORD.finditer(text)]


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends. A stop inside a number or after an abbreviation ends none."""
    found, start = [], 0
    for match in _STOP.finditer(text):
        end = match.end()
        while end < len(text) and text[end] in _CLOSING:
            end += 1
        if end < len(text) and not text[end].isspace():
            continue
        if match[0] == ".":
            before = text[max(start, match.start() - 8) : match.start()].rpartition(" ")[2]
            if before.lower().strip("(") in _ABBREVIATIONS:
                continue
        if text[start:end].strip():
            found.append((start, end))
        start = end
    if text[start:].strip():
        found.append((start, len(text)))
    return found
