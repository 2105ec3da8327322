"""How names of medicines, types and conditions are compared: folded, by sound, by letters. Pure, and bounded for any input."""

import re
import unicodedata

_NO_WORD = re.compile(r"[^a-z0-9]+")
# How letters are heard, so that "ibuprophen" sounds like ibuprofen.
_SOUNDS = (("ph", "f"), ("ck", "k"), ("c", "k"), ("q", "k"), ("z", "s"), ("y", "i"), ("th", "t"), ("h", ""))
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"(?<!^)[aeiou ]")
# Of English and of Spanish: metastasis, metastases; opioid, opioids, opioide, opioides; antibody, antibodies.
_ENDINGS = (("ies", "y"), ("es", ""), ("is", ""), ("s", ""), ("e", ""))
_SHORTEST_STEM = 4


def fold(text: str) -> str:
    """Letters and digits without accents, in small letters, words apart by one space; at most a hundred characters are
    read."""
    plain = unicodedata.normalize("NFKD", text[:100])
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return _NO_WORD.sub(" ", plain).strip()


def sound(folded: str) -> str:
    """How it sounds, without vowels but a first one: "ibprfn"."""
    for written, heard in _SOUNDS:
        folded = folded.replace(written, heard)
    return _VOWELS.sub("", _DOUBLED.sub(r"\1", folded))


def stem(folded: str) -> str:
    """The same for one and for many: "bisphosphonate" and "bisphosphonates". For types and conditions only: a letter more
    may be another medicine."""
    return " ".join(map(_stem_of_word, folded.split()))


def _stem_of_word(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)] + instead
    return word


def distance(one: str, other: str, most: int) -> int:
    """How many letters to change, add, take away or swap with the next one; `most` + 1 when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        above, row = rows[-1], [i]
        for j, there in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        rows.append(row)
    return min(rows[-1][-1], most + 1)
