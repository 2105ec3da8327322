"""Rendering: a document and the facts it names become safe HTML, an outline, plain text and a list of references."""

from collections.abc import Mapping, Sequence
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
    return render_parts(((document, language),), lookups, numbers=numbers)


def render_parts(
    parts: Sequence[tuple[Document, str]],
    lookups: Mapping[Name, Fact | Missing],
    *,
    numbers: Mapping[str, int] | None = None,
) -> Rendered:
    """Compile documents, each in its own language, into one page: ids and numbers go on from one to the next.

    What is not in the language of the first part says in which it is.
    """
    first = parts[0][1]
    writer = Writer(lookups, first, numbers)
    raw = ""
    for document, language in parts:
        writer.language = language
        html = writer.blocks(document.nodes)
        raw += html if language == first else f'<div lang="{language}">\n{html}</div>\n'
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
        issues=in_order([*(issue for document, _language in parts for issue in document.issues), *writer.issues]),
    )
