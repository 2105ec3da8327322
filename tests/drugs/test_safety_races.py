"""Two people at the same moment about one safety notice, on a database that serves both at once."""

from datetime import timedelta

import pytest

from drugs import actions
from drugs.models import SafetyStep
from publishing import actions as press
from publishing.models import Bulletin, Event, Publication
from tests import stories
from tests.drugs import safety_stories
from tests.drugs.safety_stories import WEEK
from tests.publishing.test_races import at_once, refusals, together

pytestmark = [together, pytest.mark.django_db(transaction=True)]
NOW = stories.NOW


@pytest.fixture
def drug(author, reviewer):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    return drug


@pytest.mark.parametrize("race", range(3))
def test_two_who_confirm_at_once_confirm_it_once(drug, author, reviewer, administrator, race):
    notice = safety_stories.raised(drug, by=author)
    seen = safety_stories.hash_on_screen(notice)
    results = at_once(
        *(
            lambda by=by: actions.confirm_notice(notice=notice, seen_hash=seen, by=by, now=NOW)
            for by in (reviewer, administrator)
        )
    )
    assert len(refusals(results)) == 1
    assert Bulletin.objects.count() == SafetyStep.objects.count() == 1
    assert Event.objects.filter(verb="notice-confirmed").count() == 1


@pytest.mark.parametrize("race", range(3))
def test_confirmed_and_taken_back_at_once_it_is_gone_in_the_end_or_was_never_there(drug, author, reviewer, race):
    notice = safety_stories.raised(drug, by=author)
    seen = safety_stories.hash_on_screen(notice)
    later = NOW + timedelta(seconds=1)
    results = at_once(
        lambda: actions.confirm_notice(notice=notice, seen_hash=seen, by=reviewer, now=NOW),
        lambda: actions.end_notice(notice=notice, reason="Wrong drug.", by=author, now=later),
    )
    kinds = list(SafetyStep.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds in (["confirmed", "ended"], ["taken-back"])
    assert len(refusals(results)) == (kinds == ["taken-back"])
    assert not Bulletin.objects.on_show(now=later).exists()


def test_prolonged_and_ended_at_once_it_is_over(drug, author, reviewer):
    notice = safety_stories.shown(drug, first=author, second=reviewer)
    asked = actions.ask_longer(notice=notice, until=NOW + 2 * WEEK, reason="Still.", by=author, now=NOW)
    seen, later = safety_stories.longer_hash(asked), NOW + timedelta(seconds=1)
    at_once(
        lambda: actions.decide_longer(asked=asked, agreed=True, seen_hash=seen, by=reviewer, now=NOW),
        lambda: actions.end_notice(notice=notice, reason="Over.", by=author, now=later),
    )
    assert not Bulletin.objects.on_show(now=later).exists()


@pytest.mark.parametrize("race", range(3))
def test_a_page_published_while_it_is_confirmed_shows_it(drug, author, second_author, reviewer, race):
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    stories.approve(page, by=reviewer)
    notice = safety_stories.raised(drug, by=author)
    seen = safety_stories.hash_on_screen(notice)
    results = at_once(
        lambda: press.publish(page=page, by=second_author, now=NOW),
        lambda: actions.confirm_notice(notice=notice, seen_hash=seen, by=reviewer, now=NOW),
    )
    assert Publication.objects.live().filter(page=page).exists()
    if refusals(results):  # the page came first, so the list on the screen was not the whole one
        safety_stories.confirmed(notice, by=reviewer)
    publication = Publication.objects.at(page.get_public_path()).with_bulletins(now=NOW).get()
    assert [row["key"] for row in publication.bulletins] == [notice.key]
