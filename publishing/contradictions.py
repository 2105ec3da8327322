"""Prose that may still say what a changed fact no longer says. Pure: a net for a person to look at, not a judgement."""

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from publishing.before_after import passages_of, sentences_of

MOST = 20
NUMBERS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve".split(),
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce".split(),
}
# unit of time → language → the forms it has in prose
PERIODS = {
    "h": {"en": ("hour", "hours"), "es": ("hora", "horas")},
    "d": {"en": ("day", "days"), "es": ("día", "días")},
    "wk": {"en": ("week", "weeks"), "es": ("semana", "semanas")},
    "mo": {"en": ("month", "months"), "es": ("mes", "meses")},
    "a": {"en": ("year", "years"), "es": ("año", "años")},
}
# (times, period, unit) → words people write for it
SPOKEN = {
    (1, 1, "d"): {
        "en": ("daily", "every day", "once a day", "each day"),
        "es": ("diario", "diaria", "cada día", "al día"),
    },
    (2, 1, "d"): {"en": ("twice a day", "twice daily"), "es": ("dos veces al día",)},
    (1, 1, "wk"): {"en": ("weekly", "once a week", "each week"), "es": ("semanal", "cada semana", "a la semana")},
    (1, 2, "wk"): {"en": ("fortnightly", "every other week"), "es": ("quincenal",)},
    (1, 4, "wk"): {"en": ("monthly", "once a month", "every month"), "es": ("mensual", "cada mes", "al mes")},
    (1, 1, "mo"): {"en": ("monthly", "once a month", "each month"), "es": ("mensual", "cada mes", "al mes")},
    (1, 3, "mo"): {"en": ("quarterly",), "es": ("trimestral",)},
    (1, 12, "wk"): {"en": ("every 3 months", "every three months"), "es": ("cada 3 meses", "cada tres meses")},
    (1, 6, "mo"): {"en": ("twice a year", "half-yearly"), "es": ("dos veces al año", "semestral")},
    (1, 1, "a"): {"en": ("yearly", "once a year", "annually", "each year"), "es": ("anual", "cada año", "al año")},
}
ROUTES = {
    "intravenous": {
        "en": ("into a vein", "intravenous", "intravenously", "iv", "infusion", "drip"),
        "es": ("en una vena", "en la vena", "intravenosa", "intravenoso", "infusión", "goteo"),
    },
    "subcutaneous": {
        "en": ("under the skin", "subcutaneous", "subcutaneously"),
        "es": ("debajo de la piel", "bajo la piel", "subcutánea", "subcutáneo"),
    },
    "intramuscular": {
        "en": ("into a muscle", "intramuscular", "intramuscularly"),
        "es": ("en un músculo", "en el músculo", "intramuscular"),
    },
    "oral": {
        "en": ("by mouth", "orally", "tablet", "tablets", "capsule", "capsules", "pill", "pills"),
        "es": ("por la boca", "por vía oral", "tableta", "tabletas", "cápsula", "cápsulas", "pastilla", "pastillas"),
    },
    "topical": {"en": ("on the skin", "cream", "ointment"), "es": ("sobre la piel", "crema", "pomada")},
}
UNITS = {
    "mg": ("mg", "milligram", "milligrams", "miligramo", "miligramos"),
    "g": ("g", "gram", "grams", "gramo", "gramos"),
    "mcg": ("mcg", "µg", "μg", "microgram", "micrograms", "microgramo", "microgramos"),
    "ml": ("ml", "millilitre", "millilitres", "milliliter", "milliliters", "mililitro", "mililitros"),
}
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
    said = stated_before(before, after, language)
    if not said:
        return []
    pattern = _any_of(said)
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
            if about != "theirs" and pattern.search(own) and sentence not in found:
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


def stated_before(before: Mapping[str, Any], after: Mapping[str, Any], language: str) -> set[str]:
    """Ways to say in prose what the old facts say and the new ones do not."""
    return _sayings(before, language) - _sayings(after, language)


def _sayings(facts: Mapping[str, Any], language: str) -> set[str]:
    said: set[str] = set()
    for regimen in facts.get("regimens") or ():
        said |= _timing_sayings(regimen.get("timing") or {}, language)
        said |= set(ROUTES.get(regimen.get("route_code") or "", {}).get(_known(language), ()))
        for name in ("dose", "frequency", "duration", "route"):
            words = _words(regimen.get(name), language).casefold()
            said.add(re.sub(r"\s*\(.*?\)", "", words))
            said |= _amount_sayings(words)
    for group in ("side_effects", "precautions"):
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
        forms = next((forms for forms in UNITS.values() if unit in forms), (unit,))
        number = number.rstrip(".,")
        said |= {f"{number} {form}" for form in forms} | {f"{number}{form}" for form in forms}
    return said


def _timing_sayings(timing: Mapping[str, Any], language: str) -> set[str]:
    period, unit, times = _whole(timing.get("period")), timing.get("periodUnit"), timing.get("frequency") or 1
    if period is None or unit not in PERIODS or timing.get("periodMax"):
        return set()
    language = _known(language)
    said = set(SPOKEN.get((times, period, unit), {}).get(language, ()))
    if times == 1 and period > 1:
        many = PERIODS[unit][language][1]
        every = "cada" if language == "es" else "every"
        for number in _spellings(period, language):
            said.add(f"{every} {number} {many}")
            if language == "en":
                said |= {f"{number}-{PERIODS[unit]['en'][0]}ly"} if unit in ("wk", "mo", "a") else set()
        if unit == "wk" and language in PERIODS["d"]:
            said.add(f"{every} {period * 7} {PERIODS['d'][language][1]}")
    return said


def _spellings(number: int, language: str) -> list[str]:
    words = NUMBERS[language]
    return [str(number)] + ([words[number]] if number < len(words) else [])


def _whole(value: Any) -> int | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return int(number) if number == int(number) else None


def _known(language: str) -> str:
    return language if language in NUMBERS else "en"


def _words(value: Any, language: str) -> str:
    if isinstance(value, str):
        return value
    return (value or {}).get(language) or (value or {}).get("en") or ""
