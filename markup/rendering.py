"""Rendering: a document and the facts it names become safe HTML, an outline, plain text and a list of references."""

from collections.abc import Mapping
from dataclasses import dataclass

from markup.citations import CitedReference
from markup.document import Document
from markup.facts import Fact, Missing
from markup.issues import Issue, error, in_order
from markup.names import Name, did_you_mean, suggest
from markup.plain import plain_text
from markup.sanitising import sanitise
from markup.writing import Heading, Writer

# Raise this whenever the same text and facts give other HTML than before.
COMPILER_VERSION = 5


@dataclass(frozen=True, slots=True)
class Rendered:
    """A compiled text. `html` is sanitised; `issues` are those of reading and of rendering, by line."""

    html: str
    outline: tuple[Heading, ...]
    plain_text: str
    citations: tuple[CitedReference, ...]
    issues: tuple[Issue, ...]


def render(
    document: Document,
    lookups: Mapping[Name, Fact | Missing],
    *,
    language: str = "en",
    numbers: Mapping[str, int] | None = None,
) -> Rendered:
    """Compile a document.

    A name that `lookups` lacks is an issue and prints as plain words. `numbers` gives references their numbers; without
    it they are numbered from 1 in the order of the page.
    """
    writer = Writer(lookups, language, numbers)
    raw = writer.blocks(document.nodes)
    for place, line in writer.places:
        if place not in writer.ids:
            near = did_you_mean(suggest(place, writer.ids))
            message = f"There is no heading '#{place}' on this page{near or '.'}"
            writer.report(error("unknown-place", line, message, "Use the address that the heading has in the preview."))
    html = sanitise(raw)
    return Rendered(
        html=html,
        outline=tuple(writer.outline),
        plain_text=plain_text(html),
        citations=writer.citations.cited_references(),
        issues=in_order([*document.issues, *writer.issues]),
    )
