"""How many reviews each person has to do in each of the coming months."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.actions.dates import months_after
from publishing.desk.questions import list_url

MONTHS = 12
OVERDUE = "overdue"


@dataclass(frozen=True)
class Column:
    """`name`: "overdue" or "2026-12"; `short` and `year` are its words in a narrow place."""

    name: str
    label: str
    short: str
    year: str = ""


@dataclass(frozen=True)
class Cell(Column):
    """`url` leads to exactly `number` pages, "" for none; `above`: more than the person can do in a month."""

    number: int = 0
    url: str = ""
    above: bool = False


@dataclass(frozen=True)
class Row:
    """What one person has to do. `cap`: reviews a month they can do, None for what nobody is to do."""

    person_id: int | None
    name: str
    cap: int | None
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        return sum(cell.number for cell in self.cells)


def months_from(today: date) -> list[date]:
    """The first days of this month and the eleven after it."""
    return [months_after(today.replace(day=1), n) for n in range(MONTHS)]


def columns(today: date) -> list[Column]:
    months = months_from(today)
    named = [
        Column(
            f"{day:%Y-%m}",
            date_format(day, "M Y"),
            date_format(day, "M"),
            f"{day:%Y}" if day.month == 1 or day == months[0] else "",
        )
        for day in months
    ]
    return [Column(OVERDUE, _("Overdue"), _("Overdue")), *named]


def load(pages, *, today: date) -> list[Row]:
    """A row for each person who has any of these pages to review in the coming months, the longest first; what nobody is
    to do comes at the top. Two queries, whatever the number of pages."""
    last = months_after(today.replace(day=1), MONTHS)
    # By day, and months are made of days here: SQLite would call back into Python for the month of every row.
    counted = (
        pages.with_responsible()
        .filter(publications__edition__isnull=False, publications__due_on__lt=last)
        .order_by()
        .values_list("assignee_id", "publications__due_on")
        .annotate(n=Count("pk"))
    )
    numbers: dict[int | None, Counter[str]] = {}
    for person_id, day, n in counted:
        numbers.setdefault(person_id, Counter())[OVERDUE if day < today else f"{day:%Y-%m}"] += n
    people = get_user_model().objects.in_bulk([pk for pk in numbers if pk is not None])
    heads = columns(today)
    rows = [_row(people.get(pk), found, heads) for pk, found in numbers.items()]
    return sorted(rows, key=lambda row: (row.person_id is not None, -row.total, row.name))


def _row(person, found: dict[str, int], heads) -> Row:
    cap = person.reviews_a_month if person else None
    cells = []
    for head in heads:
        number = found.get(head.name, 0)
        chosen = {"review": OVERDUE} if head.name == OVERDUE else {"month": head.name}
        url = list_url(**{"falls-to": person.pk if person else "nobody"}, **chosen) if number else ""
        above = cap is not None and head.name != OVERDUE and number > cap
        cells.append(Cell(head.name, head.label, head.short, head.year, number, url, above))
    name = person.get_display_name() if person else _("Nobody")
    return Row(person.pk if person else None, name, cap, tuple(cells))
