"""One-time codes under attack: guessed, tried again, asked for without end."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from publishing import actions, link_secrets
from publishing.actions.inviting import CodeResult
from publishing.errors import Refused
from publishing.models import Event
from tests import stories
from tests.publishing.links import Visitor, ask_by_link, register
from tests.publishing.test_races import at_once, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(author, administrator) -> Visitor:
    page = stories.write_article(by=author, key="bones", title="Bones", body="Ask about your bones.\n")
    return ask_by_link(page, by=author, reviewer=register(by=administrator))


def text(response) -> str:
    return response.content.decode()


def test_five_wrong_codes_and_the_right_one_is_worth_nothing(visitor):
    visitor.ask_for_code()
    wrong = f"{(int(visitor.sent_code) + 1) % 1_000_000:06d}"
    told = [text(visitor.type_code(wrong)) for _ in range(5)]
    assert "4 more times" in told[0] and "1 more time." in told[3] and "tried too often" in told[4]
    assert "tried too often" in text(visitor.type_code())
    assert "sign_off" not in visitor.client.cookies
    visitor.come_in()


def test_every_code_that_was_sent_is_on_record_without_the_code(visitor, author, client):
    for _ in range(2):
        visitor.ask_for_code()
    page = visitor.invitation.request.page
    events = Event.objects.filter(verb=Event.Verb.CODE_SENT, page_id=page.pk)
    to = link_secrets.masked(visitor.address)
    assert [(event.actor_name, event.data) for event in events] == [
        ("Sample Visitor", {"to": to, "invitation": visitor.invitation.pk})
    ] * 2
    assert visitor.sent_code not in str([event.data for event in events])
    client.force_login(author)
    assert text(client.get(reverse("admin:edu_article_change", args=[page.pk]))).count(f"was sent to {to} on") == 2
    history = text(client.get(reverse("admin:edu_article_history", args=[page.pk])))
    assert history.count(f"asked for a one-time code ({to})") == 2 and visitor.address not in history


def test_a_code_that_was_refused_is_not_on_record(visitor):
    for _ in range(link_secrets.MOST_CODES + 1):
        visitor.ask_for_code()
    assert Event.objects.filter(verb=Event.Verb.CODE_SENT).count() == link_secrets.MOST_CODES


def test_a_code_works_once(visitor):
    visitor.come_in()
    thief = Visitor(visitor.invitation, Client())
    assert thief.type_code().status_code == 200
    assert "sign_off" not in thief.client.cookies


def test_a_code_is_good_for_a_quarter_of_an_hour(visitor):
    visitor.ask_for_code()
    code, expires = visitor.sent_code, visitor.stored().code_expires_at
    assert actions.enter_code(invitation=visitor.invitation, code=code, now=expires) == CodeResult.EXPIRED
    just = expires - timedelta(seconds=1)
    assert actions.enter_code(invitation=visitor.invitation, code=code, now=just) == CodeResult.RIGHT


def test_a_new_code_ends_the_one_before(visitor):
    visitor.ask_for_code()
    old = visitor.sent_code
    visitor.ask_for_code()
    if visitor.sent_code != old:  # one in a million
        assert visitor.type_code(old).status_code == 200
    assert visitor.type_code().status_code == 302


def test_five_codes_an_hour_and_then_a_clear_message(visitor):
    for _ in range(5):
        assert visitor.ask_for_code().status_code == 302
    response = visitor.ask_for_code()
    assert response.status_code == 429
    assert "come back in" in text(response)
    assert len(visitor.mails()) == 6
    later = timezone.now() + link_secrets.CODES_WINDOW
    actions.send_code(invitation=visitor.invitation, now=later)


def test_nobody_may_guess_codes_for_weeks(visitor):
    now = timezone.now()
    for number in range(link_secrets.MOST_CODES_EVER):
        actions.send_code(invitation=visitor.invitation, now=now + number * link_secrets.CODES_WINDOW)
    with pytest.raises(Refused, match="Sample Author"):
        actions.send_code(
            invitation=visitor.invitation, now=now + link_secrets.MOST_CODES_EVER * link_secrets.CODES_WINDOW
        )


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_a_hundred_guesses_at_once_are_five_tries(author, administrator, race):
    page = stories.write_article(by=author)
    visitor = ask_by_link(page, by=author, reviewer=register(by=administrator))
    visitor.ask_for_code()
    wrong = f"{(int(visitor.sent_code) + 1) % 1_000_000:06d}"

    def guess():
        return actions.enter_code(invitation=visitor.invitation, code=wrong, now=timezone.now())

    results = at_once(*[guess] * 12)
    assert results.count(CodeResult.WRONG) == 4 and results.count(CodeResult.SPENT) == 8
