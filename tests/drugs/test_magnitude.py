"""A dose that cannot be right is asked about until somebody confirms its exact words."""

from decimal import Decimal

import pytest

from drugs.doses import UNITS, Dose
from drugs.magnitude import (
    GIVEN_BY,
    MOST_MG,
    MOST_ML,
    USUAL,
    Stated,
    confirmation,
    magnitude_problem,
    unconfirmed,
    weights_in,
)
from drugs.routes import ROUTES
from drugs.timing import Timing


def dose(text: str) -> Dose:
    """ "4 g", or a range "4-5 g"."""
    number, _space, unit = text.partition(" ")
    least, _dash, most = number.partition("-")
    return Dose(Decimal(least), Decimal(most) if most else None, unit)


def every(hours: int, *, times=1, as_needed=False) -> Timing:
    return Timing(frequency=times, period=Decimal(hours), period_unit="h", as_needed=as_needed)


def asked(text, *, others=(), strengths=(), confirmed="", route="", most="", timing=None) -> str:
    """`others`: doses given in the same way."""
    stated = Stated(dose(text), confirmed, route, timing or Timing(), dose(most) if most else None)
    return magnitude_problem(stated, others=[Stated(dose(each), route=route) for each in others], strengths=strengths)


@pytest.mark.parametrize("text", ["4000 g", "4-4000 g", "9000 mg", "0.01 mg", "90000 mcg", "50 tablet", "120 injection",
                                  "3000 mg/kg", "1000000 units", "8000 mL"])  # fmt: skip
def test_an_impossible_amount_is_asked_about(text):
    problem = asked(text)
    assert confirmation(dose(text)) in problem
    assert "Correct it, or confirm" in problem


@pytest.mark.parametrize("text", ["4 mg", "90 mg", "120 mg", "4 g", "500-1000 mg", "25 mcg", "0.25 tablet", "5 mL", "40000 units",
                                  "8 Gy", "12.5 mcg/h", "1250 mg/m2", "60 mg"])  # fmt: skip
def test_an_ordinary_dose_is_left_alone(text):
    assert asked(text) == ""


@pytest.mark.parametrize(
    ("text", "others", "is_asked"),
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
        ("4 mg", ["400 mg", "200 mg"], True),  # of three the smallest may be the slip
        ("30 mg", ["400 mg", "200 mg"], False),
        ("4 mcg", ["4 mg", "8 mg"], True),
        ("500 mcg", ["1 mg", "2 mg"], False),
        ("1 g", ["500 mg", "650 mg"], False),
    ],
)
def test_a_dose_is_compared_with_the_other_doses_of_the_drug(text, others, is_asked):
    assert bool(asked(text, others=others)) == is_asked


def test_a_confirmed_dose_is_asked_about_again_when_it_changes():
    words = confirmation(dose("4000 g"))
    assert words == "4,000 g"
    assert asked("4000 g", confirmed=words) == ""
    assert asked("4001 g", confirmed=words)
    assert asked("4000 mg/kg", confirmed=words)


@pytest.mark.parametrize(
    "wrong", [Dose(Decimal(-1), None, "mg"), Dose(Decimal(9000), None, "cc"), Dose(Decimal(1), None, "")]
)
def test_what_is_wrong_in_another_way_is_told_elsewhere(wrong):
    assert magnitude_problem(Stated(wrong)) == ""


def test_every_unit_has_its_bounds():
    assert set(USUAL) == set(UNITS)
    assert all(0 < Decimal(least) < Decimal(most) for least, most in USUAL.values())


@pytest.mark.parametrize("unit", ["mg", "g", "mcg"])
def test_a_thousandfold_slip_leaves_the_range_of_a_weight(unit):
    least, most = map(Decimal, USUAL[unit])
    assert most / least <= 1_000_000
    middle = (least * most).sqrt()
    assert magnitude_problem(Stated(Dose((middle * 1000).quantize(Decimal(1)), None, unit)))


@pytest.mark.parametrize(
    ("text", "route", "said"),
    [
        ("40 g", "oral", "more than any usual single dose by mouth"),
        ("10.5 g", "oral", "more than any usual single dose by mouth"),
        ("40 g", "", "how it is given is not stated"),
        ("4-40 g", "oral", "more than any usual single dose by mouth"),
        ("1000 mg", "intrathecal", "the fluid around the spine"),
        ("40 mL", "intramuscular", "into a muscle"),
        ("100 mL", "ophthalmic", "in the eye"),
        ("2 tablet", "intravenous", "look at the unit and at how it is given"),
        ("1 patch", "oral", "look at the unit and at how it is given"),
        ("2 puff", "rectal", "look at the unit and at how it is given"),
        ("25 mcg/h", "oral", "look at the unit and at how it is given"),
    ],
)
def test_an_amount_is_judged_by_the_way_it_is_given(text, route, said):
    assert said in asked(text, route=route)


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("10 g", "oral"),
        ("4 g", ""),
        ("30 g", "intravenous"),
        ("40 g", "topical"),
        ("15 mg", "intrathecal"),
        ("4000 mL", "oral"),
        ("500 mL", "rectal"),
        ("10 mL", "intravenous"),
        ("2 tablet", "oral"),
        ("1 tablet", "sublingual"),
        ("25 mcg/h", "transdermal"),
        ("1 injection", "subcutaneous"),
        ("40000 units", "oral"),
        ("8 Gy", ""),
    ],
)
def test_what_is_usual_for_a_way_of_giving_is_left_alone(text, route):
    assert asked(text, route=route) == ""


