"""How often, in words: a table in both languages, nonsense refused, FHIR there and back."""

import json
import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drugs.timing import UNITS, Timing, from_fhir, problems, timing_words, to_fhir, to_record

# How long an example takes depends on what else the machine is doing.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# frequency, frequency_max, period, period_max, unit, as needed, English, Spanish
SAID = [
    (1, None, "4", None, "wk", False, "every 4 weeks", "cada 4 semanas"),
    (1, None, "3", "4", "wk", False, "every 3 to 4 weeks", "cada 3 a 4 semanas"),
    (1, None, "12", None, "wk", False, "every 12 weeks", "cada 12 semanas"),
    (None, None, "12", None, "wk", False, "every 12 weeks", "cada 12 semanas"),
    (1, None, "6", None, "mo", False, "every 6 months", "cada 6 meses"),
    (1, None, "2", None, "a", False, "every 2 years", "cada 2 años"),
    (1, None, "2", None, "d", False, "every 2 days", "cada 2 días"),
    (1, None, "1", "2", "d", False, "every 1 to 2 days", "cada 1 a 2 días"),
    (1, None, "3", "3", "wk", False, "every 3 weeks", "cada 3 semanas"),
    (1, None, "4.0", None, "wk", False, "every 4 weeks", "cada 4 semanas"),
    (1, None, "1E+1", None, "d", False, "every 10 days", "cada 10 días"),
    (1, None, "1.5", None, "h", False, "every 1.5 hours", "cada 1.5 horas"),
    (1, None, "0.5", None, "d", False, "every 0.5 days", "cada 0.5 días"),
    (1, None, "1", None, "h", False, "every hour", "cada hora"),
    (1, None, "1", None, "d", False, "once a day", "una vez al día"),
    (1, None, "1", None, "wk", False, "once a week", "una vez a la semana"),
    (1, None, "1", None, "mo", False, "once a month", "una vez al mes"),
    (1, None, "1", None, "a", False, "once a year", "una vez al año"),
    (1, None, "1.0", None, "d", False, "once a day", "una vez al día"),
    (1, 1, "1", "1", "d", False, "once a day", "una vez al día"),
    (None, None, "1", None, "a", False, "every year", "cada año"),
    (None, None, "1", None, "d", False, "every day", "cada día"),
    (2, None, "1", None, "d", False, "twice a day", "dos veces al día"),
    (2, None, "1", None, "h", False, "twice an hour", "dos veces por hora"),
    (2, None, "1", None, "wk", False, "twice a week", "dos veces a la semana"),
    (2, None, "1", None, "a", False, "twice a year", "dos veces al año"),
    (3, None, "1", None, "d", False, "3 times a day", "3 veces al día"),
    (4, None, "1", None, "d", True, "4 times a day as needed", "4 veces al día según sea necesario"),
    (1, 2, "1", None, "d", False, "1 to 2 times a day", "1 a 2 veces al día"),
    (3, 4, "1", None, "d", False, "3 to 4 times a day", "3 a 4 veces al día"),
    (2, 2, "1", None, "d", False, "twice a day", "dos veces al día"),
    (2, None, "3", None, "wk", False, "twice every 3 weeks", "dos veces cada 3 semanas"),
    (3, None, "2", None, "wk", False, "3 times every 2 weeks", "3 veces cada 2 semanas"),
    (1, 2, "3", "4", "wk", False, "1 to 2 times every 3 to 4 weeks", "1 a 2 veces cada 3 a 4 semanas"),
    (1, None, "6", None, "h", True, "every 6 hours as needed", "cada 6 horas según sea necesario"),
    (1, None, "4", "6", "h", True, "every 4 to 6 hours as needed", "cada 4 a 6 horas según sea necesario"),
    (1, None, "1", None, "d", True, "once a day as needed", "una vez al día según sea necesario"),
    (None, None, None, None, "", True, "as needed", "según sea necesario"),
    (None, None, None, None, "", False, "", ""),
]


def timing(frequency, frequency_max, period, period_max, unit, as_needed=False) -> Timing:
    return Timing(
        frequency,
        frequency_max,
        None if period is None else Decimal(period),
        None if period_max is None else Decimal(period_max),
        unit,
        as_needed,
    )


