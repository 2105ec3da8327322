"""From Markdown to everything an edition needs: the one path for preview, command line and publishing."""

from collections.abc import Callable, Mapping
from typing import Any

from markup import Document, Fact, Issue, Missing, Name, Rendered, parse, render
from markup.dosing.linting import lint
from markup.issues import hint, in_order
from publishing.compiled import Compiled
from publishing.lookups import Found, Proposed, look_up
from publishing.named_drugs import named_drugs
from references.lookups import FoundReferences, look_up_numbers, look_up_references
from references.models import Reference
from references.numbering import Numbering


def compile_markdown(
    text: str,
    *,
    title: str,
    language: str,
    source: Mapping[str, Any],
    summary: str = "",
    facts: Mapping[str, Any] | None = None,
    first_line: int = 1,
    together: frozenset[int] = frozenset(),
    proposed: Proposed | None = None,
    always_quote: tuple[tuple[str, str], ...] = (),
    around: Callable[[Document, Mapping[Name, Fact | Missing]], Document] | None = None,
    numbering: Callable[[], Numbering | None] | None = None,
) -> Compiled:
    """Compile one text with everything it names, in a number of queries that does not grow with the number of names.

    `source`: the snapshot that is hashed and kept; `facts`: what other pages may quote of this one; `always_quote`: (kind,
    key) of facts the page rests on even where its text does not name them, such as a drug page's drug. `proposed`: facts
    standing in for the live ones. `around`: what stands around the text, made of the facts that were found; it may name only
    those. `numbering`: which section's list the page takes its numbers from, asked only when it
    cites; a reference that is new there gets the next free number.
    """
    document = parse(text, first_line=first_line)
    names = document.names | {Name(kind, key) for kind, key in always_quote}
    found = look_up(names, language=language, together=together, proposed=proposed)
    cited_in_text = {name.key for name in document.names if name.kind == "reference"}
    references = look_up_references(cited_in_text | found.cited_keys, language=language, proposed=proposed)
    shared = numbering() if numbering and references.rows else None
    given = look_up_numbers(shared) if shared else None
    # With facts that stand in for the live ones, publishing.contradictions compares the prose with both.
    dosing = _dosing(document, found, title=title, language=language) if proposed is None else []
    if around:
        document = around(document, found.facts)
    rendered = render(document, {**found.facts, **references.facts}, language=language, numbers=given)
    printed = {cited.key for cited in rendered.citations}
    return Compiled(
        title=title,
        language=language,
        source=source,
        quoted=_quoted(found, references, printed) | (shared.quoted if shared and rendered.citations else {}),
        html=rendered.html,
        outline=tuple({"level": h.level, "id": h.id, "text": h.text} for h in rendered.outline),
        plain_text=rendered.plain_text,
        facts=facts or {},
        references=tuple(reference_rows(rendered, references)),
        issues=(*in_order([*rendered.issues, *dosing]), *_new_numbers(rendered, given)),
        uses=tuple(sorted(found.uses)),
        cited=tuple(
            (references.rows[cited.key].pk, cited.number, tuple(use.anchor for use in cited.uses))
            for cited in rendered.citations
            if cited.key in references.rows
        ),
        summary=summary,
    )


def _dosing(document: Document, found: Found, *, title: str, language: str) -> list[Issue]:
    """What the prose says of dosing beside what the library says."""
    drugs = named_drugs(document, found.facts, title=title, language=language)
    return lint(document, drugs, language=language, title=title)


def _quoted(found: Found, references: FoundReferences, printed: set[str]) -> dict[str, str]:
    """Facts by hash, and the references this page prints by their text: what an approval covers besides the source."""
    key_now = {key: row.key for key, row in references.rows.items()}
    return found.quoted | {
        name: text for name, text in references.quoted.items() if key_now[name.split(":", 1)[1]] in printed
    }


def _new_numbers(rendered: Rendered, given: Mapping[str, int] | None) -> list[Issue]:
    """Numbers that the section has not given yet."""
    if given is None:
        return []
    fresh = [f"[{cited.number}]" for cited in rendered.citations if cited.key not in given]
    if not fresh:
        return []
    message = f"New in the shared list of this section: {', '.join(fresh)}."
    fix = "They keep these numbers once the page is published, unless another page takes them before."
    return [hint("new-number", 0, message, fix)]


def reference_rows(rendered: Rendered, references: FoundReferences) -> list[dict[str, Any]]:
    """The reference list of a page as data: number, text, links, status, and where each is used (labelled a, b, c …)."""
    rows = []
    for cited in rendered.citations:
        row = references.rows.get(cited.key)
        if row is None:
            continue
        rows.append(
            {
                "number": cited.number,
                "key": cited.key,
                "text": row.line(references.language),
                "url": row.get_absolute_url(),
                "doi_url": row.doi_url,
                "pubmed_url": row.pubmed_url,
                "status": row.status,
                "superseded_by": _pointer(row, references.language),
                "uses": [{"anchor": use.anchor, "label": label(n)} for n, use in enumerate(cited.uses)],
            }
        )
    return rows


def _pointer(row: Reference, language: str) -> dict[str, str] | None:
    newer = row.superseded_by
    return {"text": row.newer_line(language), "url": newer.get_absolute_url()} if newer else None


def label(n: int) -> str:
    """a, b, … z, aa, ab, …: the name of the n-th back link, from 0."""
    letters = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