@pytest.mark.parametrize(
    ("text", "route", "strengths", "said"),
    [
        ("4000 mg", "oral", ["200 mg", "100 mg/5 mL"], "20 times the largest strength of this drug here, 200 mg"),
        ("4 g", "oral", ["200 mg"], "20 times the largest strength"),
        ("4 g", "intravenous", ["4 mg per 5 mL"], "1,000 times the largest strength"),
        ("4 mg", "oral", ["200 mg"], "less than a twentieth of the smallest strength of this drug here, 200 mg"),
        ("4 mcg", "intravenous", ["4 mg per 5 mL"], "less than a twentieth"),
        ("120 mcg", "subcutaneous", ["120 mg/1.7 mL (70 mg/mL)"], "less than a twentieth"),
    ],
)
def test_a_dose_is_compared_with_the_strengths_of_the_drug(text, route, strengths, said):
    assert said in asked(text, route=route, strengths=strengths)


@pytest.mark.parametrize(
    ("text", "route", "strengths"),
    [
        ("800 mg", "oral", ["200 mg"]),
        ("2400 mg", "oral", ["200 mg"]),
        ("4 mg", "intravenous", ["4 mg per 5 mL"]),
        ("500 mg", "intravenous", ["100 mg"]),
        ("10 mg", "oral", ["100 mg/5 mL"]),
        ("400 mg", "oral", ["2%"]),
        ("400 mg", "oral", ["20 mg/mL"]),
        ("2 tablet", "oral", ["200 mg"]),
        ("400 mg", "oral", [""]),
    ],
)
def test_a_handful_of_tablets_or_a_few_vials_are_left_alone(text, route, strengths):
    assert asked(text, route=route, strengths=strengths) == ""


@pytest.mark.parametrize(
    ("strength", "weights"),
    [
        ("200 mg", ["200"]),
        ("4 mg per 5 mL", ["4"]),
        ("120 mg/1.7 mL (70 mg/mL)", ["120"]),
        ("1,000 mg", ["1000"]),
        ("0.5 g", ["500"]),
        ("25 micrograms", ["0.025"]),
        ("2%", []),
        ("325 mg/5 mg", ["325", "5"]),
        ("12 mcg/hour", []),
        ("0 mg", []),
    ],
)
def test_the_amounts_in_the_words_of_a_strength_are_read(strength, weights):
    assert weights_in(strength) == [Decimal(each) for each in weights]


@pytest.mark.parametrize(
    ("text", "timing", "most", "said"),
    [
        ("800 mg", every(4), "3200 mg", "as often as stated, is more in a day than the most in one day stated here"),
        ("1 g", every(4), "4000 mg", "as often as stated"),
        ("400 mg", every(6, as_needed=True), "600 mg", "as often as stated"),
        ("2 tablet", every(6), "6 tablet", "as often as stated"),
    ],
)
def test_a_dose_is_compared_with_the_most_in_one_day(text, timing, most, said):
    assert said in asked(text, timing=timing, most=most)


@pytest.mark.parametrize(
    ("text", "timing", "most"),
    [
        ("800 mg", every(6), "3200 mg"),
        ("200-400 mg", every(4), "1200 mg"),  # the least that it can mean
        ("1000 mg", every(6, as_needed=True), "3000 mg"),  # as labels say it
        ("120 mg", Timing(1, None, Decimal(4), None, "wk"), "120 mg"),
        ("400 mg", Timing(), "1200 mg"),
        ("2 tablet", every(6), "1200 mg"),
        ("400 mg", every(1, times=0), "1200 mg"),
    ],
)
def test_what_fits_into_a_day_is_left_alone(text, timing, most):
    assert asked(text, timing=timing, most=most) == ""


def test_without_a_limit_of_its_own_a_dose_is_held_against_that_of_the_others():
    usual = Stated(dose("400 mg"), route="oral", most=dose("1200 mg"))
    assert "at once is more than the most in one day stated for this drug, 1,200 mg" in magnitude_problem(
        Stated(dose("2 g"), route="oral"), others=[usual]
    )
    assert magnitude_problem(Stated(dose("800 mg"), route="oral"), others=[usual]) == ""


def test_what_goes_into_the_spine_is_no_slip_of_what_is_swallowed():
    swallowed = [Stated(dose(each), route="oral") for each in ("15 mg", "30 mg")]
    assert magnitude_problem(Stated(dose("0.2 mg"), route="intrathecal"), others=swallowed) == ""
    assert magnitude_problem(Stated(dose("0.2 mg"), route="oral"), others=swallowed)


def test_words_that_somebody_confirmed_silence_every_question():
    words = confirmation(dose("40 g"))
    assert asked("40 g", route="oral", strengths=["200 mg"], others=["400 mg"], most="1 g", confirmed=words) == ""


def test_each_regimen_of_a_drug_is_asked_about_beside_the_others():
    questions = unconfirmed([Stated(dose("400 mg")), Stated(None), Stated(dose("40 g"))], strengths=["200 mg"])
    assert [bool(question) for question in questions] == [False, False, True]


def test_bounds_of_routes_name_routes_and_units_there_are():
    assert set(MOST_MG) | set(MOST_ML) | set().union(*GIVEN_BY.values()) <= {"", *ROUTES}
    assert set(GIVEN_BY) <= set(UNITS)
