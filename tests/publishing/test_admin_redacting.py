"""Redaction in the admin: what will go is shown before, and two different people press the buttons."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from config import roles
from publishing.models import Edition, Redaction
from tests import stories


@pytest.fixture
def page(author, reviewer):
    page = stories.write_article(by=author, key="story", body="Zebedee had bone pain.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    return stories.fresh(page)


@pytest.fixture
def first(db, django_user_model):
    """An administrator by role alone: may redact, may edit no article."""
    person = django_user_model.objects.create_user(username="first", display_name="Sample First", is_staff=True)
    person.groups.add(Group.objects.get(name=roles.ADMINISTRATOR))
    return person


NOTE = "I read it; a patient is named."


def ask(client, page):
    sent = {"numbers": ["1"], "cause": "personal-data", "reason": "A patient was named."}
    return client.post(reverse("staff:ask-redaction", args=[page.pk]), sent)


def test_one_asks_and_another_agrees(client, page, first, administrator) -> None:
    client.force_login(first)
    response = ask(client, page)
    redaction = Redaction.objects.get()
    where = reverse("staff:redaction", args=[redaction.pk])
    assert response["Location"] == where
    shown = client.get(where).content.decode()
    assert "Take the request back" in shown and "Agree, and empty it" not in shown
    assert client.post(where, {"decision": "agree"}).status_code == 403
    assert Edition.objects.get().html

    client.force_login(administrator)
    shown = client.get(where).content.decode()
    for words in (
        "Zebedee had bone pain.", "Edition 1", "the working copy (1)", "saved copies of the working copy (1)",
        "The page is live",
    ):  # fmt: skip
        assert words in shown
    for missing, word in (({"note": NOTE}, "Tick this"), ({"has_read": "on"}, "required"), ({}, "Tick this")):
        response = client.post(where, {"decision": "agree", **missing})
        assert response.status_code == 200 and word in response.content.decode()
        assert missing.get("note", "") in response.content.decode()
    assert Edition.objects.get().html
    assert client.post(where, {"decision": "agree", "has_read": "on", "note": NOTE}).status_code == 302
    assert Edition.objects.get().html == ""
    shown = client.get(where).content.decode()
    assert "What was emptied" in shown and "Agree" not in shown and NOTE in shown and "Zebedee" not in shown
    assert "emptied" in client.get(reverse("staff:redactions")).content.decode()


def test_the_second_person_refuses_with_a_reason_and_no_tick(client, page, first, administrator) -> None:
    client.force_login(first)
    ask(client, page)
    where = reverse("staff:redaction", args=[Redaction.objects.get().pk])
    client.force_login(administrator)
    assert client.post(where, {"decision": "refuse"}).status_code == 200
    assert Redaction.objects.get().decided_at is None
    assert client.post(where, {"decision": "refuse", "note": "Nobody is named."}).status_code == 302
    client.force_login(first)
    shown = client.get(where).content.decode()
    assert "What was not emptied" in shown and "Nobody is named." in shown
    assert Edition.objects.get().html


def test_it_waits_on_the_desk_of_the_second_person_without_a_word_of_the_page(
    client, page, first, administrator, author
) -> None:
    client.force_login(first)
    assert "nobody else" not in client.post(
        reverse("staff:ask-redaction", args=[page.pk]),
        {"numbers": ["1"], "cause": "personal-data", "reason": "A patient was named."},
        follow=True,
    ).content.decode()  # fmt: skip
    where = reverse("staff:redaction", args=[Redaction.objects.get().pk])
    for person, number in ((first, 0), (administrator, 1)):
        client.force_login(person)
        desk = client.get("/admin/")
        waiting = {each.name: each for each in desk.context["desk"].waiting}["redactions"]
        assert waiting.number == number
        assert reverse("staff:redactions") in desk.content.decode()
        assert [line.url for line in waiting.lines] == [where] * number
        assert not any(page.title in line.title + line.detail for line in waiting.lines)
    client.force_login(author)
    assert reverse("staff:redactions") not in client.get("/admin/").content.decode()


def test_who_asks_is_told_when_nobody_could_agree(client, page, first) -> None:
    client.force_login(first)
    response = client.post(
        reverse("staff:ask-redaction", args=[page.pk]),
        {"numbers": ["1"], "cause": "personal-data", "reason": "A patient was named."},
        follow=True,
    )
    assert "nobody else may agree" in response.content.decode()


def test_the_step_is_offered_to_those_who_may(client, page, author, administrator) -> None:
    change = reverse("admin:edu_article_change", args=[page.pk])
    for person, offered in ((author, False), (administrator, True)):
        client.force_login(person)
        assert (reverse("staff:ask-redaction", args=[page.pk]) in client.get(change).content.decode()) is offered


def test_a_request_that_waits_is_shown_and_not_asked_twice(client, page, first) -> None:
    client.force_login(first)
    ask(client, page)
    response = ask(client, page)
    assert response["Location"] == reverse("staff:redaction", args=[Redaction.objects.get().pk])
    assert page.title in client.get(reverse("staff:redactions")).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"numbers": ["7"], "cause": "consent", "reason": "x"},
        {"numbers": ["one"], "cause": "consent", "reason": "x"},
        {"numbers": ["1"], "cause": "other", "reason": "x"},
        {"numbers": ["1"], "cause": "consent", "reason": " "},
    ],
)
def test_a_request_that_says_too_little_comes_back_with_the_reason(client, page, first, sent) -> None:
    client.force_login(first)
    response = client.post(reverse("staff:ask-redaction", args=[page.pk]), sent)
    assert response.status_code == 200 and "errorlist" in response.content.decode()
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("decision", ["", "yes", "AGREE"])
def test_a_button_that_is_not_there_decides_nothing(client, page, first, administrator, decision) -> None:
    client.force_login(first)
    ask(client, page)
    client.force_login(administrator)
    client.post(reverse("staff:redaction", args=[Redaction.objects.get().pk]), {"decision": decision})
    assert Redaction.objects.get().decided_at is None


def test_looking_before_deciding_costs_the_same_however_much_there_is(
    client, page, author, reviewer, first, administrator, django_assert_max_num_queries
) -> None:
    for number in range(3):
        stories.edit(page, by=author, body=f"Zebedee {number}.\n")
        stories.publish(page, by=author, reviewer=reviewer)
    client.force_login(first)
    ask(client, page)
    client.force_login(administrator)
    where = reverse("staff:redaction", args=[Redaction.objects.get().pk])
    with django_assert_max_num_queries(40):
        client.get(where)


def test_what_keeps_some_of_the_same_words_is_named_and_can_be_chosen_too(
    client, page, author, reviewer, first, administrator
) -> None:
    stories.edit(page, by=author, body="Zebedee had bone pain again.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    client.force_login(first)
    form = reverse("staff:ask-redaction", args=[page.pk])
    assert "An edition you do not choose keeps its text" in client.get(form).content.decode()
    ask(client, page)
    where = reverse("staff:redaction", args=[Redaction.objects.get().pk])
    shown = client.get(where).content.decode()
    assert "Where some of the same words stay" in shown and "Edition 2, published on" in shown
    response = client.post(where, {"decision": "again"}, follow=True)
    assert Redaction.objects.get().agreed is False
    filled = response.context["form"].initial
    assert (filled["numbers"], filled["cause"], filled["reason"]) == ([1], "personal-data", "A patient was named.")
    ask(client, page)
    client.force_login(administrator)
    where = reverse("staff:redaction", args=[Redaction.objects.open().get().pk])
    assert "refuse and say which" in client.get(where).content.decode()
    client.post(where, {"decision": "again", "has_read": "on", "note": NOTE})
    assert Redaction.objects.open().exists()
    client.post(where, {"decision": "agree", "has_read": "on", "note": NOTE})
    shown = client.get(where)
    assert "Editions that were not chosen" in shown.content.decode()
    follow = client.get(shown.context["not_chosen"][0].ask_url).content.decode()
    assert 'value="2" ' in follow and "checked" in follow


@pytest.mark.parametrize("again", ["x", "99999999999999", "²", "-1"])
def test_an_address_with_nonsense_opens_an_empty_form(client, page, first, again) -> None:
    client.force_login(first)
    response = client.get(
        reverse("staff:ask-redaction", args=[page.pk]), {"again": again, "also": ["²", "x", "1" * 40]}
    )
    assert response.status_code == 200 and response.context["form"].initial == {}
