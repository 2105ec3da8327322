"""Doses as a patient reads them: "90 mg", "500 to 1,000 mg", "1 tablet".

The rules are those of ISMP's list of error-prone dose designations: no zero after the decimal point, always one before
it, a space (here one that cannot break) between number and unit, "units" and "micrograms" spelled out, "per" instead of
a slash.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

NO_BREAK_SPACE = "\u00a0"

# Bounds of what is printed here. A number outside them is a slip of the hand, and writing out Decimal("1E+999999")
# would take a megabyte.
LARGEST = Decimal(1_000_000_000)
MOST_DECIMALS = 6

# unit → language → (word after one, word after any other number)
UNITS: dict[str, dict[str, tuple[str, str]]] = {
    "mg": {"en": ("mg", "mg"), "es": ("mg", "mg")},
    "g": {"en": ("g", "g"), "es": ("g", "g")},
    "mcg": {"en": ("microgram", "micrograms"), "es": ("microgramo", "microgramos")},
    "mL": {"en": ("mL", "mL"), "es": ("mL", "mL")},
    "units": {"en": ("unit", "units"), "es": ("unidad", "unidades")},
    "million units": {"en": ("million units", "million units"), "es": ("millón de unidades", "millones de unidades")},
    "mEq": {"en": ("mEq", "mEq"), "es": ("mEq", "mEq")},
    "mmol": {"en": ("mmol", "mmol"), "es": ("mmol", "mmol")},
    "Gy": {"en": ("Gy", "Gy"), "es": ("Gy", "Gy")},
    "tablet": {"en": ("tablet", "tablets"), "es": ("tableta", "tabletas")},
    "capsule": {"en": ("capsule", "capsules"), "es": ("cápsula", "cápsulas")},
    "drop": {"en": ("drop", "drops"), "es": ("gota", "gotas")},
    "puff": {"en": ("puff", "puffs"), "es": ("inhalación", "inhalaciones")},
    "spray": {"en": ("spray", "sprays"), "es": ("rociada", "rociadas")},
    "patch": {"en": ("patch", "patches"), "es": ("parche", "parches")},
    "suppository": {"en": ("suppository", "suppositories"), "es": ("supositorio", "supositorios")},
    "injection": {"en": ("injection", "injections"), "es": ("inyección", "inyecciones")},
    "mg/kg": {
        "en": ("mg per kg of body weight", "mg per kg of body weight"),
        "es": ("mg por kg de peso corporal", "mg por kg de peso corporal"),
    },
    "mcg/kg": {
        "en": ("microgram per kg of body weight", "micrograms per kg of body weight"),
        "es": ("microgramo por kg de peso corporal", "microgramos por kg de peso corporal"),
    },
    "units/kg": {
        "en": ("unit per kg of body weight", "units per kg of body weight"),
        "es": ("unidad por kg de peso corporal", "unidades por kg de peso corporal"),
    },
    "mg/m2": {
        "en": ("mg per square meter of body surface", "mg per square meter of body surface"),
        "es": ("mg por metro cuadrado de superficie corporal", "mg por metro cuadrado de superficie corporal"),
    },
    "mcg/h": {
        "en": ("microgram per hour", "micrograms per hour"),
        "es": ("microgramo por hora", "microgramos por hora"),
    },
}

# What people write and we refuse, because ISMP lists it as misread or because it says the same as an allowed unit.
INSTEAD_OF = {
    "µg": "mcg",
    "μg": "mcg",
    "ug": "mcg",
    "microgram": "mcg",
    "micrograms": "mcg",
    "milligram": "mg",
    "milligrams": "mg",
    "gm": "g",
    "gram": "g",
    "grams": "g",
    "ml": "mL",
    "cc": "mL",
    "u": "units",
    "iu": "units",
    "ui": "units",
    "unit": "units",
    "mu": "million units",
    "tablets": "tablet",
    "tab": "tablet",
    "capsules": "capsule",
    "drops": "drop",
    "gtt": "drop",
    "puffs": "puff",
    "sprays": "spray",
    "patches": "patch",
    "mg/m²": "mg/m2",
    "mcg/hr": "mcg/h",
    "meq": "mEq",
    "gy": "Gy",
}

# Weights, which alone can be compared across units, in mg.
IN_MG = {"mcg": Decimal("0.001"), "mg": Decimal(1), "g": Decimal(1000)}

_TO = {"en": "to", "es": "a"}


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose, or a range when `value_max` is given: both in `unit`, a key of UNITS."""

    value: Decimal
    value_max: Decimal | None
    unit: str


