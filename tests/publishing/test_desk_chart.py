"""The bars of the load: to one scale, with what is overdue cut off instead of pressing every month flat."""

import pytest

from publishing.desk.chart import HEIGHT, MOST_ROWS, TOP, charts
from publishing.desk.load import OVERDUE, Cell, Row


def row(*numbers: int, cap: int | None = 20, overdue: int = 0) -> Row:
    cells = [Cell(OVERDUE, "Overdue", "Overdue", "", overdue)]
    cells += [
        Cell(f"2026-{n + 1:02}", "", "", "", number, above=cap is not None and number > cap)
        for n, number in enumerate(numbers)
    ]
    return Row(1, "Somebody", cap, tuple(cells))


@pytest.mark.parametrize(
    ("numbers", "cap", "heights"),
    [
        ((20, 10, 0), 20, [HEIGHT, HEIGHT // 2, 0]),
        ((40, 20, 0), 20, [HEIGHT, HEIGHT // 2, 0]),
        ((5, 10, 1), None, [HEIGHT // 2, HEIGHT, round(HEIGHT / 10)]),
        ((0, 0, 0), 20, [0, 0, 0]),
        ((0, 0, 0), 0, [0, 0, 0]),
        ((1, 1000, 0), 20, [2, HEIGHT, 0]),
    ],
)
def test_bars_grow_with_their_numbers_and_the_smallest_is_seen(numbers, cap, heights) -> None:
    chart = charts([row(*numbers, cap=cap)])[0]
    assert [bar.height for bar in chart.bars[1:]] == heights
    assert all(bar.y + bar.height == chart.floor for bar in chart.bars)


def test_four_hundred_overdue_press_no_month_flat() -> None:
    overdue, month = charts([row(20, overdue=400)])[0].bars
    assert (overdue.height, overdue.is_cut, overdue.look) == (HEIGHT, True, "overdue")
    assert (month.height, month.is_cut, month.look) == (HEIGHT, False, "within")


def test_everybody_is_drawn_to_one_scale_with_a_line_of_their_own() -> None:
    small, large, nobody = charts([row(5, cap=10), row(40, cap=20), row(3, cap=None)])
    assert small.bars[1].height == round(HEIGHT * 5 / 40)
    assert (small.cap_y, large.cap_y, nobody.cap_y) == (TOP + HEIGHT - HEIGHT // 4, TOP + HEIGHT - HEIGHT // 2, None)
    assert large.bars[1].look == "above"


def test_only_so_many_are_drawn() -> None:
    assert (len(charts([row(1)] * 50)), charts([])) == (MOST_ROWS, [])
