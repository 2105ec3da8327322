"""The drugs of a library and where prose names them: in any language, as INN, US name, brand, or by a token."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markup.dosing.splitting import Word, words_of
from markup.dosing.stated import Stated, stated_of
from markup.facts import DrugFact


@dataclass(frozen=True, slots=True)
class KnownDrug:
    """A drug with everything it is called; `names` are those besides the ones in `fact`, such as its names in other languages."""

    fact: DrugFact
    names: tuple[str, ...] = ()

    @property
    def generic_names(self) -> tuple[str, ...]:
        """Its names that are no brand."""
        several = (self.fact.name, self.fact.inn, self.fact.us_name, *self.names)
        return tuple(dict.fromkeys(name for name in several if name))


@dataclass(frozen=True, slots=True)
class Mention:
    """A drug named by the words `first` to `last` (not included); `brand` when it is by a brand name."""

    first: int
    last: int
    key: str
    brand: str = ""


class Names:
    """Finds known names among words."""

    def __init__(self, drugs: Iterable[KnownDrug], language: str) -> None:
        self.drugs = {drug.fact.key: drug for drug in drugs}
        self.language = language
        self._stated: dict[str, tuple[Stated, ...]] = {}
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        for key, drug in self.drugs.items():
            for name in drug.generic_names:
                self._add(name, key, "")
            for brand in drug.fact.brands:
                self._add(brand, key, brand)
        for several in self._by_first.values():
            several.sort(key=lambda each: -len(each[0]))

    def _add(self, name: str, key: str, brand: str) -> None:
        words = tuple(word.text for word in words_of(name))
        if words:
            self._by_first.setdefault(words[0], []).append((words, key, brand))

    def stated(self, key: str) -> tuple[Stated, ...]:
        """What the regimens of a drug say, read once."""
        if key not in self._stated:
            drug = self.drugs.get(key)
            self._stated[key] = stated_of(drug.fact, self.language) if drug else ()
        return self._stated[key]

    def mentions(self, words: Sequence[Word], text: str, named: Iterable[tuple[int, int, str]] = ()) -> list[Mention]:
        """Every mention in order. `named`: (start, end, key) of tokens, which count whatever they print."""
        found: list[Mention] = []
        tokens = {start: (end, key) for start, end, key in named}
        place = 0
        while place < len(words):
            mention = self._token(place, words, tokens) or self._name(place, words, text)
            if mention:
                found.append(mention)
            place = mention.last if mention else place + 1
        return found

    def _token(self, place, words, tokens) -> Mention | None:
        token = tokens.get(words[place].start)
        if not token:
            return None
        last = place + 1
        while last < len(words) and words[last].start < token[0]:
            last += 1
        return Mention(place, last, token[1])

    def _name(self, place: int, words: Sequence[Word], text: str) -> Mention | None:
        for name, key, brand in self._by_first.get(words[place].text, ()):
            if len(name) > len(words) - place or any(words[place + n].text != each for n, each in enumerate(name)):
                continue
            # A brand may be an everyday word: it counts only with its capital.
            if brand and brand[:1].isupper() and not text[words[place].start].isupper():
                continue
            return Mention(place, place + len(name), key, brand)
        return None
