"""What a clinician reads before approving a fact sheet: everything it states, in both languages. Pure.

Patients meet the regimens, side effects and precautions in tables and lists, so these are shown by the same directives. What
those leave out stands beside them in plain lines: nothing may be approved that was not on the screen.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Facts = Mapping[str, Any]

# Words for the person who approves, in the language of the facts beside them.
WORDS: dict[str, dict[str, str]] = {
    "names": {"en": "Names and codes", "es": "Nombres y códigos"},
    "name": {"en": "Name", "es": "Nombre"},
    "inn": {"en": "International name (INN)", "es": "Nombre internacional (DCI)"},
    "us_name": {"en": "Name in the United States", "es": "Nombre en Estados Unidos"},
    "pronunciation": {"en": "Pronunciation", "es": "Pronunciación"},
    "classes": {"en": "Classes", "es": "Clases"},
    "parent": {"en": "Part of the class", "es": "Parte de la clase"},
    "summary": {"en": "What it is", "es": "Qué es"},
    "prescription": {"en": "Prescription", "es": "Receta"},
    "products": {"en": "Products", "es": "Productos"},
    "unnamed": {"en": "no brand", "es": "sin marca"},
    "biosimilar": {"en": "biosimilar", "es": "biosimilar"},
    "label": {"en": "label", "es": "etiqueta"},
    "version": {"en": "version", "es": "versión"},
    "more": {"en": "More about how it is given", "es": "Más sobre cómo se administra"},
    "population": {"en": "Who it is for", "es": "Para quién es"},
    "infusion_time": {"en": "How long an infusion takes", "es": "Cuánto dura la infusión"},
    "max_daily_dose": {"en": "Most in one day", "es": "Máximo en un día"},
    "as_coded": {"en": "Side effects: numbers and other names", "es": "Efectos secundarios: números y otros nombres"},
    "synonyms": {"en": "also called", "es": "también llamado"},
    "notes": {"en": "Notes for care", "es": "Notas para la atención"},
    "kidney": {"en": "Kidneys and dose", "es": "Riñones y dosis"},
    "monitoring": {"en": "What is checked during treatment", "es": "Qué se revisa durante el tratamiento"},
    "supplements": {"en": "Supplements given with it", "es": "Suplementos que se dan con él"},
    "side_effects_complete": {
        "en": "A pharmacist marked the side effects complete.",
        "es": "Un farmacéutico indicó que la lista de efectos secundarios está completa.",
    },
    "precautions_complete": {
        "en": "A pharmacist marked the precautions complete.",
        "es": "Un farmacéutico indicó que la lista de precauciones está completa.",
    },
    "over-the-counter": {"en": "no prescription needed", "es": "se vende sin receta"},
    "prescription-only": {"en": "prescription only", "es": "solo con receta"},
    "marketed": {"en": "sold now", "es": "a la venta"},
    "discontinued": {"en": "no longer made", "es": "ya no se fabrica"},
}
CODES = {
    "rxnorm": "RxNorm", "unii": "UNII", "atc": "ATC", "snomed": "SNOMED CT", "ndc": "NDC", "spl_set_id": "SPL set id",
}  # fmt: skip

_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")


def blocks_for_approval(stated: Facts, named: str, language: str) -> Iterator[str]:
    """Blocks of Markdown that show the facts `stated` of one drug or class; `named` is what directives call it."""

    def say(key: str) -> str:
        return WORDS[key][language]

    if stated["kind"] == "drug":
        yield _bullets(say("names"), _names(stated, language, say))
        yield _bullets(say("products"), (_product(each, language, say) for each in stated["products"]))
        yield f"::: drug-table {named} rows=brand,indication,route,dose,frequency,duration"
        yield _bullets(say("more"), _more_of_regimens(stated, language, say))
    else:
        yield _bullets(say("names"), _names(stated, language, say))
    if stated["side_effects"]:
        yield f"::: side-effects {named}"
        yield _bullets(say("as_coded"), _more_of_effects(stated, language, say))
    if stated["precautions"]:
        yield f"::: precautions {named}"
    yield _bullets(say("notes"), _notes(stated, language, say))
    yield "\n\n".join(say(name) for name in ("side_effects_complete", "precautions_complete") if stated[name])


def plain(text: object) -> str:
    """Text in which nothing is Markdown: every mark with a meaning is escaped, line breaks are spaces."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def _bullets(heading: str, lines: Iterable[str]) -> str:
    lines = list(lines)
    return f"### {heading}\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def _in(words: Mapping[str, Any] | None, language: str) -> Any:
    """What is said in this language alone: a missing translation must not look as if it were there."""
    return (words or {}).get(language) or ""


