"""The load of each person as bars: where they stand in the drawing. Pure arithmetic; the template draws them."""

from collections.abc import Sequence
from dataclasses import dataclass

from publishing.desk.load import OVERDUE, Row

# Pixels of the drawing's own space.
BAR, GAP, HEIGHT = 34, 10, 64
TOP, BOTTOM = 20, 38
# "Overdue" is a longer word than the name of a month.
FIRST = 28
MOST_ROWS = 8


@dataclass(frozen=True)
class Bar:
    """One bar, from its upper left corner. `look`: "overdue", "above" (the cap) or "within"; `is_cut`: it would be higher
    than the drawing. `year` stands under the first month of each."""

    x: int
    y: int
    height: int
    number: int
    label: str
    year: str
    look: str
    is_cut: bool

    @property
    def middle(self) -> int:
        return self.x + BAR // 2

    @property
    def number_y(self) -> int:
        return self.y - 5

    @property
    def cut_y(self) -> int:
        """Where the sign stands that says "and more"."""
        return self.y + 14


@dataclass(frozen=True)
class Chart:
    """The bars of one person. `cap_y`: the height of the line of what they can do in a month, None without one."""

    row: Row
    bars: tuple[Bar, ...]
    cap_y: int | None
    width: int
    height: int = TOP + HEIGHT + BOTTOM
    floor: int = TOP + HEIGHT
    labels_y: int = TOP + HEIGHT + 16
    years_y: int = TOP + HEIGHT + 32
    bar_width: int = BAR
    cap_x: int = 2 * FIRST + BAR  # the line is about months; what is overdue is not measured by it


def charts(rows: Sequence[Row]) -> list[Chart]:
    """One drawing for each of the first rows, all to one scale, so that people can be compared. What is overdue does not set
    the scale: four hundred of it would press every month flat."""
    shown = rows[:MOST_ROWS]
    planned = [cell.number for row in shown for cell in row.cells if cell.name != OVERDUE]
    highest = max(planned + [row.cap or 0 for row in shown] + [1])
    return [_chart(row, highest) for row in shown]


def _chart(row: Row, highest: int) -> Chart:
    def above_floor(number: int) -> int:
        height = round(HEIGHT * min(number, highest) / highest)
        return max(height, 2) if number else 0  # a single review among hundreds is still seen

    bars = []
    for place, cell in enumerate(row.cells):
        height = above_floor(cell.number)
        bars.append(
            Bar(
                x=FIRST + place * (BAR + GAP) + (FIRST - GAP if place else 0),
                y=TOP + HEIGHT - height,
                height=height,
                number=cell.number,
                label=cell.short,
                year=cell.year,
                look="overdue" if cell.name == OVERDUE else "above" if cell.above else "within",
                is_cut=cell.number > highest,
            )
        )
    width = 2 * FIRST + len(row.cells) * (BAR + GAP)
    return Chart(row, tuple(bars), None if row.cap is None else TOP + HEIGHT - above_floor(row.cap), width)
