"""What makes no sense is told at its field; what is only odd is asked about until somebody confirms it."""

from html import unescape

import pytest
from django.urls import reverse

from drugs.models import Drug, DrugClass, Effect, Indication, SideEffect
from tests import stories
from tests.drugs.forms_of_drugs import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def drug(author):
    return stories.write_drug(by=author, effects=[("nausea", "nausea")])


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def change(page) -> str:
    return reverse(f"admin:{page._meta.app_label}_{page._meta.model_name}_change", args=[page.pk])


def send(client, page, **changes):
    return client.post(change(page), filled(client, change(page)) | changes)


def errors_at(response) -> dict[str, str]:
    """The errors of the form and of every row, by the name of the field."""
    context = response.context
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += formset.formset.forms
    return {form.add_prefix(name): " ".join(told) for form in forms for name, told in form.errors.items()}


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


# Doses that cannot be right


def test_an_impossible_dose_is_asked_about_with_a_tick_that_says_it(as_author, drug):
    response = send(as_author, drug, **{"regimens-0-dose_value": "4000", "regimens-0-dose_unit": "g"})
    assert "more than any usual dose" in errors_at(response)["regimens-0-dose_value"]
    page = response.content.decode()
    assert 'type="checkbox" name="regimens-0-confirm_dose" value="4,000 g"' in page
    assert "Yes, 4,000 g is right" in page
    assert stories.fresh(drug).regimens.get().dose_unit == "mg"


def test_a_ticked_dose_is_saved_with_the_words_that_were_confirmed(as_author, drug):
    dose = {"regimens-0-dose_value": "4000", "regimens-0-dose_unit": "g"}
    assert send(as_author, drug, **dose, **{"regimens-0-confirm_dose": "4,000 g"}).status_code == 302
    assert stories.fresh(drug).regimens.get().confirmed_dose == "4,000 g"
    assert send(as_author, drug).status_code == 302, "saving it again asks nothing"


def test_a_tick_confirms_no_other_dose(as_author, drug):
    dose = {"regimens-0-dose_value": "5000", "regimens-0-dose_unit": "g"}
    response = send(as_author, drug, **dose, **{"regimens-0-confirm_dose": "4,000 g"})
    assert "Yes, 5,000 g is right" in response.content.decode()


def test_a_confirmed_dose_that_changes_is_asked_about_again_and_an_ordinary_one_forgets_it(as_author, drug):
    dose = {"regimens-0-dose_value": "4000", "regimens-0-dose_unit": "g", "regimens-0-confirm_dose": "4,000 g"}
    send(as_author, drug, **dose)
    again = send(as_author, drug, **{"regimens-0-dose_value": "4500", "regimens-0-confirm_dose": ""})
    assert "regimens-0-dose_value" in errors_at(again)
    assert send(as_author, drug, **{"regimens-0-dose_value": "4"}).status_code == 302
    assert stories.fresh(drug).regimens.get().confirmed_dose == ""


def test_a_dose_ten_times_that_of_another_row_is_asked_about(as_author, drug):
    row = {"regimens-TOTAL_FORMS": "2", "regimens-1-key": "other", "regimens-1-position": "1",
           "regimens-1-dose_value": "1200", "regimens-1-dose_unit": "mg"}  # fmt: skip
    response = send(as_author, drug, **row)
    assert "ten times the largest other dose of this drug, 120 mg" in errors_at(response)["regimens-1-dose_value"]
    assert send(as_author, drug, **row, **{"regimens-1-confirm_dose": "1,200 mg"}).status_code == 302


def by_mouth(dose: str, unit: str) -> dict:
    """The one regimen of the drug, as it is of ibuprofen: with nothing else to compare it with."""
    return {"regimens-0-route": "oral", "regimens-0-dose_value": dose, "regimens-0-dose_unit": unit,
            "regimens-0-frequency": "1", "regimens-0-period": "6", "regimens-0-period_unit": "h"}  # fmt: skip


def test_forty_grams_by_mouth_are_asked_about_until_somebody_confirms_them(as_author, drug):
    response = send(as_author, drug, **by_mouth("40", "g"))
    assert "40 g is more than any usual single dose by mouth" in errors_at(response)["regimens-0-dose_value"]
    assert send(as_author, drug, **by_mouth("40", "g"), **{"regimens-0-confirm_dose": "40 g"}).status_code == 302


def test_a_dose_is_held_against_the_strengths_and_the_most_in_one_day(as_author, drug):
    drug.products.update(strength="200 mg")
    many = send(as_author, drug, **by_mouth("4000", "mg"))
    assert "20 times the largest strength of this drug here, 200 mg" in errors_at(many)["regimens-0-dose_value"]
    most = {"regimens-0-max_daily_value": "1200", "regimens-0-max_daily_unit": "mg"}
    often = send(as_author, drug, **by_mouth("400", "mg"), **most)
    assert "more in a day than the most in one day stated here, 1,200 mg" in errors_at(often)["regimens-0-dose_value"]
    assert send(as_author, drug, **by_mouth("300", "mg"), **most).status_code == 302


def test_strengths_stop_the_publication_of_a_dose_that_does_not_fit_them(author, drug):
    stories.edit(drug, by=author, save_related=lambda: drug.products.update(strength="5 mg"))
    stopping = [issue for issue in stories.fresh(drug).compile().issues if issue.stops_publishing]
    assert [issue.code for issue in stopping] == ["dose-magnitude"]
    assert "24 times the largest strength" in stopping[0].message


def test_a_row_about_to_be_deleted_is_not_compared(as_author, author):
    drug = stories.write_drug(by=author, dose=2)
    row = {"regimens-TOTAL_FORMS": "2", "regimens-1-key": "other", "regimens-1-position": "1", "regimens-0-DELETE": "on",
           "regimens-1-dose_value": "120", "regimens-1-dose_unit": "mg"}  # fmt: skip
    assert send(as_author, drug, **row).status_code == 302


def test_an_unconfirmed_dose_stops_the_publication(author, drug):
    stories.edit(drug, by=author, save_related=lambda: drug.regimens.update(dose_value=9000))
    stopping = [issue for issue in stories.fresh(drug).compile().issues if issue.stops_publishing]
    assert [issue.code for issue in stopping] == ["dose-magnitude"]
    stories.edit(drug, by=author, save_related=lambda: drug.regimens.update(confirmed_dose="9,000 mg"))
    assert not [issue for issue in stories.fresh(drug).compile().issues if issue.stops_publishing]


# Brands and rows that stand twice


@pytest.mark.parametrize(("region", "refused"), [("", True), ("US", False)])
@pytest.mark.parametrize("brand", ["Xgeva", "XGEVA"])
def test_a_brand_belongs_to_one_drug_in_a_region(as_author, author, drug, brand, region, refused):
    other = stories.write_drug(by=author, key="other", brand="Other")
    response = send(as_author, other, **{"products-0-brand": brand, "products-0-region": region})
    assert (response.status_code == 200) == refused
    if refused:
        assert "is a brand of Denosumab already" in errors_at(response)["products-0-brand"]


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
            as_author, drug, **{"products-TOTAL_FORMS": "2", "products-1-region": "US", "products-1-position": "0"}
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
