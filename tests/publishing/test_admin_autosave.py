"""What is typed and not saved is kept, offered back, and forgotten once it is saved."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from edu.models import Article
from publishing.actions import drafting
from publishing.errors import NotPermitted, Refused
from publishing.models import Autosave, Event
from publishing.staff.autosaving import MOST_A_MINUTE, MOST_POSTED
from tests import stories
from tests.publishing.forms import change, filled, opened


@pytest.fixture
def page(author):
    return stories.write_article(by=author, title="Sleep and pain", key="sleep", slug="sleep", body="Sleep helps.\n")


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def address(page=None, *, kind="article", beat=False) -> str:
    return f"{reverse('staff:autosave')}?kind={kind}&page={page.pk if page else ''}" + ("&beat=1" if beat else "")


def typing(client, page, **changed) -> dict:
    """A person opens the form, types, and the form is kept; gives what the form would send."""
    sent = opened(client, page, **changed)
    assert client.post(address(page), sent).status_code == 200
    return sent


def test_typing_is_kept_and_touches_nothing_else(as_author, author, page) -> None:
    before = stories.fresh(page), Event.objects.count()
    response = as_author.post(address(page), opened(as_author, page, body="Sleep heals.\r\n"))
    assert response.json()["saved_at"] and response.json()["others"] == []
    kept = Autosave.objects.get()
    assert (kept.user, kept.page_id, kept.opened_version) == (author, page.pk, 1)
    assert kept.fields["body"] == ["Sleep heals.\r\n"]
    assert "csrfmiddlewaretoken" not in kept.fields
    after = stories.fresh(page)
    assert (after.body, after.version, Event.objects.count()) == (before[0].body, before[0].version, before[1])


def test_one_form_keeps_one_row(as_author, page) -> None:
    sent = typing(as_author, page, body="Sleep he")
    as_author.post(address(page), sent | {"body": "Sleep heals"})
    assert [row.fields["body"] for row in Autosave.objects.all()] == [["Sleep heals"]]


def test_what_was_typed_is_offered_back_in_words(as_author, page) -> None:
    typing(as_author, page, body="Sleep heals.\n")
    shown = as_author.get(change(page)).content.decode()
    assert "that was not saved" in shown and "<ins>" in shown and "heals" in shown
    assert "Take it back" in shown and "Throw it away" in shown


def test_nothing_is_offered_when_nothing_differs(as_author, page) -> None:
    typing(as_author, page)
    assert "that was not saved" not in as_author.get(change(page)).content.decode()


def test_taking_back_fills_the_form_and_saves_nothing(as_author, page) -> None:
    typing(as_author, page, body="Sleep heals.\n", title="")
    token = Autosave.objects.get().place.rpartition(":")[2]
    response = as_author.post(change(page), {"_take_back": "1", "autosave-place": token})
    form = response.context["adminform"].form
    assert (form["body"].value(), form["title"].value()) == ("Sleep heals.\n", "")
    shown = response.content.decode()
    assert "This is what you had typed" in shown and "errornote" not in shown and "This field is required" not in shown
    assert stories.fresh(page).body == "Sleep helps.\n"
    assert Autosave.objects.exists()


def test_what_was_taken_back_can_be_saved_and_is_then_forgotten(as_author, page) -> None:
    typing(as_author, page, body="Sleep heals.\n")
    token = Autosave.objects.get().place.rpartition(":")[2]
    response = as_author.post(change(page), {"_take_back": "1", "autosave-place": token})
    as_author.post(change(page), filled(response))
    assert stories.fresh(page).body == "Sleep heals.\n"
    assert not Autosave.objects.exists()


def test_throwing_away(as_author, page) -> None:
    typing(as_author, page, body="Sleep heals.\n")
    token = Autosave.objects.get().place.rpartition(":")[2]
    assert as_author.post(change(page), {"_throw_away": "1", "autosave-place": token}).status_code == 302
    assert not Autosave.objects.exists()
    response = as_author.post(change(page), {"_take_back": "1", "autosave-place": token}, follow=True)
    assert "nothing left to take back" in response.content.decode()


def test_typing_in_a_second_form_replaces_nothing_that_is_still_offered(as_author, page) -> None:
    typing(as_author, page, body="Before the crash.\n")
    typing(as_author, page, body="After the crash.\n")
    shown = as_author.get(change(page)).content.decode()
    assert shown.count("that was not saved") == 2


def test_a_save_forgets_only_its_own_form(as_author, page) -> None:
    typing(as_author, page, body="Before the crash.\n")
    sent = typing(as_author, page, body="After the crash.\n")
    as_author.post(change(page), sent)
    assert [row.fields["body"] for row in Autosave.objects.all()] == [["Before the crash.\n"]]


def test_a_new_page_is_kept_and_offered_too(as_author, author) -> None:
    add = reverse("admin:edu_article_add")
    sent = filled(as_author.get(add), title="Rest")
    as_author.post(address(), sent)
    assert Autosave.objects.get().place.startswith("article:new:")
    shown = as_author.get(add)
    assert "that was not saved" in shown.content.decode()
    token = Autosave.objects.get().place.rpartition(":")[2]
    response = as_author.post(add, {"_take_back": "1", "autosave-place": token})
    assert response.context["adminform"].form["title"].value() == "Rest"
    as_author.post(add, filled(response, key="rest", slug="rest"))
    assert Article.objects.get(key="rest").title == "Rest"
    assert not Autosave.objects.exists()


def test_only_the_last_ten_forms_of_a_page_are_kept(author, page, now) -> None:
    for number in range(12):
        drafting.keep_typed(page=page, by=author, now=now, fields={"body": [str(number)]}, token=f"form{number}")
    assert Autosave.objects.count() == 10


def test_rows_are_kept_and_come_back(as_author, author) -> None:
    drug = stories.write_drug(by=author)
    form = as_author.get(reverse("admin:drugs_drug_change", args=[drug.pk]))
    sent = filled(form) | {"products-0-brand": "Prolia", "regimens-0-period": "12"}
    assert as_author.post(address(drug, kind="drug"), sent).status_code == 200
    again = as_author.get(reverse("admin:drugs_drug_change", args=[drug.pk]))
    assert "Prolia" in again.content.decode()
    token = Autosave.objects.get().place.rpartition(":")[2]
    back = as_author.post(form.request["PATH_INFO"], {"_take_back": "1", "autosave-place": token})
    as_author.post(form.request["PATH_INFO"], filled(back))
    assert stories.fresh(drug).products.get().brand == "Prolia"
    assert stories.fresh(drug).regimens.get().period == 12


# Who may


def test_another_person_is_offered_nothing(as_author, second_author, page) -> None:
    typing(as_author, page, body="Sleep heals.\n")
    other = Client()
    other.force_login(second_author)
    assert "that was not saved" not in other.get(change(page)).content.decode()
    token = Autosave.objects.get().place.rpartition(":")[2]
    other.post(change(page), {"_throw_away": "1", "autosave-place": token})
    other.post(change(page), {"_take_back": "1", "autosave-place": token})
    assert Autosave.objects.count() == 1


@pytest.mark.parametrize("who", [None, "outsider", "reviewer", "coordinator"])
def test_nobody_keeps_text_in_a_page_they_may_not_edit(client, request, page, who) -> None:
    if who:
        client.force_login(request.getfixturevalue(who))
    response = client.post(address(page), {"body": "Mine."})
    assert response.status_code == 403
    assert not Autosave.objects.exists()


def test_the_verb_asks_too(reviewer, page, now) -> None:
    with pytest.raises(NotPermitted):
        drafting.keep_typed(page=page, by=reviewer, now=now, fields={})
    with pytest.raises(NotPermitted):
        drafting.mark_presence(page=page, by=reviewer, now=now)


def test_a_form_of_somebody_who_logged_out_is_not_kept_under_another_name(as_author, second_author, page) -> None:
    response = as_author.post(address(page), {"body": "Mine.", "autosave-person": str(second_author.pk)})
    assert response.status_code == 409
    assert not Autosave.objects.exists()


# Bad input


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("kind=article&page=987654", 404),
        ("kind=nothing&page=", 404),
        ("kind=drug&page={pk}", 404),
        ("kind=article&page=abc", 404),
        ("kind=article&page=99999999999999999999", 404),
        ("", 404),
    ],
)
def test_a_page_that_is_not_there(as_author, page, query, status) -> None:
    answer = as_author.post(f"{reverse('staff:autosave')}?{query.format(pk=page.pk)}", {"body": "x"})
    assert (answer.status_code, list(answer.json())) == (status, ["problem"])


def test_too_much_is_refused_and_nothing_kept(as_author, author, page, now) -> None:
    assert as_author.post(address(page), {"body": "x" * (MOST_POSTED + 1)}).status_code == 413
    with pytest.raises(Refused):
        drafting.keep_typed(page=page, by=author, now=now, fields={"body": ["x" * drafting.MOST_BYTES] * 2})
    assert not Autosave.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"body": "nul \x00 byte", "nul\x00name": "x"},
        {"opened_version": "many", "body": "x"},
        {"opened_version": "9" * 30, "body": "x"},
        {"autosave-place": "../" * 40, "body": "x"},
        {"opened_state": "{", "related_pages-TOTAL_FORMS": "-3", "body": "x"},
        {
            "opened_state": '{"values": [], "rows": 3, "elsewhere": 1}',
            "related_pages-TOTAL_FORMS": "999999",
            "body": "x",
        },
    ],
)
def test_strange_input_is_kept_or_refused_and_never_a_crash(as_author, page, sent) -> None:
    assert as_author.post(address(page), sent).status_code == 200
    token = Autosave.objects.get().place.rpartition(":")[2]
    assert as_author.get(change(page)).status_code == 200
    assert as_author.post(change(page), {"_take_back": "1", "autosave-place": token}).status_code == 200


def test_a_script_gone_wrong_is_stopped(as_author, page, settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "often"}}
    answers = [as_author.post(address(page, beat=True)).status_code for _ in range(MOST_A_MINUTE + 3)]
    assert answers[0] == 200 and 429 in answers


def test_a_form_whose_token_ended_with_the_login_gets_another(as_author, author) -> None:
    answer = as_author.get(reverse("staff:autosave"))
    assert answer.json()["person"] == author.pk and answer.json()["token"]
    assert Client().get(reverse("staff:autosave")).status_code == 403


def test_what_others_typed_into_a_deleted_draft_is_offered_to_them_in_a_new_page(
    client, author, second_author, page
) -> None:
    client.force_login(second_author)
    typing(client, page, body="Sleep heals, they say.\n")
    stories.actions.delete_draft(page=page, by=author, now=timezone.now() + timedelta(minutes=3))
    assert [kept.user for kept in Autosave.objects.all()] == [second_author]
    shown = client.get(reverse("admin:edu_article_add")).content.decode()
    assert "Sleep heals, they say." in shown and "Take it back" in shown
    client.force_login(author)
    assert "Sleep heals, they say." not in client.get(reverse("admin:edu_article_add")).content.decode()


def test_deleting_a_draft_deletes_what_was_typed_into_it(as_author, author, page, now) -> None:
    typing(as_author, page, body="Sleep heals.\n")
    stories.actions.delete_draft(page=page, by=author, now=now)
    assert not Autosave.objects.exists()
