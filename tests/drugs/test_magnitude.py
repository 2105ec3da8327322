"""A dose that cannot be right is asked about until somebody confirms its exact words."""

from decimal import Decimal

import pytest

from drugs.doses import UNITS, Dose
from drugs.magnitude import USUAL, confirmation, magnitude_problem


def dose(text: str) -> Dose:
    """ "4 g", or a range "4-5 g"."""
    number, _space, unit = text.partition(" ")
    least, _dash, most = number.partition("-")
    return Dose(Decimal(least), Decimal(most) if most else None, unit)


@pytest.mark.parametrize("text", ["4000 g", "4-4000 g", "9000 mg", "0.01 mg", "90000 mcg", "50 tablet", "120 injection",
                                  "3000 mg/kg", "1000000 units", "8000 mL"])  # fmt: skip
def test_an_impossible_amount_is_asked_about(text):
    problem = magnitude_problem(dose(text))
    assert confirmation(dose(text)) in problem
    assert "Correct it, or confirm" in problem


@pytest.mark.parametrize("text", ["4 mg", "90 mg", "120 mg", "4 g", "500-1000 mg", "25 mcg", "0.25 tablet", "5 mL", "40000 units",
                                  "8 Gy", "12.5 mcg/h", "1250 mg/m2", "60 mg"])  # fmt: skip
def test_an_ordinary_dose_is_left_alone(text):
    assert magnitude_problem(dose(text)) == ""


@pytest.mark.parametrize(
    ("text", "others", "asked"),
    [
        ("400 mg", ["4 mg"], True),
        ("40 mg", ["4 mg"], True),  # exactly a slipped point
        ("39 mg", ["4 mg"], False),
        ("4-40 mg", ["4 mg"], True),
        ("4 g", ["4 mg"], True),
        ("400 mg", ["4 mg", "200 mg"], False),
        ("4 mg", ["400 mg"], False),
        ("400 mg", ["4 tablet"], False),
        ("10 tablet", ["1 tablet"], True),
        ("400 mg", [], False),
        ("400 mg", ["0 mg"], False),
    ],
)
def test_a_dose_is_compared_with_the_other_doses_of_the_drug(text, others, asked):
    assert bool(magnitude_problem(dose(text), others=map(dose, others))) == asked


def test_a_confirmed_dose_is_asked_about_again_when_it_changes():
    words = confirmation(dose("4000 g"))
    assert words == "4,000 g"
    assert magnitude_problem(dose("4000 g"), confirmed=words) == ""
    assert magnitude_problem(dose("4001 g"), confirmed=words)
    assert magnitude_problem(dose("4000 mg/kg"), confirmed=words)


@pytest.mark.parametrize(
    "wrong", [Dose(Decimal(-1), None, "mg"), Dose(Decimal(9000), None, "cc"), Dose(Decimal(1), None, "")]
)
def test_what_is_wrong_in_another_way_is_told_elsewhere(wrong):
    assert magnitude_problem(wrong) == ""


def test_every_unit_has_its_bounds():
    assert set(USUAL) == set(UNITS)
    assert all(0 < Decimal(least) < Decimal(most) for least, most in USUAL.values())


@pytest.mark.parametrize("unit", ["mg", "g", "mcg"])
def test_a_thousandfold_slip_leaves_the_range_of_a_weight(unit):
    least, most = map(Decimal, USUAL[unit])
    assert most / least <= 1_000_000
    middle = (least * most).sqrt()
    assert magnitude_problem(Dose((middle * 1000).quantize(Decimal(1)), None, unit))
