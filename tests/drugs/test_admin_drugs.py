"""Drugs in the admin: rows are saved with their drug, in one verb; indications count as edits of every drug that names them."""

import pytest
from django.urls import reverse

from drugs.models import Drug, DrugPage, Indication
from publishing.actions.events import authors_of
from publishing.models import Page
from tests import stories
from tests.drugs.forms_of_drugs import filled


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def drug(author, reviewer):
    reference = stories.add_reference(by=author)
    drug = stories.write_drug(by=author, references=[reference], effects=[("jaw", "Jaw damage")])
    stories.publish(drug, by=author, reviewer=reviewer)
    return drug


def change(page) -> str:
    return reverse(f"admin:{page._meta.app_label}_{page._meta.model_name}_change", args=[page.pk])


def state(page) -> str:
    return Page.objects.with_state().get(pk=page.pk).state


def test_saving_an_unchanged_drug_leaves_it_live(as_author, drug) -> None:
    assert as_author.post(change(drug), filled(as_author, change(drug))).status_code == 302
    assert state(drug) == "live"


def test_a_changed_row_makes_the_drug_a_changed_drug(as_author, author, drug) -> None:
    data = filled(as_author, change(drug)) | {"regimens-0-period": "12"}
    as_author.post(change(drug), data)
    assert state(drug) == "live-with-changes"
    assert authors_of(stories.fresh(drug)) == {author.pk}
    assert stories.live(drug).edition.facts["regimens"][0]["frequency"]["en"] == "every 4 weeks"


def test_a_new_row_is_saved_with_its_words_in_both_languages(as_author, drug) -> None:
    data = filled(as_author, change(drug)) | {
        "precautions-TOTAL_FORMS": "1",
        "precautions-0-key": "low-calcium",
        "precautions-0-position": "",
        "precautions-0-severity": "caution",
        "precautions-0-condition_en": "Low calcium",
        "precautions-0-condition_es": "Calcio bajo",
        "precautions-0-advice_en": "Ask first.",
        "precautions-0-advice_es": "",
    }
    assert as_author.post(change(drug), data).status_code == 302
    row = stories.fresh(drug).precautions.get()
    assert (row.condition, row.advice) == ({"en": "Low calcium", "es": "Calcio bajo"}, {"en": "Ask first."})


def test_a_timing_that_makes_no_sense_is_told_beside_its_row(as_author, drug) -> None:
    data = filled(as_author, change(drug)) | {"regimens-0-period_unit": ""}
    response = as_author.post(change(drug), data)
    assert response.status_code == 200
    assert stories.fresh(drug).regimens.get().period_unit == "wk"


def test_a_regimen_offers_the_products_of_its_own_drug_only(as_author, author, drug) -> None:
    stories.write_drug(by=author, key="zoledronic-acid", brand="Zometa")
    form = as_author.get(change(drug)).context["inline_admin_formsets"][1].formset.forms[0]
    assert [str(product) for product in form.fields["product"].queryset] == ["Xgeva"]


def test_a_new_drug_takes_title_and_address_from_name_and_key(as_author) -> None:
    empty = {f"{name}-{count}": "0" for name in ("products", "regimens", "sideeffects", "precautions", "notes")
             for count in ("TOTAL_FORMS", "INITIAL_FORMS")}  # fmt: skip
    data = {"name_en": "morphine", "name_es": "morfina", "key": "morphine", "risk_tier": "medicine"}
    assert as_author.post(reverse("admin:drugs_drug_add"), data | empty).status_code == 302
    made = Drug.objects.get(key="morphine")
    assert (made.title, made.slug, made.language) == ("morphine", "morphine", "")


def test_a_key_that_is_taken_is_a_message_and_no_crash(as_author, drug) -> None:
    empty = {f"{name}-{count}": "0" for name in ("products", "regimens", "sideeffects", "precautions", "notes")
             for count in ("TOTAL_FORMS", "INITIAL_FORMS")}  # fmt: skip
    data = {"name_en": "denosumab", "name_es": "denosumab", "key": "denosumab", "risk_tier": "medicine"}
    response = as_author.post(reverse("admin:drugs_drug_add"), data | empty)
    assert "Another page of this kind and language" in response.content.decode()


def test_a_drug_page_has_the_key_of_its_drug(as_author, drug) -> None:
    related = {f"related_pages-{count}": "0" for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
    data = {"drug": drug.pk, "title": "Denosumab", "slug": "denosumab", "language": "en", "risk_tier": "medicine"}
    assert as_author.post(reverse("admin:drugs_drugpage_add"), data | related).status_code == 302
    assert DrugPage.objects.get().key == "denosumab"


def test_renaming_an_indication_edits_every_drug_that_names_it(as_author, author, drug) -> None:
    other = stories.write_drug(by=author, key="zoledronic-acid", brand="Zometa")
    other.regimens.update(indication=None)
    row = Indication.objects.get(key="bone-metastases")
    url = reverse("admin:drugs_indication_change", args=[row.pk])
    as_author.post(url, {"name_en": "cancer in the bones", "name_es": "metástasis óseas", "icd10cm": "", "snomed": ""})
    assert state(drug) == "live-with-changes"
    assert authors_of(stories.fresh(drug)) == {author.pk}


def test_a_code_of_an_indication_edits_no_drug(as_author, drug) -> None:
    row = Indication.objects.get(key="bone-metastases")
    url = reverse("admin:drugs_indication_change", args=[row.pk])
    data = {"name_en": row.name["en"], "name_es": row.name["es"], "icd10cm": "C79.51", "snomed": ""}
    assert as_author.post(url, data).status_code == 302
    assert state(drug) == "live"


def test_a_coordinator_cannot_change_an_indication(client, coordinator, drug) -> None:
    client.force_login(coordinator)
    row = Indication.objects.get(key="bone-metastases")
    assert client.post(reverse("admin:drugs_indication_change", args=[row.pk]), {"name_en": "x"}).status_code == 403


def test_a_drug_page_sent_without_its_drug_is_asked_for_it(client, author):
    client.force_login(author)
    response = client.post(reverse("admin:drugs_drugpage_add"), {"title": "Denosumab"})
    assert response.status_code == 200
    assert "drug" in response.context["adminform"].form.errors
