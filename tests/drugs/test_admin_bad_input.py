"""What makes no sense is told at its field; what is only odd is asked about until somebody confirms it."""

from html import unescape

import pytest
from django.urls import reverse

from drugs.models import Drug, DrugClass, Effect, Indication, SideEffect
from tests import stories
from tests.drugs.forms_of_drugs import change, errors_at, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def drug(author):
    return stories.write_drug(by=author, effects=[("nausea", "nausea")])


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


WRONG = [
    ({"regimens-0-period_max": "3"}, "regimens-0-period_max", "smaller than the first number"),
    ({"regimens-0-period_unit": ""}, "regimens-0-period_unit", "needs a unit"),
    ({"regimens-0-period": ""}, "regimens-0-period", "needs a period"),
    ({"regimens-0-dose_value": ""}, "regimens-0-dose_value", "needs a number"),
    ({"regimens-0-dose_unit": ""}, "regimens-0-dose_unit", "no unit"),
    ({"regimens-0-dose_unit": "cc"}, "regimens-0-dose_unit", "write “mL”"),
    ({"regimens-0-dose_value_max": "60"}, "regimens-0-dose_value_max", "smaller than the dose"),
    ({"regimens-0-max_daily_unit": "mg"}, "regimens-0-max_daily_value", "needs a number"),
    ({"regimens-0-max_daily_value": "240"}, "regimens-0-max_daily_unit", "no unit"),
    (
        {"regimens-0-max_daily_value": "60", "regimens-0-max_daily_unit": "mg"},
        "regimens-0-max_daily_value",
        "less than one dose",
    ),
    ({"products-0-brand": ""}, "products-0-brand", "Give a brand name or a strength"),
    ({"products-0-ndc": "0078-0590-61\n0078"}, "products-0-ndc", "“0078” is not an NDC"),
    ({"products-0-spl_set_id": "7"}, "products-0-spl_set_id", "not an SPL set id"),
    ({"products-0-spl_version": "7"}, "products-0-spl_version", "needs the SPL set id"),
    ({"products-0-rxnorm": "x"}, "products-0-rxnorm", "digits alone"),
    ({"sideeffects-0-affected": "3"}, "sideeffects-0-out_of", "out of how many"),
    ({"sideeffects-0-out_of": "3"}, "sideeffects-0-affected", "how many of these"),
    ({"sideeffects-0-affected": "4", "sideeffects-0-out_of": "3"}, "sideeffects-0-affected", "more people who have it"),
    ({"sideeffects-0-affected": "0", "sideeffects-0-out_of": "3"}, "sideeffects-0-affected", "at least 1"),
    (
        {"sideeffects-0-affected": "3", "sideeffects-0-out_of": "100", "sideeffects-0-band": "rare"},
        "sideeffects-0-band",
        "3 in 100 people is “common”, not “rare”",
    ),
    (
        {"sideeffects-0-affected": "3", "sideeffects-0-out_of": "100", "sideeffects-0-band": "not-known"},
        "sideeffects-0-band",
        "leave this empty",
    ),
    ({"unii": "R16CO5Y76F"}, "unii", "does not fit the others"),
    ({"snomed": "12"}, "snomed", "6 to 18 digits"),
]


@pytest.mark.parametrize(("changes", "field", "told"), WRONG)
def test_what_makes_no_sense_is_told_at_its_field(as_author, drug, changes, field, told):
    response = send(as_author, drug, **changes)
    assert response.status_code == 200
    found = errors_at(response)
    assert told in found[field]
    assert list(found) == [field]
    assert unescape(response.content.decode()).count(told) >= 1


def test_a_closed_part_of_the_form_opens_for_its_error(as_author, drug):
    def codes_of(response):
        return next(part for part in response.context["adminform"] if "unii" in part.fields)

    assert not codes_of(send(as_author, drug, unii="R16CO5Y76F")).is_collapsible
    assert codes_of(send(as_author, drug, **{"products-0-spl_version": "7"})).is_collapsible


FINE = [
    {"regimens-0-period_max": "6"},
    {"regimens-0-max_daily_value": "120", "regimens-0-max_daily_unit": "mg"},
    {"sideeffects-0-affected": "3", "sideeffects-0-out_of": "100", "sideeffects-0-band": "common"},
    {"sideeffects-0-affected": "1", "sideeffects-0-out_of": "10", "sideeffects-0-band": "very-common"},
    {"sideeffects-0-affected": "1", "sideeffects-0-out_of": "10", "sideeffects-0-band": "common"},
    {"sideeffects-0-band": "not-known"},
    {"products-0-ndc": "0078-0590-61\n55513-730-01"},
    {"unii": "R16CO5Y76E"},
]


