"""The prose of a document in passages: one for each paragraph, item or cell, with its lines and the drugs it names by tokens."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markup.document import Document, Node
from markup.dosing.splitting import QUOTED

# Questions, warnings about what not to do, and signs for which to call say no dose that anybody should follow.
LEFT_OUT = frozenset({"questions", "dont", "care", "resources", "figure", "model"})


@dataclass(slots=True)
class Passage:
    """`named`: (start, end, key) of each drug token in the text; `lines`: the offset at which each line starts, and the line.

    `heading` passages only name drugs. `topic`: words that stand before it and say what it is about: the paragraph that
    leads into a list, the first cell of a row.
    """

    text: str = ""
    named: list[tuple[int, int, str]] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    heading: bool = False
    topic: "Passage | None" = None

    def line_at(self, offset: int) -> int:
        """The line of the file on which what stands at the offset was written."""
        return self.lines[max(bisect_right(self.offsets, offset) - 1, 0)] if self.lines else 0


def passages_of(document: Document) -> list[Passage]:
    """Every passage in order; quotations, code and what no patient takes as advice are left out."""
    return list(_blocks(document.nodes, None))


def _blocks(nodes: Iterable[Node], topic: Passage | None) -> Iterator[Passage]:
    before: Passage | None = None
    for node in nodes:
        lead = before if before and before.text.rstrip().endswith(":") else None
        before = None
        match node.kind:
            case "paragraph" | "tight":
                before = _passage(node, topic)
                yield before
                if topic is None and node.kind == "tight":
                    topic = before  # what is nested below an item is about the item
            case "heading":
                yield _passage(node, None, heading=True)
            case "bullets" | "numbers":
                for item in node.children:
                    yield from _blocks(item.children, lead or topic)
            case "table":
                yield from _table(node)
            case "directive":
                if node.value.directive.name not in LEFT_OUT:
                    yield from _blocks(node.children, topic)
            case "contents":
                yield from _blocks(node.children, topic)


def _table(node: Node) -> Iterator[Passage]:
    """Cells by rows. A row is about what its first cell names, else about the head of the column."""
    heads: list[Passage] = []
    for row in node.children:
        cells = [_passage(cell, None) for cell in row.children]
        for place, cell in enumerate(cells):
            if heads:
                cell.topic = cells[0] if place else None
                if place and place < len(heads):
                    cells[0].topic = None
                    cell.topic = _joined(cells[0], heads[place])
            yield cell
        heads = heads or cells


def _joined(first: Passage, second: Passage) -> Passage:
    shift = len(first.text) + 2
    named = [*first.named, *((start + shift, end + shift, key) for start, end, key in second.named)]
    return Passage(f"{first.text}: {second.text}", named)


def _passage(node: Node, topic: Passage | None, heading: bool = False) -> Passage:
    passage = Passage(topic=topic, heading=heading)
    parts: list[str] = []
    _Flat(passage, parts, node.line).add(node.children)
    passage.text = "".join(parts)
    return passage


class _Flat:
    """Puts the words of inline nodes one after the other and keeps count of lines."""

    def __init__(self, passage: Passage, parts: list[str], line: int) -> None:
        self.passage, self.parts = passage, parts
        self.length = 0
        self.start_line(line)

    def start_line(self, line: int) -> None:
        self.line = line
        self.passage.offsets.append(self.length)
        self.passage.lines.append(line)

    def put(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)

    def add(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            match node.kind:
                case "text":
                    self.put(node.text)
                case "softbreak" | "hardbreak":
                    self.put("\n")
                    self.start_line(self.line + 1)
                case "strong" | "em" | "link":
                    self.add(node.children)
                case "token":
                    self._token(node)
                case _:
                    self.put(" ")

    def _token(self, node: Node) -> None:
        token = node.value
        words = token.words or token.key.replace("-", " ")
        if token.kind == "drug":
            words = QUOTED if token.field else words
            self.passage.named.append((self.length, self.length + len(words), token.key))
        elif token.kind == "despite":
            words = QUOTED
        self.put(words)
