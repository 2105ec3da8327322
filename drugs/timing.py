"""How often a drug is given: the fields of FHIR's Timing.repeat, and the plain words made from them.

The words say the numbers exactly as given; nothing is rounded or converted, because "every 12 weeks" and "every 3
months" are not the same instruction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from drugs.doses import known_language, number_problem, number_words

# unit → language → (one, many, the words after "twice")
UNITS: dict[str, dict[str, tuple[str, str, str]]] = {
    "h": {"en": ("hour", "hours", "an hour"), "es": ("hora", "horas", "por hora")},
    "d": {"en": ("day", "days", "a day"), "es": ("día", "días", "al día")},
    "wk": {"en": ("week", "weeks", "a week"), "es": ("semana", "semanas", "a la semana")},
    "mo": {"en": ("month", "months", "a month"), "es": ("mes", "meses", "al mes")},
    "a": {"en": ("year", "years", "a year"), "es": ("año", "años", "al año")},
}
IN_DAYS = {"h": Decimal(1) / 24, "d": Decimal(1), "wk": Decimal(7), "mo": Decimal(30), "a": Decimal(365)}
LARGEST = 1000  # times, or units of time: more is a slip of the hand

_WORDS = {
    "en": {
        "every": "every",
        "to": "to",
        "once": "once",
        "twice": "twice",
        "many": "times",
        "as_needed": "as needed",
    },
    "es": {
        "every": "cada",
        "to": "a",
        "once": "una vez",
        "twice": "dos veces",
        "many": "veces",
        "as_needed": "según sea necesario",
    },
}

# FHIR's name → ours, for the part of Timing.repeat that can be said here.
_FIELDS = {
    "frequency": "frequency",
    "frequencyMax": "frequency_max",
    "period": "period",
    "periodMax": "period_max",
    "periodUnit": "period_unit",
}
_AS_NEEDED = ("asNeeded", "asNeededBoolean")  # R5 and R4 names; they stand on the Dosage, beside the timing
_HARMLESS = frozenset({"id", "sequence", "text", "patientInstruction"})  # these say nothing about when


@dataclass(frozen=True, slots=True)
class Timing:
    """`frequency` (to `frequency_max`) times in each `period` (to `period_max`) `period_unit`s.

    A missing frequency means once, as in FHIR. `Timing()` means "not stated". `period_unit` is a key of UNITS or "".
    """

    frequency: int | None = None
    frequency_max: int | None = None
    period: Decimal | None = None
    period_max: Decimal | None = None
    period_unit: str = ""
    as_needed: bool = False


def timing_words(timing: Timing, language: str = "en") -> str:
    """ "every 3 to 4 weeks", "twice a day as needed", "una vez al día".

    "" when nothing is stated or `problems(timing)` finds any. An unknown language reads as English.
    """
    if problems(timing):
        return ""
    language = known_language(language)
    words = _WORDS[language]
    said = []
    if timing.period is not None:
        said.append(_how_often(timing, language))
    if timing.as_needed:
        said.append(words["as_needed"])
    return " ".join(said)


def problems(timing: Timing) -> tuple[str, ...]:
    """What makes no sense in the timing, as plain sentences for the person who typed it.

    Empty when the timing can be said, and for `Timing()`: not stated is not nonsense.
    """
    return tuple(sentence for _field, sentence in problems_by_field(timing))


def problems_by_field(timing: Timing) -> tuple[tuple[str, str], ...]:
    """The same, each with the field of Timing that it is about."""
    found = [
        *_range_problems(timing, "frequency", _("The number of times"), _("The largest number of times")),
        *_range_problems(timing, "period", _("The period"), _("The longest period")),
    ]
    if timing.period_unit and timing.period_unit not in UNITS:
        unit = str(timing.period_unit)[:20]
        wrong = _("“%(unit)s” is not a unit of time used here; use one of: %(units)s.")
        found.append(("period_unit", wrong % {"unit": unit, "units": ", ".join(UNITS)}))
    if timing.period is None:
        if timing.frequency is not None:
            found.append(("period", _("The number of times needs a period: a day, a week, …")))
        if timing.period_unit:
            found.append(("period", _("The unit of time needs a number before it.")))
    elif not timing.period_unit:
        found.append(("period_unit", _("The period needs a unit: hours, days, weeks, months or years.")))
    return tuple(found)


def from_fhir(data: Mapping[str, Any]) -> Timing:
    """The Timing stated by FHIR data: a Dosage, a Timing, or Timing.repeat with `asNeeded` beside it (as in our files).

    Raises ValueError, with a sentence to show, for what cannot be read or said here (`when`, `dayOfWeek`, bounds, …):
    part of an instruction dropped in silence would be a wrong instruction.
    """
    if not isinstance(data, Mapping):
        raise ValueError(_("A timing must be a set of named fields."))
    values: dict[str, Any] = {}
    _read(data, values, outer=("timing", "repeat"))
    return Timing(**values)


def to_fhir(timing: Timing) -> dict[str, Any]:
    """The elements `timing` and `asNeededBoolean` of a FHIR R4 Dosage, ready for JSON; silent ones are left out.

    For a timing without problems, like `to_record`.
    """
    repeat = to_record(timing)
    as_needed = repeat.pop("asNeeded", False)
    dosage: dict[str, Any] = {}
    if repeat:
        dosage["timing"] = {"repeat": repeat}
    if as_needed:
        dosage["asNeededBoolean"] = True
    return dosage


def to_record(timing: Timing) -> dict[str, Any]:
    """The flat form written in our files: FHIR's names, plus `asNeeded` when true. `from_fhir` reads it back."""
    record: dict[str, Any] = {}
    for fhir_name, name in _FIELDS.items():
        value = getattr(timing, name)
        if isinstance(value, Decimal):
            # JSON has no decimals. Whole numbers must not turn into 4.0; a float of 15 digits reads back the same.
            value = int(value) if value == value.to_integral_value() else float(value)
        if value not in (None, ""):
            record[fhir_name] = value
    if timing.as_needed:
        record["asNeeded"] = True
    return record


