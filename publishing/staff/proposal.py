"""A proposal of the planner as tables: the load of each person before and after, and every page's old and new day."""

from dataclasses import dataclass
from datetime import date

from publishing.models import Page
from publishing.planner import Proposal, first_of_month
from publishing.staff.access import change_url


@dataclass(frozen=True)
class Cell:
    """Reviews of one person in one month. `over`: more than they can do, even after the plan."""

    before: int
    after: int
    over: bool


@dataclass(frozen=True)
class PersonRow:
    name: str
    cap: int
    overdue: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PageRow:
    """`breaks_promise`: readers were promised an earlier day, which has not passed yet."""

    title: str
    url: str
    tier: str
    was: date
    day: date
    had: str
    person: str
    changed: bool
    breaks_promise: bool


def page_rows(proposal: Proposal, pages: dict[int, Page], people: dict, *, today: date) -> list[PageRow]:
    rows = []
    for slot in proposal.slots:
        page = pages[slot.page]
        promised = page.next_review_on
        rows.append(
            PageRow(
                title=page.title,
                url=change_url(page),
                tier=page.get_risk_tier_display(),
                was=page.due_on,
                day=slot.due_on,
                had=str(people.get(page.assignee_id, "–")),
                person=str(people[slot.person]),
                changed=(page.due_on, page.assignee_id) != (slot.due_on, slot.person),
                breaks_promise=bool(promised and today <= promised < slot.due_on),
            )
        )
    return rows


def load_table(proposal: Proposal, before: dict, besides: dict, people: dict, caps: dict, *, today: date):
    """A row for each person. `before`: what they have now in each month, `besides`: without the pages of this proposal."""
    after = dict(besides)
    for slot in proposal.slots:
        place = slot.person, first_of_month(slot.due_on)
        after[place] = after.get(place, 0) + 1
    rows = []
    for pk, person in sorted(people.items(), key=lambda row: (str(row[1]).casefold(), row[0])):
        cells = [_cell(before.get((pk, month), 0), after.get((pk, month), 0), caps[pk]) for month in proposal.months]
        past = [month for owner, month in before if owner == pk and month < proposal.months[0]]
        overdue = Cell(sum(before[pk, month] for month in past), sum(after[pk, month] for month in past), over=False)
        rows.append(PersonRow(str(person), caps[pk], overdue, tuple(cells)))
    return rows


def _cell(before: int, after: int, cap: int) -> Cell:
    return Cell(before, after, over=after > cap)
