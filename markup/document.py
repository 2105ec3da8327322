"""The meaning of a text: a tree of nodes, with what it names and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markup.issues import Issue
from markup.names import Mention, Name


@dataclass(slots=True, eq=False)
class Node:
    """One piece of a document.

    `line` is the line in the file. `text` is the literal text of a leaf. `value` belongs to the kind: the level of a
    heading, the address of a link, the first number of an ordered list, the alignments of a table, what a citation or
    token says, or the directive of a block.
    """

    kind: str
    line: int
    children: "list[Node]" = field(default_factory=list)
    text: str = ""
    value: Any = None

    def walk(self) -> "Iterator[Node]":
        """Yield this node and everything in it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """A text that has been read but not yet rendered; made by `parse` and good for any number of renderings."""

    nodes: tuple[Node, ...]
    mentions: tuple[Mention, ...]
    issues: tuple[Issue, ...]

    @property
    def names(self) -> frozenset[Name]:
        """Everything the text names, for looking up before rendering."""
        return frozenset(mention.name for mention in self.mentions)
