"""What of a page should rest on evidence: a table of texts, compiled as pages are, and of facts."""

import pytest

from markup import DrugFact, Name, PrecautionFact, ReferenceFact, RegimenFact, SideEffectFact, parse, render
from references.uncited import Place, places_of

EFFECTS = (SideEffectFact("fever", "Fever", citations=("a",)), SideEffectFact("chills", "Chills"))
DRUG = DrugFact(
    key="denosumab", name="denosumab", url="/drugs/denosumab/",
    regimens=(RegimenFact("usual", route="by injection", dose="120 mg", frequency="every 4 weeks", dose_citations=("a",)),),
    side_effects=EFFECTS,
    precautions=(PrecautionFact("kidney", "Kidney disease", advice="Ask first."),),
)  # fmt: skip
LOOKUPS = {Name("reference", "a"): ReferenceFact("a", "Text."), Name("drug", "denosumab"): DRUG}
MANY = "Words that say a thing or two about it. " * 12


def places(text: str, *, language="en", kind="article") -> list[Place]:
    rendered = render(parse(text), LOOKUPS, language=language)
    outline = [{"level": each.level, "id": each.id, "text": each.text} for each in rendered.outline]
    return places_of(html=rendered.html, outline=outline, facts={"kind": kind}, language=language)


def said(found: list[Place]) -> list[tuple[str, str, bool]]:
    return [(place.kind, place.name, place.cited) for place in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## One\n\nText [@a].\n\n## Two\n\nText.\n", [("One", True), ("Two", False)]),
        ("## One\n\n- point [@a]\n- point\n", [("One", True)]),
        ("## One\n\n| a | b |\n|---|---|\n| c | d [@a] |\n", [("One", True)]),
        ("## One\n\n| a | b |\n|---|---|\n| c | d |\n", [("One", False)]),
        ("## One\n\n::: do\n- Rest.\n:::\n", [("One", False)]),
        ("## One\n\n::: warning\nIt harms [@a].\n:::\n", [("One", True)]),
        ("## One\n\n::: details More\nIt harms.\n:::\n", [("One", False)]),
        # Words before smaller headings lead to what those say.
        ("## One\n\nWords.\n\n### Inner\n\nText [@a].\n", [("One", True), ("Inner", True)]),
        ("## One\n\nWords.\n\n### Inner\n\nText.\n\n## Two\n\nText [@a].\n", [("One", False), ("Inner", False), ("Two", True)]),
        ("## One\n\n### Inner\n\nText.\n", [("Inner", False)]),
        ("## One\n\nText.\n\n#### Deep\n\nText [@a].\n", [("One", True)]),
        # What stands before the first heading greets, unless it says something.
        ("Take your time.\n\n## One\n\nText [@a].\n", [("One", True)]),
        ("It has 3 kinds.\n\n## One\n\nText [@a].\n", [("", False), ("One", True)]),
        ("It is [[drug:denosumab]].\n", [("", False)]),
        ("Take your time [@a].\n", [("", True)]),
        (f"{MANY}\n", [("", False)]),
        ("Some text.\n", []),
        # Boxes that need none of their own, and sections that lead on.
        ("## One\n\n::: questions\n- Which one helps me?\n- How?\n:::\n", []),
        ("## One\n\nCall now.\n\n::: care emergency\n### Call if:\n- it hurts\n:::\n", []),
        (f"## One\n\n{MANY}\n\n::: care emergency\n### Call if:\n- it hurts\n:::\n", [("One", False)]),
        ("## One\n\nIt heals.\n\n::: questions\n- Which one helps me?\n:::\n", [("One", False)]),
        ("::: key-points\n- 3 things\n:::\n\n## One\n\nText [@a].\n", [("One", True)]),
        ("## Tools and resources\n\n- Guidelines\n", []),
        ("## See also\n\n- A page\n", []),
        ("## Where can I read more?\n\nOn our page.\n", []),
        ("## What should I tell my care team?\n\n- where it hurts\n", []),
        ("## What questions should I ask?\n\n- this\n", []),
        ("## Resources the body needs\n\n- iron\n", [("Resources the body needs", False)]),
        ("## Help with pain\n\nHeat.\n", [("Help with pain", False)]),
        ("", []),
        ("## Empty\n", []),
    ],
)  # fmt: skip
def test_sections_that_should_cite(text, expected):
    assert [(name, cited) for kind, name, cited in said(places(text)) if kind == "section"] == expected


