"""Doses that cannot be right as they stand unless somebody says so: a net for slips of the hand, and no advice. Pure.

The bounds are those of one dose as outpatient medicines state it, with room above and below; they are wide, because a net that
catches ordinary doses teaches people to tick without reading. What the drug states elsewhere is a closer net than any bound of
a unit: its strengths, its other doses, the most in one day. What lies outside is not refused: a person confirms it, and the
words they confirmed are kept, so that a later change is asked about again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drugs.doses import IN_MG, NO_BREAK_SPACE, Dose, dose_words, known_language, number_words, problems
from drugs.routes import ROUTES
from drugs.timing import Timing, fewest_in_a_day

# unit → (least, most), and why. A factor of 1,000 (g for mg, mg for micrograms) leaves every range.
USUAL: dict[str, tuple[str, str]] = {
    "mg": ("0.05", "5000"),  # below, labels write micrograms; above, grams
    "g": ("0.1", "100"),  # below, labels write mg; bowel cleansing and sugar solutions come near 100
    "mcg": ("0.1", "2000"),  # above, labels write mg
    "mL": ("0.05", "4000"),  # the largest that is drunk is four liters before a bowel examination
    "units": ("0.5", "100000"),  # insulin from a half; vitamin D and heparin in tens of thousands
    "million units": ("0.05", "30"),  # penicillin by the day
    "mEq": ("1", "200"),  # potassium
    "mmol": ("1", "200"),
    "Gy": ("0.5", "80"),  # one treatment of bone, up to a whole course
    "tablet": ("0.25", "12"),  # a quarter; once-weekly doses of many small tablets
    "capsule": ("1", "12"),
    "drop": ("1", "40"),  # by mouth; eyes and ears need fewer
    "puff": ("1", "12"),
    "spray": ("1", "12"),
    "patch": ("0.25", "4"),
    "suppository": ("0.5", "3"),
    "injection": ("1", "4"),
    "mg/kg": ("0.005", "200"),  # 70 kg times 200 is 14 g
    "mcg/kg": ("0.01", "500"),  # above, labels write mg per kg
    "units/kg": ("0.1", "10000"),  # insulin by tenths, enzymes by thousands
    "mg/m2": ("0.5", "5000"),  # cancer drugs; a few are given in more with an antidote
    "mcg/h": ("1", "200"),  # patches and pumps
}
TENFOLD = 10  # a decimal point that slipped

# The most in mg that one dose of a route weighs; a route that is not here has the bounds of the unit alone. "": not stated.
MOST_MG = {
    "": "10000",
    "oral": "10000",  # resins and laxatives by the spoon are more, and worth a question
    "sublingual": "1000",
    "buccal": "1000",
    "subcutaneous": "60000",  # immunoglobulins
    "intramuscular": "10000",
    "intradermal": "100",
    "intrathecal": "200",
    "epidural": "1000",
    "intra-articular": "500",
    "transdermal": "1000",
    "inhalation": "1000",
    "nasal": "500",
    "ophthalmic": "500",
    "otic": "500",
    "rectal": "10000",
    "vaginal": "10000",
}
MOST_ML = {
    "intramuscular": "20",
    "subcutaneous": "500",
    "intradermal": "1",
    "intrathecal": "50",
    "epidural": "100",
    "intra-articular": "50",
    "inhalation": "50",
    "ophthalmic": "20",
    "otic": "20",
}
_INJECTED = {
    "intravenous", "subcutaneous", "intramuscular", "intradermal", "intrathecal", "epidural", "intra-articular",
    "intravesical",
}  # fmt: skip
# Units that are a thing one can hold, and the ways in which such a thing is given.
GIVEN_BY = {
    "tablet": {"oral", "sublingual", "buccal", "vaginal", "rectal"},
    "capsule": {"oral", "inhalation", "vaginal", "rectal"},
    "drop": {"oral", "sublingual", "buccal", "ophthalmic", "otic", "nasal", "topical"},
    "puff": {"inhalation", "nasal", "oral"},
    "spray": {"nasal", "oral", "sublingual", "buccal", "topical", "transdermal", "inhalation"},
    "patch": {"transdermal", "topical", "buccal"},
    "suppository": {"rectal", "vaginal"},
    "injection": _INJECTED,
    "mcg/h": {"transdermal", *_INJECTED},
}

# A dose is a handful of tablets or a few vials, or a small part of one; by mouth nobody takes more than a dozen.
MOST_BY_MOUTH = 12
MOST_PIECES = 20
_WEIGHT = re.compile(
    r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*(mcg|micrograms?|µg|μg|mg|g)\b"
    r"(?!\s*(?:/|per)\s*(?:mL|L|kg|h|hr|hour|m2)\b)",  # a concentration is no amount: "70 mg/mL", but "4 mg/5 mL" is
    re.IGNORECASE,
)
_WRITTEN = {"microgram": "mcg", "micrograms": "mcg", "µg": "mcg", "μg": "mcg"}

NOT_STATED = Timing()


@dataclass(frozen=True, slots=True)
class Stated:
    """What one regimen says of its dose; `confirmed`: the words that somebody confirmed; `most`: the most in one day."""

    dose: Dose | None
    confirmed: str = ""
    route: str = ""
    timing: Timing = NOT_STATED
    most: Dose | None = None


def magnitude_problem(stated: Stated, *, others: Iterable[Stated] = (), strengths: Iterable[str] = ()) -> str:
    """A question about a dose too small or large to be true: by its unit and route, and beside the drug's `strengths` (as the
    products state them), the most in one day, and the doses of the `others`, the drug's other regimens; "" when there is none,
    or when somebody confirmed exactly these words.

    For a dose without `problems`: those have a sentence of their own already.
    """
    dose = stated.dose
    if dose is None or problems(dose) or stated.confirmed == confirmation(dose):
        return ""
    others = [other for other in others if other.dose is not None and not problems(other.dose)]
    asked = next(_oddities(stated, dose, others, [weight for each in strengths for weight in weights_in(each)]), "")
    # The two sentences are one to whoever reads them, and two to whoever translates them.
    return f"{asked} {_('Correct it, or confirm that it is right.')}" if asked else ""


def unconfirmed(stated: Sequence[Stated], *, strengths: Iterable[str] = ()) -> list[str]:
    """For each of one drug's regimens: the question that is still open, or ""."""
    strengths = list(dict.fromkeys(strengths))
    known = [each for each in stated if each.dose is not None]
    return [
        magnitude_problem(each, others=[other for other in known if other is not each], strengths=strengths)
        for each in stated
    ]


