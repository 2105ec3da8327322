"""What prose claims about dosing: amounts, times and ways of giving, read word by word, in one language.

The one reader of dosing words: the lint of a page, the check of a page against a changed fact, and the words of the facts
themselves go through here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markup.dosing.splitting import Word, words_of
from markup.dosing.vocabulary import (
    ADVERBS,
    AMOUNTS,
    EVERY,
    FOR_EACH,
    LAB,
    MILLION,
    MONTH,
    NUMBERS,
    ONCE,
    PER,
    ROUTES,
    TIMES,
    TO,
    UNITS_OF_TIME,
)

Span = tuple[float, float]
# The shortest and longest of the lower end, and of the upper end: "every 1 to 2 months" is 28 to 31, to 56 to 62 days.
Ends = tuple[float, float, float, float]
# What is counted in these is also a way of giving.
_CODES = {"h": (1.0, 1.0), "d": (24.0, 24.0), "w": (168.0, 168.0), "wk": (168.0, 168.0), "m": MONTH, "mo": MONTH}
_COUNTED = frozenset({"tablets", "capsules", "patches", "puffs"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing said of dosing, in the words `first` to `last` (not included) of the text.

    `kind`: "frequency" (`ends`: the time between two doses in hours), "dose" (`ends` in the base of `dimension`, such as mg
    or mg/kg; `each` is the time in hours it is meant for, as in "60 mg a day") or "route" (`codes`). `adjective`: it is said
    by one word, which may belong to what follows ("weekly visits").
    """

    kind: str
    first: int
    last: int
    ends: Ends = (0.0, 0.0, 0.0, 0.0)
    dimension: str = ""
    each: Span | None = None
    codes: frozenset[str] = frozenset()
    adjective: bool = False


def reading_language(language: str) -> str:
    """The language whose words are read: Spanish for every kind of Spanish, else English."""
    return "es" if language.lower().startswith("es") else "en"


def claims_in(words: Sequence[Word], text: str, language: str) -> list[Claim]:
    """Every claim in order; none overlaps another."""
    return list(_Claims(words, text, reading_language(language)).read())


def claims_of(text: str, language: str) -> list[Claim]:
    """The claims of a short text such as the words of a fact."""
    return claims_in(words_of(text), text, language)


