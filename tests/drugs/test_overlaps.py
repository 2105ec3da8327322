"""Two regimens that patients could not tell apart, and a key that says another timing than its regimen, are pointed out."""

from decimal import Decimal

import pytest

from drugs.overlaps import Told, contradicting_key, overlapping
from drugs.timing import Timing

BONES = ("bone-metastases", "intravenous", "Zometa")
OTHERS = ("hypercalcemia", "intravenous", "Zometa")


def timing(text: str) -> Timing:
    """ "4 wk", or "3-4 wk", or "2x 1 d": twice in each day."""
    times, _x, rest = text.rpartition("x ")
    number, unit = rest.split()
    least, _dash, most = number.partition("-")
    return Timing(int(times) if times else 1, None, Decimal(least), Decimal(most) if most else None, unit)


def regimen(key: str, when: str, *, kind=BONES, dose=("4", None, "mg")) -> Told:
    return Told(key, kind, dose, timing(when) if when else Timing())


@pytest.mark.parametrize(
    ("one", "other"),
    [("4 wk", "3-4 wk"), ("3-6 wk", "4 wk"), ("28 d", "4 wk"), ("4-6 h", "6-8 h"), ("1 d", "24 h"), ("2x 1 d", "12 h")],
)
def test_timings_that_overlap_are_pointed_out(one, other):
    first, second = regimen("one", one), regimen("other", other)
    (sentence,) = overlapping([first, second])
    assert "“one” and “other” are for the same condition" in sentence


def test_the_words_that_patients_read_are_told():
    (sentence,) = overlapping([regimen("every-12-weeks", "4 wk"), regimen("usual", "3-4 wk")])
    assert "patients read “every 4 weeks” and “every 3 to 4 weeks”" in sentence


@pytest.mark.parametrize(
    "other",
    [
        regimen("other", "12 wk"),
        regimen("other", "3-4 wk", kind=OTHERS),
        regimen("other", ""),
        regimen("other", "4 wk", dose=("5", None, "mg")),  # "4 mg or 5 mg every 4 weeks" is said by many labels
    ],
)
def test_regimens_that_differ_are_left_alone(other):
    assert list(overlapping([regimen("one", "4 wk"), other])) == []


def test_the_same_said_twice_is_pointed_out():
    (sentence,) = overlapping([regimen("one", "4 wk"), regimen("other", "4 wk")])
    assert "say the same of the same condition" in sentence


@pytest.mark.parametrize(
    ("key", "when"),
    [
        ("every-12-weeks", "4 wk"),
        ("every-4-weeks", "3-4 wk"),
        ("every-3-to-4-weeks", "4 wk"),
        ("bone-every-12-weeks-iv", "4 wk"),
        ("every-6-hours", "8 h"),
        ("every-year", "6 mo"),
        ("every-12-weeks", "12 mo"),
    ],
)
def test_a_key_that_says_another_timing_is_pointed_out(key, when):
    assert f"“{key}” says another timing" in contradicting_key(regimen(key, when))


@pytest.mark.parametrize(
    ("key", "when"),
    [
        ("every-12-weeks", "12 wk"),
        ("every-3-to-4-weeks", "3-4 wk"),
        ("every-3-4-weeks", "3-4 wk"),
        ("every-4-weeks", "28 d"),
        ("every-3-months", "12 wk"),
        ("every-12-hours", "2x 1 d"),
        ("twice-every-day", "2x 1 d"),
        ("every-day", "1 d"),
        ("usual", "4 wk"),
        ("after-12-weeks", "4 wk"),
        ("every-12-weeks", ""),
    ],
)
def test_a_key_that_fits_is_left_alone(key, when):
    assert contradicting_key(regimen(key, when)) == ""
