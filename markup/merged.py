"""What a drug and its classes state together: each side effect and each precaution once, in the drug's own words first."""

from dataclasses import fields, replace
from typing import Any

from markup.facts import ClassFact, DrugFact, PrecautionFact, SideEffectFact

# Said together or not at all: a number of the class beside a word of the drug would contradict it.
_HOW_COMMON = ("frequency", "natural", "band")


def merged_side_effects(fact: DrugFact | ClassFact) -> tuple[tuple[SideEffectFact, ...], bool]:
    """Return the side effects of a drug with those of its classes, each key once, and whether the list is complete.

    What the drug leaves unsaid of an effect is taken from its class, with the sources of the class.
    """
    effects = {effect.key: effect for effect in fact.side_effects}
    for drug_class in getattr(fact, "classes", ()):
        for effect in drug_class.side_effects:
            own = effects.get(effect.key)
            effects[effect.key] = _joined(own, effect, _HOW_COMMON) if own else effect
    return tuple(effects.values()), fact.side_effects_complete


def merged_precautions(fact: DrugFact | ClassFact) -> tuple[tuple[PrecautionFact, ...], bool]:
    """Return the precautions of a drug with those of its classes, each key once, and whether the list is complete."""
    precautions = {each.key: each for each in fact.precautions}
    for drug_class in getattr(fact, "classes", ()):
        for each in drug_class.precautions:
            own = precautions.get(each.key)
            precautions[each.key] = _joined(own, each, ("advice", "severity")) if own else each
    return tuple(precautions.values()), fact.precautions_complete


def _joined(own: Any, shared: Any, together: tuple[str, ...]) -> Any:
    """Fill what `own` leaves unsaid from `shared`; the fields that are said `together` come from one of them alone."""
    said = any(getattr(own, name) for name in together)
    names = [field.name for field in fields(own) if field.name not in ("key", "citations")]
    taken = {
        name: getattr(shared, name)
        for name in names
        if not getattr(own, name) and getattr(shared, name) and not (name in together and said)
    }
    if taken:
        taken["citations"] = tuple(dict.fromkeys((*own.citations, *shared.citations)))
    return replace(own, **taken)
