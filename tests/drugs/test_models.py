"""Drugs, classes and drug pages: what is hashed, what is refused, and what their pages carry from the facts."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from drugs.models import Drug, Effect, Precaution, Product, Regimen, SideEffect
from drugs.models.regimens import plain_number
from publishing import actions
from publishing.errors import Refused
from publishing.models import Significance
from tests import stories

pytestmark = pytest.mark.django_db


@contextmanager
def undone():
    """Whatever is done inside is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def hash_of(page) -> str:
    return stories.fresh(page).compile().content_hash


CHANGES = {
    "name": lambda d, r: Drug.objects.filter(pk=d.pk).update(name={"en": "other"}),
    "pronunciation": lambda d, r: Drug.objects.filter(pk=d.pk).update(pronunciation="den-OH"),
    "code": lambda d, r: Drug.objects.filter(pk=d.pk).update(rxnorm="1"),
    "prescription": lambda d, r: Drug.objects.filter(pk=d.pk).update(prescription="prescription"),
    "effects complete": lambda d, r: Drug.objects.filter(pk=d.pk).update(side_effects_complete=True),
    "precautions complete": lambda d, r: Drug.objects.filter(pk=d.pk).update(precautions_complete=True),
    "classes": lambda d, r: d.classes.clear(),
    "brand": lambda d, r: Product.objects.update(brand="Prolia"),
    "strength": lambda d, r: Product.objects.update(strength="120 mg"),
    "one more product": lambda d, r: Product.objects.create(drug=d, brand="Prolia"),
    "dose": lambda d, r: Regimen.objects.update(dose_value=60),
    "largest dose": lambda d, r: Regimen.objects.update(dose_value_max=240),
    "unit": lambda d, r: Regimen.objects.update(dose_unit="g"),
    "period": lambda d, r: Regimen.objects.update(period=12),
    "period unit": lambda d, r: Regimen.objects.update(period_unit="mo"),
    "times": lambda d, r: Regimen.objects.update(frequency=2),
    "as needed": lambda d, r: Regimen.objects.update(as_needed=True),
    "route": lambda d, r: Regimen.objects.update(route="oral"),
    "condition": lambda d, r: Regimen.objects.update(indication=None),
    "duration": lambda d, r: Regimen.objects.update(duration={"en": "a year"}),
    "product of the regimen": lambda d, r: Regimen.objects.update(product=None),
    "checked on": lambda d, r: Regimen.objects.update(checked_on="2026-01-01"),
    "sources of the dose": lambda d, r: Regimen.objects.get().dose_references.clear(),
    "sources of the timing": lambda d, r: Regimen.objects.get().timing_references.clear(),
    "no regimen": lambda d, r: Regimen.objects.all().delete(),
    "effect": lambda d, r: Effect.objects.update(name={"en": "other"}),
    "serious": lambda d, r: SideEffect.objects.update(serious=True),
    "band": lambda d, r: SideEffect.objects.update(band="rare"),
    "what to do": lambda d, r: SideEffect.objects.update(what_to_do={"en": "Rest."}),
    "sources of an effect": lambda d, r: SideEffect.objects.get().references.add(r),
    "no effect": lambda d, r: SideEffect.objects.all().delete(),
    "precaution": lambda d, r: Precaution.objects.update(advice={"en": "Other."}),
    "severity": lambda d, r: Precaution.objects.update(severity="avoid"),
}


@pytest.fixture
def drug(author):
    reference = stories.add_reference(by=author)
    group = stories.write_class(by=author)
    return stories.write_drug(
        by=author, references=[reference], classes=[group], effects=[("nausea", "nausea")],
        precautions=[("asthma", "asthma", "Ask first.")],
    )  # fmt: skip


def test_every_fact_is_part_of_what_is_approved(author, drug):
    reference = stories.add_reference(by=author, key="other2020")
    seen = {"before": hash_of(drug)}
    for name, change in CHANGES.items():
        before = hash_of(drug)
        from_here = Drug.objects.get(pk=drug.pk)
        with undone():
            change(from_here, reference)
            seen[name] = hash_of(drug)
        assert seen[name] != before, name
        assert hash_of(drug) == before
    assert len(set(seen.values())) == len(seen)


@pytest.mark.parametrize("fields", [{"risk_tier": "medicine"}, {"slug": "other"}])
def test_what_nobody_reads_is_not(author, drug, fields):
    before = hash_of(drug)
    stories.edit(drug, by=author, **fields)
    assert hash_of(drug) == before