class _Claims:
    def __init__(self, words: Sequence[Word], text: str, language: str) -> None:
        self.words, self.text, self.language = words, text, language
        self.units, self.adverbs = UNITS_OF_TIME[language], ADVERBS[language]

    def read(self) -> Iterator[Claim]:
        place = 0
        while place < len(self.words):
            claim = self._frequency(place) or self._dose(place) or self._route(place)
            if claim:
                yield claim
            if claim and claim.dimension in _COUNTED:
                route = next((each for n in range(place, claim.last) if (each := self._route(n))), None)
                if route:
                    yield route
            place = claim.last if claim else place + 1

    def _at(self, place: int) -> str:
        return self.words[place].text if place < len(self.words) else ""

    # Numbers

    def _number(self, place: int) -> tuple[float, int] | None:
        word = self._at(place)
        if word in NUMBERS[self.language]:
            return float(NUMBERS[self.language][word]), place + 1
        if not word[:1].isdecimal() or len(word) > 15 or not word.isascii():
            return None
        # "1 000" with a space that cannot break
        while self._at(place + 1).isdecimal() and len(self._at(place + 1)) == 3 and self._gap(place) in "\u00a0\u202f":
            word += self._at(place + 1)
            place += 1
        return _value(word, self.language), place + 1

    def _gap(self, place: int) -> str:
        """What stands between a word and the next; a full stop for nothing, so that it is in no set of spaces."""
        return self.text[self.words[place].end : self.words[place + 1].start] or "."

    def _span(self, place: int) -> tuple[Span, int] | None:
        first = self._number(place)
        if not first:
            return None
        value, place = first
        if self._at(place) in TO[self.language]:
            second = self._number(place + 1)
            if second and second[0] > value:
                return (value, second[0]), second[1]
        return (value, value), place

    # How often

    def _unit(self, place: int) -> Span | None:
        return self.units.get(self._at(place))

    def _frequency(self, start: int) -> Claim | None:
        times, place = self._times(start)
        if times is None:
            return self._every(start, (1.0, 1.0), start) or self._adverb(start) or self._code(start)
        every = self._every(place, times, start)
        if every:
            return every
        if self._at(place) == "-" and self._at(place + 1) in self.adverbs:
            place += 1
        if self._at(place) in self.adverbs:
            return self._often(start, place + 1, self.adverbs[self._at(place)], times)
        place = self._per(place)
        unit = self._unit(place) if place else None
        return self._often(start, place + 1, unit, times) if unit else None

    def _times(self, place: int) -> tuple[Span | None, int]:
        """ "twice", "3 times", "una vez"."""
        if self._at(place) in ONCE[self.language]:
            n = float(ONCE[self.language][self._at(place)])
            return (n, n), place + 1
        span = self._span(place)
        if span and self._at(span[1]) in TIMES[self.language]:
            return span[0], span[1] + 1
        return None, place

    def _per(self, place: int) -> int:
        """The place after "a", "per", "al" …; 0 when none stands here."""
        for words in PER[self.language]:
            if all(self._at(place + n) == word for n, word in enumerate(words)):
                return place + len(words)
        return 0

    def _every(self, place: int, times: Span, start: int) -> Claim | None:
        """ "every 3 to 4 weeks", "every other day", "todos los días"."""
        if self.language == "es" and self._at(place) in ("todos", "todas") and self._at(place + 1) in ("los", "las"):
            unit = self._unit(place + 2)
            return self._often(start, place + 3, unit, times) if unit else None
        if self._at(place) == "c" and self._at(place + 1) == "/":
            place += 1
        elif self._at(place) not in EVERY[self.language]:
            return None
        place += 1
        if self._at(place) in ("other", "second", "alternate") and self._unit(place + 1):
            return self._often(start, place + 2, self._unit(place + 1), times, (2.0, 2.0))
        if self._at(place) in ("single",):
            place += 1
        count = self._span(place)
        if count:
            place = count[1] + (self._at(count[1]) == "-")
        unit = self._unit(place)
        return self._often(start, place + 1, unit, times, count[0] if count else (1.0, 1.0)) if unit else None

    def _adverb(self, start: int) -> Claim | None:
        """ "monthly", "4-weekly", "mensual"."""
        place, count = start, (1.0, 1.0)
        span = self._span(start)
        if span and self._at(span[1]) in ("-", "‑", "–") and self._at(span[1] + 1) in self.adverbs:
            count, place = span[0], span[1] + 1
        every = self.adverbs.get(self._at(place))
        if not every or self._at(place + 1) == "-":
            return None
        return self._often(start, place + 1, every, (1.0, 1.0), count, adjective=place == start)

    def _code(self, start: int) -> Claim | None:
        """ "q4w", "q12h"."""
        if self._at(start) != "q" or not self._at(start + 1).isdecimal() or self._gap(start) != ".":
            return None
        unit = _CODES.get(self._at(start + 2))
        number = self._number(start + 1)
        return self._often(start, start + 3, unit, (1.0, 1.0), (number[0], number[0])) if unit and number else None

    def _often(
        self, first: int, last: int, unit: Span, times: Span, count: Span = (1.0, 1.0), adjective: bool = False
    ) -> Claim | None:
        if min(count) <= 0 or min(times) <= 0:
            return None
        low, high = count[0] / times[1], count[1] / times[0]
        ends = (low * unit[0], low * unit[1], high * unit[0], high * unit[1])
        return Claim("frequency", first, last, ends, adjective=adjective)

    # How much

    def _dose(self, start: int) -> Claim | None:
        span = self._span(start)
        if not span:
            return None
        (low, high), place = span
        if self._at(place) == "-":
            place += 1
        if self._at(place) in MILLION:
            low, high, place = low * 1e6, high * 1e6, place + 1 + (self._at(place + 1) == "de")
        unit = AMOUNTS.get(self._at(place))
        if not unit:
            return None
        dimension, factor = unit
        place += 1
        second = self._span(place + 1) if self._at(place) in TO[self.language] else None
        if second:
            other, other_factor = AMOUNTS.get(self._at(second[1]), ("", 1))
            most = second[0][1] * other_factor / factor
            if other == dimension and most > low:
                high, place = most, second[1] + 1
        for words, suffix in FOR_EACH.items():
            for sign in ("/", "per", "por"):
                if self._at(place) == sign and all(self._at(place + 1 + n) == each for n, each in enumerate(words)):
                    last = place + 1 + len(words)
                    return Claim("dose", start, last, _twice(low * factor, high * factor), dimension + suffix)
        if self._at(place) == "/" or (self._at(place) in ("per", "por", "in") and self._at(place + 1) in LAB):
            return None
        each, last = self._each(place)
        return Claim("dose", start, last, _twice(low * factor, high * factor), dimension, each)

    def _each(self, place: int) -> tuple[Span | None, int]:
        """What an amount is meant for when the words right after it say so: "60 mg a day", "25 mg al día"."""
        if self._at(place) in self.adverbs:
            return self.adverbs[self._at(place)], place + 1
        after = self._per(place)
        unit = self._unit(after) if after else None
        return (unit, after + 1) if unit else (None, place)

    # How it is given

    def _route(self, start: int) -> Claim | None:
        for words, codes in ROUTES[self.language].get(self._at(start), ()):
            if all(self._at(start + n) == word for n, word in enumerate(words)):
                return Claim("route", start, start + len(words), codes=codes)
        return None


def _value(word: str, language: str) -> float:
    """ "1,000" is a thousand and "2,5" is two and a half; in Spanish "1.000" is a thousand as well."""
    if word.count(",") + word.count(".") > 1:
        word = word.replace(",", "")
        return float(word.replace(".", "", word.count(".") - 1))
    for sign in ",.":
        whole, mark, rest = word.partition(sign)
        if mark and len(rest) == 3 and whole != "0" and (sign == "," or language == "es"):
            return float(whole + rest)
    return float(word.replace(",", "."))


def _twice(low: float, high: float) -> Ends:
    return low, low, high, high
