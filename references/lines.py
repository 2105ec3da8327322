"""Where in the text of the form a place of the page is written. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from markup import parse, render
from markup.document import Node

# What the ids of these blocks begin with on the page, numbered in the order of the text.
BLOCKS = {"drug-table": "dt", "side-effects": "se", "precautions": "pc"}


def lines_of_anchors(text: str, outline: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The line of each heading and of each block of facts, by its id on the page. `outline`: that of the page, which may have
    been published from an earlier text: then only headings that read the same are found."""
    document = parse(text)
    nodes = [node for node in document.nodes if node.kind == "heading" and node.value <= 3]
    written = [heading.id for heading in render(document, {}).outline]
    lines = {}
    if len(nodes) == len(written):  # a heading without words is in no outline
        # Tokens in a heading read otherwise without what they stand for, so its place among the others tells which it is.
        names = [row["id"] for row in outline] if len(outline) == len(written) else written
        lines = {name: node.line for name, node in zip(names, nodes, strict=True)}
    return lines | _lines_of_blocks(document.nodes)


def _lines_of_blocks(nodes: Sequence[Node]) -> dict[str, int]:
    counts = dict.fromkeys(BLOCKS.values(), 0)
    lines = {}
    for node in (each for top in nodes for each in top.walk()):
        prefix = BLOCKS.get(node.value.directive.name) if node.kind == "directive" else None
        if prefix:
            counts[prefix] += 1
            lines[f"{prefix}{counts[prefix]}"] = node.line
    return lines
