"""Several people publish in one section at the same moment, on a database that serves them at once."""

import pytest

from edu.actions import share_numbers
from publishing import actions
from references.models import CollectionNumber
from tests import stories
from tests.publishing.test_races import at_once, refusals, together


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_pages_published_at_once_share_no_number(author, reviewer, now, race):
    topic = stories.write_topic(by=author, key="bones")
    stories.publish(topic, by=author, reviewer=reviewer)
    share_numbers(topic=topic, by=author, now=now)
    keys = [f"k{n}" for n in range(8)]
    for key in keys:
        stories.add_reference(by=author, key=key, title=f"Trial {key}")
    pages = [
        stories.write_article(by=author, topic=topic, body=f"[@{keys[n]}] [@{keys[n + 4]}] [@{keys[0]}]\n")
        for n in range(4)
    ]
    for page in pages:
        stories.approve(page, by=reviewer)
    results = at_once(*(lambda page=page: actions.publish(page=page, by=author, now=now) for page in pages))
    assert refusals(results) == []
    given = {row.reference.key: row.number for row in CollectionNumber.objects.in_use_at(topic.pk)}
    assert sorted(given.values()) == list(range(1, 9))
    for page in pages:
        edition = stories.live(page).edition
        assert {row["key"]: row["number"] for row in edition.references} == {
            row["key"]: given[row["key"]] for row in edition.references
        }
        assert all(f'href="#ref-{row["number"]}"' in edition.html for row in edition.references)
