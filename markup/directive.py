"""What a directive is: its name, how its opening line is read, and how it is printed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from markup.document import Node
from markup.issues import Issue
from markup.names import Name

if TYPE_CHECKING:
    from markup.writing import Writer


class Reading(NamedTuple):
    """What the opening line of a directive says.

    `arguments` is whatever the directive wants to find again when it is printed, None when it cannot be printed.
    """

    arguments: Any
    names: tuple[Name, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Directive:
    """A kind of `:::` block.

    `closes` tells a block, which ends with a line of colons, from a directive of a single line. `read` gets the words
    after the name and the line in the file. `render` returns HTML that still passes the sanitiser.
    """

    name: str
    closes: bool
    read: Callable[[str, int], Reading]
    render: "Callable[[Writer, Node], str]"


@dataclass(frozen=True, slots=True)
class Block:
    """The use of a directive in a document: the value of a node of kind "directive"."""

    directive: Directive
    arguments: Any
    written: str
