"""What is odd about a dose is asked about until somebody confirms it; what is odd among regimens is pointed out."""

import pytest

from drugs.models import Indication
from tests import stories
from tests.drugs.forms_of_drugs import change, errors_at, filled, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def drug(author):
    return stories.write_drug(by=author)


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


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


# Regimens that cannot be told apart


def test_regimens_that_overlap_or_are_misnamed_are_saved_and_pointed_out(as_author, author, drug):
    row = {"regimens-TOTAL_FORMS": "2", "regimens-1-key": "every-12-weeks", "regimens-1-position": "",
           "regimens-1-product": drug.products.get().pk, "regimens-1-indication": Indication.objects.get().pk,
           "regimens-1-route": "subcutaneous", "regimens-1-dose_value": "120", "regimens-1-dose_unit": "mg",
           "regimens-1-frequency": "1", "regimens-1-period": "3", "regimens-1-period_max": "4",
           "regimens-1-period_unit": "wk"}  # fmt: skip
    response = as_author.post(change(drug), filled(as_author, change(drug)) | row, follow=True)
    told = [str(each) for each in response.context["messages"]]
    assert any("patients read “every 4 weeks” and “every 3 to 4 weeks”" in each for each in told)
    assert any("“every-12-weeks” says another timing" in each for each in told)
    hints = [issue for issue in stories.fresh(drug).compile().issues if issue.code.startswith("regimen-")]
    assert [(hint.code, hint.stops_publishing) for hint in hints] == [
        ("regimen-overlap", False),
        ("regimen-key", False),
    ]


def test_regimens_that_differ_are_saved_without_a_word(as_author, drug):
    response = as_author.post(change(drug), filled(as_author, change(drug)), follow=True)
    assert not [each for each in response.context["messages"] if "regimen" in str(each)]