@pytest.mark.parametrize("row", SAID, ids=lambda row: row[6] or "nothing stated")
def test_a_timing_is_said_in_plain_words_in_both_languages(row):
    *fields, english, spanish = row
    stated = timing(*fields)
    assert problems(stated) == ()
    assert timing_words(stated, "en") == english
    assert timing_words(stated, "es-US") == spanish


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        (timing(1, None, "0", None, "wk"), "The period must be more than zero."),
        (timing(1, None, "-1", None, "wk"), "The period must be more than zero."),
        (timing(0, None, "1", None, "d"), "The number of times must be more than zero."),
        (timing(-2, None, "1", None, "d"), "The number of times must be more than zero."),
        (timing(1, 0, "1", None, "d"), "The largest number of times must be more than zero."),
        (timing(1, None, "4", "3", "wk"), "The longest period is smaller than the first number."),
        (timing(3, 2, "1", None, "d"), "The largest number of times is smaller than the first number."),
        (timing(None, 2, "1", None, "d"), "The largest number of times is given without the smaller number."),
        (timing(None, None, None, "4", ""), "The longest period is given without the smaller number."),
        (timing(1, None, "4", None, ""), "The period needs a unit: hours, days, weeks, months or years."),
        (timing(None, None, None, None, "wk"), "The unit of time needs a number before it."),
        (timing(2, None, None, None, ""), "The number of times needs a period: a day, a week, …"),
        (timing(1, None, "4", None, "min"), "“min” is not a unit of time used here; use one of: h, d, wk, mo, a."),
        (timing(1, None, "NaN", None, "d"), "The period is not a number."),
        (timing(1, None, "sNaN", None, "d"), "The period is not a number."),
        (timing(1, None, "1E+999999", None, "d"), "The period is too large."),
        (timing(1, None, "2000", None, "d"), "The period is too large."),
        (timing(1, None, "1E-999999", None, "d"), "The period has more than 6 digits after the point."),
        (Timing(Decimal("1.5"), None, Decimal(1), None, "d"), "The number of times must be a whole number."),
        (Timing(1, None, 0.1, None, "d"), "The period is not a number."),
    ],
)
def test_nonsense_is_explained_and_never_said(stated, sentence):
    assert problems(stated) == (sentence,)
    assert timing_words(stated, "en") == timing_words(stated, "es") == ""


def test_all_problems_are_told_at_once():
    assert len(problems(timing(0, None, "0", None, ""))) == 3


