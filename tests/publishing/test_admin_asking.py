"""Asking clinicians through the admin, and the box that says who was asked."""

import html
from datetime import timedelta

import pytest
from django.core import mail as outside
from django.urls import reverse
from django.utils import timezone

from publishing.actions.mailing import deliver
from publishing.models import ApprovalRequest, Invitation, Mail
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(author):
    return stories.write_article(by=author, title="Sleep and pain", body="Sleep helps.\n")


def ask_url(page) -> str:
    return reverse("staff:ask", args=[page.pk])


def box(client, page) -> str:
    """What the form of the page says above its fields."""
    shown = client.get(reverse("admin:edu_article_change", args=[page.pk])).content.decode()
    return html.unescape(shown.split('class="standing ')[1].split("</section>")[0])


def press(client, page, do: str, row):
    return client.post(reverse("staff:asked", args=[page.pk]), {"do": do, "row": row.pk}, follow=True).content.decode()


def test_the_form_offers_clinicians_and_nobody_who_wrote_the_text(client, author, reviewer, administrator, page):
    stories.edit(page, by=administrator, body="Sleep heals.\n")
    stories.register()
    stories.register("gone", is_active=False)
    client.force_login(author)
    shown = client.get(ask_url(page)).content.decode()
    assert "Sample Reviewer, Oncology nurse, RN" in shown and "Sample Nurse, Oncology nurse, RN" in shown
    assert "Sample Gone" not in shown and "Sample Administrator, Pharmacist" not in shown


def test_people_a_day_and_a_note_reach_the_request(client, author, reviewer, page, django_capture_on_commit_callbacks):
    nurse, due = stories.register(), timezone.localdate() + timedelta(days=5)
    reviewer.email = "reviewer@example.org"
    reviewer.save()
    client.force_login(author)
    said = {"users": [reviewer.pk], "reviewers": [nurse.pk], "due_on": due.isoformat(), "note": "Is the dose right?"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(ask_url(page), said).status_code == 302
    request = ApprovalRequest.objects.get()
    assert (request.due_on, request.note) == (due, "Is the dose right?")
    (sent,) = [each for each in outside.outbox if each.to == ["reviewer@example.org"]]
    assert "Is the dose right?" in sent.body and reverse("staff:approve", args=[page.pk]) in sent.body


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "Choose at least one clinician"),
        ({"due_on": "2020-01-01"}, "This day is past"),
        ({"users": ["999"]}, "not one of the available choices"),
        ({"users": ["x"], "due_on": "soon"}, "Enter a valid date"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client, author, reviewer, page, said, reason):
    client.force_login(author)
    shown = client.post(ask_url(page), {"note": "Typed for nothing?", **said}).content.decode()
    assert reason in shown and "Typed for nothing?" in shown
    assert not ApprovalRequest.objects.exists()


def test_without_any_clinician_the_page_says_who_can_help(client, author, page):
    client.force_login(author)
    assert "There is no clinician who could be asked" in client.post(ask_url(page)).content.decode()


def test_asking_again_starts_from_who_was_asked_before(client, author, reviewer, page):
    stories.ask(page, by=author, users=[reviewer])
    stories.edit(page, by=author, body="Sleep heals.\n")
    client.force_login(author)
    assert f'value="{reviewer.pk}" id="id_users_0" checked' in client.get(ask_url(page)).content.decode()


def test_somebody_else_can_be_asked_while_one_is_waited_for(client, author, reviewer, page):
    nurse = stories.register()
    stories.ask(page, by=author, users=[reviewer], reviewers=[nurse])
    client.force_login(author)
    assert "Ask again, or somebody else" in box(client, page)
    stories.approve(page, by=reviewer)
    shown = client.get(ask_url(page)).content.decode()
    assert f'value="{nurse.pk}" id="id_reviewers_0" checked' in shown
    assert f'value="{reviewer.pk}" id="id_users_0" checked' not in shown


def test_the_box_says_who_was_asked_and_what_came_of_it(client, author, reviewer, page):
    now = timezone.now()
    nurse = stories.register()
    stories.ask(page, by=author, now=now, users=[reviewer], reviewers=[nurse], note="Is it right?")
    client.force_login(author)
    shown = box(client, page)
    assert "Is it right?" in shown and "Sample Author asked on" in shown
    assert "has not decided yet" in shown and "has not opened the link yet" in shown
    stories.approve(page, by=reviewer, now=now)
    assert "approved on" in box(client, page)
    Invitation.objects.filter(reviewer=nurse).update(expires_at=now)
    assert "the link has expired" in box(client, page)


def test_the_box_says_that_the_day_is_past(client, author, reviewer, page):
    then = timezone.now() - timedelta(days=3)
    stories.ask(page, by=author, now=then, users=[reviewer], due_on=then.date())
    client.force_login(author)
    assert "That day is past" in box(client, page)


def test_the_box_of_a_page_nobody_asked_about_says_nothing_of_it(client, author, page):
    client.force_login(author)
    assert "Who was asked" not in box(client, page)


def test_an_author_takes_back_and_reminds_in_the_box(client, author, reviewer, page):
    stories.ask(page, by=author, users=[reviewer], now=timezone.now())
    invitation = Invitation.objects.get()
    client.force_login(author)
    assert "gets another mail" in press(client, page, "remind", invitation)
    assert "reminded today already" in press(client, page, "remind", invitation)
    assert "is no longer asked" in press(client, page, "take-back", invitation)
    assert "Who was asked" not in box(client, page)
    assert not Invitation.objects.open().exists()


@pytest.mark.parametrize(
    ("do", "row"), [("other", "1"), ("remind", "0"), ("remind", "x"), ("remind", "9" * 30), ("", "")]
)
def test_a_button_that_is_none_of_ours_does_nothing(client, author, reviewer, page, do, row):
    stories.ask(page, by=author, users=[reviewer])
    client.force_login(author)
    assert client.post(reverse("staff:asked", args=[page.pk]), {"do": do, "row": row}).status_code == 302
    assert Invitation.objects.open().count() == Mail.objects.count() == 1


def test_a_button_reaches_no_other_page(client, author, reviewer, page):
    stories.ask(page, by=author, users=[reviewer])
    other = stories.write_article(by=author)
    client.force_login(author)
    url = reverse("staff:asked", args=[other.pk])
    assert client.post(url, {"do": "take-back", "row": Invitation.objects.get().pk}).status_code == 302
    assert Invitation.objects.open().exists()


def test_a_reader_of_the_box_without_the_right_sees_no_buttons(client, author, reviewer, page):
    stories.ask(page, by=author, users=[reviewer])
    client.force_login(reviewer)
    shown = box(client, page)
    assert "Who was asked" in shown and "Take back" not in shown
    url = reverse("staff:asked", args=[page.pk])
    assert client.post(url, {"do": "take-back", "row": Invitation.objects.get().pk}).status_code == 403


def test_a_mail_that_failed_stands_in_the_box_until_it_has_gone_out(client, author, reviewer, page):
    now = timezone.now()
    stories.ask(page, by=author, users=[reviewer], now=now)
    mail = Mail.objects.get()
    deliver(mail_id=mail.pk, now=now)
    client.force_login(author)
    assert "A mail to Sample Reviewer has not gone out." in box(client, page)
    assert "no e-mail address" in box(client, page)
    reviewer.email = "reviewer@example.org"
    reviewer.save()
    assert "on its way again" in press(client, page, "send-again", mail)
    deliver(mail_id=mail.pk, now=timezone.now())
    assert "has not gone out" not in box(client, page)
    assert "has gone out meanwhile" in press(client, page, "send-again", mail)
