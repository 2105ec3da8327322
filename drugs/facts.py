"""From the source snapshot of a drug or class to the facts that pages quote. Pure: words made from codes and numbers."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from drugs import doses, timing
from drugs.routes import route_words
from markup import Issue

LANGUAGES = ("en", "es")


def drug_facts(key: str, source: Mapping[str, Any]) -> dict[str, Any]:
    """The language-neutral facts of a drug, in the shape that markup.DrugFact.from_json reads."""
    return {
        "kind": "drug",
        "key": key,
        "name": source["name"],
        "pronunciation": source["pronunciation"],
        "brands": list(dict.fromkeys(p["brand"] for p in source["products"] if p["brand"])),
        "products": source["products"],
        "classes": source["classes"],
        "codes": source["codes"],
        "prescription": source["prescription"],
        "regimens": [regimen_facts(regimen) for regimen in source["regimens"]],
        "side_effects": source["side_effects"],
        "precautions": source["precautions"],
        "side_effects_complete": source["side_effects_complete"],
        "precautions_complete": source["precautions_complete"],
    }


def class_facts(key: str, source: Mapping[str, Any]) -> dict[str, Any]:
    """The language-neutral facts of a class of drugs, in the shape that markup.ClassFact.from_json reads."""
    kept = ("name", "summary", "side_effects", "precautions", "side_effects_complete", "precautions_complete")
    return {"kind": "class", "key": key, **{name: source[name] for name in kept}}


def regimen_facts(regimen: Mapping[str, Any]) -> dict[str, Any]:
    """A regimen in words of every language, with the numbers it was said from."""
    return {
        "key": regimen["key"],
        "indication_key": regimen["indication_key"],
        "indication": regimen["indication"],
        "brand": regimen["brand"],
        "route_code": regimen["route"],
        "route": route_words(regimen["route"]),
        "dose": {language: _dose(regimen["dose"], language) for language in LANGUAGES},
        "frequency": {language: timing.timing_words(_timing(regimen["timing"]), language) for language in LANGUAGES},
        "timing": regimen["timing"],
        "duration": regimen["duration"],
        "dose_citations": regimen["dose_citations"],
        "timing_citations": regimen["timing_citations"],
        "checked_on": regimen["checked_on"],
    }


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _dose(dose: Mapping[str, Any], language: str) -> str:
    if dose["value"] is None:
        return ""
    return doses.dose_words(doses.Dose(_number(dose["value"]), _number(dose["value_max"]), dose["unit"]), language)


def _timing(record: Mapping[str, Any]) -> timing.Timing:
    return timing.Timing(
        frequency=record["frequency"],
        frequency_max=record["frequencyMax"],
        period=_number(record["period"]),
        period_max=_number(record["periodMax"]),
        period_unit=record["periodUnit"],
        as_needed=record["asNeeded"],
    )


def cited_keys(facts: Mapping[str, Any]) -> list[str]:
    """Keys of the references the facts cite, in the order they are stated, each once."""
    keys: list[str] = []
    for regimen in facts.get("regimens", ()):
        keys += [*regimen["dose_citations"], *regimen["timing_citations"]]
    for row in (*facts["side_effects"], *facts["precautions"]):
        keys += row["citations"]
    return list(dict.fromkeys(keys))


def issues_of(source: Mapping[str, Any]) -> tuple[Issue, ...]:
    """What stops these facts from being published, and what is worth a second look. Lines are 0: facts have none."""
    found: list[Issue] = []
    for regimen in source.get("regimens", ()):
        where = f"regimen “{regimen['key']}”"
        found += [_error("regimen-timing", f"{where}: {text}") for text in timing.problems(_timing(regimen["timing"]))]
        dose = regimen["dose"]
        if dose["value"] is not None:
            parsed = doses.Dose(_number(dose["value"]), _number(dose["value_max"]), dose["unit"])
            found += [_error("regimen-dose", f"{where}: {text}") for text in doses.problems(parsed)]
            if not regimen["dose_citations"]:
                found.append(Issue("dose-uncited", "warning", 0, f"{where}: the dose has no source."))
        if not regimen["indication_key"]:
            found.append(Issue("regimen-indication", "warning", 0, f"{where} does not say for which condition."))
    found += _untranslated("the name", source["name"])
    for kind, rows, names in (
        ("side effect", source["side_effects"], None),
        ("precaution", source["precautions"], ("condition", "advice")),
    ):
        for row in rows:
            for name, words in row.items():
                if isinstance(words, Mapping) and words and (names is None or name in names):
                    found += _untranslated(f"{kind} “{row['key']}”, {name.replace('_', ' ')}", words)
    return tuple(found)


def _untranslated(what: str, words: Mapping[str, str]) -> Iterable[Issue]:
    names = {"en": "English", "es": "Spanish"}
    return [
        Issue("words-missing", "warning", 0, f"{what} has no {names[language]} words; the other language is shown.")
        for language in LANGUAGES
        if not words.get(language)
    ]


def _error(code: str, message: str) -> Issue:
    return Issue(code, "error", 0, message)
