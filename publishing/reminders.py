"""When somebody is reminded of a review: 90, 30 and 7 days before it is due, on the day, and every week after it. Pure.

Weeks begin on Monday, so that everything overdue comes in one mail a week, whatever the day it was due. A stage holds
until the next one, so that a day on which nobody asked is caught up on.
"""

from dataclasses import dataclass
from datetime import date, timedelta

BEFORE = (90, 30, 7, 0)  # days
EARLIEST = timedelta(days=BEFORE[0])
BACKUP_FROM_WEEK = 3
LEAD_FROM_WEEK = 5


@dataclass(frozen=True, order=True)
class Stage:
    """`rank` grows with time: 0 to 3 up to the day, then 3 plus the number of weeks."""

    rank: int

    @property
    def week(self) -> int:
        """Which week after the day it is; 0 before and on the day, and until the Monday after it."""
        return max(0, self.rank - len(BEFORE) + 1)

    @property
    def name(self) -> str:
        return f"week-{self.week}" if self.week else str(BEFORE[self.rank])

    @classmethod
    def named(cls, name: str) -> "Stage":
        if name.startswith("week-"):
            return cls(len(BEFORE) - 1 + int(name.removeprefix("week-")))
        return cls(BEFORE.index(int(name)))


def stage_of(due_on: date, today: date) -> Stage | None:
    """The stage of a review on a day; None while it is more than 90 days away."""
    left = (due_on - today).days
    if left > BEFORE[0]:
        return None
    if left > 0:
        return Stage(max(rank for rank, days in enumerate(BEFORE) if days >= left))
    weeks = (_monday(today) - _monday(due_on)).days // 7
    return Stage(len(BEFORE) - 1 + weeks)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class DueReview:
    """A review that comes due or is overdue, and the people (ids) who may have to hear of it."""

    page: int
    due_on: date
    assignee: int | None
    responsible: int | None
    backup: int | None
    lead: int | None

    def to_be_told(self, stage: Stage) -> set[int]:
        """Who hears of it: whoever is to do it; once it is overdue also whoever looks after the page, then the backup
        owner, then the team's lead."""
        people = {self.assignee}
        if stage.week >= 1:
            people.add(self.responsible)
        if stage.week >= BACKUP_FROM_WEEK:
            people.add(self.backup)
        if stage.week >= LEAD_FROM_WEEK:
            people.add(self.lead)
        return people - {None}
