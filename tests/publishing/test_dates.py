"""Months later, in the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.actions.dates import months_after


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-03-03", 12, "2027-03-03"),
        ("2026-03-03", 1, "2026-04-03"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-02-29", 1, "2024-03-29"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2099-12-31", 2, "2100-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-01", 36, "2029-01-01"),
        ("2026-06-30", 0, "2026-06-30"),
    ],
)
def test_so_many_months_later(day, months, later):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(later)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 240))
def test_it_is_always_later_in_the_right_month_and_never_past_the_day(day, months):
    later = months_after(day, months)
    assert later > day
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or later.day >= 28
