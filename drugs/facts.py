"""From the source snapshot of a drug or class to the facts that pages quote. Pure: words made from codes and numbers."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from drugs import doses, timing
from drugs.magnitude import Stated, unconfirmed
from drugs.overlaps import contradicting_key, overlapping, told
from drugs.regions import region_words
from drugs.routes import route_words
from markup import Issue

LANGUAGES = ("en", "es")


def drug_facts(key: str, source: Mapping[str, Any]) -> dict[str, Any]:
    """The language-neutral facts of a drug, in the shape that markup.DrugFact.from_json reads."""
    return {
        "kind": "drug",
        "key": key,
        "name": source["name"],
        **_if_stated(source, "inn", "us_name"),
        "pronunciation": source["pronunciation"],
        "brands": list(dict.fromkeys(p["brand"] for p in source["products"] if p["brand"])),
        "products": [product_facts(product) for product in source["products"]],
        "classes": source["classes"],
        "codes": source["codes"],
        "prescription": source["prescription"],
        "regimens": [regimen_facts(regimen) for regimen in source["regimens"]],
        "side_effects": [side_effect_facts(row) for row in source["side_effects"]],
        "precautions": source["precautions"],
        **_if_stated(source, "notes"),
        "side_effects_complete": source["side_effects_complete"],
        "precautions_complete": source["precautions_complete"],
    }


def class_facts(key: str, source: Mapping[str, Any]) -> dict[str, Any]:
    """The language-neutral facts of a class of drugs, in the shape that markup.ClassFact.from_json reads."""
    kept = ("name", "summary", "side_effects", "precautions", "side_effects_complete", "precautions_complete")
    return {
        "kind": "class",
        "key": key,
        **{name: source[name] for name in kept},
        **_if_stated(source, "parent"),
        "side_effects": [side_effect_facts(row) for row in source["side_effects"]],
    }


def product_facts(product: Mapping[str, Any]) -> dict[str, Any]:
    """A product, with the name of its region in every language and the region's code apart."""
    region = product.get("region")
    return {**product, "region_code": region, "region": region_words(region)} if region else dict(product)


def side_effect_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """A side effect, with its number in words when it states one."""
    if not row.get("affected"):
        return dict(row)
    return {**row, "natural": {code: natural_frequency(row["affected"], row["out_of"], code) for code in LANGUAGES}}


def natural_frequency(affected: int, out_of: int, language: str) -> str:
    """ "about 3 in 100 people": the whole numbers as they were counted, which more people understand than a percentage."""
    some, all_of_them = doses.number_words(affected, language), doses.number_words(out_of, language)
    if language == "es":
        return f"alrededor de {some} de cada {all_of_them} personas"
    return f"about {some} in {all_of_them} people"


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
        **_if_stated(regimen, "population", "infusion_time"),
        **_most_in_a_day(regimen),
        "dose_citations": regimen["dose_citations"],
        "timing_citations": regimen["timing_citations"],
        "checked_on": regimen["checked_on"],
    }


