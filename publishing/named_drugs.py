"""Which live drugs a text names in its own words: what its prose is compared with."""

from collections.abc import Mapping

from markup import Document, DrugFact, Name
from markup.dosing.naming import KnownDrug
from markup.dosing.passages import passages_of
from markup.dosing.splitting import words_of
from publishing.models import Publication

FEWEST_WORDS = 4  # a shorter text claims nothing of a drug, and its preview needs no library


def named_drugs(document: Document, facts: Mapping[Name, object], *, title: str, language: str) -> list[KnownDrug]:
    """The live drugs whose name in any language, or whose brand, stands in the prose, in at most two queries.

    `facts`: what the tokens of the text stand for; drugs among them are taken from there.
    """
    said = {word.text for passage in passages_of(document) for word in words_of(passage.text)}
    said |= {word.text for word in words_of(title)}
    if len(said) < FEWEST_WORDS:
        return []
    names: dict[str, tuple[str, ...]] = {}
    for key, name, inn, us_name, brands in Publication.objects.names_of_drugs():
        generic = tuple(each for each in (*_in_every_language(name), inn, us_name) if each)
        if Name("drug", key) in facts or any(_may_stand_in(each, said) for each in (*generic, *(brands or ()))):
            names[key] = generic
    known = {name.key: fact for name, fact in facts.items() if isinstance(fact, DrugFact)}
    missing = names.keys() - known.keys()
    if missing:
        for row in Publication.objects.keyed(("drug",), missing):
            known[row.page.key] = DrugFact.from_json(row.edition.facts, language)
    return [KnownDrug(fact, names.get(key, ())) for key, fact in known.items()]


def _may_stand_in(name: str, said: set[str]) -> bool:
    """Whether every word of a name is somewhere in the text: a sieve before its places are looked for."""
    words = words_of(name)
    return bool(words) and all(word.text in said for word in words)


def _in_every_language(name) -> tuple[str, ...]:
    return tuple(name.values()) if isinstance(name, Mapping) else (name or "",)