@pytest.mark.parametrize("changes", FINE)
def test_what_makes_sense_is_saved(as_author, drug, changes):
    assert send(as_author, drug, **changes).status_code == 302


# Brands and rows that stand twice


@pytest.mark.parametrize(
    ("theirs", "ours", "told"),
    [
        ("", "", "belongs to one drug in a region"),
        ("US", "US", "belongs to one drug in a region"),
        ("", "US", "Without a region a brand belongs to its drug everywhere"),
        ("US", "", "Without a region a brand belongs to its drug everywhere"),
        ("US", "CA", ""),
    ],
)
@pytest.mark.parametrize("brand", ["Xgeva", "XGEVA"])
def test_a_brand_belongs_to_one_drug_where_it_is_sold(as_author, author, drug, brand, theirs, ours, told):
    drug.products.update(region=theirs)
    other = stories.write_drug(by=author, key="other", brand="Other")
    response = send(as_author, other, **{"products-0-brand": brand, "products-0-region": ours})
    assert (response.status_code == 200) == bool(told)
    if told:
        sentence = errors_at(response)["products-0-brand"]
        assert "is a brand of Denosumab already" in sentence
        assert told in sentence


def test_a_new_row_without_a_place_comes_last(as_author, drug):
    drug.products.update(position=3)
    row = {"products-TOTAL_FORMS": "3", "products-1-brand": "Second", "products-1-position": "",
           "products-2-brand": "First", "products-2-position": "0"}  # fmt: skip
    assert send(as_author, drug, **row).status_code == 302
    assert list(drug.products.values_list("brand", "position")) == [("First", 0), ("Xgeva", 3), ("Second", 4)]


def test_a_new_row_offers_no_place(as_author, drug):
    for inline in as_author.get(change(drug)).context["inline_admin_formsets"]:
        assert inline.formset.empty_form["position"].value() is None


def test_how_serious_a_new_precaution_is_must_be_chosen(as_author, drug):
    row = {"precautions-TOTAL_FORMS": "1", "precautions-0-key": "pregnancy", "precautions-0-condition_en": "Pregnancy",
           "precautions-0-advice_en": "Do not take it.", "precautions-0-position": ""}  # fmt: skip
    assert "Choose how serious it is" in errors_at(send(as_author, drug, **row))["precautions-0-severity"]
    assert send(as_author, drug, **row, **{"precautions-0-severity": "avoid"}).status_code == 302
    assert drug.precautions.get().severity == "avoid"


def test_a_precaution_from_before_is_not_asked_about(as_author, author):
    drug = stories.write_drug(by=author, precautions=[("teeth", "Dental work", "See a dentist first.")])
    assert send(as_author, drug).status_code == 302


@pytest.mark.parametrize("brand", ["xgeva", " XGEVA ", "Xgeva  "])
def test_one_product_twice_is_told_with_its_brand_and_region(as_author, drug, brand):
    row = {"products-TOTAL_FORMS": "2", "products-1-brand": brand, "products-1-position": "1"}
    told = errors_at(send(as_author, drug, **row))["products-1-brand"]
    assert f"“{brand.strip()}” (no region stated) stands above already" in told
    row |= {"products-0-region": "US", "products-1-region": "US", "products-1-strength": "120mg"}
    told = errors_at(send(as_author, drug, **row, **{"products-0-strength": "120 mg"}))["products-1-brand"]
    assert f"“{brand.strip()} 120mg” (United States) stands above already" in told


@pytest.mark.parametrize("brand", ["xgeva", " XGEVA "])
def test_a_brand_in_other_capitals_with_another_strength_is_no_second_brand(as_author, drug, brand):
    row = {"products-TOTAL_FORMS": "2", "products-0-strength": "120 mg", "products-0-region": "US",
           "products-1-brand": brand, "products-1-strength": "60 mg", "products-1-region": "US",
           "products-1-position": "1"}  # fmt: skip
    response = send(as_author, drug, **row)
    told = errors_at(response)["products-1-brand"]
    assert "is the brand of another product of this drug: Xgeva 120 mg (United States)" in told
    assert "write “Xgeva” here too" in told
    assert 'value="60 mg"' in response.content.decode(), "nothing that was typed is lost"
    assert send(as_author, drug, **row | {"products-1-brand": "Xgeva "}).status_code == 302
    assert [str(each) for each in stories.fresh(drug).products.all()] == ["Xgeva 120 mg", "Xgeva 60 mg"]