def confirmation(dose: Dose) -> str:
    """The words that are kept when somebody confirms a dose, with plain spaces: "4,000 g"."""
    return dose_words(dose, "en").replace(NO_BREAK_SPACE, " ")


def weights_in(strength: str) -> list[Decimal]:
    """The amounts that the words of a strength name, in mg: 4 of "4 mg per 5 mL", none of "70 mg/mL" or "2%"."""
    found = (
        Decimal(number.replace(",", "")) * IN_MG[_WRITTEN.get(unit.lower(), unit.lower())]
        for number, unit in _WEIGHT.findall(strength)
    )
    return [weight for weight in found if weight]


def _oddities(stated: Stated, dose: Dose, others: Sequence[Stated], strengths: Sequence[Decimal]) -> Iterator[str]:
    yield from _by_unit_and_route(dose, stated.route)
    yield from _beside_strengths(dose, stated.route, strengths)
    yield from _beside_most_in_a_day(stated, dose, others)
    yield from _beside_others(stated, dose, others)


def _by_unit_and_route(dose: Dose, route: str) -> Iterator[str]:
    said = {"dose": confirmation(dose), "route": ROUTES.get(route, {}).get(known_language(get_language() or ""), "")}
    least, most = map(Decimal, USUAL[dose.unit])
    largest = dose.value_max or dose.value
    if dose.value < least:
        yield _("%(dose)s is less than any usual dose in this unit.") % said
    if largest > most:
        yield _("%(dose)s is more than any usual dose in this unit.") % said
    weighed = _most_of(dose, "mg")
    heavy = dose.unit in IN_MG and route in MOST_MG and weighed > Decimal(MOST_MG[route])
    if heavy or (dose.unit == "mL" and largest > Decimal(MOST_ML.get(route, most))):
        if route:
            yield _("%(dose)s is more than any usual single dose %(route)s.") % said
        else:
            yield _("%(dose)s is more than most medicines give at once, and how it is given is not stated.") % said
    if route and route not in GIVEN_BY.get(dose.unit, {route}):
        yield _("%(dose)s is not what is usually given %(route)s: look at the unit and at how it is given.") % said


