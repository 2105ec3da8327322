"""Three ways at once: what two people started from, what one of them saved, what the other wants to save. Pure.

A form is a State: the value of every box by its key, and its rows. The key of a box is its name ("body"); in a row it is
"products#12/brand", where 12 is the row's id, or "new3" for a row that was never saved.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Values = tuple[str, ...]
# What only one side changed is taken over as it is; what both changed stays as mine until a person decides.
Kind = Literal["theirs", "mine", "both"]


@dataclass(frozen=True)
class State:
    """`values`: only what is not empty. `rows`: keys of rows ("products#12") in their order."""

    values: Mapping[str, Values] = field(default_factory=dict)
    rows: tuple[str, ...] = ()

    def of(self, key: str) -> Values:
        return self.values.get(key, ())

    def boxes_of(self, row: str) -> dict[str, Values]:
        return {key: values for key, values in self.values.items() if row_of(key) == row}


@dataclass(frozen=True)
class Difference:
    """One box in which the two sides differ. `base` is None when nobody knows what they started from. `now`: what the merged
    form holds."""

    key: str
    kind: Kind
    base: Values | None
    theirs: Values
    mine: Values
    now: Values


@dataclass(frozen=True)
class Merge:
    """`state` holds both people's work; `added` and `removed` are rows that they put in or took out, `kept` rows that they
    took out and I changed, which stay as new rows; `new` the rows I put in."""

    state: State
    differences: tuple[Difference, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def clashes(self) -> tuple[Difference, ...]:
        return tuple(each for each in self.differences if each.kind == "both")

    @property
    def is_empty(self) -> bool:
        """Whether the two sides say the same."""
        return not (self.differences or self.added or self.removed or self.kept or self.new)

    def choose(self, chosen: Mapping[str, Values]) -> "Merge":
        """The same with these boxes filled as somebody chose."""
        values = {key: found for key, found in ({**self.state.values, **chosen}).items() if found}
        differences = tuple(replace(each, now=chosen.get(each.key, each.now)) for each in self.differences)
        return replace(self, state=State(values, self.state.rows), differences=differences)


def row_of(key: str) -> str:
    """The row a box stands in, "" for a box of the page itself."""
    return key.partition("/")[0] if "#" in key else ""


def is_new(row: str) -> bool:
    return row.partition("#")[2].startswith("new")


def compare(base: State | None, theirs: State, mine: State, *, unknown: Collection[str] = ()) -> Merge:
    """Bring two states together. `base` is None when nobody knows what they started from; `unknown`: boxes of which nobody
    knows it."""

    def started_from(key: str) -> Values | None:
        return None if base is None or key in unknown else base.of(key)

    values: dict[str, Values] = {}
    differences: list[Difference] = []

    def bring_together(row: str) -> None:
        for key in dict.fromkeys(key for key in (*theirs.values, *mine.values) if row_of(key) == row):
            difference = compare_box(key, started_from(key), theirs.of(key), mine.of(key))
            if difference is not None:
                differences.append(difference)
            values[key] = difference.now if difference else mine.of(key)

    bring_together("")
    rows, added, removed, kept, new = [], [], [], [], []
    for row in dict.fromkeys([*theirs.rows, *mine.rows]):
        if row in theirs.rows and row in mine.rows:
            rows.append(row)
            bring_together(row)
        elif row in theirs.rows:
            rows.append(row)
            added.append(row)
            values |= theirs.boxes_of(row)
        elif is_new(row):
            rows.append(row)
            new.append(row)
            values |= mine.boxes_of(row)
        elif (base is not None and base.boxes_of(row) == mine.boxes_of(row)) or mine.of(f"{row}/DELETE"):
            removed.append(row)
        else:
            prefix, _, pk = row.partition("#")
            rows.append(f"{prefix}#new-{pk}")
            kept.append(row)
            values |= {f"{prefix}#new-{pk}/{key.partition('/')[2]}": each for key, each in mine.boxes_of(row).items()}
    state = State({key: found for key, found in values.items() if found}, tuple(rows))
    return Merge(state, tuple(differences), tuple(added), tuple(removed), tuple(kept), tuple(new))


def compare_box(key: str, base: Values | None, theirs: Values, mine: Values) -> Difference | None:
    """One box: None when both sides say the same."""
    if theirs == mine:
        return None
    if base is not None and mine == base:
        return Difference(key, "theirs", base, theirs, mine, now=theirs)
    if base is not None and theirs == base:
        return Difference(key, "mine", base, theirs, mine, now=mine)
    return Difference(key, "both", base, theirs, mine, now=mine)
