"""A label as DailyMed gives it: Structured Product Labeling, one XML document a label."""

from collections.abc import Iterator
from datetime import date
from typing import TextIO
from xml.etree.ElementTree import Element

from drugs.drift.records import (
    BOXED_WARNING,
    DOSAGE,
    SPL,
    Item,
    Record,
    day_in,
    section_text,
    uuid_in,
    whole_in,
)
from references.formats.xml_records import parts_of, text_of

NAMESPACE = "urn:hl7-org:v3"
_NDC, _UNII = "2.16.840.1.113883.6.69", "2.16.840.1.113883.4.9"
_SECTIONS = {"34066-1": BOXED_WARNING, "34068-7": DOSAGE}
_ACTIVE = ("ACTIB", "ACTIM", "ACTIR", "ACTI")
_PRODUCTS = ("manufacturedProduct", "manufacturedMedicine")
_PACKAGES = ("containerPackagedProduct", "containerPackagedMedicine")
_MARKETING = {"active": "marketed", "completed": "discontinued", "cancelled": "discontinued"}
# Around these a line ends; an excerpt repeats what the section says in full.
_LINES = frozenset(("title", "text", "paragraph", "item", "caption", "table", "tr", "section", "footnote", "list"))
_LEFT_OUT = frozenset(("excerpt", "id", "code", "effectiveTime", "subject"))


def read(text: TextIO, *, today: date) -> Iterator[Record]:
    found = False
    for line, element, problem in parts_of(text, ("document",)):
        found = found or element is not None or bool(problem)
        if element is None:
            yield Record(SPL, line, problem=problem)
        else:
            yield _read(element, line, today)
    if not found:
        yield Record(SPL, 1, problem="The file holds no label: <document> is missing.")


def _read(document: Element, line: int, today: date) -> Record:
    if document.get("xmlns") != NAMESPACE:
        return Record(SPL, line, problem=f"This is no label: <document> is not of {NAMESPACE}.")
    set_id = uuid_in(_attribute(document, "setId", "root"))
    if not set_id:
        return Record(SPL, line, problem="The label has no set id (<setId>), so nobody can tell which it is.")
    version = whole_in(_attribute(document, "versionNumber", "value"))
    if version is None:
        return Record(SPL, line, set_id, problem=f"The version of label {set_id} is no whole number.")
    written = _attribute(document, "effectiveTime", "value")
    dated = day_in(written)
    if written and dated is None:
        return Record(SPL, line, set_id, problem=f"The date of label {set_id}, “{written[:30]}”, is none.")
    products = [each for each in document.iter("subject") if any(each.find(name) is not None for name in _PRODUCTS)]
    return Record(
        SPL,
        line,
        set_id,
        set_id,
        version,
        dated,
        title=text_of(document, "title")[:300],
        manufacturer=text_of(document, "author/assignedEntity/representedOrganization/name"),
        items=tuple(item for each in products for item in _items(each, today)),
        sections=_sections(document),
        states_sections=True,
    )


def _items(subject: Element, today: date) -> Iterator[Item]:
    outer = next(found for name in _PRODUCTS if (found := subject.find(name)) is not None)
    inner = next((found for name in _PRODUCTS if (found := outer.find(name)) is not None), outer)
    packaged = [code for name in _PACKAGES for each in inner.iter(name) for code in _codes(each.findall("code"), _NDC)]
    active = [each for each in inner.iter("ingredient") if each.get("classCode") in _ACTIVE]
    active += list(inner.iter("activeIngredient"))
    substances = [found for each in active for name in _SUBSTANCES if (found := each.find(name)) is not None]
    marketing, why = _marketing(outer, today)
    yield Item(
        brand=text_of(inner, "name"),
        generic=text_of(inner, "asEntityWithGeneric/genericMedicine/name"),
        ndcs=tuple(dict.fromkeys(packaged or _codes(inner.findall("code"), _NDC))),
        unii=tuple(dict.fromkeys(code for each in substances for code in _codes(each.findall("code"), _UNII))),
        routes=tuple(dict.fromkeys(name for each in outer.iter("routeCode") if (name := each.get("displayName", "")))),
        marketing=marketing,
        why=why,
    )


_SUBSTANCES = ("ingredientSubstance", "activeIngredientSubstance")


def _codes(elements: list[Element], system: str) -> list[str]:
    found = (each.get("code", "").strip() for each in elements if each.get("codeSystem") == system)
    return [code for code in found if code]


def _marketing(outer: Element, today: date) -> tuple[str, str]:
    act = outer.find("subjectOf/marketingAct")
    if act is None:
        return "", ""
    code = _attribute(act, "statusCode", "code")
    end = day_in(_attribute(act, "effectiveTime/high", "value"))
    if end is not None and end < today:
        return "discontinued", f"{code}, {end.isoformat()}"
    return _MARKETING.get(code, ""), code


def _attribute(element: Element, path: str, name: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get(name, "").strip()


# The words of a section. What is small or high in print is told apart, so that 10 to the 6th never reads 106.


def _sections(document: Element) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for section in document.iter("section"):
        name = _SECTIONS.get(_attribute(section, "code", "code"))
        if name:
            found.setdefault(name, []).append("".join(_words(section)))
    texts = {name: section_text("\n".join(parts)) for name, parts in found.items()}
    return {name: text for name, text in texts.items() if text}


def _words(element: Element) -> Iterator[str]:
    ends_a_line = element.tag in _LINES
    if ends_a_line:
        yield "\n"
    if element.tag == "item":
        yield "• "
    elif element.tag == "br":
        yield "\n"
    elif element.tag == "renderMultiMedia":
        yield " [picture] "
    around = {"sup": ("^(", ")"), "sub": ("_(", ")")}.get(element.tag, ("", ""))
    yield around[0]
    yield _flat(element.text)
    for child in element:
        if child.tag not in _LEFT_OUT:
            yield from _words(child)
        yield _flat(child.tail)
    yield around[1]
    if element.tag in ("td", "th"):
        yield " | "
    if ends_a_line:
        yield "\n"


def _flat(text: str | None) -> str:
    """Line breaks inside a paragraph are blanks; those of the file between elements too."""
    return " ".join(f"x{text}x".split())[1:-1] if text else ""
