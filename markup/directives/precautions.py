"""`::: precautions ibuprofen` or `::: precautions class:nsaids`: who should be careful with a drug, on a care card for each
degree of care."""

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from markup.directive import Directive, Reading
from markup.document import Node
from markup.fact_lists import Facts, bulleted, print_lists
from markup.facts import ClassFact, DrugFact, PrecautionFact
from markup.issues import warning
from markup.listed import read_list
from markup.merged import merged_precautions
from markup.names import Name
from markup.phrases import has_phrase, join_words

if TYPE_CHECKING:
    from markup.writing import Writer

# Severity → the level of its card, and whether it says whom to call. The gravest first; "" is a severity nobody stated.
# None is an emergency: that level is for what has happened, not for what somebody should ask before.
_CARDS = {
    "avoid": ("urgent", True),
    "ask-first": ("nonurgent", True),
    "caution": ("nonurgent", False),
    "": ("nonurgent", False),
}


class _Wanted(NamedTuple):
    names: tuple[Name, ...]


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

    def write_rows(precautions: tuple[PrecautionFact, ...], facts: Facts) -> str:
        drugs = join_words([fact.name for fact in facts], writer.language, "or")
        by_severity: dict[str, list[PrecautionFact]] = {severity: [] for severity in _CARDS}
        for each in precautions:
            writer.phrase_for("severity", each.severity, node.line)  # one that has no words is an issue
            by_severity[each.severity if each.severity in _CARDS else ""].append(each)
        source = facts[0].key
        return "".join(
            _card(writer, severity, drugs, [_item(writer, each, node.line, source) for each in some])
            for severity, some in by_severity.items()
            if some
        )

    last, none = "precautions not complete", "precautions none"
    return print_lists(writer, node, writer.new_id("pc"), rows_of, write_rows, last, none)


def _card(writer: "Writer", severity: str, drugs: str, items: list[str]) -> str:
    look, calls = _CARDS[severity]
    title_id, level = writer.new_id("care-"), writer.below()
    urgency = f"severity {severity}"
    word = f'<span class="visually-hidden">{writer.phrase(urgency)}: </span>' if has_phrase(urgency) else ""
    title = writer.phrase(f"precaution {severity or 'other'}", drugs=drugs)
    lines = f'<p class="care-lines" data-lines="{look}"></p>\n' if calls else ""
    return (
        f'<section class="care care-{look}" aria-labelledby="{title_id}">\n'
        f'<h{level} id="{title_id}">{word}{title}</h{level}>\n{bulleted(items)}{lines}</section>\n'
    )


def _item(writer: "Writer", each: PrecautionFact, line: int, source: str) -> str:
    advice = f": {escape(each.advice, quote=False)}" if each.advice else ""
    cited = writer.cite_facts(each.citations, line, source)
    return f"<strong>{escape(each.condition, quote=False)}</strong>{advice}{cited}"


DIRECTIVE = Directive("precautions", closes=False, read=_read, render=_render)
