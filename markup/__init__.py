"""Text to meaning: reads what editors write and compiles it into safe HTML.

    document = parse(text)
    lookups = {name: ... for name in document.names}    # also references_in(lookups.values())
    rendered = render(document, lookups, language="en")

Pure Python: nothing here knows Django, reads a database or opens a file.
"""

from markup.citations import CitationUse, Cited, CitedReference
from markup.document import Document, Node
from markup.facts import (
    AssetFact,
    ClassFact,
    DrugFact,
    Fact,
    Missing,
    NoteFact,
    PageFact,
    PrecautionFact,
    ProductFact,
    ReferenceFact,
    RegimenFact,
    SideEffectFact,
    TermFact,
    references_in,
)
from markup.issues import Issue, Severity, Stage
from markup.names import KINDS, Mention, Name, suggest
from markup.parsing import parse
from markup.plain import plain_line
from markup.renaming import rename_citations
from markup.rendering import COMPILER_VERSION, Rendered, render, render_parts
from markup.sanitising import sanitise
from markup.writing import Heading

__all__ = [
    "COMPILER_VERSION",
    "KINDS",
    "AssetFact",
    "CitationUse",
    "Cited",
    "CitedReference",
    "ClassFact",
    "Document",
    "DrugFact",
    "Fact",
    "Heading",
    "Issue",
    "Mention",
    "Missing",
    "Name",
    "Node",
    "NoteFact",
    "PageFact",
    "PrecautionFact",
    "ProductFact",
    "ReferenceFact",
    "RegimenFact",
    "Rendered",
    "Severity",
    "SideEffectFact",
    "Stage",
    "TermFact",
    "parse",
    "plain_line",
    "references_in",
    "rename_citations",
    "render",
    "render_parts",
    "sanitise",
    "suggest",
]
