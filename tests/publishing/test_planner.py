"""The planner: nobody gets more than they can do, the urgent comes first, and nothing moves without need. Pure."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from publishing.planner import Slot, Waiting, first_of_month, first_weekday, months_from, propose, room_in, weekdays

MONDAY = date(2027, 2, 1)  # a month of exactly four weeks: twenty weekdays
ANNA, BEN = 1, 2


def waiting(number: int, *, risk=1, due=date(2026, 6, 1), person=ANNA) -> Waiting:
    return Waiting(number, risk, due, person)


def plan(pages, *, caps=None, share=(), taken=None, first_day=MONDAY, months=12):
    return propose(
        pages=pages,
        caps=caps or {ANNA: 20, BEN: 20},
        share=share,
        taken=taken or {},
        first_day=first_day,
        months=months,
    )


def loads(proposal) -> Counter:
    return Counter((slot.person, first_of_month(slot.due_on)) for slot in proposal.slots)


def test_four_hundred_overdue_pages_fill_every_month_to_the_cap_and_no_further():
    proposal = plan([waiting(n) for n in range(400)], share=(ANNA, BEN))
    assert not proposal.too_many
    assert loads(proposal) == {(person, month): 20 for person in (ANNA, BEN) for month in proposal.months[:10]}


def test_what_does_not_fit_within_the_horizon_is_said_and_is_the_least_urgent():
    pages = [waiting(n, due=date(2026, 1, 1) + timedelta(days=n)) for n in range(45)]
    proposal = plan(pages, caps={ANNA: 20}, months=2)
    assert len(proposal.slots) == 40
    assert proposal.too_many == (40, 41, 42, 43, 44)


def test_the_riskiest_come_first_and_then_the_longest_overdue():
    pages = [
        waiting(1, risk=2, due=date(2020, 1, 1)),
        waiting(2, risk=0, due=date(2026, 12, 1)),
        waiting(3, risk=0, due=date(2026, 5, 1)),
        waiting(4, risk=1, due=date(2024, 1, 1)),
    ]
    proposal = plan(pages, caps={ANNA: 1})
    assert [slot.page for slot in proposal.slots] == [3, 2, 4, 1]
    days = [slot.due_on for slot in proposal.slots]
    assert days == sorted(days) and len({first_of_month(day) for day in days}) == 4


def test_a_month_is_spread_over_its_weekdays():
    proposal = plan([waiting(n) for n in range(20)])
    assert [slot.due_on for slot in proposal.slots] == weekdays(MONDAY, not_before=MONDAY)
    few = plan([waiting(n) for n in range(4)])
    assert [slot.due_on.day for slot in few.slots] == [1, 8, 15, 22]


def test_what_a_person_has_to_do_already_counts():
    february, march = date(2027, 2, 1), date(2027, 3, 1)
    proposal = plan([waiting(n) for n in range(10)], taken={(ANNA, february): 17, (ANNA, march): 30})
    assert loads(proposal) == {(ANNA, february): 3, (ANNA, date(2027, 4, 1)): 7}


@pytest.mark.parametrize(
    ("first_day", "room"),
    [
        (date(2027, 2, 1), 20),
        (date(2027, 2, 15), 10),
        (date(2027, 2, 26), 1),
        (date(2027, 2, 27), 0),
        (date(2027, 2, 28), 0),
    ],
)
def test_of_a_month_that_has_begun_only_the_weekdays_left_count(first_day, room):
    assert room_in(date(2027, 2, 1), cap=20, taken=0, not_before=first_day) == room


def test_a_page_that_is_not_due_yet_stays_in_its_month_and_never_becomes_later_there():
    due = date(2027, 5, 14)
    proposal = plan([waiting(n, due=due) for n in range(20)])
    assert {first_of_month(slot.due_on) for slot in proposal.slots} == {date(2027, 5, 1)}
    assert max(slot.due_on for slot in proposal.slots) == due
    assert len({slot.due_on for slot in proposal.slots}) > 5


def test_a_crowded_month_is_relieved_by_the_months_before_it():
    proposal = plan([waiting(n, due=date(2027, 5, 14)) for n in range(50)])
    assert loads(proposal) == {
        (ANNA, date(2027, 5, 1)): 20, (ANNA, date(2027, 4, 1)): 20, (ANNA, date(2027, 3, 1)): 10,
    }  # fmt: skip


def test_only_when_every_month_before_is_full_it_becomes_later():
    months = months_from(MONDAY, 12)
    taken = {(ANNA, month): 20 for month in months[:4]}
    proposal = plan([waiting(1, due=date(2027, 5, 14))], taken=taken)
    assert first_of_month(proposal.slots[0].due_on) == date(2027, 6, 1)


def test_a_page_due_after_the_last_month_stays_as_it_is():
    proposal = plan([waiting(1, due=date(2028, 2, 1)), waiting(2, due=date(2028, 1, 31))])
    assert proposal.later == (1,)
    assert [slot.page for slot in proposal.slots] == [2]


def test_without_people_to_share_each_page_stays_with_its_own_person():
    proposal = plan([waiting(1, person=ANNA), waiting(2, person=BEN), waiting(3, person=None), waiting(4, person=99)])
    assert {slot.page: slot.person for slot in proposal.slots} == {1: ANNA, 2: BEN}
    assert proposal.nobody == (3, 4)


def test_a_page_keeps_its_person_while_they_have_room_and_else_goes_to_whoever_has_most():
    pages = [waiting(n, person=ANNA) for n in range(3)] + [waiting(9, person=None)]
    proposal = plan(pages, caps={ANNA: 2, BEN: 20}, share=(ANNA, BEN))
    assert {slot.page: slot.person for slot in proposal.slots} == {0: ANNA, 1: ANNA, 2: BEN, 9: BEN}


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2026-11-27", "2026-11-27"),
        ("2026-11-28", "2026-11-30"),
        ("2026-11-29", "2026-11-30"),
        ("2027-02-27", "2027-03-01"),
    ],
)
def test_planning_begins_on_a_weekday(day, first):
    assert first_weekday(date.fromisoformat(day)) == date.fromisoformat(first)


@pytest.mark.parametrize("cap", [0, -3])
def test_somebody_who_does_no_reviews_gets_none(cap):
    assert plan([waiting(1)], caps={ANNA: cap}).too_many == (1,)


def test_nothing_to_plan():
    proposal = plan([])
    assert (proposal.slots, proposal.too_many, proposal.nobody, proposal.later) == ((), (), (), ())


def test_the_year_turns():
    assert months_from(date(2026, 12, 31), 3) == (date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1))


def test_a_leap_day_is_a_day_like_any_other():
    assert weekdays(date(2028, 2, 1), not_before=date(2028, 2, 29)) == [date(2028, 2, 29)]
    proposal = plan([waiting(1, due=date(2028, 2, 29))], caps={ANNA: 25}, first_day=date(2028, 2, 29), months=1)
    assert proposal.slots == (Slot(1, date(2028, 2, 29), ANNA),)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_comes_in_no_cap_is_broken_no_page_lost_and_the_order_of_input_is_nothing(seed):
    dice = random.Random(seed)
    people = {number: dice.randint(0, 9) for number in range(1, dice.randint(2, 5))}
    pages = [
        waiting(
            number,
            risk=dice.randint(0, 2),
            due=date(2026, 1, 1) + timedelta(days=dice.randint(0, 900)),
            person=dice.choice([*people, None, 77]),
        )
        for number in range(dice.randint(0, 120))
    ]
    first_day = MONDAY + timedelta(days=dice.randint(0, 60))
    taken = {(person, month): dice.randint(0, 12) for person in people for month in months_from(first_day, 12)}
    share = dice.choice([(), tuple(people)])
    given = {"caps": people, "share": share, "taken": taken, "first_day": first_day, "months": dice.randint(1, 12)}
    proposal = plan(pages, **given)
    for (person, month), number in loads(proposal).items():
        assert number + taken[person, month] <= people[person]
    for slot in proposal.slots:
        assert slot.due_on >= first_day
        assert slot.due_on.weekday() < 5 or slot.due_on in {page.due_on for page in pages}
    told = [*(slot.page for slot in proposal.slots), *proposal.too_many, *proposal.nobody, *proposal.later]
    assert sorted(told) == [page.page for page in pages]
    assert plan(dice.sample(pages, len(pages)), **given) == proposal