def _if_stated(source: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """What a sheet says only when it has something to say, so that facts without it are the same as before it existed."""
    return {name: source[name] for name in names if source.get(name)}


def _most_in_a_day(regimen: Mapping[str, Any]) -> dict[str, Any]:
    most = regimen.get("max_daily")
    if not most:
        return {}
    dose = _dose_of(most)
    return {"max_daily_dose": {language: doses.dose_words(dose, language) for language in LANGUAGES}}


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _dose(dose: Mapping[str, Any], language: str) -> str:
    stated = _dose_of(dose)
    return "" if stated is None else doses.dose_words(stated, language)


def _dose_of(dose: Mapping[str, Any]) -> doses.Dose | None:
    if dose["value"] is None:
        return None
    return doses.Dose(_number(dose["value"]), _number(dose.get("value_max")), dose["unit"])


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
    for row in (*facts["side_effects"], *facts["precautions"], *facts.get("notes", ())):
        keys += row["citations"]
    return list(dict.fromkeys(keys))


def issues_of(source: Mapping[str, Any]) -> tuple[Issue, ...]:
    """What stops these facts from being published, and what is worth a second look. Lines are 0: facts have none."""
    found: list[Issue] = []
    for regimen in source.get("regimens", ()):
        where = _("regimen “%(key)s”") % {"key": regimen["key"]}
        found += [_error("regimen-timing", f"{where}: {text}") for text in timing.problems(_timing(regimen["timing"]))]
        dose = _dose_of(regimen["dose"])
        if dose is not None:
            found += [_error("regimen-dose", f"{where}: {text}") for text in doses.problems(dose)]
            if not regimen["dose_citations"]:
                found.append(
                    Issue("dose-uncited", "warning", 0, _("%(what)s: the dose has no source.") % {"what": where})
                )
        found += _wordless(where, {name: regimen.get(name) for name in ("duration", "population", "infusion_time")})
        if not regimen["indication_key"]:
            found.append(
                Issue(
                    "regimen-indication",
                    "warning",
                    0,
                    _("%(what)s does not say for which condition.") % {"what": where},
                )
            )
    found += _unconfirmed(source)
    found += incoherent(source.get("regimens", ()))
    found += _untranslated(_("the name"), source["name"])
    for kind, name_of, rows in (
        (_("side effect"), "key", source["side_effects"]),
        (_("precaution"), "key", source["precautions"]),
        (_("note for care"), "kind", source.get("notes", ())),
    ):
        for row in rows:
            found += _wordless(f"{kind} “{row[name_of]}”", row)
        uncited = [f"“{row[name_of]}”" for row in rows if not row["citations"]]
        if uncited:
            found.append(
                Issue(
                    "row-uncited",
                    "warning",
                    0,
                    _("No source is stated for: %(kind)s %(rows)s.") % {"kind": kind, "rows": ", ".join(uncited)},
                )
            )
    return tuple(found)


def incoherent(regimens: Sequence[Mapping[str, Any]]) -> list[Issue]:
    """Regimens that readers could take for one another, or that their keys misname: worth a second look, never refused."""
    rows = [told(each, _timing(each["timing"])) for each in regimens]
    keys = [sentence for row in rows if (sentence := contradicting_key(row))]
    return [Issue("regimen-overlap", "warning", 0, sentence) for sentence in overlapping(rows)] + [
        Issue("regimen-key", "warning", 0, sentence) for sentence in keys
    ]


def _unconfirmed(source: Mapping[str, Any]) -> list[Issue]:
    """Doses too small or large to be true that nobody confirmed: they stop here, whichever way they came in."""
    regimens = source.get("regimens", ())
    stated = [
        Stated(
            _dose_of(each["dose"]),
            each.get("confirmed_dose", ""),
            each["route"],
            _timing(each["timing"]),
            _dose_of(each["max_daily"]) if each.get("max_daily") else None,
        )
        for each in regimens
    ]
    strengths = (product.get("strength", "") for product in source.get("products", ()))
    return [
        _error("dose-magnitude", f"{_('regimen “%(key)s”') % {'key': each['key']}}: {question}")
        for each, question in zip(regimens, unconfirmed(stated, strengths=strengths), strict=True)
        if question
    ]


def _wordless(where: str, row: Mapping[str, Any]) -> Iterable[Issue]:
    """A warning for each of a row's words that one language lacks. Other words for an effect need not come in pairs."""
    stated = {name: words for name, words in row.items() if isinstance(words, Mapping) and words and name != "synonyms"}
    return [
        issue for name, words in stated.items() for issue in _untranslated(f"{where}, {name.replace('_', ' ')}", words)
    ]


def _untranslated(what: str, words: Mapping[str, str]) -> Iterable[Issue]:
    without = {
        "en": _("%(what)s has no English words; the other language is shown."),
        "es": _("%(what)s has no Spanish words; the other language is shown."),
    }
    return [
        Issue("words-missing", "warning", 0, without[language] % {"what": what})
        for language in LANGUAGES
        if not words.get(language)
    ]


def _error(code: str, message: str) -> Issue:
    return Issue(code, "error", 0, message)
