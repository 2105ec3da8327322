"""Prose that may still say what a changed fact no longer says. Pure: a net for a person to look at, not a judgement."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from markup import DrugFact
from markup.dosing.reading import claims_of, reading_language
from markup.dosing.stated import Stated, stated_regimen, verdict
from markup.dosing.vocabulary import AMOUNTS
from publishing.before_after import passages_of, sentences_of

MOST = 20
AMOUNT = re.compile(r"(\d[\d.,]*)\s?[-\u00a0 ]?\s?([A-Za-zµμ%áéíóúñ]+(?:/[A-Za-z]+)?)")


def contradictions(
    html: str,
    *,
    title: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    language: str,
    others: Collection[str] = (),
) -> list[str]:
    """Sentences of a page that state, in its own words, what the facts said before and no longer say.

    `before` and `after`: facts as editions keep them. `others`: names of other drugs on the page; what stands near
    them is about them. Words that come from the library are left out: they follow by themselves.
    """
    says_before = _Before(before, after, language)
    if not says_before:
        return []
    ours, theirs = _any_of(names_of(before, language) | names_of(after, language)), _any_of(others)
    found: list[str] = []
    about = _names_whom(title, ours, theirs)
    topic = about
    for passage in passages_of(html):
        if passage.heading:
            about = _names_whom(passage.text, ours, theirs) or topic
            continue
        if not passage.own:
            continue
        for sentence, own in _pairs(passage.text, passage.own):
            whom = _names_whom(sentence, ours, theirs)
            about = whom or about
            if about != "theirs" and says_before.in_words(own) and sentence not in found:
                found.append(sentence)
    return found[:MOST]


def _pairs(text: str, own: str) -> Iterable[tuple[str, str]]:
    """Sentences as read beside the same in the page's own words; the whole block where they do not pair."""
    read, written = sentences_of(text), sentences_of(own)
    return zip(read, written, strict=True) if len(read) == len(written) else [(text, own)]


def _names_whom(text: str, ours, theirs) -> str:
    """Whose name stands last in the text: "ours", "theirs" or "". Both in one sentence: ours, to be safe."""
    if ours and ours.search(text):
        return "ours"
    return "theirs" if theirs and theirs.search(text) else ""


def _any_of(words: Iterable[str]):
    kept = sorted({word.casefold().strip() for word in words if word and word.strip()}, key=len, reverse=True)
    if not kept:
        return None
    spaced = (re.escape(word).replace(r"\ ", r"[\s\u00a0-]+") for word in kept)
    return re.compile(rf"(?<![\w.,])(?:{'|'.join(spaced)})(?!\w|[.,]\d)", re.IGNORECASE)


def names_of(facts: Mapping[str, Any], language: str) -> set[str]:
    """The names of a drug, class or term as prose uses them: its own, its brands, its classes."""
    names = {str(facts.get("key") or "").replace("-", " "), _words(facts.get("name"), language)}
    names |= set(facts.get("brands") or ()) | set(facts.get("aliases") or ())
    names |= {str(each).replace("-", " ") for each in facts.get("classes") or ()}
    names |= {name[:-1] for name in names if name.endswith("s") and len(name) > 6}
    return {name for name in names if name}


class _Before:
    """What the facts said before and no longer say: dosing, read like in the lint of a page, and words of other fields."""

    def __init__(self, before: Mapping[str, Any], after: Mapping[str, Any], language: str) -> None:
        self.language = reading_language(language)
        self.old, self.new = _regimens(before, self.language), _regimens(after, self.language)
        self.pattern = _any_of(_sayings(before, language) - _sayings(after, language))

    def __bool__(self) -> bool:
        return bool(self.pattern) or [each.said for each in self.old] != [each.said for each in self.new]

    def in_words(self, words: str) -> bool:
        """Whether the words state what was true only before."""
        if self.pattern and self.pattern.search(words):
            return True
        return any(
            verdict(claim, self.old) == "same" and verdict(claim, self.new) != "same"
            for claim in claims_of(words, self.language)
        )


def _regimens(facts: Mapping[str, Any], language: str) -> list[Stated]:
    if facts.get("kind") != "drug":
        return []
    return [stated_regimen(each, language) for each in DrugFact.from_json(facts, language).regimens]


def _sayings(facts: Mapping[str, Any], language: str) -> set[str]:
    said: set[str] = set()
    for regimen in facts.get("regimens") or ():
        for name in ("duration", "population", "infusion_time", "max_daily_dose"):
            words = _words(regimen.get(name), language).casefold()
            said.add(re.sub(r"\s*\(.*?\)", "", words))
            said |= _amount_sayings(words)
    for group in ("side_effects", "precautions", "notes"):
        for row in facts.get(group) or ():
            for value in row.values():
                if isinstance(value, Mapping):
                    said |= _amount_sayings(_words(value, language).casefold())
    definition = facts.get("definition")
    if isinstance(definition, str) and len(definition.split()) >= 3:
        said.add(definition.casefold().strip(" ."))
    return {saying for saying in said if len(saying) > 1}


def _amount_sayings(words: str) -> set[str]:
    """ "120 mg" → also "120 milligrams", "120mg"."""
    said = set()
    for number, unit in AMOUNT.findall(words):
        forms = [form for form, value in AMOUNTS.items() if value == AMOUNTS.get(unit)] or [unit]
        number = number.rstrip(".,")
        said |= {f"{number} {form}" for form in forms} | {f"{number}{form}" for form in forms}
    return said


def _words(value: Any, language: str) -> str:
    if isinstance(value, str):
        return value
    return (value or {}).get(language) or (value or {}).get("en") or ""
