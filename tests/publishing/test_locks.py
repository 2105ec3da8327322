"""A page and the facts it quotes, published at the same moment: no reader meets a page that states yesterday's fact unmarked."""

import pytest
from django.db import connection, transaction

from publishing import actions
from publishing.actions.locks import lock_to_publish
from publishing.errors import TryAgain
from publishing.models import Edition, Publication
from tests import stories
from tests.publishing.test_races import at_once, refusals

together = pytest.mark.needs("postgres")


@pytest.fixture
def drug(author, reviewer):
    drug = stories.write_drug(by=author, weeks=4)
    stories.publish(drug, by=author, reviewer=reviewer)
    return drug


@pytest.fixture
def quoting(author, reviewer, drug):
    """An article that quotes the drug, approved and not yet published."""
    page = stories.write_article(by=author, body="It is given [[drug:denosumab#frequency]].\n")
    stories.approve(page, by=reviewer)
    return page


@together
@pytest.mark.django_db(transaction=True)
def test_a_page_is_not_published_while_somebody_publishes_a_fact_it_quotes(author, drug, quoting, now):
    with transaction.atomic():
        lock_to_publish([drug.pk])
        (answer,) = at_once(lambda: actions.publish(page=quoting, by=author, now=now))
    assert isinstance(answer, TryAgain), answer
    assert "Publish again" in str(answer)
    assert not Edition.objects.filter(page=quoting).exists()
    actions.publish(page=quoting, by=author, now=now)
    assert Publication.objects.live().filter(page=quoting).exists()


@together
@pytest.mark.django_db(transaction=True)
def test_a_page_that_quotes_other_facts_does_not_wait(author, reviewer, drug, now):
    page = stories.write_article(by=author, body="Rest, and eat well.\n")
    stories.approve(page, by=reviewer)
    with transaction.atomic():
        lock_to_publish([drug.pk])
        (answer,) = at_once(lambda: actions.publish(page=page, by=author, now=now))
    assert refusals([answer]) == []
    assert Publication.objects.live().filter(page=page).exists()


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(5))
def test_whoever_wins_no_live_page_states_an_old_fact_unmarked(
    author, second_author, reviewer, drug, quoting, now, race
):
    stories.change_frequency(drug, weeks=12, by=author)
    stories.approve(drug, by=reviewer)
    results = at_once(
        lambda: actions.publish(page=quoting, by=author, now=now),
        lambda: actions.publish(page=drug, by=second_author, now=now, change_note="Less often."),
    )
    refusals(results)
    fact = Publication.objects.live().get(page=drug).edition.content_hash
    for row in Publication.objects.live().filter(page=quoting).select_related("edition"):
        states_it = row.edition.quoted["drug:denosumab"] == fact
        assert states_it or [each["fact"] for each in row.held] == ["drug:denosumab"]


@together
@pytest.mark.django_db(transaction=True)
def test_a_page_that_was_refused_for_the_moment_leaves_no_lock_behind(author, drug, quoting, now):
    with transaction.atomic():
        lock_to_publish([drug.pk])
        at_once(lambda: actions.publish(page=quoting, by=author, now=now))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = 'publishing_page'::regclass AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone() == (0,)
