"""`::: side-effects denosumab serious` or `::: side-effects class:bisphosphonates`: a list from the drug library."""

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from markup.directive import Directive, Reading
from markup.document import Node
from markup.facts import ClassFact, DrugFact, SideEffectFact
from markup.issues import error, warning
from markup.listed import read_list
from markup.names import Name
from markup.phrases import join_words

if TYPE_CHECKING:
    from markup.writing import Writer

_LIMITS: dict[str, Callable[[SideEffectFact], bool]] = {
    "serious": lambda effect: effect.serious,
    "common": lambda effect: effect.band in ("very-common", "common"),
}
_LINES = ("onset", "duration", "at_risk", "prevention", "what_to_do", "call_now")


class _Wanted(NamedTuple):
    names: tuple[Name, ...]
    limit: str


def merged_side_effects(fact: DrugFact | ClassFact) -> tuple[tuple[SideEffectFact, ...], bool]:
    """Return the side effects of a drug with those of its classes, each key once, and whether the list is complete.

    What is recorded for the drug itself goes before what is recorded for its class.
    """
    effects = {effect.key: effect for effect in fact.side_effects}
    for drug_class in getattr(fact, "classes", ()):
        for effect in drug_class.side_effects:
            effects.setdefault(effect.key, effect)
    return tuple(effects.values()), fact.side_effects_complete


def print_lists(
    writer: "Writer",
    node: Node,
    html_id: str,
    rows_of: Callable[[DrugFact | ClassFact], tuple[tuple, bool]],
    write_item: Callable[[Any, str], str],
    last: str,
) -> str:
    """Return the lists of every drug and class named in a directive, and the closing line unless all are complete.

    `rows_of` returns the rows of one of them and whether they are a full list; `write_item` writes one row, given the key
    it came from; `last` is the phrase that closes. Drugs whose lists say the same share one: nobody should have to compare
    two lists word by word to find that they do not differ.
    """
    names: tuple[Name, ...] = node.value.arguments.names
    all_complete, unresolved = True, []
    groups: dict[tuple, list[DrugFact | ClassFact]] = {}
    for name in names:
        fact = writer.fact(name, node.line)
        if fact is None:
            unresolved.append(name.key)
            continue
        rows, complete = rows_of(fact)
        all_complete = all_complete and complete
        groups.setdefault(rows, []).append(fact)
    html = ""
    for rows, facts in groups.items():
        if len(names) > 1:
            links = join_words([writer.drug_link(fact) for fact in facts], writer.language)
            html += f'<p class="list-of">{links}</p>\n'
        items = "".join(f"<li>{write_item(row, facts[0].key)}</li>\n" for row in rows)
        html += f"<ul>\n{items}</ul>\n" if items else f"<p>{writer.phrase('not stated')}</p>\n"
    plain = f'<p class="problem">{escape(", ".join(unresolved), quote=False)}</p>\n' if unresolved else ""
    if not html:
        return plain
    closing = "" if all_complete else f'<p class="not-complete">{writer.phrase(last)}</p>\n'
    field = node.value.directive.name
    quoted = writer.quotes((name, field) for name in _quoted_by(groups.values()))
    return f'<div class="{field}" id="{html_id}"{quoted}>\n{html}{closing}</div>\n{plain}'


def _quoted_by(groups: Iterable[list[DrugFact | ClassFact]]) -> Iterator[Name]:
    """Yield what the lists come from: the drugs and classes named, and the classes whose rows a drug shares."""
    for fact in (fact for facts in groups for fact in facts):
        yield Name("drug" if isinstance(fact, DrugFact) else "class", fact.key)
        yield from (Name("class", each.key) for each in getattr(fact, "classes", ()))


def _read(arguments: str, line: int) -> Reading:
    listed = read_list("side-effects", arguments, line, kinds=("drug", "class"), words=tuple(_LIMITS))
    issues = listed.issues
    if len(set(listed.words)) > 1:
        issues += (error("two-limits", line, "Choose either serious or common.", "Or write two side-effects lines."),)
    return Reading(_Wanted(listed.names, "".join(listed.words[:1])), listed.names, issues)


def _render(writer: "Writer", node: Node) -> str:
    limit: str = node.value.arguments.limit

    def rows_of(fact: DrugFact | ClassFact) -> tuple[tuple[SideEffectFact, ...], bool]:
        effects, complete = merged_side_effects(fact)
        if limit:
            effects = tuple(effect for effect in effects if _LIMITS[limit](effect))
        if not effects:
            which = f"{limit} side effects" if limit else "side effects"
            message = f"The library states no {which} of {fact.name}."
            writer.report(warning("fact-not-stated", node.line, message, "Ask for the facts to be completed."))
        return effects, complete and not limit

    def write_item(effect: SideEffectFact, source: str) -> str:
        return _item(writer, effect, node.line, source)

    return print_lists(writer, node, writer.new_id("se"), rows_of, write_item, "side effects not complete")


def _item(writer: "Writer", effect: SideEffectFact, line: int, source: str) -> str:
    serious = f' <span class="serious">{writer.phrase("serious")}</span>' if effect.serious else ""
    clinical = f" ({escape(effect.clinical_name, quote=False)})" if effect.clinical_name else ""
    cited = writer.cite_facts(effect.citations, line, source)
    html = f"<p><strong>{escape(effect.name, quote=False)}</strong>{clinical}{serious}{cited}</p>"
    if effect.definition:
        html += f"<p>{escape(effect.definition, quote=False)}</p>"
    common = escape(effect.frequency, quote=False) or writer.phrase_for("band", effect.band, line)
    pairs = [(writer.phrase("how common"), common)]
    pairs += [(writer.phrase(each.replace("_", " ")), escape(getattr(effect, each), quote=False)) for each in _LINES]
    stated = "".join(f"<dt>{label}</dt><dd>{words}</dd>" for label, words in pairs if words)
    return html + (f'<dl class="side-effect">{stated}</dl>' if stated else "")


DIRECTIVE = Directive("side-effects", closes=False, read=_read, render=_render)
