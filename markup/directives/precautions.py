"""`::: precautions ibuprofen` or `::: precautions class:nsaids`: who should be careful with a drug."""

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from markup.directive import Directive, Reading
from markup.directives.side_effects import print_lists
from markup.document import Node
from markup.facts import ClassFact, DrugFact, PrecautionFact
from markup.issues import warning
from markup.listed import read_list
from markup.names import Name

if TYPE_CHECKING:
    from markup.writing import Writer


class _Wanted(NamedTuple):
    names: tuple[Name, ...]


def merged_precautions(fact: DrugFact | ClassFact) -> tuple[tuple[PrecautionFact, ...], bool]:
    """Return the precautions of a drug with those of its classes, each key once, and whether the list is complete."""
    precautions = {each.key: each for each in fact.precautions}
    for drug_class in getattr(fact, "classes", ()):
        for each in drug_class.precautions:
            precautions.setdefault(each.key, each)
    return tuple(precautions.values()), fact.precautions_complete


def _read(arguments: str, line: int) -> Reading:
    listed = read_list("precautions", arguments, line, kinds=("drug", "class"))
    return Reading(_Wanted(listed.names), listed.names, listed.issues)


def _render(writer: "Writer", node: Node) -> str:
    def rows_of(fact: DrugFact | ClassFact) -> tuple[tuple[PrecautionFact, ...], bool]:
        precautions, complete = merged_precautions(fact)
        if not precautions:
            message = f"The library states no precautions for {fact.name}."
            writer.report(warning("fact-not-stated", node.line, message, "Ask for the facts to be completed."))
        return precautions, complete

    def write_item(each: PrecautionFact, source: str) -> str:
        return _item(writer, each, node.line, source)

    return print_lists(writer, node, writer.new_id("pc"), rows_of, write_item, "precautions not complete")


def _item(writer: "Writer", each: PrecautionFact, line: int, source: str) -> str:
    parts = []
    if words := writer.phrase_for("severity", each.severity, line):
        parts.append(f'<span class="severity severity-{each.severity}">{words}.</span>')
    if each.advice:
        parts.append(escape(each.advice, quote=False))
    cited = writer.cite_facts(each.citations, line, source)
    colon = ": " if parts else ""
    return f"<p><strong>{escape(each.condition, quote=False)}</strong>{colon}{' '.join(parts)}{cited}</p>"


DIRECTIVE = Directive("precautions", closes=False, read=_read, render=_render)
