"""Proposing days for reviews: nobody gets more in a month than they can do, the riskiest and longest overdue come first.

Pure: knows dates and numbers, no database. The same input always gives the same proposal.

A page that is overdue goes to the first month with room. A page that is not due yet stays in its month if there is room,
else comes earlier, and only when every earlier month is full too does it become later than it was.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
Loads = Mapping[tuple[int, date], int]  # (person's id, first day of a month) → number of reviews


@dataclass(frozen=True)
class Waiting:
    """A page to be given a day. `risk`: 0 for the riskiest tier. `person`: whom its review falls to now, by id."""

    page: int
    risk: int
    due_on: date
    person: int | None


@dataclass(frozen=True)
class Slot:
    """The day proposed for one page, and who is to review it."""

    page: int
    due_on: date
    person: int


@dataclass(frozen=True)
class Proposal:
    """`slots` stand in the order of urgency. `too_many`: pages that fit into no month; `nobody`: pages that fall to no
    active person; `later`: pages due after the last month, which stay as they are. `months`: first days."""

    slots: tuple[Slot, ...]
    too_many: tuple[int, ...]
    nobody: tuple[int, ...]
    later: tuple[int, ...]
    months: tuple[date, ...]


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def months_from(day: date, number: int) -> tuple[date, ...]:
    """The first days of so many months, that of `day` first."""
    start = day.year * 12 + day.month - 1
    return tuple(date((start + n) // 12, (start + n) % 12 + 1, 1) for n in range(number))


def weekdays(month: date, *, not_before: date) -> list[date]:
    """Mondays to Fridays of a month, from a day on."""
    last = calendar.monthrange(month.year, month.month)[1]
    days = (month + timedelta(days=n) for n in range(last))
    return [day for day in days if day.weekday() < SATURDAY and day >= not_before]


def first_weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend: a month of which only a weekend is left is no month to plan in."""
    return day if day.weekday() < SATURDAY else day + timedelta(days=7 - day.weekday())


def room_in(month: date, *, cap: int, taken: int, not_before: date) -> int:
    """How many more reviews fit into a month. Of a month that has begun, only the weekdays that are left count."""
    left, whole = len(weekdays(month, not_before=not_before)), len(weekdays(month, not_before=month))
    return max(0, cap * left // whole - taken)


def propose(
    *,
    pages: Iterable[Waiting],
    caps: Mapping[int, int],
    share: Sequence[int] = (),
    taken: Loads,
    first_day: date,
    months: int,
) -> Proposal:
    """Days for these pages, from `first_day` on, within so many months.

    `caps`: reviews a month by person. `share`: the people to divide the pages among; when empty, every page stays with
    whom it falls to. `taken`: what each person has to do already in each month, besides these pages. A page stays with
    its person when they are among those who share and have room.
    """
    columns = months_from(first_day, months)
    room = {
        (person, month): room_in(month, cap=cap, taken=taken.get((person, month), 0), not_before=first_day)
        for person, cap in caps.items()
        for month in columns
    }
    placed: dict[tuple[int, date], list[Waiting]] = {}
    too_many, nobody, later = [], [], []
    ordered = sorted(pages, key=lambda page: (page.risk, page.due_on, page.page))
    for page in ordered:
        people = [person for person in share or (page.person,) if person in caps]
        if first_of_month(page.due_on) > columns[-1]:
            later.append(page.page)
        elif not people:
            nobody.append(page.page)
        elif found := _find(page, people, room, columns, first_day):
            room[found] -= 1
            placed.setdefault(found, []).append(page)
        else:
            too_many.append(page.page)
    slots = {slot.page: slot for where, some in placed.items() for slot in _spread(some, *where, first_day)}
    return Proposal(
        slots=tuple(slots[page.page] for page in ordered if page.page in slots),
        too_many=tuple(too_many),
        nobody=tuple(nobody),
        later=tuple(later),
        months=columns,
    )


def _find(page: Waiting, people, room, columns, first_day) -> tuple[int, date] | None:
    """The person and month for a page: its own person first, then whoever has the most room."""
    for month in _in_order_of_wish(page, columns, first_day):
        free = [person for person in people if room[person, month] > 0]
        if free:
            return max(free, key=lambda person: (person == page.person, room[person, month], -person)), month
    return None


def _in_order_of_wish(page: Waiting, columns, first_day) -> list[date]:
    if page.due_on < first_day:
        return list(columns)
    own = columns.index(first_of_month(page.due_on))
    return [*reversed(columns[: own + 1]), *columns[own + 1 :]]


def _spread(pages: list[Waiting], person: int, month: date, first_day: date) -> Iterable[Slot]:
    """Evenly over the weekdays of the month, the most urgent first; never later than a page is due in that same month."""
    days = weekdays(month, not_before=first_day)
    for place, page in enumerate(pages):
        day = days[place * len(days) // len(pages)]
        if page.due_on >= first_day and first_of_month(page.due_on) == month:
            day = min(day, page.due_on)
        yield Slot(page.page, day, person)
