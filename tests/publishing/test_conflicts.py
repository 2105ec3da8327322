"""Saving over somebody's newer text: refused, both texts kept, brought together box by box, and saved on the second try."""

import pytest
from django.test import Client

from publishing.models import Autosave
from tests import stories
from tests.publishing.forms import change, filled, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(author):
    return stories.write_article(
        by=author, title="Sleep", key="sleep", slug="sleep", summary="Old summary.", body="One.\n\nTwo.\n"
    )


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def press(client, page, response, **buttons):
    """Press a button of the form as it is shown."""
    return client.post(change(page), filled(response, **buttons))


def boxes(response, *names) -> list[str]:
    form = response.context["adminform"].form
    return [form[name].value() for name in names]


def test_different_boxes_are_brought_together_and_saved_in_one_more_click(as_author, second_author, page) -> None:
    mine = opened(as_author, page, summary="My summary.")
    stories.edit(page, by=second_author, body="One.\n\nTheirs.\n", title="Better sleep")
    response = as_author.post(change(page), mine)
    shown = response.content.decode()
    assert boxes(response, "title", "summary", "body") == ["Better sleep", "My summary.", "One.\n\nTheirs.\n"]
    assert "Nothing clashes" in shown and "errornote" not in shown
    assert stories.fresh(page).summary == "Old summary."
    assert press(as_author, page, response).status_code == 302
    saved = stories.fresh(page)
    assert (saved.title, saved.summary, saved.body) == ("Better sleep", "My summary.", "One.\n\nTheirs.\n")


def test_a_box_that_both_changed_shows_both_changes_against_the_start(as_author, second_author, page) -> None:
    mine = opened(as_author, page, body="One.\n\nMine.\n")
    stories.edit(page, by=second_author, body="One.\n\nTheirs.\n")
    response = as_author.post(change(page), mine)
    (box,) = response.context["conflict"].view.both
    said = {side: "".join(piece.text for line in lines for piece in line.pieces if piece.kind == "new")
            for side, lines in (("theirs", box.their_lines), ("mine", box.my_lines))}  # fmt: skip
    assert said == {"theirs": "Theirs", "mine": "Mine"}
    assert boxes(response, "body") == ["One.\n\nMine.\n"]


def test_it_is_not_saved_before_the_person_says_they_read_both(as_author, second_author, page) -> None:
    mine = opened(as_author, page, body="Mine.\n")
    stories.edit(page, by=second_author, body="Theirs.\n")
    response = as_author.post(change(page), mine)
    again = press(as_author, page, response)
    assert again.status_code == 200
    assert stories.fresh(page).body == "Theirs.\n"
    version = response.context["conflict"].version
    assert press(as_author, page, again, merged_version=str(version)).status_code == 302
    assert stories.fresh(page).body == "Mine.\n"


def test_one_click_takes_theirs_and_one_takes_mine_back(as_author, second_author, page) -> None:
    mine = opened(as_author, page, body="Mine.\n", summary="My summary.")
    stories.edit(page, by=second_author, body="Theirs.\n")
    response = as_author.post(change(page), mine)
    response = press(as_author, page, response, _choose="theirs:body")
    assert boxes(response, "body", "summary") == ["Theirs.\n", "My summary."]
    response = press(as_author, page, response, _choose="mine:body")
    assert boxes(response, "body", "summary") == ["Mine.\n", "My summary."]
    response = press(as_author, page, response, _choose="theirs:body", merged_version="2")
    assert response.status_code == 200, "a choice is never a save"
    press(as_author, page, response, merged_version="2")
    saved = stories.fresh(page)
    assert (saved.body, saved.summary) == ("Theirs.\n", "My summary.")


@pytest.mark.parametrize("choice", ["", "theirs", "theirs:", "theirs:nothing", "kind:body", "differences:body", ":::"])
def test_a_choice_that_is_not_offered_changes_nothing(as_author, second_author, page, choice) -> None:
    mine = opened(as_author, page, body="Mine.\n")
    stories.edit(page, by=second_author, body="Theirs.\n")
    response = press(as_author, page, as_author.post(change(page), mine), _choose=choice)
    assert boxes(response, "body") == ["Mine.\n"]


def test_a_third_save_meanwhile_is_told_too(as_author, second_author, page) -> None:
    mine = opened(as_author, page, body="Mine.\n")
    stories.edit(page, by=second_author, body="Theirs.\n")
    response = as_author.post(change(page), mine)
    stories.edit(page, by=second_author, body="Theirs again.\n")
    response = press(as_author, page, response, merged_version="2")
    assert response.status_code == 200
    assert stories.fresh(page).body == "Theirs again.\n"
    assert response.context["conflict"].version == 3
    press(as_author, page, response, merged_version="3")
    assert stories.fresh(page).body == "Mine.\n"


