"""One cell: what it means, and what is refused because it could mean two things."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drugs.tables import cells
from drugs.tables.cells import Broken, Formula
from drugs.tables.formulas import escaped, unescaped

READ = [
    (cells.Cell(), "  two  words ", "two  words"),
    (cells.Cell(), "a\r\nb", "a\nb"),
    (cells.Cell(), None, ""),
    (cells.Cell(), 7, "7"),
    (cells.Cell(), 7.0, "7"),
    (cells.Cell(), 0.5, "0.5"),
    (cells.Cell(), "=1+1", "=1+1"),
    (cells.CodeCell(), "0078-0590-61", "0078-0590-61"),
    (cells.LinesCell(), "0078-0590-61; 0078-0590-62;0078-0590-61", ["0078-0590-61", "0078-0590-62"]),
    (cells.LinesCell(), "", []),
    (cells.NumberCell(), "4.50", Decimal("4.5")),
    (cells.NumberCell(), 4.5, Decimal("4.5")),
    (cells.NumberCell(), 0.1, Decimal("0.1")),
    (cells.NumberCell(), 120, Decimal(120)),
    (cells.NumberCell(), "", None),
    (cells.WholeCell(), "12", 12),
    (cells.WholeCell(), 12.0, 12),
    (cells.WholeCell(empty=0), None, 0),
    (cells.FlagCell(), "Yes", True),
    (cells.FlagCell(), True, True),
    (cells.FlagCell(), "false", False),
    (cells.FlagCell(), None, False),
    (cells.DayCell(), "2026-03-31", date(2026, 3, 31)),
    (cells.DayCell(), datetime(2026, 3, 31, 12), date(2026, 3, 31)),
    (cells.DayCell(), None, None),
    (cells.ChoiceCell(["US", "EU"]), "us", "US"),
    (cells.ChoiceCell(["US", "EU"]), "", ""),
]


@pytest.mark.parametrize(("cell", "value", "meant"), READ)
def test_a_plain_cell_is_read(cell, value, meant):
    assert cell.clean(value) == meant


REFUSED = [
    (cells.Cell(), Formula("=1+1"), "formula"),
    (cells.Cell(), Broken("#REF!"), "#REF!"),
    (cells.Cell(), True, "TRUE or FALSE"),
    (cells.Cell(), datetime(2026, 3, 4), "4 March 2026"),
    (cells.Cell(), time(3, 4), "made a date"),
    (cells.Cell(), 10**15, "15 digits"),
    (cells.Cell(), "x" * 5_001, "5,000"),
    (cells.CodeCell(), 78059061, "loses zeros"),
    (cells.NumberCell(), "4,5", "with a point"),
    (cells.NumberCell(), "1,000", "with a point"),
    (cells.NumberCell(), "1/2", "fraction"),
    (cells.NumberCell(), "½", "not a number"),
    (cells.NumberCell(), "3-4", "range"),
    (cells.NumberCell(), "90 mg", "number alone"),
    (cells.NumberCell(), "1e3", "number alone"),
    (cells.NumberCell(), "four", "not a number"),
    (cells.NumberCell(), "٣", "not a number"),
    (cells.NumberCell(), datetime(2026, 3, 4), "4 March 2026"),
    (cells.NumberCell(), float("nan"), "not a number"),
    (cells.NumberCell(), Formula("=4*1"), "formula"),
    (cells.WholeCell(), "1.5", "whole number"),
    (cells.WholeCell(), "-1", "whole number"),
    (cells.WholeCell(most=9), "10", "from 0 to 9"),
    (cells.FlagCell(), "x", "yes or no"),
    (cells.FlagCell(), 1, "yes or no"),
    (cells.DayCell(), "03/04/2026", "2026-03-31"),
    (cells.DayCell(), "2026-02-30", "2026-03-31"),
    (cells.DayCell(), 46112, "2026-03-31"),
    (cells.ChoiceCell(["US", "EU"]), "USA", "Did you mean “US”?"),
]


@pytest.mark.parametrize(("cell", "value", "words"), REFUSED)
def test_what_could_mean_two_things_is_refused_and_how_to_mend_it_is_said(cell, value, words):
    with pytest.raises(ValueError, match=r".") as refused:
        cell.clean(value)
    assert words in str(refused.value)


SIGNS = ["=", "+", "-", "@", "'", " ", "\t", "\n", "1", "a", "-5 °C", "=1+1"]


@given(st.lists(st.sampled_from(SIGNS) | st.text(max_size=3), max_size=5).map("".join))
def test_what_is_escaped_comes_back_and_begins_no_formula(text):
    assert unescaped(escaped(text)) == text
    assert not escaped(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("cell", [7, None, 4.5, Formula("='x'!A1"), "'quoted'", "it's"])
def test_what_was_not_escaped_is_left_alone(cell):
    assert unescaped(cell) is cell
