"""`::: figure key`: a picture from the library with its caption, credit and licence."""

from html import escape
from typing import TYPE_CHECKING

from markup.directive import Directive, Reading
from markup.document import Node
from markup.facts import AssetFact
from markup.issues import error
from markup.listed import read_list

if TYPE_CHECKING:
    from markup.writing import Writer

_NEEDED = {
    "alt": "words for people who cannot see it",
    "caption": "caption",
    "licence": "licence",
    "next_review": "review date",
}


def _read(arguments: str, line: int) -> Reading:
    listed = read_list("figure", arguments, line, kinds=("asset",))
    issues = listed.issues
    if len(listed.names) > 1:
        message = "One figure shows one picture."
        issues += (error("too-many-names", line, message, "Write a figure line for each picture."),)
    return Reading(listed.names[0] if listed.names else None, listed.names[:1], issues)


def _render(writer: "Writer", node: Node) -> str:
    name = node.value.arguments
    fact: AssetFact | None = writer.fact(name, node.line) if name else None
    if fact is None:
        return f'<p class="problem">{escape(name.key)}</p>\n' if name else ""
    missing = [words for field, words in _NEEDED.items() if not getattr(fact, field)]
    if missing:
        message = f"The picture '{fact.key}' has no {', no '.join(missing)}."
        writer.report(error("asset-incomplete", node.line, message, "Complete it in the picture library."))
    size = "".join(f' {side}="{getattr(fact, side)}"' for side in ("width", "height") if getattr(fact, side))
    source = escape(", ".join(part for part in (fact.credit, fact.licence) if part), quote=False)
    credit = f' <span class="credit">{source}</span>' if source else ""
    words = f"{escape(fact.caption, quote=False)}{credit}".strip()
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return (
        f'<figure class="figure"><img src="{escape(fact.url)}" alt="{escape(fact.alt)}"{size} loading="lazy">'
        f"{caption}</figure>\n"
    )


DIRECTIVE = Directive("figure", closes=False, read=_read, render=_render)
