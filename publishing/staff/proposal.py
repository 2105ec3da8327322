"""A proposal of the planner as tables: the load of each person before and after, and every page's old and new day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from publishing.actions.planning import breaks_promise, is_later
from publishing.models import Page, RiskTier
from publishing.planner import Proposal, first_of_month
from publishing.staff.access import change_url


@dataclass(frozen=True)
class Cell:
    """Reviews of one person in one month, None for all before the first. `over`: more than they can do, even after the plan."""

    month: date | None
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
    """`day`: the one proposed. `guarded`: it would be later, and it is about a medicine or held back, so that it `stays`
    unless it was `ticked`. `breaks_promise`: later than readers were promised."""

    pk: int
    title: str
    url: str
    tier: str
    was: date
    day: date
    had: str
    person: str
    changed: bool
    breaks_promise: bool
    guarded: bool
    ticked: bool
    is_medicine: bool

    @property
    def stays(self) -> bool:
        return self.guarded and not self.ticked


def page_rows(
    proposal: Proposal, pages: dict[int, Page], people: dict, *, guarded: Collection[int], ticked: Collection[int]
) -> list[PageRow]:
    rows = []
    for slot in proposal.slots:
        page = pages[slot.page]
        must_not = page.pk in guarded and is_later(page.due_on, slot.due_on)
        moves = page.due_on != slot.due_on and (not must_not or page.pk in ticked)
        rows.append(
            PageRow(
                pk=page.pk,
                title=page.title,
                url=change_url(page),
                tier=page.get_risk_tier_display(),
                was=page.due_on,
                day=slot.due_on,
                had=str(people.get(page.assignee_id, "–")),
                person=str(people[slot.person]),
                changed=moves or page.assignee_id != slot.person,
                breaks_promise=breaks_promise(page.next_review_on, page.due_on, slot.due_on),
                guarded=must_not,
                ticked=page.pk in ticked,
                is_medicine=page.risk_tier == RiskTier.MEDICINE,
            )
        )
    return rows


def load_table(
    proposal: Proposal, before: dict, besides: dict, people: dict, caps: dict, *, staying: Mapping[int, date]
) -> list[PersonRow]:
    """A row for each person. `before`: what they have now in each month, `besides`: without the pages of this proposal.
    `staying`: the days of pages that keep them although another is proposed."""
    after = dict(besides)
    for slot in proposal.slots:
        place = slot.person, first_of_month(staying.get(slot.page, slot.due_on))
        after[place] = after.get(place, 0) + 1
    rows = []
    for pk, person in sorted(people.items(), key=lambda row: (str(row[1]).casefold(), row[0])):
        cells = [
            Cell(month, before.get((pk, month), 0), new := after.get((pk, month), 0), over=new > caps[pk])
            for month in proposal.months
        ]
        past = {month for owner, month in [*before, *after] if owner == pk and month < proposal.months[0]}
        was, will = (sum(load.get((pk, month), 0) for month in past) for load in (before, after))
        overdue = Cell(None, was, will, over=False)
        rows.append(PersonRow(str(person), caps[pk], overdue, tuple(cells)))
    return rows
