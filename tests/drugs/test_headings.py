"""What a closed row of a drug's form says."""

import pytest
from django.contrib.admin.sites import site
from django.urls import reverse
from django.utils import translation

from drugs.admin.rows import CareNoteInline, PrecautionInline, ProductInline, RegimenInline, SideEffectInline
from drugs.headings import heading_of
from drugs.models import CareNote, Drug, Precaution, Product, Regimen, SideEffect
from tests import stories

pytestmark = pytest.mark.django_db
INLINES = (ProductInline, RegimenInline, SideEffectInline, PrecautionInline, CareNoteInline)


@pytest.fixture
def drug(author):
    drug = stories.write_drug(
        by=author,
        brand="Xgeva",
        effects=[("nausea", "nausea")],
        precautions=[("kidneys", "weak kidneys", "Ask first.")],
    )
    Product.objects.update(strength="120 mg", region="US", form={"en": "solution"})
    Regimen.objects.update(product=Product.objects.get())
    CareNote.objects.create(drug=drug, kind="kidney", words={"en": "No lower dose is needed."})
    return stories.fresh(drug)


def heading(rows) -> str:
    return heading_of(rows.get())


def test_each_kind_of_row_is_known_by_what_readers_are_told(drug):
    assert heading(drug.products) == "Xgeva 120 mg, solution, United States"
    assert heading(drug.regimens) == "120\xa0mg, injection under the skin, every 4 weeks · bone metastases · Xgeva"
    SideEffect.objects.update(band="common", serious=True)
    assert heading(drug.sideeffects) == "nausea, common (up to 1 in 10), serious"
    SideEffect.objects.update(band="", affected=3, out_of=100, serious=False)
    assert heading(drug.sideeffects) == "nausea, 3 in 100 people"
    Precaution.objects.update(severity="ask-first")
    assert heading(drug.precautions) == "weak kidneys: ask first"
    assert heading(drug.notes) == "Kidneys and dose: No lower dose is needed."


def test_it_is_said_in_the_language_of_the_screen(drug):
    with translation.override("es"):
        assert "injección" not in heading(drug.regimens)
        assert "inyección debajo de la piel, cada 4 semanas" in heading(drug.regimens)
        assert "Estados Unidos" in heading(drug.products)


def test_a_row_that_states_nothing_yet_is_known_by_its_key(drug):
    assert heading_of(Regimen(drug=drug, key="usual")) == "usual"
    assert heading_of(Product(drug=drug)) == "unnamed product"


def test_the_form_shows_it_on_the_closed_row(client, author, drug):
    client.force_login(author)
    page = client.get(reverse("admin:drugs_drug_change", args=[drug.pk])).content.decode()
    said = "120\xa0mg, injection under the skin, every 4 weeks · bone metastases · Xgeva"
    assert f'<span class="inline_label">{said}</span>' in page
    assert f'<span class="visually-hidden">: {said}</span>' in page


@pytest.mark.parametrize("inline", INLINES)
def test_the_headings_of_all_rows_take_one_query(rf, author, drug, inline, django_assert_num_queries):
    more = (
        (drug.products, {"strength": "60 mg"}),
        (drug.regimens, {"key": "other"}),
        (drug.sideeffects, {"effect": stories.an_effect("fever", "fever")}),
        (drug.precautions, {"key": "other"}),
        (drug.notes, {}),
    )
    for rows, fields in more:
        row = rows.get()
        row.pk = None
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
    request = rf.get("/")
    request.user = author
    with django_assert_num_queries(1):
        rows = [heading_of(row) for row in inline(Drug, site).get_queryset(request)]
    assert len(rows) == 2 and all(rows)
