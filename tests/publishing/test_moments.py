"""Days and times as people say them, on the days on which clocks are odd."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone, translation

from publishing.moments import NoSuchMoment, in_words, moment


@pytest.fixture
def zone(settings):
    def choose(name):
        settings.TIME_ZONE = name
        timezone.get_default_timezone.cache_clear()

    yield choose
    timezone.get_default_timezone.cache_clear()


GOOD = [
    ("UTC", (2026, 3, 3), (9, 0), (2026, 3, 3, 9, 0)),
    ("America/New_York", (2026, 3, 3), (9, 0), (2026, 3, 3, 14, 0)),
    ("America/New_York", (2026, 7, 3), (9, 0), (2026, 7, 3, 13, 0)),
    ("America/New_York", (2026, 3, 8), (1, 59), (2026, 3, 8, 6, 59)),
    ("America/New_York", (2026, 3, 8), (3, 0), (2026, 3, 8, 7, 0)),
    ("America/New_York", (2026, 11, 1), (0, 59), (2026, 11, 1, 4, 59)),
    ("America/New_York", (2026, 11, 1), (2, 0), (2026, 11, 1, 7, 0)),
    ("America/New_York", (2028, 2, 29), (9, 0), (2028, 2, 29, 14, 0)),
    ("Europe/Madrid", (2028, 2, 29), (0, 0), (2028, 2, 28, 23, 0)),
    ("Asia/Kathmandu", (2026, 3, 3), (9, 0), (2026, 3, 3, 3, 15)),
]


@pytest.mark.parametrize(("name", "day", "hour", "utc"), GOOD)
def test_a_time_that_the_clocks_show_once_is_that_moment(zone, name, day, hour, utc):
    zone(name)
    assert moment(date(*day), time(*hour)) == datetime(*utc, tzinfo=UTC)


BAD = [
    ("America/New_York", (2026, 3, 8), (2, 0), "skip", "1:59 in the morning"),
    ("America/New_York", (2026, 3, 8), (2, 59), "skip", "3:00 in the morning"),
    ("America/New_York", (2026, 11, 1), (1, 0), "twice", "12:59 at night"),
    ("America/New_York", (2026, 11, 1), (1, 59), "twice", "2:00 in the morning"),
    ("Europe/Madrid", (2026, 3, 29), (2, 45), "skip", "3:00 in the morning"),
    ("Europe/Madrid", (2026, 10, 25), (2, 45), "twice", "3:00 in the morning"),
    ("Australia/Lord_Howe", (2026, 10, 4), (2, 20), "skip", "2:30 in the morning"),
    ("Pacific/Apia", (2011, 12, 30), (23, 0), "skip", "12:00 at night, as the day begins"),
]


@pytest.mark.parametrize(("name", "day", "hour", "why", "nearest"), BAD)
def test_a_time_that_is_skipped_or_comes_twice_is_refused_with_the_nearest(zone, name, day, hour, why, nearest):
    zone(name)
    with pytest.raises(NoSuchMoment) as refused:
        moment(date(*day), time(*hour))
    assert why in str(refused.value) and nearest in str(refused.value)


@pytest.mark.parametrize("day", [date.max, date.min, date(1, 1, 1)])
def test_no_day_breaks_it(zone, day):
    zone("America/New_York")
    with pytest.raises(NoSuchMoment):
        moment(day, time(0, 0))


WORDS = [
    ("America/New_York", (2026, 3, 3, 14, 0), "Tuesday 3 March 2026 at 9:00 in the morning, New York time"),
    ("America/New_York", (2026, 7, 3, 13, 0), "Friday 3 July 2026 at 9:00 in the morning, New York time"),
    ("UTC", (2026, 3, 3, 0, 5), "Tuesday 3 March 2026 at 12:05 at night, as the day begins, UTC time"),
    ("UTC", (2026, 3, 3, 12, 0), "Tuesday 3 March 2026 at 12:00 noon, UTC time"),
    ("UTC", (2026, 3, 3, 12, 30), "Tuesday 3 March 2026 at 12:30 in the afternoon, UTC time"),
    ("UTC", (2028, 2, 29, 18, 5), "Tuesday 29 February 2028 at 6:05 in the evening, UTC time"),
    ("UTC", (2026, 3, 3, 23, 0), "Tuesday 3 March 2026 at 11:00 at night, UTC time"),
    ("America/Argentina/Buenos_Aires", (2026, 3, 3, 14, 0), "Tuesday 3 March 2026 at 11:00 in the morning, Buenos Aires time"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "utc", "words"), WORDS)
def test_a_moment_is_said_so_that_nobody_mistakes_it(zone, name, utc, words):
    zone(name)
    with translation.override("en"):
        assert in_words(datetime(*utc, tzinfo=UTC)) == words
