"""What an import tells: every record is accounted for, in the same shape for the page, the command and programs."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from references.actions.retelling import Became
from references.formats.carried import Ours


class Rejected(NamedTuple):
    """A record that did not come in: where it stands, what the file calls it, and why."""

    line: int
    position: int
    key: str
    reason: str


class Remark(NamedTuple):
    """Something of a record was changed or left out on the way in. `key`: what the file calls it, else its title."""

    line: int
    key: str
    message: str


class Change(NamedTuple):
    """What an import made of one field of a record that was there already; the values in words, long ones shortened."""

    key: str
    field: str
    before: str
    after: str
    line: int = 0


class Row(NamedTuple):
    """One record that was brought: `what` became of it ("created", "updated", …), where it stands, its key here, and the line
    that it prints."""

    what: str
    line: int
    position: int
    key: str
    text: str


@dataclass
class ImportReport:
    """What an import did, by the keys of the library. A merged record is one that this import had brought already; `left` are
    those that a person did not want changed or brought. `became`: what records said became of their works. `changes` and `rows`
    are told when the run asks for them."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    became: list[Became] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, other: "ImportReport") -> None:
        for name in vars(self):
            getattr(self, name).extend(getattr(other, name))

    def as_json(self) -> dict[str, list[Any]]:
        """Keys as they are, everything else by the names of its parts."""
        return {
            name: [each if isinstance(each, str) else each._asdict() for each in values]
            for name, values in vars(self).items()
        }


@dataclass
class ImportRun:
    """What one import knows from one portion to the next. `keys_are_ours`: see references.formats.Source. `only_new`: what the
    library has stays as it is. `leave`: the positions in the file that a person does not want."""

    keys_are_ours: bool = True
    seen: set[str] = field(default_factory=set)  # keys of the library that it brought
    given: dict[str, int] = field(default_factory=dict)  # keys of the file, each with its first line
    waiting: dict[str, Ours] = field(default_factory=dict)  # what it created and what replaced that is not here yet
    tells_changes: bool = False
    tells_rows: bool = False
    only_new: bool = False
    leave: frozenset[int] = frozenset()
