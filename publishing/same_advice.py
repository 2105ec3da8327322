"""Whether a text that was made easier to understand still gives the same advice. Pure functions over what readers see.

A typo must leave every number in its place (significance.py). A clarification may say things in other words, but readers are
told "the advice is the same": so no amount and no length of time may be another, and no fact of a medicine.
"""

import re
from collections.abc import Iterator

from publishing.significance import UNIT
from publishing.stated import words_under_marks

# Of a bounded length, so that a line of nothing but digits costs no more than it is long.
FIGURE = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?(?!\d)")
ONE_TO_TEN = (
    "one una uno un", "two dos", "three tres", "four cuatro", "five cinco",
    "six seis", "seven siete", "eight ocho", "nine nueve", "ten diez",
)  # fmt: skip
FIGURES = {word: str(number) for number, words in enumerate(ONE_TO_TEN, start=1) for word in words.split()}
FIGURES |= {"half": "0.5", "half a": "0.5", "media": "0.5", "medio": "0.5"}
AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<figure>{FIGURE.pattern}|{'|'.join(sorted(FIGURES, key=len, reverse=True))})"
    rf"(?:\s?[-–]\s?|\s+(?:to|or|a|o)\s+|\s*)(?P<upto>{FIGURE.pattern})?\s*-?\s*(?P<unit>{UNIT.pattern}|%)",
    re.IGNORECASE,
)
# One unit under several spellings and numbers: "4 weeks" and "a 4-week break" state the same length of time.
SPELLINGS = {
    spelling: unit
    for unit, spellings in {
        "mcg": "micrograms microgram microgramos microgramo µg",
        "mg": "milligrams milligram miligramos miligramo",
        "g": "grams gram gramos gramo",
        "mes": "meses",
        "unidad": "unidades",
    }.items()
    for spelling in spellings.split()
}


def amounts(text: str) -> frozenset[tuple[str, str]]:
    """Every amount and length of time in a text, as (figure, unit): ("4", "week"). How often one is said does not matter."""
    return frozenset(_amounts(text))


def _amounts(text: str) -> Iterator[tuple[str, str]]:
    for found in AMOUNT.finditer(" ".join(text.split())):
        said = found["unit"].lower()
        unit = SPELLINGS.get(said) or (said.removesuffix("s") if len(said) > 3 else said)
        for figure in (found["figure"], found["upto"]):
            if figure:
                figure = FIGURES.get(figure.casefold(), figure).replace(",", ".")
                yield figure.rstrip("0").rstrip(".") if "." in figure else figure, unit


def advice_differences(*, old_text: str, new_text: str, old_html: str, new_html: str) -> tuple[str, ...]:
    """What makes a change more than a clarification: "amount" when an amount or a length of time went, came or changed;
    "fact" when a fact of a medicine reads otherwise where it stood before. Empty when the advice may be the same."""
    found = []
    if amounts(old_text) != amounts(new_text):
        found.append("amount")
    old, new = words_under_marks(old_html), words_under_marks(new_html)
    if any(old[mark] != new[mark] for mark in old.keys() & new.keys() if not mark.startswith("term:")):
        found.append("fact")
    return tuple(found)