def _beside_strengths(dose: Dose, route: str, strengths: Sequence[Decimal]) -> Iterator[str]:
    if dose.unit not in IN_MG or not strengths:
        return
    pieces = MOST_BY_MOUTH if route == "oral" else MOST_PIECES - 1
    if _most_of(dose, "mg") > pieces * max(strengths):
        yield _("%(dose)s is %(times)s times the largest strength of this drug here, %(strength)s mg.") % {
            "dose": confirmation(dose),
            "times": number_words(round(_most_of(dose, "mg") / max(strengths))),
            "strength": number_words(max(strengths)),
        }
    if dose.value * IN_MG[dose.unit] * MOST_PIECES < min(strengths):
        yield _("%(dose)s is less than a twentieth of the smallest strength of this drug here, %(strength)s mg.") % {
            "dose": confirmation(dose),
            "strength": number_words(min(strengths)),
        }


def _beside_most_in_a_day(stated: Stated, dose: Dose, others: Sequence[Stated]) -> Iterator[str]:
    """The least that the regimen can mean, beside its own limit of a day; without one, beside the highest of the others."""
    limits = [each.most for each in ([stated] if stated.most else others) if each.most and not problems(each.most)]
    known = [(value, limit) for limit in limits if (value := _most_of(limit, dose.unit)) is not None]
    if not known:
        return
    value, limit = max(known, key=lambda pair: pair[0])
    least = _least_of(dose, dose.unit)
    times = max(fewest_in_a_day(stated.timing), 1)
    # "As needed, every 6 hours" with a limit of three doses is how labels of medicines without prescription speak.
    allowed = value * 2 if stated.timing.as_needed and times > 1 else value
    said = {"dose": confirmation(dose), "most": confirmation(limit)}
    if least > value:
        yield _("%(dose)s at once is more than the most in one day stated for this drug, %(most)s.") % said
    elif least * times > allowed:
        yield _("%(dose)s, as often as stated, is more in a day than the most in one day stated here, %(most)s.") % said


def _beside_others(stated: Stated, dose: Dose, others: Sequence[Stated]) -> Iterator[str]:
    known = [(value, other) for other in others if (value := _most_of(other.dose, dose.unit)) is not None]
    if not known:
        return
    value, other = max(known, key=lambda pair: pair[0])
    if _most_of(dose, dose.unit) >= TENFOLD * value:
        yield _("%(dose)s is at least ten times the largest other dose of this drug, %(other)s.") % {
            "dose": confirmation(dose),
            "other": confirmation(other.dose),
        }
    # Of two that differ the larger is asked about. Of three and more the smallest may be the slip; what goes into the spine
    # is a small part of what is swallowed, so only the same way of giving is compared.
    same_way = [pair for pair in known if pair[1].route == stated.route]
    if len(same_way) <= 1:
        return
    _value, other = min(same_way, key=lambda pair: _least_of(pair[1].dose, dose.unit))
    if _most_of(dose, dose.unit) * TENFOLD <= _least_of(other.dose, dose.unit):
        yield _("%(dose)s is a tenth or less of the smallest other dose of this drug, %(other)s.") % {
            "dose": confirmation(dose),
            "other": confirmation(other.dose),
        }


def _most_of(dose: Dose, unit: str) -> Decimal | None:
    """The largest amount of the dose, in mg where both are weights; None when the units cannot be compared."""
    return _amount(dose.value_max or dose.value, dose.unit, unit)


def _least_of(dose: Dose, unit: str) -> Decimal | None:
    return _amount(dose.value, dose.unit, unit)


def _amount(value: Decimal, of: str, unit: str) -> Decimal | None:
    if of in IN_MG and unit in IN_MG:
        return value * IN_MG[of]
    return value if of == unit else None
