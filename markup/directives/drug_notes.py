"""`::: drug-notes denosumab`: what goes with a treatment: what is checked, what is taken with it, what weak kidneys change."""

from html import escape
from typing import TYPE_CHECKING

from markup.directive import Directive, Reading
from markup.directives.drug_facts import read_one_drug, stated_list
from markup.document import Node
from markup.facts import DrugFact
from markup.issues import warning
from markup.names import Name

if TYPE_CHECKING:
    from markup.writing import Writer

KINDS = ("monitoring", "supplements", "kidney")
# Notes that say how much of something is taken.
DOSES = frozenset({"supplements", "kidney"})


def _read(arguments: str, line: int) -> Reading:
    return read_one_drug("drug-notes", arguments, line)


def _render(writer: "Writer", node: Node) -> str:
    name: Name | None = node.value.arguments
    fact: DrugFact | None = writer.fact(name, node.line) if name else None
    if fact is None:
        return f"<p>{writer.problem(name.key)}</p>\n" if name else ""
    pairs = [
        (writer.phrase(f"row {kind}"), writer.quotes([(name, kind)], doses=kind in DOSES), words)
        for kind in KINDS
        if (words := notes_of(writer, fact, kind, node.line))
    ]
    html_id = writer.new_id("dn")
    if pairs:
        return f'<div class="drug-notes" id="{html_id}">\n{stated_list(pairs)}</div>\n'
    message = f"The library has no notes for care with {fact.name}."
    writer.report(warning("fact-not-stated", node.line, message, "Ask for the facts to be completed."))
    quoted = writer.quotes((name, kind) for kind in KINDS)
    return f'<div class="drug-notes" id="{html_id}"{quoted}>\n<p>{writer.phrase("not stated")}</p>\n</div>\n'


def notes_of(writer: "Writer", fact: DrugFact, kind: str, line: int, anchor: str = "") -> str:
    """Return the notes of one kind with their citations, as finished words; nothing when there are none."""
    return " ".join(
        escape(note.words, quote=False) + writer.cite_facts(note.citations, line, fact.key, anchor)
        for note in fact.notes
        if note.kind == kind and note.words
    )


DIRECTIVE = Directive("drug-notes", closes=False, read=_read, render=_render)
