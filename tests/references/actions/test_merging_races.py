"""Two people at the same moment: one merges, the other merges the other way round, or publishes."""

import pytest

from publishing import actions
from publishing.models import Edition
from references.actions import merge_references
from references.models import Reference
from tests import stories
from tests.publishing.test_races import at_once, refusals
from tests.references.actions.test_merging import add

together = pytest.mark.needs("postgres")


def job(keep, drop, by):
    return lambda: merge_references(keep=keep, drop=drop, record=keep.csl, by=by, now=stories.NOW)


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_of_two_merges_in_a_circle_one_is_refused(author, second_author, race):
    one, other = add(author, "smith2017"), add(author, "smith2017a")
    results = at_once(job(one, other, author), job(other, one, second_author))
    assert len(refusals(results)) == 1
    assert Reference.objects.kept().count() == 1


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_a_merge_and_a_publication_do_not_wait_in_a_circle(author, second_author, reviewer, race):
    keep, drop = add(author, "smith2017"), add(author, "smith2017a")
    page = stories.write_article(by=author, body="Bone [@smith2017a].\n")
    stories.approve(page, by=reviewer)
    results = at_once(job(keep, drop, author), lambda: actions.publish(page=page, by=second_author, now=stories.NOW))
    assert refusals(results) == []
    assert stories.fresh(page).body == "Bone [@smith2017].\n"
    assert stories.state(page) == "live"
    assert Edition.objects.get().source["body"] == "Bone [@smith2017a].\n"
