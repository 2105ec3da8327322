"""The sections that a drug's page has besides its own text, from the drug's facts. Pure.

A glance at the drug comes before the text, everything else after it. What the text brings itself is left out.
"""

from collections.abc import Iterable, Iterator, Mapping

from markup import Document, DrugFact, Fact, Missing, Name, Node, parse
from markup.phrases import phrase

SECTIONS = ("glance", "regimens", "side-effects", "precautions", "notes", "interactions", "questions", "codes")


def with_sections(
    document: Document, facts: Mapping[Name, Fact | Missing], *, key: str, language: str, sections: Iterable[str]
) -> Document:
    """The text of a drug's page with those of the sections that it does not bring itself. Lines of the text stay those of
    the file; what is added stands on none (0)."""
    drug = facts.get(Name("drug", key))
    if not isinstance(drug, DrugFact):
        return document
    wanted = [section for section in SECTIONS if section in set(sections)]
    own = set(_brought(document, key))
    texts = {section: _TEXTS[section](drug, language) for section in wanted if section not in own}
    before = _read(texts.pop("glance", ""))
    after = _read("\n\n".join(text for text in texts.values() if text))
    text, questions = _without_last_questions(document.nodes)
    return Document(
        nodes=(*before.nodes, *text, *after.nodes, *questions),
        mentions=(*before.mentions, *document.mentions, *after.mentions),
        issues=document.issues,
    )


def _without_last_questions(nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """What to ask ends the page: questions that the text ends with go after everything there is to ask about."""
    if nodes and nodes[-1].kind == "directive" and nodes[-1].value.directive.name == "questions":
        return nodes[:-1], nodes[-1:]
    return nodes, ()


def _read(text: str) -> Document:
    read = parse(text)
    for node in (each for top in read.nodes for each in top.walk()):
        node.line = 0
    return Document(read.nodes, tuple(mention._replace(line=0) for mention in read.mentions), read.issues)


def _brought(document: Document, key: str) -> Iterator[str]:
    """The sections that the text has: blocks about this drug alone. A list that is limited leaves something out."""
    for node in (each for top in document.nodes for each in top.walk()):
        if node.kind != "directive":
            continue
        name, arguments = node.value.directive.name, node.value.arguments
        if name == "questions":
            yield "questions"
        elif _is_about(node, key) and not getattr(arguments, "limit", ""):
            yield _SECTION_OF.get(name, "")


def _is_about(node: Node, key: str) -> bool:
    arguments = node.value.arguments
    named = arguments if isinstance(arguments, Name) else getattr(arguments, "name", None)
    names = (named,) if isinstance(named, Name) else getattr(arguments, "names", ())
    return tuple(names) == (Name("drug", key),)


_SECTION_OF = {
    "drug-facts": "glance",
    "regimens": "regimens",
    "drug-table": "regimens",
    "side-effects": "side-effects",
    "precautions": "precautions",
    "drug-notes": "notes",
    "drug-codes": "codes",
}


def _glance(drug: DrugFact, language: str) -> str:
    return f"::: drug-facts {drug.key}"


def _regimens(drug: DrugFact, language: str) -> str:
    return f"{_heading('regimens', language)}::: regimens {drug.key}"


def _side_effects(drug: DrugFact, language: str) -> str:
    lead = phrase("section side-effects lead", language)
    return f"{_heading('side-effects', language)}{lead}\n\n::: side-effects {drug.key} by=frequency"


def _precautions(drug: DrugFact, language: str) -> str:
    return f"{_heading('precautions', language)}::: precautions {drug.key}"


def _notes(drug: DrugFact, language: str) -> str:
    return f"{_heading('notes', language)}::: drug-notes {drug.key}" if drug.notes else ""


def _interactions(drug: DrugFact, language: str) -> str:
    return _heading("interactions", language) + phrase("section interactions text", language)


def _questions(drug: DrugFact, language: str) -> str:
    return f"::: questions\n{phrase('section questions', language)}\n:::"


def _codes(drug: DrugFact, language: str) -> str:
    title = phrase("section codes", language)
    return f":::: details {title}\n::: drug-codes {drug.key}\n::::" if any(code for _, code in drug.codes) else ""


def _heading(section: str, language: str) -> str:
    return f"## {phrase(f'section {section}', language)}\n\n"


_TEXTS = {
    "glance": _glance,
    "regimens": _regimens,
    "side-effects": _side_effects,
    "precautions": _precautions,
    "notes": _notes,
    "interactions": _interactions,
    "questions": _questions,
    "codes": _codes,
}
