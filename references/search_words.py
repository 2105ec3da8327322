"""The words a reference is found by: folded, so that "Müller" and "muller", "O’Brien" and "OBRIEN" are one. Pure.

Every word is letters and digits only, so that both databases take it as it stands, in an index and in a query.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

LONGEST_WORD = 40
MOST_WORDS = 600
MOST_WORDS_ASKED = 8
# Letters that no decomposition turns into plain ones.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"})
_APOSTROPHES = re.compile(r"(?<=\w)['’‘ʼ`´](?=\w)")
_WORD = re.compile(r"[^\W_]+")
# What people paste around an identifier: an address, a label, the brackets of a citation.
_AROUND = re.compile(
    r"https?://(?:dx\.)?doi\.org/|https?://pubmed\.ncbi\.nlm\.nih\.gov/|\b(?:doi|pmid|pmcid)\s*:\s*", re.IGNORECASE
)


def folded(text: str) -> str:
    """The text in small plain letters, without accents."""
    if text.isascii():
        return text.lower().translate(_PLAIN)
    apart = unicodedata.normalize("NFKD", text).casefold()
    # Casefolding may compose anew what was taken apart.
    apart = unicodedata.normalize("NFKD", apart)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_PLAIN)


def words_in(texts: Iterable[str]) -> list[str]:
    """Each word once, in order. A name with an apostrophe is there whole and in its parts."""
    found: dict[str, None] = {}
    for text in texts:
        plain = folded(text)
        for form in {plain: None, _APOSTROPHES.sub("", plain): None}:
            found |= dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(form))
    return list(found)


def words_of_record(*, key: str, title: str, authors: str, year: int | None, csl: Mapping[str, Any]) -> str:
    """What the column `search_text` of a reference holds: key, year, identifiers, authors, title and journal, a space between
    the words."""
    named = ("DOI", "PMID", "PMCID", "ISBN")
    identifiers = [str(csl.get(name, "")) for name in named]
    # An ISBN is typed with and without its hyphens.
    identifiers.append(identifiers[3].replace("-", ""))
    journal = [str(csl.get(name, "")) for name in ("container-title", "container-title-short")]
    words = words_in([key, str(year or ""), *identifiers, authors, title, *journal])
    return " ".join(words[:MOST_WORDS])


def words_asked(text: str) -> list[str]:
    """The words of a query, at most MOST_WORDS_ASKED: every one must begin some word of what is found. Any text is safe."""
    plain = _APOSTROPHES.sub("", folded(_AROUND.sub(" ", text[:1_000])))
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(plain)))[:MOST_WORDS_ASKED]


def years_asked(words: Iterable[str]) -> list[int]:
    """Words that may be meant as the year of publication."""
    return [int(word) for word in words if len(word) == 4 and word.isascii() and word.isdecimal()]