def fewest_in_a_day(timing: Timing) -> Decimal:
    """How many times in a day it is given at the least: 4 for "every 4 to 6 hours", a fourteenth for "every 2 weeks"; 0 when that
    is not stated."""
    if timing.period is None or problems(timing):
        return Decimal(0)
    return (timing.frequency or 1) / ((timing.period_max or timing.period) * IN_DAYS[timing.period_unit])


def days_between(timing: Timing) -> tuple[Decimal, Decimal]:
    """From one time to the next, in days: the least and the most. For a timing with a period and without problems."""
    unit = IN_DAYS[timing.period_unit]
    least = timing.period * unit / (timing.frequency_max or timing.frequency or 1)
    return least, (timing.period_max or timing.period) * unit / (timing.frequency or 1)


def _how_often(timing: Timing, language: str) -> str:
    one, many, a_unit = UNITS[timing.period_unit][language]
    times = _times(timing, language)
    every = _WORDS[language]["every"]
    single = timing.period == 1 and timing.period_max in (None, 1)
    if single and timing.frequency is None:
        return f"{every} {one}"
    if single and times == _WORDS[language]["once"] and timing.period_unit == "h":
        return f"{every} {one}"  # "once an hour" is said by nobody
    if single:
        return f"{times} {a_unit}"
    span = _span(timing.period, timing.period_max, language)
    period = f"{every} {span} {many}"
    return period if times == _WORDS[language]["once"] else f"{times} {period}"


def _times(timing: Timing, language: str) -> str:
    words = _WORDS[language]
    least = 1 if timing.frequency is None else timing.frequency
    if timing.frequency_max is None or timing.frequency_max == least:
        if least <= 2:
            return words["once"] if least == 1 else words["twice"]
        return f"{number_words(least, language)} {words['many']}"
    return f"{_span(least, timing.frequency_max, language)} {words['many']}"


def _span(least: int | Decimal | None, most: int | Decimal | None, language: str) -> str:
    if least is None:
        return ""
    said = number_words(least, language)
    if most is None or most == least:
        return said
    return f"{said} {_WORDS[language]['to']} {number_words(most, language)}"


def _range_problems(timing: Timing, field: str, least_name: str, most_name: str) -> list[tuple[str, str]]:
    least, most = getattr(timing, field), getattr(timing, f"{field}_max")
    found = []
    for name_of_field, value, name in ((field, least, least_name), (f"{field}_max", most, most_name)):
        problem = "" if value is None else number_problem(value, name)
        if not problem and value is not None:
            if value > LARGEST:
                problem = _("%(name)s is too large.") % {"name": name}
            elif field == "frequency" and not isinstance(value, int):
                problem = _("%(name)s must be a whole number.") % {"name": name}
        if problem:
            found.append((name_of_field, problem))
    if not found and most is not None:
        if least is None:
            found.append((field, _("%(name)s is given without the smaller number.") % {"name": most_name}))
        elif most < least:
            found.append((f"{field}_max", _("%(name)s is smaller than the first number.") % {"name": most_name}))
    return found


def _read(data: Mapping[str, Any], values: dict[str, Any], *, outer: tuple[str, ...]) -> None:
    """Read one level of FHIR data into `values`; `outer` names the elements that may wrap the next level."""
    for name, value in data.items():
        if name in _HARMLESS or value is None:
            continue
        if name in outer:
            if not isinstance(value, Mapping):
                raise ValueError(_("“%(name)s” must be a set of named fields.") % {"name": name})
            _read(value, values, outer=outer[outer.index(name) + 1 :])
        elif name in _AS_NEEDED:
            if not isinstance(value, bool):
                raise ValueError(_("“%(name)s” must be true or false.") % {"name": name})
            values["as_needed"] = value
        elif name == "periodUnit":
            values["period_unit"] = str(value)
        elif name in ("frequency", "frequencyMax"):
            values[_FIELDS[name]] = _whole(name, value)
        elif name in _FIELDS:
            values[_FIELDS[name]] = _decimal(name, value)
        else:
            raise ValueError(_("“%(name)s” is part of this timing but cannot be said here.") % {"name": str(name)[:40]})


def _decimal(name: str, value: object) -> Decimal:
    if not isinstance(value, bool) and isinstance(value, int | float | str | Decimal):
        try:
            return Decimal(str(value))  # through text, so that 0.1 stays one tenth
        except (InvalidOperation, ValueError):
            pass
    raise ValueError(_("“%(name)s” is not a number.") % {"name": name})


def _whole(name: str, value: object) -> int:
    number = _decimal(name, value)
    if not number.is_finite() or number > LARGEST or number < -LARGEST or number != number.to_integral_value():
        raise ValueError(_("“%(name)s” must be a whole number up to %(most)s.") % {"name": name, "most": LARGEST})
    return int(number)