def _names(stated: Facts, language: str, say: Callable[[str], str]) -> Iterator[str]:
    pairs = [
        (say("name"), _in(stated["name"], language)),
        (say("inn"), stated.get("inn")),
        (say("us_name"), stated.get("us_name")),
        (say("pronunciation"), stated.get("pronunciation")),
        (say("summary"), _in(stated.get("summary"), language)),
        (say("classes"), ", ".join(stated.get("classes", ()))),
        (say("parent"), stated.get("parent")),
        (say("prescription"), _prescription(stated, say)),
        *((CODES.get(system, system), code) for system, code in stated.get("codes", {}).items()),
    ]
    yield from (f"{label}: {plain(value)}" for label, value in pairs if value)


def _prescription(stated: Facts, say: Callable[[str], str]) -> str:
    code = stated.get("prescription")
    return say("prescription-only" if code == "prescription" else code) if code else ""


def _product(product: Facts, language: str, say: Callable[[str], str]) -> str:
    label = [f"{CODES['spl_set_id']} {product['spl_set_id']}"] if product.get("spl_set_id") else []
    label += [f"{say('version')} {product['spl_version']}"] if product.get("spl_version") else []
    label += [product["label_date"]] if product.get("label_date") else []
    parts = [
        product.get("nonproprietary_name"),
        say("biosimilar") if product.get("biosimilar") else "",
        product.get("strength"),
        _in(product.get("form"), language),
        _prescription(product, say),
        _in(product.get("region"), language),
        product.get("manufacturer"),
        say(product["marketing_status"]) if product.get("marketing_status") else "",
        f"{CODES['rxnorm']} {product['rxnorm']}" if product.get("rxnorm") else "",
        f"{CODES['ndc']} {', '.join(product['ndc'])}" if product.get("ndc") else "",
        f"{say('label')}: {', '.join(label)}" if label else "",
    ]
    return plain("; ".join([product.get("brand") or say("unnamed"), *filter(None, parts)]))


def _more_of_regimens(stated: Facts, language: str, say: Callable[[str], str]) -> Iterator[str]:
    for regimen in stated["regimens"]:
        fields = ("population", "infusion_time", "max_daily_dose")
        said = [
            f"{say(name)}: {_in(regimen.get(name), language)}" for name in fields if _in(regimen.get(name), language)
        ]
        if said:
            yield plain(f"{regimen['key']}: {'; '.join(said)}")


def _more_of_effects(stated: Facts, language: str, say: Callable[[str], str]) -> Iterator[str]:
    for effect in stated["side_effects"]:
        synonyms = ", ".join(_in(effect.get("synonyms"), language))
        parts = [
            _in(effect.get("natural"), language),
            f"{say('synonyms')}: {synonyms}" if synonyms else "",
            f"{CODES['snomed']} {effect['snomed']}" if effect.get("snomed") else "",
        ]
        if any(parts):
            yield plain(f"{_in(effect['name'], language) or effect['key']}: {'; '.join(filter(None, parts))}")


def _notes(stated: Facts, language: str, say: Callable[[str], str]) -> Iterator[str]:
    for note in stated.get("notes", ()):
        cited = f" [{'; '.join(f'@{key}' for key in note['citations'])}]" if note["citations"] else ""
        yield f"{say(note['kind'])}: {plain(_in(note['words'], language))}{cited}"
