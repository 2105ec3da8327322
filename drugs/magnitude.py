"""Doses that cannot be right as they stand unless somebody says so: a net for slips of the hand, and no advice. Pure.

The bounds are those of one dose as outpatient medicines state it, with room above and below; they are wide, because a net that
catches ordinary doses teaches people to tick without reading. What lies outside is not refused: a person confirms it, and the
words they confirmed are kept, so that a later change is asked about again.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from drugs.doses import IN_MG, NO_BREAK_SPACE, Dose, dose_words, problems

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


def magnitude_problem(dose: Dose, *, others: Iterable[Dose] = (), confirmed: str = "") -> str:
    """A question about a dose too small or large to be true, or at least ten times as large as any of `others` (the doses of
    the same drug's other regimens); "" when there is none, or when somebody confirmed exactly these words.

    For a dose without `problems`: the others have a sentence of their own already.
    """
    if problems(dose) or confirmed == confirmation(dose):
        return ""
    least, most = map(Decimal, USUAL[dose.unit])
    largest = dose.value_max or dose.value
    if dose.value < least:
        return _("%(dose)s is less than any usual dose in this unit. Correct it, or confirm that it is right.") % {
            "dose": confirmation(dose)
        }
    if largest > most:
        return _("%(dose)s is more than any usual dose in this unit. Correct it, or confirm that it is right.") % {
            "dose": confirmation(dose)
        }
    compared = [(_compared(other, dose.unit), other) for other in others if not problems(other)]
    known = [(value, other) for value, other in compared if value is not None]
    if known:
        next_largest, other = max(known, key=lambda pair: pair[0])
        if _compared(dose, dose.unit) >= TENFOLD * next_largest:
            return _(
                "%(dose)s is at least ten times the largest other dose of this drug, %(other)s. Correct it, or confirm that it "
                "is right."
            ) % {"dose": confirmation(dose), "other": confirmation(other)}
    return ""


def unconfirmed(stated: Sequence[tuple[Dose | None, str]]) -> list[str]:
    """For each (dose or None, confirmed words) of one drug's regimens: the question that is still open, or ""."""
    known = [dose for dose, _confirmed in stated if dose is not None]
    return [
        magnitude_problem(dose, others=[other for other in known if other is not dose], confirmed=confirmed)
        if dose
        else ""
        for dose, confirmed in stated
    ]


def confirmation(dose: Dose) -> str:
    """The words that are kept when somebody confirms a dose, with plain spaces: "4,000 g"."""
    return dose_words(dose, "en").replace(NO_BREAK_SPACE, " ")


def _compared(dose: Dose, unit: str) -> Decimal | None:
    """The largest amount of the dose, in mg where both are weights; None when the units cannot be compared."""
    largest = dose.value_max or dose.value
    if dose.unit in IN_MG and unit in IN_MG:
        return largest * IN_MG[dose.unit]
    return largest if dose.unit == unit else None
