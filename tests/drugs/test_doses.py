"""Doses in words: exact numbers, spelled units, nothing that can be misread by a power of ten."""

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drugs.doses import INSTEAD_OF, UNITS, Dose, dose_words, known_language, number_words, problems

# How long an example takes depends on what else the machine is doing.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# value, value_max, unit, English, Spanish; "~" stands for the no-break space
SAID = [
    ("90", None, "mg", "90~mg", "90~mg"),
    ("4", None, "mg", "4~mg", "4~mg"),
    ("120", None, "mg", "120~mg", "120~mg"),
    ("4.0", None, "mg", "4~mg", "4~mg"),
    ("4.50", None, "mg", "4.5~mg", "4.5~mg"),
    ("100", None, "mg", "100~mg", "100~mg"),
    ("0.5", None, "mg", "0.5~mg", "0.5~mg"),
    (".5", None, "mg", "0.5~mg", "0.5~mg"),
    ("0.125", None, "mg", "0.125~mg", "0.125~mg"),
    ("1E+2", None, "mg", "100~mg", "100~mg"),
    ("1E-3", None, "g", "0.001~g", "0.001~g"),
    ("999", None, "mg", "999~mg", "999~mg"),
    ("1000", None, "mg", "1,000~mg", "1000~mg"),
    ("1000.5", None, "mg", "1,000.5~mg", "1000.5~mg"),
    ("10000", None, "units", "10,000~units", "10~000~unidades"),
    ("300000", None, "units", "300,000~units", "300~000~unidades"),
    ("1000000", None, "units", "1,000,000~units", "1~000~000~unidades"),
    ("1", None, "units", "1~unit", "1~unidad"),
    ("1.0", None, "units", "1~unit", "1~unidad"),
    ("0.5", None, "units", "0.5~units", "0.5~unidades"),
    ("25", None, "mcg", "25~micrograms", "25~microgramos"),
    ("1", None, "mcg", "1~microgram", "1~microgramo"),
    ("25", None, "mcg/h", "25~micrograms per hour", "25~microgramos por hora"),
    ("5", None, "mL", "5~mL", "5~mL"),
    ("1", None, "g", "1~g", "1~g"),
    ("8", None, "Gy", "8~Gy", "8~Gy"),
    ("1", None, "tablet", "1~tablet", "1~tableta"),
    ("2", None, "tablet", "2~tablets", "2~tabletas"),
    ("1", "2", "tablet", "1 to 2~tablets", "1 a 2~tabletas"),
    ("1", "1", "tablet", "1~tablet", "1~tableta"),
    ("0.5", "1", "tablet", "0.5 to 1~tablet", "0.5 a 1~tableta"),
    ("500", "1000", "mg", "500 to 1,000~mg", "500 a 1000~mg"),
    ("2", None, "puff", "2~puffs", "2~inhalaciones"),
    ("1", None, "patch", "1~patch", "1~parche"),
    ("75", None, "mg/m2", "75~mg per square meter of body surface", "75~mg por metro cuadrado de superficie corporal"),
    ("6", None, "mg/kg", "6~mg per kg of body weight", "6~mg por kg de peso corporal"),
]


def dose(value: str, value_max: str | None, unit: str) -> Dose:
    return Dose(Decimal(value), None if value_max is None else Decimal(value_max), unit)


@pytest.mark.parametrize(("value", "value_max", "unit", "english", "spanish"), SAID)
def test_a_dose_is_said_exactly_in_both_languages(value, value_max, unit, english, spanish):
    given_dose = dose(value, value_max, unit)
    assert dose_words(given_dose, "en").replace("\u00a0", "~") == english
    assert dose_words(given_dose, "es").replace("\u00a0", "~") == spanish