def test_a_brand_of_another_drug_is_told_with_its_product_and_region(as_author, author, drug):
    drug.products.update(region="US", strength="120 mg")
    other = stories.write_drug(by=author, key="other", brand="Other")
    response = send(as_author, other, **{"products-0-brand": " xgeva", "products-0-region": "US"})
    told = errors_at(response)["products-0-brand"]
    assert "“xgeva” is a brand of Denosumab already: Xgeva 120 mg (United States)." in told


def test_a_regimen_that_stands_twice_is_told_with_its_key(as_author, drug):
    row = {"regimens-TOTAL_FORMS": "2", "regimens-1-key": "usual", "regimens-1-position": "1"}
    told = errors_at(send(as_author, drug, **row))["regimens-1-key"]
    assert "Regimen “usual” stands above already." in told


def test_an_effect_stated_twice_is_told_at_the_second_by_its_name(as_author, drug):
    row = {
        "sideeffects-TOTAL_FORMS": "2",
        "sideeffects-1-effect": Effect.objects.get().pk,
        "sideeffects-1-position": "1",
    }
    told = errors_at(send(as_author, drug, **row))["sideeffects-1-effect"]
    assert "Side effect “nausea” stands above already." in told


def test_a_new_product_offers_the_usual_region_and_stays_empty_until_it_is_filled(as_author, drug):
    response = as_author.get(change(drug))
    empty = response.context["inline_admin_formsets"][0].formset.empty_form
    assert empty["region"].value() == "US"
    assert (
        send(
            as_author, drug, **{"products-TOTAL_FORMS": "2", "products-1-region": "US", "products-1-position": ""}
        ).status_code
        == 302
    )
    assert stories.fresh(drug).products.count() == 1


# Classes in a circle


def test_a_class_cannot_be_part_of_itself_or_of_what_is_part_of_it(as_author, author):
    wide = stories.write_class(by=author, key="wide")
    narrow = stories.write_class(by=author, key="narrow", parent=wide)
    for parent in (wide, narrow):
        response = send(as_author, wide, parent=str(parent.pk))
        assert "cannot be part of itself: Wide → " in errors_at(response)["parent"]
    assert send(as_author, narrow, parent=str(wide.pk)).status_code == 302


def test_the_tree_is_shown_with_links(as_author, author):
    wide = stories.write_class(by=author, key="wide")
    narrow = stories.write_class(by=author, key="narrow", parent=wide)
    drug = stories.write_drug(by=author, classes=[narrow])
    page = as_author.get(change(narrow)).content.decode()
    assert f'<a href="{change(wide)}">Wide</a> › <b>Narrow</b>' in page
    assert f'<a href="{change(drug)}">Denosumab</a>' in page


# Deleting what is in use


def delete_url(row) -> str:
    return reverse(f"admin:drugs_{row._meta.model_name}_delete", args=[row.pk])


@pytest.mark.parametrize("name", ["indication", "effect", "drugclass"])
def test_what_is_in_use_is_not_deleted_and_its_users_are_linked(as_author, author, name):
    group = stories.write_class(by=author)
    drug = stories.write_drug(by=author, classes=[group], effects=[("nausea", "nausea")])
    row = {"indication": Indication.objects.get(), "effect": Effect.objects.get(), "drugclass": group}[name]
    for response in (as_author.get(delete_url(row)), as_author.post(delete_url(row), {"post": "yes"})):
        assert f'<a href="{change(drug)}">Denosumab</a>' in response.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_published_class_is_kept_with_the_same_words(as_author, author, reviewer):
    group = stories.write_class(by=author)
    stories.publish(group, by=author, reviewer=reviewer)
    drug = stories.write_drug(by=author, classes=[group])
    response = as_author.post(delete_url(group), {"post": "yes"})
    assert response.status_code == 200
    assert f'<a href="{change(drug)}">Denosumab</a>' in response.content.decode()
    assert DrugClass.objects.filter(pk=group.pk).exists()


@pytest.mark.parametrize("name", ["indication", "effect", "drugclass"])
def test_what_nobody_uses_is_deleted(as_author, author, name):
    group = stories.write_class(by=author)
    stories.write_drug(by=author, effects=[("nausea", "nausea")])
    Drug.objects.get().regimens.all().delete()
    SideEffect.objects.all().delete()
    row = {"indication": Indication.objects.get(), "effect": Effect.objects.get(), "drugclass": group}[name]
    assert as_author.post(delete_url(row), {"post": "yes"}).status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_wider_class_is_not_deleted_under_its_parts(as_author, author):
    wide = stories.write_class(by=author, key="wide")
    narrow = stories.write_class(by=author, key="narrow", parent=wide)
    assert change(narrow) in as_author.post(delete_url(wide), {"post": "yes"}).content.decode()
    assert DrugClass.objects.count() == 2
