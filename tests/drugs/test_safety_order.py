"""Where several notices stand on one page: the most urgent first, and no wall of them before the text."""

from datetime import timedelta

import pytest

from drugs.actions import end_notice
from drugs.models import SafetyNotice
from drugs.safety import BY_URGENCY
from publishing.models import Bulletin
from tests import stories
from tests.drugs import safety_stories

pytestmark = pytest.mark.django_db
ADDRESS = "/drugs/denosumab/"


@pytest.fixture
def drug(author, reviewer, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: stories.NOW)
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    stories.publish(stories.write_drug_page(by=author, drug=drug), by=author, reviewer=reviewer)
    return drug


@pytest.fixture
def show(drug, author, reviewer):
    def show(*kinds):
        words = safety_stories.of_another_lot
        return [safety_stories.shown(drug, first=author, second=reviewer, kind=kind, **words()) for kind in kinds]

    return show


def headings(response) -> list[str]:
    parts = response.content.decode().split('class="bulletin-heading"')[1:]
    return [part.partition(">")[2].partition("<")[0].strip() for part in parts]


def test_every_kind_has_its_place():
    assert set(BY_URGENCY) == set(SafetyNotice.Kind)


def test_the_most_urgent_stands_first_whatever_came_first(client, show):
    show("shortage", "boxed-warning", "recall")
    read = headings(client.get(ADDRESS))
    assert [words.partition(":")[0] for words in read] == ["Recall", "Serious warning (boxed warning)", "Shortage"]


def test_a_later_end_changes_no_place(show, author):
    notice, *_others = show("shortage")
    end_notice(notice=notice, reason="Over.", by=author, now=stories.NOW + timedelta(hours=1))
    assert Bulletin.objects.get().shown["rank"] == BY_URGENCY.index("shortage")


def test_three_stand_in_full_and_the_rest_are_counted_with_a_way_to_them(client, show):
    show("shortage", "other", "recall")
    assert "bulletin-more" not in client.get(ADDRESS).content.decode()
    show("shortage", "recall")
    text = client.get(ADDRESS).content.decode()
    assert len(headings(client.get(ADDRESS))) == 3
    assert '<a href="/drugs/safety/">And 2 more safety notices: read them all</a>' in text
    assert len(headings(client.get("/drugs/safety/"))) == 5