def test_my_text_is_kept_apart_as_well(as_author, second_author, author, page) -> None:
    mine = opened(as_author, page, body="Mine.\n")
    stories.edit(page, by=second_author, body="Theirs.\n")
    response = as_author.post(change(page), mine)
    kept = Autosave.objects.get()
    assert (kept.user, kept.fields["body"], kept.opened_version) == (author, ["Mine.\n"], 1)
    # The window is closed without saving; another day both texts are offered.
    shown = as_author.get(change(page)).content.decode()
    assert "that was not saved" in shown and "Someone saved the page after that" in shown
    token = kept.place.rpartition(":")[2]
    response = as_author.post(change(page), {"_take_back": "1", "autosave-place": token})
    assert "Two people edited this page" in response.content.decode()
    assert [box.key for box in response.context["conflict"].view.both] == ["body"]
    press(as_author, page, response, merged_version="2")
    assert stories.fresh(page).body == "Mine.\n"
    assert not Autosave.objects.exists()


def test_choices_and_people_are_compared_by_name(as_author, second_author, page) -> None:
    mine = opened(as_author, page, risk_tier="background", owner=str(second_author.pk))
    stories.edit(page, by=second_author, risk_tier="medicine")
    shown = as_author.post(change(page), mine).content.decode()
    assert "medicine or dose" in shown and "Sample Colleague" in shown


# Rows


@pytest.fixture
def drug(author):
    return stories.write_drug(by=author)


def test_two_boxes_of_one_row_are_brought_together(as_author, second_author, drug) -> None:
    mine = opened(as_author, drug, **{"regimens-0-dose_value": ["60"]})
    stories.change_frequency(drug, weeks=26, by=second_author)
    response = as_author.post(change(drug), mine)
    assert "Nothing clashes" in response.content.decode()
    assert press(as_author, drug, response).status_code == 302
    regimen = stories.fresh(drug).regimens.get()
    assert (regimen.dose_value, regimen.period) == (60, 26)


def test_a_dose_that_both_changed_is_never_overwritten_silently(as_author, second_author, drug) -> None:
    mine = opened(as_author, drug, **{"regimens-0-period": ["12"]})
    stories.change_frequency(drug, weeks=26, by=second_author)
    response = as_author.post(change(drug), mine)
    assert response.context["conflict"].view.both[0].label.startswith("Regimens")
    press(as_author, drug, response)
    assert stories.fresh(drug).regimens.get().period == 26


def test_a_row_that_they_added_stays_and_one_that_they_deleted_goes(as_author, second_author, drug) -> None:
    stories.edit(drug, by=second_author, save_related=lambda: stories.Product.objects.create(drug=drug, brand="Second"))
    mine = opened(as_author, drug, pronunciation="den-OH-sue-mab")

    def rows():
        stories.Product.objects.get(brand="Second").delete()
        stories.Product.objects.create(drug=drug, brand="Third")

    stories.edit(drug, by=second_author, save_related=rows)
    response = as_author.post(change(drug), mine)
    assert press(as_author, drug, response).status_code == 302
    saved = stories.fresh(drug)
    assert sorted(saved.products.values_list("brand", flat=True)) == ["Third", "Xgeva"]
    assert saved.pronunciation == "den-OH-sue-mab"


def test_a_row_that_they_deleted_and_i_changed_comes_back_as_a_new_one(as_author, second_author, drug) -> None:
    stories.edit(drug, by=second_author, save_related=lambda: stories.Product.objects.create(drug=drug, brand="Second"))
    sent = opened(as_author, drug)
    place = next(name for name, value in sent.items() if value == ["Second"])
    mine = sent | {place: ["Second, and more"]}
    stories.edit(drug, by=second_author, save_related=lambda: stories.Product.objects.get(brand="Second").delete())
    response = as_author.post(change(drug), mine)
    assert "They deleted what you changed" in response.content.decode()
    version = response.context["conflict"].version
    assert press(as_author, drug, response, merged_version=str(version)).status_code == 302
    assert "Second, and more" in stories.fresh(drug).products.values_list("brand", flat=True)


# Who is here


def test_two_people_are_told_of_each_other(as_author, second_author, page) -> None:
    assert "has this page open" not in as_author.get(change(page)).content.decode()
    other = Client()
    other.force_login(second_author)
    assert "Sample Author has this page open now." in other.get(change(page)).content.decode()
    assert "Sample Colleague has this page open now." in as_author.get(change(page)).content.decode()
