"""Three ways at once: what both started from, what they saved, what I want to save."""

import pytest

from publishing.merging import State, compare, compare_box

OLD, THEIRS, MINE = ("old",), ("theirs",), ("mine",)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "kind", "now"),
    [
        (OLD, OLD, OLD, None, None),
        (OLD, THEIRS, THEIRS, None, None),
        ((), (), (), None, None),
        (None, THEIRS, THEIRS, None, None),
        (OLD, THEIRS, OLD, "theirs", THEIRS),
        (OLD, (), OLD, "theirs", ()),
        ((), THEIRS, (), "theirs", THEIRS),
        (OLD, OLD, MINE, "mine", MINE),
        (OLD, OLD, (), "mine", ()),
        ((), (), MINE, "mine", MINE),
        (OLD, THEIRS, MINE, "both", MINE),
        (OLD, (), MINE, "both", MINE),
        (OLD, THEIRS, (), "both", ()),
        ((), THEIRS, MINE, "both", MINE),
        (None, THEIRS, MINE, "both", MINE),
        (None, (), MINE, "both", MINE),
        (("1", "2"), ("1", "2", "3"), ("1", "2"), "theirs", ("1", "2", "3")),
    ],
)
def test_one_box(base, theirs, mine, kind, now):
    difference = compare_box("body", base, theirs, mine)
    assert (difference and difference.kind, difference and difference.now) == (kind, now)


def form(rows: dict[str, dict[str, str]] | None = None, **boxes: str) -> State:
    """A form: boxes of the page, and rows with theirs."""
    rows = rows or {}
    values = {name: (text,) for name, text in boxes.items()}
    values |= {f"{row}/{name}": (text,) for row, inside in rows.items() for name, text in inside.items()}
    return State(values, tuple(rows))


def test_what_only_one_side_changed_is_brought_together():
    merge = compare(form(a="1", b="1", c="1"), form(a="2", b="1", c="1"), form(a="1", b="3", c="1"))
    assert merge.state == form(a="2", b="3", c="1")
    assert [(each.key, each.kind) for each in merge.differences] == [("a", "theirs"), ("b", "mine")]
    assert merge.clashes == ()


def test_what_both_changed_stays_mine_until_somebody_chooses():
    merge = compare(form(a="1", b="1"), form(a="2", b="2"), form(a="3", b="1"))
    assert merge.state == form(a="3", b="2")
    assert [each.key for each in merge.clashes] == ["a"]
    chosen = merge.choose({"a": ("2",)})
    assert chosen.state == form(a="2", b="2")
    assert chosen.clashes[0].now == ("2",) and chosen.clashes[0].mine == ("3",)


def test_a_box_whose_start_nobody_knows_is_never_taken_for_unchanged():
    merge = compare(form(a="1", b="1"), form(a="2", b="2"), form(a="1", b="1"), unknown={"a"})
    assert [(each.key, each.kind) for each in merge.differences] == [("a", "both"), ("b", "theirs")]
    assert {each.kind for each in compare(None, form(a="2"), form(a="1")).differences} == {"both"}


ROW = "products#7"


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "rows", "field"),
    [
        ({ROW: {"n": "1"}}, {ROW: {"n": "1"}}, {ROW: {"n": "1"}}, (ROW,), None),
        # they added a row, I added one: both stay
        ({}, {ROW: {"n": "1"}}, {}, (ROW,), "added"),
        ({}, {}, {"products#new0": {"n": "1"}}, ("products#new0",), "new"),
        ({}, {ROW: {"n": "1"}}, {"products#new0": {"n": "2"}}, (ROW, "products#new0"), "added"),
        # they deleted a row that I left alone: it goes; that I changed: it stays, as a new one
        ({ROW: {"n": "1"}}, {}, {ROW: {"n": "1"}}, (), "removed"),
        ({ROW: {"n": "1"}}, {}, {ROW: {"n": "2"}}, ("products#new-7",), "kept"),
        # both deleted it
        ({ROW: {"n": "1"}}, {}, {ROW: {"n": "1", "DELETE": "on"}}, (), "removed"),
        # nobody knows what it was: it stays
        (None, {}, {ROW: {"n": "1"}}, ("products#new-7",), "kept"),
    ],
)
def test_rows(base, theirs, mine, rows, field):
    merge = compare(None if base is None else form(base), form(theirs), form(mine))
    assert merge.state.rows == rows
    assert merge.is_empty is (field is None)
    for name in ("added", "removed", "kept", "new"):
        assert bool(getattr(merge, name)) is (name == field or (name == "new" and "products#new0" in mine))


def test_one_row_changed_by_both_in_different_boxes():
    base, theirs, mine = {ROW: {"a": "1", "b": "1"}}, {ROW: {"a": "2", "b": "1"}}, {ROW: {"a": "1", "b": "2"}}
    merge = compare(form(base), form(theirs), form(mine))
    assert merge.state == form({ROW: {"a": "2", "b": "2"}})
    assert merge.clashes == ()


def test_a_row_that_i_deleted_and_they_changed_is_seen():
    base, theirs = {ROW: {"a": "1"}}, {ROW: {"a": "2"}}
    merge = compare(form(base), form(theirs), form({ROW: {"a": "1", "DELETE": "on"}}))
    assert [(each.key, each.kind) for each in merge.differences] == [(f"{ROW}/a", "theirs"), (f"{ROW}/DELETE", "mine")]


def test_nothing_anybody_wrote_is_missing_from_what_is_shown():
    """Every value of either side is in the merged form or in a difference: no way to lose a word silently."""
    values = [(), ("x",), ("y",), ("z",)]
    for base in values:
        for theirs in values:
            for mine in values:
                merge = compare(*(State({"a": each} if each else {}) for each in (base, theirs, mine)))
                shown = {merge.state.of("a")}.union(*({each.theirs, each.mine} for each in merge.differences))
                assert {theirs, mine} <= shown
