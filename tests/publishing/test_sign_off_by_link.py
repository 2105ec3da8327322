"""A clinician without an account reads one text by a secret link, and decides on it."""

import pytest

from publishing.models import Event, SignOff, State
from tests import stories
from tests.publishing.links import ask_by_link, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(author):
    return stories.write_article(by=author, key="bones", title="Bones", body="Ask about your bones.\n")


@pytest.fixture
def listed(administrator):
    return register(by=administrator)


@pytest.fixture
def visitor(page, author, listed):
    return ask_by_link(page, by=author, reviewer=listed, note="The second paragraph is new.")


def text(response) -> str:
    return response.content.decode()


def test_from_the_mail_to_a_recorded_approval(visitor, page, listed):
    first = visitor.get()
    assert first.status_code == 200
    assert all(words in text(first) for words in ("Bones", "Sample Author", "The second paragraph is new.", "v•••@"))
    assert listed.email not in text(first)
    visitor.come_in()
    assert "Ask about your bones." in text(visitor.get("page/"))
    response = visitor.decide(conflict_of_interest="Paid talks.", comment="Clear.")
    assert response.status_code == 302
    decision = SignOff.objects.get()
    assert (decision.by, decision.reviewer) == (None, listed)
    assert (decision.name, decision.credentials) == ("Sample Visitor", "MD")
    assert (decision.conflict_of_interest, decision.comment) == ("Paid talks.", "Clear.")
    assert stories.state(page) == State.APPROVED
    thanks = visitor.get("done/")
    assert "You approved this page" in text(thanks) and "Paid talks." in text(thanks)
    event = Event.objects.get(verb=Event.Verb.SIGNED_OFF)
    assert (event.actor_id, event.actor_name) == (None, "Sample Visitor")
