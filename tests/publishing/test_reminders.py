"""The stages of a reminder: a calendar, and who hears of it. Pure."""

from datetime import date, timedelta

import pytest

from publishing.reminders import DueReview, Stage, stage_of

WEDNESDAY = date(2027, 3, 3)


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (-91, None), (-90, "90"), (-89, "90"), (-31, "90"), (-30, "30"), (-8, "30"), (-7, "7"), (-1, "7"), (0, "0"),
        # until Sunday it is still the day's own stage; then a stage a week, on Mondays
        (4, "0"), (5, "week-1"), (11, "week-1"), (12, "week-2"), (19, "week-3"), (33, "week-5"), (5 + 7 * 60, "week-61"),
    ],
)  # fmt: skip
def test_a_stage_holds_until_the_next_one(days, name):
    stage = stage_of(WEDNESDAY, WEDNESDAY + timedelta(days=days))
    assert (stage.name if stage else None) == name


def test_everything_overdue_comes_to_its_next_stage_on_mondays():
    for due in (WEDNESDAY + timedelta(days=n) for n in range(7)):
        for late in range(1, 60):
            today = due + timedelta(days=late)
            moved = stage_of(due, today) != stage_of(due, today - timedelta(days=1))
            assert moved == (today.weekday() == 0)


def test_stages_only_grow():
    ranks = [stage_of(WEDNESDAY, WEDNESDAY + timedelta(days=n)).rank for n in range(-90, 400)]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("name", ["90", "30", "7", "0", "week-1", "week-3", "week-120"])
def test_a_stage_is_found_again_by_its_name(name):
    assert Stage.named(name).name == name


@pytest.mark.parametrize(("due", "today", "name"), [
    (date(2028, 2, 29), date(2027, 12, 1), "90"), (date(2028, 2, 29), date(2028, 2, 29), "0"),
    (date(2028, 2, 29), date(2028, 3, 6), "week-1"), (date(2028, 3, 1), date(2028, 2, 29), "7"),
    (date(2027, 1, 1), date(2026, 12, 31), "7"), (date(2026, 12, 31), date(2027, 1, 4), "week-1"),
])  # fmt: skip
def test_leap_days_and_new_year_are_days_like_any_other(due, today, name):
    assert stage_of(due, today).name == name


@pytest.mark.parametrize(
    ("stage", "told"),
    [
        ("90", {1}), ("7", {1}), ("0", {1}), ("week-1", {1, 2}), ("week-2", {1, 2}), ("week-3", {1, 2, 3}),
        ("week-4", {1, 2, 3}), ("week-5", {1, 2, 3, 4}), ("week-40", {1, 2, 3, 4}),
    ],
)  # fmt: skip
def test_it_goes_from_the_reviewer_to_the_owner_the_backup_and_the_lead(stage, told):
    review = DueReview(page=9, due_on=WEDNESDAY, assignee=1, responsible=2, backup=3, lead=4)
    assert review.to_be_told(Stage.named(stage)) == told


def test_nobody_is_told_twice_and_nobody_is_nobody():
    alone = DueReview(page=9, due_on=WEDNESDAY, assignee=1, responsible=1, backup=None, lead=1)
    assert alone.to_be_told(Stage.named("week-9")) == {1}
    orphan = DueReview(page=9, due_on=WEDNESDAY, assignee=None, responsible=None, backup=None, lead=None)
    assert orphan.to_be_told(Stage.named("week-9")) == set()
