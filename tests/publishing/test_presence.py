"""Who has a page open: told by the beat of their form, and forgotten two minutes after it stops."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from publishing import actions
from publishing.actions import drafting
from publishing.errors import Refused
from publishing.models import Event, Page, Presence
from publishing.staff.autosaving import others_in
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(author):
    return stories.write_article(by=author)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, ["Sample Colleague has this page open now."]),
        (59, ["Sample Colleague has this page open now."]),
        (60, ["Sample Colleague has this page open (last seen 1 minute ago)."]),
        (120, ["Sample Colleague has this page open (last seen 2 minutes ago)."]),
        (121, []),
        (3600, []),
    ],
)
def test_how_long_somebody_counts_as_there(page, author, second_author, now, seconds, words):
    drafting.mark_presence(page=page, by=second_author, now=now)
    drafting.mark_presence(page=page, by=author, now=now)
    assert others_in(page, author, now + timedelta(seconds=seconds)) == words


def test_a_beat_renews_it_and_forgets_those_who_left(page, author, second_author, now):
    drafting.mark_presence(page=page, by=second_author, now=now)
    drafting.mark_presence(page=page, by=author, now=now + timedelta(minutes=3))
    drafting.mark_presence(page=page, by=author, now=now + timedelta(minutes=4))
    assert [(row.user, row.seen_at) for row in Presence.objects.all()] == [(author, now + timedelta(minutes=4))]


def test_another_page_tells_nothing(page, author, second_author, now):
    drafting.mark_presence(page=stories.write_article(by=author), by=second_author, now=now)
    assert others_in(page, author, now) == []


def test_it_is_no_event(page, author, now):
    before = Event.objects.count()
    drafting.mark_presence(page=page, by=author, now=now)
    assert Event.objects.count() == before


def test_a_beat_costs_the_same_however_many_are_there(client, page, author, second_author, administrator, now):
    client.force_login(author)
    address = f"{reverse('staff:autosave')}?kind=article&page={page.pk}&beat=1"

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.post(address, {"opened_version": "1"}).status_code == 200
        return len(asked)

    cost()
    alone = cost()
    for person in (second_author, administrator):
        client.force_login(person)
        client.post(address)
    client.force_login(author)
    assert cost() == alone


def test_a_beat_tells_that_somebody_saved(client, page, author, second_author):
    client.force_login(author)
    stories.edit(page, by=second_author, body="Theirs.\n")
    address = f"{reverse('staff:autosave')}?kind=article&page={page.pk}&beat=1"
    assert "Sample Colleague saved this page" in client.post(address, {"opened_version": "1"}).json()["overtaken"]
    assert client.post(address, {"opened_version": "2"}).json()["overtaken"] == ""


def test_a_draft_is_not_deleted_under_somebodys_hands(page, author, second_author, now):
    drafting.mark_presence(page=page, by=author, now=now)
    drafting.mark_presence(page=page, by=second_author, now=now)
    with pytest.raises(Refused, match="Sample Colleague has this page open"):
        actions.delete_draft(page=page, by=author, now=now + timedelta(minutes=1))
    actions.delete_draft(page=page, by=author, now=now + timedelta(minutes=3))
    assert not Page.objects.filter(pk=page.pk).exists()
