"""Everything that is stated stands before the clinician who approves it, in both languages, as words and never as markup."""

import re
from datetime import date

import pytest

from drugs.for_approval import plain
from drugs.models import CareNote, Effect, Product, Regimen, SideEffect
from markup import parse, render
from tests import stories

pytestmark = pytest.mark.django_db

PRODUCT = {
    "region": "US", "nonproprietary_name": "denosumab-bbdz", "biosimilar": True, "form": {"en": "syringe", "es": "jeringa"},
    "strength": "120 mg", "prescription": "prescription", "manufacturer": "A maker", "marketing_status": "discontinued",
    "rxnorm": "993449", "ndc": ["0078-0590-61"], "spl_set_id": "0d4e1e1c-0e5a-4b0c-9e0a-0d8f8a6f2c11", "spl_version": 7,
    "label_date": date(2026, 1, 31),
}  # fmt: skip


@pytest.fixture
def drug(author):
    source = stories.add_reference(by=author)
    drug = stories.write_drug(by=author, effects=[("nausea", "Nausea")], references=[source])

    def more():
        Product.objects.filter(drug=drug).update(**PRODUCT)
        Regimen.objects.filter(drug=drug).update(
            population={"en": "adults", "es": "adultos"},
            infusion_time={"en": "15 minutes", "es": "15 minutos"},
            max_daily_value=240,
            max_daily_unit="mg",
        )
        SideEffect.objects.update(affected=3, out_of=100)
        Effect.objects.update(synonyms={"en": "feeling sick\nqueasiness", "es": "ganas de vomitar"}, snomed="422587007")
        words = {"en": "Drink water.", "es": "Beba agua."}
        CareNote.objects.create(drug=drug, kind="kidney", words=words).references.set([source])

    return stories.edit(drug, by=author, save_related=more, inn="denosumabum", us_name="denosumab", pronunciation="den-OH",
                        prescription="prescription", rxnorm="993449", side_effects_complete=True)  # fmt: skip


STATED = [
    "International name (INN): denosumabum", "Nombre internacional (DCI): denosumabum", "Name in the United States: denosumab",
    "Pronunciation: den-OH", "Prescription: prescription only", "Receta: solo con receta", "RxNorm: 993449",
    "Xgeva; denosumab-bbdz; biosimilar; 120 mg; syringe; prescription only; United States; A maker; no longer made",
    "jeringa; solo con receta; Estados Unidos", "NDC 0078-0590-61", "SPL set id 0d4e1e1c-0e5a-4b0c-9e0a-0d8f8a6f2c11, version 7",
    "2026-01-31", "Who it is for: adults; How long an infusion takes: 15 minutes; Most in one day: 240 mg",
    "Para quién es: adultos", "about 3 in 100 people; also called: feeling sick, queasiness; SNOMED CT 422587007",
    "alrededor de 3 de cada 100 personas", "Kidneys and dose: Drink water.", "Riñones y dosis: Beba agua.",
    "A pharmacist marked the side effects complete.",
]  # fmt: skip


def test_everything_stated_is_shown_before_it_is_approved(drug):
    said = " ".join(stories.fresh(drug).compile().plain_text.replace("\u00a0", " ").split())
    assert [words for words in STATED if words not in said] == []


def test_each_language_is_shown_in_the_words_that_its_patients_read(drug):
    english, spanish = stories.fresh(drug).compile().html.split('<div lang="es">')
    for said in ("Brand names", "How is it given?", "at a glance"):
        assert said in english and said not in spanish
    for said in ("Nombres comerciales", "¿Cómo se administra?", "Su equipo"):
        assert said in spanish and said not in english


def test_a_note_is_shown_with_its_source(drug):
    compiled = stories.fresh(drug).compile()
    assert re.search(r"Drink water\.\s*<sup|Drink water\..{0,40}<a", compiled.html)


def test_a_class_shows_its_words_and_the_wider_class(author):
    wider = stories.write_class(by=author, key="bone-drugs")
    narrow = stories.write_class(
        by=author, summary={"en": "They slow bone loss.", "es": "Frenan la pérdida."}, parent=wider
    )
    said = stories.fresh(narrow).compile().plain_text
    for words in (
        "Part of the class: bone-drugs",
        "Parte de la clase: bone-drugs",
        "They slow bone loss.",
        "Frenan la pérdida.",
    ):
        assert words in said


@pytest.mark.parametrize("text", ["*a* _b_ `c`", "[[drug:x#dose]]", "[@smith2017]", "::: warning", "# One", "1. one",
                                  "a | b", "<b>x</b>", "![x](y)", "\\*", "- one", "> one", "a\nb", "&amp;"])  # fmt: skip
def test_words_of_a_sheet_are_never_markup(text):
    html = render(parse(f"- {plain(text)}"), {}).html
    inside = re.fullmatch(r"<ul>\s*<li>(.*)</li>\s*</ul>\s*", html, re.DOTALL)
    assert inside, html
    assert "<" not in inside[1].strip()
    assert render(parse(f"- {plain(text)}"), {}).plain_text.strip().endswith(" ".join(text.split()))