@pytest.mark.parametrize(
    ("given_dose", "sentence"),
    [
        (dose("0", None, "mg"), "The dose must be more than zero."),
        (dose("-4", None, "mg"), "The dose must be more than zero."),
        (dose("-0", None, "mg"), "The dose must be more than zero."),
        (dose("NaN", None, "mg"), "The dose is not a number."),
        (dose("sNaN", None, "mg"), "The dose is not a number."),
        (dose("Infinity", None, "mg"), "The dose is not a number."),
        (dose("1E+999999", None, "mg"), "The dose is too large."),
        (dose("1E-999999", None, "mg"), "The dose has more than 6 digits after the point."),
        (dose("4", "3", "mg"), "The largest dose is smaller than the dose."),
        (dose("4", "0", "mg"), "The largest dose must be more than zero."),
        (dose("4", None, ""), "The dose has no unit."),
        (dose("4", None, "µg"), "“µg” is not a unit used here; write “mcg”."),
        (dose("4", None, "μg"), "“μg” is not a unit used here; write “mcg”."),
        (dose("4", None, "IU"), "“IU” is not a unit used here; write “units”."),
        (dose("4", None, "ml"), "“ml” is not a unit used here; write “mL”."),
        (dose("4", None, "MG"), "“MG” is not a unit used here; write “mg”."),
        (Dose(0.1, None, "mg"), "The dose is not a number."),
        (Dose(True, None, "mg"), "The dose is not a number."),
        (Dose(None, None, "mg"), "The dose is not a number."),
    ],
)
def test_a_dose_that_cannot_be_printed_says_why_and_prints_nothing(given_dose, sentence):
    assert problems(given_dose) == (sentence,)
    assert dose_words(given_dose) == ""


def test_an_unknown_unit_is_answered_with_the_list():
    (sentence,) = problems(dose("4", None, "spoon"))
    assert sentence.startswith("“spoon” is not a unit used here; use one of: mg, g, mcg, mL,")


def test_all_problems_are_told_at_once():
    assert len(problems(dose("0", "-1", "spoon"))) == 3


@pytest.mark.parametrize(("value", "value_max", "unit", "english", "spanish"), SAID)
def test_a_dose_that_can_be_printed_has_no_problem(value, value_max, unit, english, spanish):
    assert problems(dose(value, value_max, unit)) == ()


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_has_words_in_both_languages_without_symbols_that_are_misread(unit):
    assert set(UNITS[unit]) == {"en", "es"}
    for words in UNITS[unit].values():
        for word in words:
            assert word
            assert not set(word) & set("µμ/²")


def test_advice_always_names_a_known_unit():
    assert set(INSTEAD_OF.values()) <= set(UNITS)
    assert not set(INSTEAD_OF) & set(UNITS)


@pytest.mark.parametrize(
    ("language", "known"),
    [
        ("en", "en"),
        ("es", "es"),
        ("es-US", "es"),
        ("ES", "es"),
        ("es_MX", "es"),
        ("fr", "en"),
        ("est", "en"),
        ("", "en"),
    ],
)
def test_a_language_is_spanish_or_reads_as_english(language, known):
    assert known_language(language) == known


numbers = st.decimals(min_value="0.000001", max_value=1_000_000_000, places=6)


@unhurried
@given(numbers, st.sampled_from(["en", "es"]))
def test_the_digits_said_are_the_number_given(number, language):
    said = number_words(number, language)
    assert Decimal(said.replace(",", "").replace("\u00a0", "")) == number
    assert re.fullmatch(r"\d[\d,\u00a0]*(\.\d*[1-9])?", said)
    assert not re.match(r"0\d", said)


@unhurried
@given(
    st.decimals() | st.integers() | st.none(),
    st.none() | st.decimals(),
    st.sampled_from([*UNITS, *INSTEAD_OF]) | st.text(),
)
def test_any_dose_is_either_said_or_explained(value, value_max, unit):
    given_dose = Dose(value, value_max, unit)
    assert bool(dose_words(given_dose, "es")) != bool(problems(given_dose))