def test_the_order_in_which_sources_were_added_means_nothing(author, drug):
    regimen = Regimen.objects.get()
    other = stories.add_reference(by=author, key="aaa2020")
    first = regimen.dose_references.get()
    regimen.dose_references.set([first, other])
    before = hash_of(drug)
    regimen.dose_references.clear()
    regimen.dose_references.add(other)
    regimen.dose_references.add(first)
    assert hash_of(drug) == before


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (None, None),
        ("4.0000", "4"),
        ("0.5000", "0.5"),
        ("1000", "1000"),
        ("1E+3", "1000"),
        ("0.0001", "0.0001"),
        ("120", "120"),
    ],
)
def test_numbers_are_said_plainly(stored, said):
    assert plain_number(None if stored is None else Decimal(stored)) == said


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"dose_value": None, "dose_unit": "mg"}, "needs a number"),
        ({"dose_value": None, "dose_unit": "", "dose_value_max": 5}, "needs a number"),
        ({"dose_value": 0}, "more than zero"),
        ({"dose_unit": "cc"}, "mL"),
        ({"dose_value_max": 1}, "smaller"),
        ({"period_unit": ""}, ""),
    ],
)
def test_a_regimen_that_cannot_be_said_is_refused_by_its_form(drug, fields, part):
    regimen = Regimen.objects.get()
    for name, value in fields.items():
        setattr(regimen, name, value)
    with pytest.raises(ValidationError) as refused:
        regimen.full_clean()
    assert part in " ".join(refused.value.messages)


def test_a_regimen_with_another_drugs_product_is_refused(author, drug):
    other = stories.write_drug(by=author, key="zoledronic-acid", brand="Zometa")
    regimen = Regimen.objects.get(drug=drug)
    regimen.product = other.products.get()
    with pytest.raises(ValidationError, match="another drug"):
        regimen.full_clean()


def test_a_product_needs_a_name_or_a_strength(drug):
    with pytest.raises(ValidationError):
        Product(drug=drug).full_clean()
    Product(drug=drug, strength="60 mg").full_clean()


def test_a_wrong_regimen_stops_publishing_and_can_be_saved(author, reviewer, drug):
    stories.edit(drug, by=author, save_related=lambda: Regimen.objects.update(dose_unit="cc"))
    with pytest.raises(Refused) as refused:
        stories.publish(drug, by=author, reviewer=reviewer)
    assert "regimen-dose" in {issue.code for issue in refused.value.issues}


def test_no_change_of_a_fact_is_a_typo(author, reviewer, now, drug):
    stories.publish(drug, by=author, reviewer=reviewer)
    reference = stories.add_reference(by=author, key="other2020")
    passed = []
    for name, change in CHANGES.items():
        with undone():
            change(Drug.objects.get(pk=drug.pk), reference)
            try:
                actions.publish(page=drug, by=author, now=now, significance=Significance.TYPO)
                passed.append(name)
            except Refused:
                pass
    assert passed == []


def test_a_misspelt_word_of_a_fact_may_be_a_typo(author, reviewer, now, drug):
    stories.edit(
        drug, by=author, save_related=lambda: SideEffect.objects.update(what_to_do={"en": "Tell your nurrse."})
    )
    stories.publish(drug, by=author, reviewer=reviewer)
    stories.edit(drug, by=author, save_related=lambda: SideEffect.objects.update(what_to_do={"en": "Tell your nurse."}))
    assert actions.publish(page=drug, by=author, now=now, significance=Significance.TYPO).number == 2


def test_the_page_of_a_drug_needs_its_facts_to_be_live(author, reviewer, drug):
    page = stories.write_drug_page(by=author, drug=drug)
    with pytest.raises(Refused) as refused:
        stories.publish(page, by=author, reviewer=reviewer)
    assert "drug-not-live" in {issue.code for issue in refused.value.issues}
    stories.publish(drug, by=author, reviewer=reviewer)
    assert stories.publish(page, by=author, reviewer=reviewer).path == "/drugs/denosumab/"


def test_the_page_of_a_drug_rests_on_its_facts_even_when_its_text_names_none(author, reviewer, drug):
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_drug_page(by=author, drug=drug, body="Nothing named.\n")
    edition = stories.publish(page, by=author, reviewer=reviewer).edition
    assert edition.quoted["drug:denosumab"] == stories.live(drug).edition.content_hash
    stories.change_frequency(drug, weeks=12, by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    assert hash_of(page) != edition.content_hash


def test_the_page_carries_brands_and_classes_as_they_are_live(author, reviewer, drug):
    group = drug.classes.get()
    stories.publish(stories.fresh(group), by=author, reviewer=reviewer)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_drug_page(by=author, drug=drug)
    around = stories.publish(page, by=author, reviewer=reviewer).surroundings["drug"]
    assert around["brands"] == ["Xgeva"]
    assert around["class_ways"] == [
        [
            {
                "key": "bisphosphonates",
                "name": "bisphosphonates",
                "names": {"en": "bisphosphonates", "es": "bisphosphonates"},
            }
        ]
    ]
    stories.edit(drug, by=author, save_related=lambda: Product.objects.update(brand="Prolia"))
    assert stories.live(page).surroundings["drug"]["brands"] == ["Xgeva"]
    stories.publish(drug, by=author, reviewer=reviewer)
    assert stories.live(page).surroundings["drug"]["brands"] == ["Prolia"]
