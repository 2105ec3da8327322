"""Facts: what the names in a text stand for, in one language, as plain strings and never as HTML.

An empty string or None means "not stated". Whoever calls `render` looks facts up; nothing here reads a database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markup.names import Name


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no such thing; `near` holds keys that look like it."""

    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceFact:
    """A reference: `text` is the formatted citation, `url` its public page. `superseded_by`: the key of the newer source;
    `instead`: the same where that one stands, so that it may be offered."""

    key: str
    text: str
    url: str = ""
    status: str = "current"
    superseded_by: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class TermFact:
    """A glossary term with its plain definition."""

    key: str
    name: str
    definition: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PageFact:
    """A page; without `url` it exists but is not live yet."""

    key: str
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class AssetFact:
    """A picture with what must be known before it may be shown; `width` and `height` in pixels."""

    key: str
    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""
    width: int | None = None
    height: int | None = None
    next_review: Any = None


@dataclass(frozen=True, slots=True)
class RegimenFact:
    """One way a drug is given for one purpose. `checked_on` is an ISO date."""

    key: str
    indication_key: str = ""
    indication: str = ""
    brand: str = ""
    route: str = ""
    dose: str = ""
    frequency: str = ""
    duration: str = ""
    population: str = ""
    infusion_time: str = ""
    max_daily_dose: str = ""
    dose_citations: tuple[str, ...] = ()
    timing_citations: tuple[str, ...] = ()
    checked_on: str | None = None


@dataclass(frozen=True, slots=True)
class SideEffectFact:
    """A side effect. `band` is "", very-common, common, uncommon, rare, very-rare or not-known.

    `natural` is its number in words, such as "about 3 in 100 people"; `synonyms` are other words for it.
    """

    key: str
    name: str
    clinical_name: str = ""
    definition: str = ""
    frequency: str = ""
    band: str = ""
    serious: bool = False
    onset: str = ""
    duration: str = ""
    at_risk: str = ""
    prevention: str = ""
    what_to_do: str = ""
    call_now: str = ""
    natural: str = ""
    synonyms: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrecautionFact:
    """A condition and what to do about it. `severity` is "", avoid, ask-first or caution."""

    key: str
    condition: str
    advice: str = ""
    severity: str = ""
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteFact:
    """What goes with a treatment. `kind` is kidney, monitoring or supplements."""

    kind: str
    words: str
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductFact:
    """A brand or formulation. `prescription` is "", prescription or over-the-counter; `region` the words for where it is sold."""

    brand: str = ""
    region: str = ""
    form: str = ""
    strength: str = ""
    prescription: str = ""
    manufacturer: str = ""
    biosimilar: bool = False
    nonproprietary_name: str = ""


@dataclass(frozen=True, slots=True)
class ClassFact:
    """A class of drugs, such as bisphosphonates; `parent` is the key of the wider class it is part of."""

    key: str
    name: str
    url: str | None = None
    summary: str = ""
    parent: str = ""
    side_effects: tuple[SideEffectFact, ...] = ()
    precautions: tuple[PrecautionFact, ...] = ()
    side_effects_complete: bool = False
    precautions_complete: bool = False

    @classmethod
    def from_json(cls, data: Mapping[str, Any], language: str, *, url: str | None = None) -> "ClassFact":
        """Read the language-neutral facts of a class (see `Edition.facts`) in one language."""
        return cls(
            key=data["key"],
            name=_words(data, "name", language) or data["key"],
            url=url,
            summary=_words(data, "summary", language),
            parent=data.get("parent") or "",
            side_effects=_side_effects(data, language),
            precautions=_precautions(data, language),
            side_effects_complete=bool(data.get("side_effects_complete")),
            precautions_complete=bool(data.get("precautions_complete")),
        )