def dose_words(dose: Dose, language: str = "en") -> str:
    """The dose in words, no full stop; "" when `problems(dose)` finds any. An unknown language reads as English."""
    if problems(dose):
        return ""
    language = known_language(language)
    number = number_words(dose.value, language)
    last = dose.value
    if dose.value_max is not None and dose.value_max != dose.value:
        number = f"{number} {_TO[language]} {number_words(dose.value_max, language)}"
        last = dose.value_max
    one, many = UNITS[dose.unit][language]
    return f"{number}{NO_BREAK_SPACE}{one if last == 1 else many}"


def problems(dose: Dose) -> tuple[str, ...]:
    """What is wrong with the dose, as plain sentences for the person who typed it; empty when it can be printed."""
    return tuple(sentence for _field, sentence in problems_by_field(dose))


def problems_by_field(dose: Dose) -> tuple[tuple[str, str], ...]:
    """The same, each with the field of Dose that it is about."""
    found = []
    wrong_number = number_problem(dose.value, _("The dose"))
    if wrong_number:
        found.append(("value", wrong_number))
    if dose.value_max is not None:
        wrong_maximum = number_problem(dose.value_max, _("The largest dose"))
        if wrong_maximum:
            found.append(("value_max", wrong_maximum))
        elif not wrong_number and dose.value_max < dose.value:
            found.append(("value_max", _("The largest dose is smaller than the dose.")))
    if dose.unit not in UNITS:
        found.append(("unit", _unit_problem(dose.unit)))
    return tuple(found)


def is_less(dose: Dose, other: Dose) -> bool:
    """Whether all of `dose` is less than the least of `other`; False where the units cannot be compared."""
    if dose.unit in IN_MG and other.unit in IN_MG:
        return (dose.value_max or dose.value) * IN_MG[dose.unit] < other.value * IN_MG[other.unit]
    return dose.unit == other.unit and (dose.value_max or dose.value) < other.value


def number_problem(number: object, name: str) -> str:
    """One sentence starting with `name` when the number cannot be printed safely, else "".

    Floats are refused: the float 0.1 is not one tenth.
    """
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        return _("%(name)s is not a number.") % {"name": name}
    number = Decimal(number)
    if not number.is_finite():
        return _("%(name)s is not a number.") % {"name": name}
    if number <= 0:
        return _("%(name)s must be more than zero.") % {"name": name}
    if number > LARGEST:
        return _("%(name)s is too large.") % {"name": name}
    if _decimals(number) > MOST_DECIMALS:
        return _("%(name)s has more than %(most)s digits after the point.") % {"name": name, "most": MOST_DECIMALS}
    return ""


def number_words(number: int | Decimal, language: str = "en") -> str:
    """The exact number in digits, for a number `number_problem` accepts: no exponent, no trailing zero, a leading one.

    Both languages keep the decimal point: Spanish in the United States, Mexico, Puerto Rico and Central America uses
    it, and so do the labels on these readers' medicines; a comma would be the odd one out. Thousands: a comma in
    English from 1,000 (ISMP); in Spanish nothing up to four digits, then a space that cannot break, which nobody can
    take for a decimal mark as a reader from South America could a comma.
    """
    whole, _point, fraction = f"{Decimal(number):f}".partition(".")
    fraction = fraction.rstrip("0")
    if known_language(language) == "en":
        whole = f"{int(whole):,}"
    elif len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", NO_BREAK_SPACE)
    return f"{whole}.{fraction}" if fraction else whole


def known_language(language: str) -> str:
    """ "es" for any kind of Spanish ("es-US", "ES"), "en" for everything else."""
    return "es" if str(language).lower().replace("_", "-").partition("-")[0] == "es" else "en"


def _decimals(number: Decimal) -> int:
    """How many digits after the point are needed to say the number exactly."""
    _sign, digits, exponent = number.as_tuple()
    zeros = 0
    for digit in reversed(digits):
        if digit:
            break
        zeros += 1
    return max(0, -(int(exponent) + zeros))


def _unit_problem(unit: str) -> str:
    unit = str(unit).strip()
    if not unit:
        return _("The dose has no unit.")
    instead = INSTEAD_OF.get(unit) or INSTEAD_OF.get(unit.lower())
    instead = instead or next((known for known in UNITS if known.lower() == unit.lower()), None)
    if instead:
        return _("“%(unit)s” is not a unit used here; write “%(instead)s”.") % {"unit": unit[:40], "instead": instead}
    return _("“%(unit)s” is not a unit used here; use one of: %(units)s.") % {
        "unit": unit[:40],
        "units": ", ".join(UNITS),
    }
