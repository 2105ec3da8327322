"""`::: side-effects denosumab serious` or `::: side-effects class:bisphosphonates by=frequency`: a list from the drug library.

With `by=frequency` a care card comes first, which says when to call now, and then a list for each band of frequency.
"""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from markup.directive import Directive, Reading
from markup.document import Node
from markup.fact_lists import Facts, bulleted, print_lists
from markup.facts import ClassFact, DrugFact, SideEffectFact
from markup.issues import error, warning
from markup.listed import read_list
from markup.merged import merged_side_effects
from markup.names import Name

if TYPE_CHECKING:
    from markup.writing import Writer

_LIMITS: dict[str, Callable[[SideEffectFact], bool]] = {
    "serious": lambda effect: effect.serious,
    "common": lambda effect: effect.band in ("very-common", "common"),
}
_LINES = ("onset", "duration", "at_risk", "prevention", "what_to_do", "call_now")
# In the order of the page. Effects without a band come last: how common they are may be said in words of their own.
_BANDS = ("very-common", "common", "uncommon", "rare", "very-rare", "not-known", "")


class _Wanted(NamedTuple):
    names: tuple[Name, ...]
    limit: str
    grouped: bool


def _read(arguments: str, line: int) -> Reading:
    words = tuple(_LIMITS)
    listed = read_list("side-effects", arguments, line, kinds=("drug", "class"), options=("by",), words=words)
    issues = listed.issues
    if len(set(listed.words)) > 1:
        issues += (error("two-limits", line, "Choose either serious or common.", "Or write two side-effects lines."),)
    by = listed.options.get("by", "")
    if by not in ("", "frequency"):
        message = f"Side effects are not grouped by '{by[:40]}'."
        issues += (error("unknown-grouping", line, message, "Write by=frequency, or leave it out."),)
    return Reading(_Wanted(listed.names, "".join(listed.words[:1]), by == "frequency"), listed.names, issues)


def _render(writer: "Writer", node: Node) -> str:
    wanted: _Wanted = node.value.arguments

    def rows_of(fact: DrugFact | ClassFact) -> tuple[tuple[SideEffectFact, ...], bool]:
        effects, complete = merged_side_effects(fact)
        if wanted.limit:
            effects = tuple(effect for effect in effects if _LIMITS[wanted.limit](effect))
        if not effects:
            which = f"{wanted.limit} side effects" if wanted.limit else "side effects"
            message = f"The library states no {which} of {fact.name}."
            writer.report(warning("fact-not-stated", node.line, message, "Ask for the facts to be completed."))
        return effects, complete and not wanted.limit

    def write_rows(effects: tuple[SideEffectFact, ...], facts: Facts) -> str:
        source = facts[0].key
        if wanted.grouped:
            return _grouped(writer, effects, node.line, source)
        return bulleted(_item(writer, effect, node.line, source) for effect in effects)

    none = "not stated" if wanted.limit else "side-effects none"
    return print_lists(writer, node, writer.new_id("se"), rows_of, write_rows, "side effects not complete", none)


def _grouped(writer: "Writer", effects: tuple[SideEffectFact, ...], line: int, source: str) -> str:
    """When to call now, then what is most common first. One group alone needs no heading unless it names a number."""
    level = writer.below()
    html = _call_now(writer, [each for each in effects if each.call_now], level, line, source)
    groups = {band: [each for each in effects if (each.band if each.band in _BANDS else "") == band] for band in _BANDS}
    stated = {band: some for band, some in groups.items() if some}
    for band, some in stated.items():
        if band or len(stated) > 1:
            title = writer.phrase(f"group {band or 'other'}")
            html += f"<h{level}>{title}</h{level}>\n"
        html += bulleted(_item(writer, each, line, source, in_group=True) for each in some)
    return html


def _call_now(writer: "Writer", effects: list[SideEffectFact], level: int, line: int, source: str) -> str:
    if not effects:
        return ""
    title_id = writer.new_id("care-")
    items = bulleted(
        f"{escape(each.call_now, quote=False)} ({escape(each.name, quote=False)})"
        + writer.cite_facts(each.citations, line, source)
        for each in effects
    )
    urgency = f'<span class="visually-hidden">{writer.phrase("care urgent")} </span>'
    return (
        f'<section class="care care-urgent" aria-labelledby="{title_id}">\n'
        f'<h{level} id="{title_id}">{urgency}{writer.phrase("call now")}</h{level}>\n{items}'
        '<p class="care-lines" data-lines="urgent"></p>\n</section>\n'
    )


def _item(writer: "Writer", effect: SideEffectFact, line: int, source: str, *, in_group: bool = False) -> str:
    """One side effect. `in_group`: the heading says its band, and the card above when to call."""
    serious = f' <span class="serious">{writer.phrase("serious")}</span>' if effect.serious else ""
    clinical = f" ({escape(effect.clinical_name, quote=False)})" if effect.clinical_name else ""
    cited = writer.cite_facts(effect.citations, line, source)
    html = f"<p><strong>{escape(effect.name, quote=False)}</strong>{clinical}{serious}{cited}</p>"
    if effect.definition:
        html += f"<p>{escape(effect.definition, quote=False)}</p>"
    said = [escape(words, quote=False) for words in (effect.frequency, effect.natural) if words]
    band = writer.phrase_for("band", effect.band, line)
    common = "; ".join(said) or ("" if in_group else band)
    pairs = [(writer.phrase("how common"), common)]
    lines = _LINES[:-1] if in_group else _LINES
    pairs += [(writer.phrase(each.replace("_", " ")), escape(getattr(effect, each), quote=False)) for each in lines]
    stated = "".join(f"<dt>{label}</dt><dd>{words}</dd>" for label, words in pairs if words)
    return html + (f'<dl class="side-effect">{stated}</dl>' if stated else "")


DIRECTIVE = Directive("side-effects", closes=False, read=_read, render=_render)