@dataclass(frozen=True, slots=True)
class DrugFact:
    """A drug with its classes, the ways it is given, its side effects and its precautions.

    `inn` is the international name and `us_name` the one in the United States, where they are stated apart from `name`;
    `codes` are (system, code), such as ("rxnorm", "77655").
    """

    key: str
    name: str
    url: str | None = None
    inn: str = ""
    us_name: str = ""
    pronunciation: str = ""
    prescription: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    brands: tuple[str, ...] = ()
    products: tuple[ProductFact, ...] = ()
    classes: tuple[ClassFact, ...] = ()
    regimens: tuple[RegimenFact, ...] = ()
    side_effects: tuple[SideEffectFact, ...] = ()
    precautions: tuple[PrecautionFact, ...] = ()
    notes: tuple[NoteFact, ...] = ()
    side_effects_complete: bool = False
    precautions_complete: bool = False

    @classmethod
    def from_json(
        cls, data: Mapping[str, Any], language: str, *, url: str | None = None, classes: Iterable[ClassFact] = ()
    ) -> "DrugFact":
        """Read the language-neutral facts of a drug (see `Edition.facts`) in one language."""
        return cls(
            key=data["key"],
            name=_words(data, "name", language) or data["key"],
            url=url,
            inn=data.get("inn") or "",
            us_name=data.get("us_name") or "",
            pronunciation=data.get("pronunciation") or "",
            prescription=data.get("prescription") or "",
            codes=tuple((data.get("codes") or {}).items()),
            products=_products(data, language),
            notes=_notes(data, language),
            brands=tuple(data.get("brands") or ()),
            classes=tuple(classes),
            regimens=tuple(
                RegimenFact(
                    key=each["key"],
                    indication_key=each.get("indication_key") or "",
                    indication=_words(each, "indication", language),
                    brand=each.get("brand") or "",
                    route=_words(each, "route", language),
                    dose=_words(each, "dose", language),
                    frequency=_words(each, "frequency", language),
                    duration=_words(each, "duration", language),
                    population=_words(each, "population", language),
                    infusion_time=_words(each, "infusion_time", language),
                    max_daily_dose=_words(each, "max_daily_dose", language),
                    dose_citations=tuple(each.get("dose_citations") or ()),
                    timing_citations=tuple(each.get("timing_citations") or ()),
                    checked_on=each.get("checked_on") or None,
                )
                for each in data.get("regimens") or ()
            ),
            side_effects=_side_effects(data, language),
            precautions=_precautions(data, language),
            side_effects_complete=bool(data.get("side_effects_complete")),
            precautions_complete=bool(data.get("precautions_complete")),
        )


Fact = ReferenceFact | TermFact | PageFact | AssetFact | DrugFact | ClassFact


def references_in(facts: Iterable[Fact | Missing]) -> frozenset[Name]:
    """Return the references cited inside drug and class facts.

    A text that quotes a drug cites its sources too: look these up as well and hand them to `render`.
    """
    keys: set[str] = set()
    for fact in facts:
        if isinstance(fact, DrugFact):
            keys.update(*(note.citations for note in fact.notes))
            for regimen in fact.regimens:
                keys.update(regimen.dose_citations, regimen.timing_citations)
            for drug_class in fact.classes:
                keys.update(*(each.citations for each in (*drug_class.side_effects, *drug_class.precautions)))
        if isinstance(fact, DrugFact | ClassFact):
            keys.update(*(each.citations for each in (*fact.side_effects, *fact.precautions)))
    return frozenset(Name("reference", key) for key in keys)


def _words(data: Mapping[str, Any], field: str, language: str) -> str:
    """Return the words of a field in the language, else in English, else nothing."""
    words = data.get(field) or {}
    if isinstance(words, str):
        return words
    return words.get(language) or words.get("en") or ""


def _side_effects(data: Mapping[str, Any], language: str) -> tuple[SideEffectFact, ...]:
    wordy = (
        "name", "clinical_name", "definition", "frequency", "onset",
        "duration", "at_risk", "prevention", "what_to_do", "call_now", "natural",
    )  # fmt: skip
    return tuple(
        SideEffectFact(
            key=each["key"],
            band=each.get("band") or "",
            serious=bool(each.get("serious")),
            synonyms=tuple((each.get("synonyms") or {}).get(language) or ()),
            citations=tuple(each.get("citations") or ()),
            **{field: _words(each, field, language) for field in wordy},
        )
        for each in data.get("side_effects") or ()
    )


def _products(data: Mapping[str, Any], language: str) -> tuple[ProductFact, ...]:
    plain = ("brand", "strength", "prescription", "manufacturer", "nonproprietary_name")
    return tuple(
        ProductFact(
            region=_words(each, "region", language),
            form=_words(each, "form", language),
            biosimilar=bool(each.get("biosimilar")),
            **{field: each.get(field) or "" for field in plain},
        )
        for each in data.get("products") or ()
    )


def _notes(data: Mapping[str, Any], language: str) -> tuple[NoteFact, ...]:
    return tuple(
        NoteFact(each["kind"], _words(each, "words", language), tuple(each.get("citations") or ()))
        for each in data.get("notes") or ()
    )


def _precautions(data: Mapping[str, Any], language: str) -> tuple[PrecautionFact, ...]:
    return tuple(
        PrecautionFact(
            key=each["key"],
            condition=_words(each, "condition", language),
            advice=_words(each, "advice", language),
            severity=each.get("severity") or "",
            citations=tuple(each.get("citations") or ()),
        )
        for each in data.get("precautions") or ()
    )
