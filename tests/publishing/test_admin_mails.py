"""The outbox as an administrator sees it."""

import html

import pytest
from django.core import mail as outside
from django.urls import reverse

from publishing.actions.mailing import deliver_waiting
from publishing.models import Mail
from tests import stories

pytestmark = pytest.mark.django_db
LIST = "admin:publishing_mail_changelist"


@pytest.fixture
def mails(author, reviewer, now) -> dict[str, Mail]:
    """One of each state: sent, given up, tried again later, waiting, no longer needed."""
    reviewer.email = "reviewer@example.org"
    reviewer.save()
    nobody = stories.register("nobody")
    page = stories.write_article(by=author)
    stories.ask(page, by=author, users=[reviewer])
    deliver_waiting(now=now)
    other = stories.write_article(by=author)
    stories.ask(other, by=author, users=[reviewer], reviewers=[nobody])
    made = dict(zip(("sent", "waiting", "failed"), Mail.objects.order_by("pk"), strict=True))
    Mail.objects.filter(pk=made["failed"].pk).update(last_error="nobody of that name", tries=1)
    stories.approve(page, by=reviewer)
    made["given-up"] = Mail.objects.get(kind=Mail.Kind.DECISION)
    Mail.objects.filter(pk=made["given-up"].pk).update(last_error="This person has no e-mail address.", given_up_at=now)
    return made


def listed(client, **query) -> set[int]:
    shown = client.get(reverse(LIST), query).content.decode()
    return {mail.pk for mail in Mail.objects.all() if f"/publishing/mail/{mail.pk}/change/" in shown}


def test_the_list_is_filtered_by_what_became_of_them(client, administrator, mails):
    client.force_login(administrator)
    wanted = {
        "trouble": {"failed", "given-up"},
        "given-up": {"given-up"},
        "waiting": {"waiting", "failed"},
        "sent": {"sent"},
        "nonsense": set(mails),
    }
    for state, names in wanted.items():
        assert listed(client, state=state) == {mails[name].pk for name in names}, state


def test_mails_in_trouble_are_tried_again_and_others_left_alone(
    client, administrator, author, mails, django_capture_on_commit_callbacks
):
    author.email = "author@example.org"
    author.save()
    client.force_login(administrator)
    chosen = {"action": "try_again_now", "_selected_action": [mails["given-up"].pk, mails["sent"].pk]}
    before = len(outside.outbox)
    with django_capture_on_commit_callbacks(execute=True):
        shown = client.post(reverse(LIST), chosen, follow=True).content.decode()
    assert "1 mail is being tried again" in shown
    assert [sent.to for sent in outside.outbox[before:]] == [["author@example.org"]]
    assert Mail.objects.get(pk=mails["given-up"].pk).sent_at is not None


def test_a_mail_shows_what_became_of_it_and_no_words_of_its_own(client, administrator, mails):
    client.force_login(administrator)
    shown = html.unescape(
        client.get(reverse("admin:publishing_mail_change", args=[mails["given-up"].pk])).content.decode()
    )
    assert "given up" in shown and "This person has no e-mail address." in shown
    assert "sign_off" not in shown


def test_the_list_costs_the_same_whatever_its_length(client, administrator, mails, django_assert_max_num_queries):
    client.force_login(administrator)
    with django_assert_max_num_queries(12):
        client.get(reverse(LIST))


@pytest.mark.parametrize("who", ["author", "reviewer", "coordinator", "outsider"])
def test_nobody_else_sees_the_mails(client, mails, request, who):
    person = request.getfixturevalue(who)
    client.force_login(person)
    assert client.get(reverse(LIST)).status_code == 403
