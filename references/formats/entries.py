"""What every reader yields, and how much of one file it takes into memory at a time."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy

from references.formats.carried import Ours

MAX_RECORD = 4_000_000  # characters; the largest real ones list some thousand authors with their addresses
CHUNK = 1 << 16  # characters read at a time


class Entry(NamedTuple):
    """One record of a file: where it starts, what the file calls it, and the record as CSL-JSON, or why there is none.

    `notes`: what had to be changed or left out on the way, in sentences for whoever imports. `ours`: the record was
    exported by a library like ours, which gave it its key and said this of it.
    """

    line: int
    position: int  # counted from 1 in its file
    key: str
    record: dict[str, Any] | None
    problem: str = ""
    notes: tuple[str, ...] = ()
    ours: Ours | None = None


class CannotRead(Exception):
    """The whole file is refused; `line` is 0 when no line is to blame."""

    def __init__(self, reason: str, line: int = 0):
        super().__init__(reason)
        self.reason, self.line = reason, line


TOO_LONG = gettext_lazy(
    "The record is longer than 4 million characters; shorten it (often its abstract or notes) and import it alone."
)


class Found(NamedTuple):
    """A record as a reader of one format finds it; whoever reads the file counts its position."""

    line: int
    key: str
    record: dict[str, Any] | None
    problem: str = ""
    notes: tuple[str, ...] = ()
    ours: Ours | None = None