def test_headings_that_lead_on_in_spanish():
    assert places("## ¿Dónde puedo leer más?\n\nAquí.\n\n## Recursos\n\nAquí.\n", language="es") == []


def test_the_text_of_a_term_counts_whole():
    assert said(places("Bone breaks.\n", kind="term")) == [("section", "", False)]
    assert places("", kind="term") == []


def test_cells_of_a_drug_table_once_without_those_that_have_no_source_of_their_own():
    text = "## One\n\n::: drug-table denosumab rows=route,dose,frequency,duration,brand,side-effects\n"
    found = places(text)
    assert said(found) == [
        ("cell", "dose", True), ("cell", "frequency", False), ("cell", "side-effects", True),
    ]  # fmt: skip
    assert found[1].of == ("drug:denosumab",)
    assert found[1].anchor == "dt1"


def test_words_with_a_table_that_cites_count_as_citing():
    found = places("## One\n\nThe table shows it.\n\n::: drug-table denosumab rows=dose\n")
    assert said(found) == [("section", "One", True), ("cell", "dose", True)]


def test_a_table_that_cites_nothing_is_blamed_by_its_cells_and_not_for_the_words_that_lead_to_it():
    found = places("## One\n\nThe table shows it.\n\n::: drug-table denosumab rows=frequency\n")
    assert said(found) == [("cell", "frequency", False)]


def test_each_side_effect_and_precaution_by_name():
    found = places("::: side-effects denosumab\n\n::: precautions denosumab\n")
    assert said(found) == [
        ("side-effect", "Fever", True), ("side-effect", "Chills", False), ("precaution", "Kidney disease", False),
    ]  # fmt: skip
    assert found[1].of == ("drug:denosumab",)


FACTS = {
    "kind": "drug",
    "key": "denosumab",
    "regimens": [
        {
            "key": "usual", "dose": {"en": "120 mg"}, "frequency": {"en": "every 4 weeks"}, "duration": {},
            "dose_citations": ["a"], "timing_citations": [],
        },
        {"key": "bare", "dose": {"en": ""}, "frequency": {"en": ""}, "duration": {},
         "dose_citations": [], "timing_citations": []},
    ],
    "side_effects": [{"key": "fever", "name": {"en": "Fever"}, "citations": []}],
    "precautions": [{"key": "kidney", "condition": {"es": "Riñón"}, "citations": ["a"]}],
}  # fmt: skip


def test_a_fact_sheet_is_read_from_its_facts():
    found = places_of(html="<p>never read</p>", outline=[], facts=FACTS, language="")
    assert said(found) == [
        ("dose", "usual", True), ("timing", "usual", False), ("side-effect", "Fever", False), ("precaution", "Riñón", True),
    ]  # fmt: skip
    assert {place.of for place in found} == {("drug:denosumab",)}


def test_a_class_has_no_regimens():
    facts = {"kind": "class", "key": "c", "side_effects": FACTS["side_effects"], "precautions": []}
    assert said(places_of(html="", outline=[], facts=facts, language="")) == [("side-effect", "Fever", False)]


@pytest.mark.parametrize("html", ["<p>", "</p></section>", "<h2 id=x>", "<td data-facts>", "a < b", "<p class>7"])
def test_broken_html_breaks_nothing(html):
    places_of(html=html, outline=[], facts={}, language="xx")
