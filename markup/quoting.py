"""Quoting one fact of a drug in a sentence: which regimens are meant, and whether they agree."""

from collections.abc import Iterable

from markup.facts import DrugFact, RegimenFact
from markup.issues import Issue, error
from markup.names import did_you_mean, suggest
from markup.tokens import Token

# What says how much, how often, how long or how a medicine is given: what may do harm when it is out of date.
DOSE_FIELDS = frozenset({"route", "dose", "frequency", "duration", "infusion-time", "max-daily-dose", "kidney"})
# Fields that are one text a drug, not one a regimen.
NOTE_FIELDS = ("kidney", "monitoring", "supplements")
# field → what it is called in a sentence, where that is not its own name
_CALLED = {
    "infusion-time": "infusion time",
    "max-daily-dose": "largest dose in one day",
    "population": "people it is for",
    "kidney": "note about weak kidneys",
    "monitoring": "note about monitoring",
    "supplements": "note about supplements",
}
_FACT_OF_OPTION = {"indication": "indication_key", "product": "brand", "regimen": "key"}


def chosen_regimens(fact: DrugFact, options: Iterable[tuple[str, str]]) -> tuple[RegimenFact, ...]:
    """Return the regimens that fit every choice (indication, product, regimen), ignoring case."""
    wanted = [(_FACT_OF_OPTION[name], value.casefold()) for name, value in options]
    return tuple(
        regimen
        for regimen in fact.regimens
        if all(getattr(regimen, attribute).casefold() == value for attribute, value in wanted)
    )


def stated_value(regimen: RegimenFact, field: str) -> str:
    """The words of a field of a regimen, "" when it is not stated. `field` is written as in tokens ("infusion-time")."""
    return getattr(regimen, field.replace("-", "_"))


def note_value(fact: DrugFact, kind: str) -> str:
    """The notes of a kind ("kidney", "monitoring", "supplements") as one text, "" when there is none."""
    return " ".join(note.words for note in fact.notes if note.kind == kind and note.words)


def no_such_regimen(fact: DrugFact, options: tuple[tuple[str, str], ...], line: int) -> Issue:
    """Return the issue of a choice that fits no regimen, naming what could be chosen."""
    if not fact.regimens:
        message = f"The library states no way of giving {fact.name}."
        return error("fact-not-stated", line, message, "Ask for the facts of the drug to be completed.")
    for name, value in options:
        known = list(dict.fromkeys(getattr(each, _FACT_OF_OPTION[name]) for each in fact.regimens))
        known = [each for each in known if each]
        if value.casefold() not in {each.casefold() for each in known}:
            message = f"{fact.name} has no {name} '{value}'{did_you_mean(suggest(value, known)) or '.'}"
            fix = f"Choose one of: {', '.join(known)}." if known else f"Take {name}= away."
            return error("no-such-regimen", line, message, fix)
    shown = " ".join(f"{name}={value}" for name, value in options)
    message = f"{fact.name} has no regimen that fits {shown} together."
    return error("no-such-regimen", line, message, f"Its regimens are {_listed(fact.regimens, 'dose')}.")


def quote_drug(fact: DrugFact, token: Token, line: int, language: str) -> tuple[str, Issue | None]:
    """Return the words of the fact a token asks for, or no words and why there are none."""
    chosen = chosen_regimens(fact, token.options)
    if token.options and not chosen:
        return "", no_such_regimen(fact, token.options, line)
    if token.field == "brand":
        brands = [regimen.brand for regimen in chosen if regimen.brand] if token.options else fact.brands
        words = ", ".join(dict.fromkeys(brands))
        return words, None if words else _not_stated(fact, "brand", line)
    if token.field in NOTE_FIELDS:
        words = note_value(fact, token.field)
        return words, None if words else _not_stated(fact, token.field, line)
    # Where one regimen states the fact and another does not, they do not agree: the page would claim too much.
    values = list(dict.fromkeys(stated_value(regimen, token.field) for regimen in chosen))
    if not any(values):
        return "", _not_stated(fact, token.field, line)
    if len(values) > 1:
        message = f"{fact.name} has more than one {_called(token.field)}: {_listed(chosen, token.field)}."
        return "", error("ambiguous-fact", line, message, _how_to_choose(fact, token, chosen))
    return values[0], None


def _not_stated(fact: DrugFact, field: str, line: int) -> Issue:
    message = f"The library does not state the {_called(field)} of {fact.name}."
    return error(
        "fact-not-stated", line, message, "Write the sentence without it, or ask for the facts to be completed."
    )


def _called(field: str) -> str:
    return _CALLED.get(field, field)


def _how_to_choose(fact: DrugFact, token: Token, chosen: tuple[RegimenFact, ...]) -> str:
    for option, attribute in _FACT_OF_OPTION.items():
        by_choice: dict[str, set[str]] = {}
        for regimen in chosen:
            by_choice.setdefault(getattr(regimen, attribute), set()).add(stated_value(regimen, token.field))
        told_apart = [value for value, words in by_choice.items() if value and len(words) == 1]
        if told_apart and len(by_choice) > 1:
            value = f'"{told_apart[0]}"' if " " in told_apart[0] else told_apart[0]
            kept = "".join(f" {name}={each}" for name, each in token.options)
            return f"Say which one is meant, for example [[drug:{fact.key}#{token.field}{kept} {option}={value}]]."
    return "Say which one is meant with indication=, product= or regimen=."


def _listed(regimens: tuple[RegimenFact, ...], field: str) -> str:
    shown = []
    for each in regimens:
        where = ", ".join(part for part in (each.indication_key, each.brand, each.key) if part)
        shown.append(f"{stated_value(each, field) or 'not stated'} ({where})")
    return "; ".join(dict.fromkeys(shown))