@pytest.mark.parametrize(
    ("data", "stated"),
    [
        ({}, Timing()),
        ({"frequency": 1, "period": 4, "periodUnit": "wk"}, timing(1, None, "4", None, "wk")),
        ({"frequency": 1, "period": 3, "periodMax": 4, "periodUnit": "wk"}, timing(1, None, "3", "4", "wk")),
        ({"frequency": 1, "frequencyMax": 2, "period": 1.0, "periodUnit": "d"}, timing(1, 2, "1", None, "d")),
        ({"period": 0.1, "periodUnit": "h"}, timing(None, None, "0.1", None, "h")),
        ({"period": "1.5", "periodUnit": "h"}, timing(None, None, "1.5", None, "h")),
        ({"frequency": None, "period": 1, "periodUnit": "d"}, timing(None, None, "1", None, "d")),
        ({"period": 6, "periodUnit": "h", "asNeeded": True}, timing(None, None, "6", None, "h", True)),
        ({"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}, timing(2, None, "1", None, "d")),
        (
            {"text": "x", "timing": {"repeat": {"period": 6, "periodUnit": "h"}}, "asNeededBoolean": True},
            timing(None, None, "6", None, "h", True),
        ),
        ({"asNeededBoolean": False, "timing": {}}, Timing()),
    ],
)
def test_fhir_is_read_from_a_dosage_a_timing_or_its_fields(data, stated):
    assert from_fhir(data) == stated


@pytest.mark.parametrize(
    "data",
    [
        {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["HS"]},
        {"dayOfWeek": ["mon"]},
        {"boundsDuration": {"value": 3}},
        {"count": 3},
        {"frequency": "often"},
        {"frequency": 1.5},
        {"frequency": True},
        {"frequency": "Infinity"},
        {"frequency": 10**400},
        {"period": []},
        {"period": True},
        {"asNeeded": "yes"},
        {"repeat": 4},
        {"repeat": {"timing": {}}},
        ["frequency"],
    ],
)
def test_what_cannot_be_said_is_refused_instead_of_dropped(data):
    with pytest.raises(ValueError, match=r"\.$"):
        from_fhir(data)


def test_fhir_written_is_a_dosage_with_whole_numbers_left_whole():
    assert to_fhir(timing(1, None, "4.0", None, "wk", True)) == {
        "timing": {"repeat": {"frequency": 1, "period": 4, "periodUnit": "wk"}},
        "asNeededBoolean": True,
    }
    assert json.dumps(to_record(timing(1, 2, "1.50", "2", "d", True))) == (
        '{"frequency": 1, "frequencyMax": 2, "period": 1.5, "periodMax": 2, "periodUnit": "d", "asNeeded": true}'
    )
    assert to_fhir(Timing()) == {}


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_has_words_in_both_languages(unit):
    assert set(UNITS[unit]) == {"en", "es"}
    assert all(all(words) for words in UNITS[unit].values())


periods = st.decimals(min_value="0.001", max_value=1000, places=3)


@st.composite
def valid_timings(draw) -> Timing:
    frequencies = sorted(draw(st.lists(st.integers(1, 1000), max_size=2)))
    lengths = sorted(draw(st.lists(periods, min_size=1, max_size=2)))
    return Timing(
        frequencies[0] if frequencies else None,
        frequencies[1] if len(frequencies) == 2 else None,
        lengths[0],
        lengths[1] if len(lengths) == 2 else None,
        draw(st.sampled_from(sorted(UNITS))),
        draw(st.booleans()),
    )


NUMBER_WORDS = {"once": "1", "twice": "2", "una vez": "1", "dos veces": "2"}


@unhurried
@given(valid_timings(), st.sampled_from(["en", "es"]))
def test_the_numbers_said_are_exactly_those_given(stated, language):
    assert problems(stated) == ()
    said = timing_words(stated, language)
    assert said
    for words, digit in NUMBER_WORDS.items():
        said = said.replace(words, digit)
    numbers = [Decimal(number.replace(",", "")) for number in re.findall(r"\d[\d,.]*", said)]
    given_numbers = {stated.frequency, stated.frequency_max, stated.period, stated.period_max} - {None}
    # One is often left to the words ("every 4 weeks", "a day"); no other number may be missing, and none may be added.
    assert set(numbers) - {1} == given_numbers - {1}


@unhurried
@given(valid_timings())
def test_fhir_written_reads_back_the_same(stated):
    assert from_fhir(json.loads(json.dumps(to_fhir(stated)))) == stated
    assert from_fhir(json.loads(json.dumps(to_record(stated)))) == stated


@unhurried
@given(
    st.builds(
        Timing,
        st.none() | st.integers() | st.decimals(),
        st.none() | st.integers(),
        st.none() | st.decimals() | st.integers(),
        st.none() | st.decimals(),
        st.sampled_from([*UNITS, "", "min", "weeks"]) | st.text(),
        st.booleans(),
    )
)
def test_any_timing_is_said_or_explained_and_nothing_raises(stated):
    said = timing_words(stated, "en")
    if problems(stated):
        assert said == ""
    elif stated.period is not None or stated.as_needed:
        assert said
    assert "E" not in said


@unhurried
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "timing",
                        "repeat",
                        "frequency",
                        "frequencyMax",
                        "period",
                        "periodMax",
                        "periodUnit",
                        "asNeeded",
                        "x",
                    ]
                ),
                inner,
            )
        ),
    )
)
def test_reading_any_data_gives_a_timing_or_a_sentence(data):
    try:
        stated = from_fhir(data)
    except ValueError as refused:
        assert str(refused).endswith(".")
    else:
        assert isinstance(problems(stated), tuple)
