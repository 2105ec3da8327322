"""Amounts, times and ways of giving as people write them."""

import pytest

from drugs.routes import ROUTES
from markup.dosing.reading import claims_of
from markup.dosing.stated import stated_regimen
from markup.facts import RegimenFact

DAY, WEEK = 24, 168


@pytest.mark.parametrize(
    ("words", "language", "hours"),
    [
        ("every 12 weeks", "en", (12 * WEEK,) * 4),
        ("every twelve weeks", "en", (12 * WEEK,) * 4),
        ("once every 12 weeks", "en", (12 * WEEK,) * 4),
        ("every 12-week", "en", (12 * WEEK,) * 4),
        ("12-weekly", "en", (12 * WEEK,) * 4),
        ("q12w", "en", (12 * WEEK,) * 4),
        ("every 3 to 4 weeks", "en", (3 * WEEK, 3 * WEEK, 4 * WEEK, 4 * WEEK)),
        ("every 3–4 weeks", "en", (3 * WEEK, 3 * WEEK, 4 * WEEK, 4 * WEEK)),
        ("every three or four weeks", "en", (3 * WEEK, 3 * WEEK, 4 * WEEK, 4 * WEEK)),
        ("every 3 months", "en", (84 * DAY, 93 * DAY, 84 * DAY, 93 * DAY)),
        ("once a month", "en", (28 * DAY, 31 * DAY, 28 * DAY, 31 * DAY)),
        ("monthly", "en", (28 * DAY, 31 * DAY, 28 * DAY, 31 * DAY)),
        ("twice a day", "en", (12,) * 4),
        ("2 times per day", "en", (12,) * 4),
        ("twice daily", "en", (12,) * 4),
        ("three to four times a day", "en", (6, 6, 8, 8)),
        ("every other week", "en", (2 * WEEK,) * 4),
        ("every morning", "en", (DAY,) * 4),
        ("cada 12 semanas", "es", (12 * WEEK,) * 4),
        ("cada doce semanas", "es", (12 * WEEK,) * 4),
        ("cada 3 a 4 semanas", "es", (3 * WEEK, 3 * WEEK, 4 * WEEK, 4 * WEEK)),
        ("una vez al mes", "es", (28 * DAY, 31 * DAY, 28 * DAY, 31 * DAY)),
        ("mensual", "es", (28 * DAY, 31 * DAY, 28 * DAY, 31 * DAY)),
        ("dos veces al día", "es", (12,) * 4),
        ("todos los días", "es", (DAY,) * 4),
        ("c/8 h", "es", (8,) * 4),
    ],
)
def test_a_time_is_read(words, language, hours):
    assert [(each.kind, each.ends) for each in claims_of(words, language)] == [("frequency", hours)]


@pytest.mark.parametrize(
    ("words", "language", "ends", "dimension"),
    [
        ("4 mg", "en", (4, 4), "mg"),
        ("4mg", "en", (4, 4), "mg"),
        ("4 milligrams", "en", (4, 4), "mg"),
        ("four milligrams", "en", (4, 4), "mg"),
        ("0.5 g", "en", (500, 500), "mg"),
        ("500 to 1,000 mg", "en", (500, 1000), "mg"),
        ("500 mg to 1 g", "en", (500, 1000), "mg"),
        ("300 micrograms", "en", (0.3, 0.3), "mg"),
        ("6 mg/kg", "en", (6, 6), "mg/kg"),
        ("6 mg per kg", "en", (6, 6), "mg/kg"),
        ("75 mg/m2", "en", (75, 75), "mg/m2"),
        ("2,5 miligramos", "es", (2.5, 2.5), "mg"),
        ("2.5 mg", "es", (2.5, 2.5), "mg"),
        ("1.000 mg", "es", (1000, 1000), "mg"),
        ("10\u00a0000 unidades", "es", (10000, 10000), "units"),
    ],
)
def test_an_amount_is_read(words, language, ends, dimension):
    assert [(each.kind, each.ends[0], each.ends[3], each.dimension) for each in claims_of(words, language)] == [
        ("dose", *ends, dimension)
    ]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("for 4 weeks", "en"),
        ("over 15 minutes", "en"),
        ("8 mg per dL", "en"),
        ("2 mg/dL", "en"),
        ("28.6% of 1,822 people", "en"),
        ("at the age of 65 years", "en"),
        ("each time", "en"),
        ("durante 4 semanas", "es"),
        ("once personas", "es"),
    ],
)
def test_other_numbers_are_no_dosing(words, language):
    assert claims_of(words, language) == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", ROUTES)
def test_the_words_of_every_route_are_read_as_that_route(code, language):
    assert stated_regimen(RegimenFact("r", route=ROUTES[code][language]), language).routes == {code}


@pytest.mark.parametrize("number", ["0" * 5_000, "9" * 5_000 + "." + "9" * 5_000, "1" + ".1" * 5_000, "٣"])
def test_an_odd_number_is_no_dose_and_no_crash(number):
    assert claims_of(f"every {number} weeks, {number} mg", "en") == []
