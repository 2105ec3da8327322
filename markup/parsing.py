"""Parsing: text as editors write it becomes a document, with what it names and what is wrong with its form."""

from typing import Any

from markdown_it import MarkdownIt

from markup import brackets, fences, guards, tables
from markup.document import Document
from markup.issues import in_order
from markup.reading import Reader


def parse(text: str, *, first_line: int = 1) -> Document:
    """Read a text.

    `first_line` is the line of the file on which the text begins (front matter counted), so that every line in issues
    and mentions is the line an editor sees.
    """
    text, issues = guards.tidy(text, first_line)
    env: dict[str, Any] = {"issues": issues, "first_line": first_line, "closing_lines": {}}
    reader = Reader(_PARSER.parse(text, env), first_line)
    nodes = reader.nodes()
    return Document(tuple(nodes), tuple(reader.mentions), in_order([*issues, *reader.issues]))


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["reference", "html_block", "html_inline"])
    # Addresses are checked while the tree is built, where a bad one becomes an issue instead of raw brackets.
    md.validateLink = lambda url: True
    fences.install(md)
    tables.install(md)
    guards.install(md)
    brackets.install(md)
    return md


_PARSER = _parser()
