"""Two people at the same moment, on a database that serves both at once; and a failure in the middle of publishing."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from publishing import actions
from publishing.actions import moving, press, withdrawing
from publishing.errors import EditConflict, Refused
from publishing.models import Edition, Event, Page, Publication, Use
from references.models import Citation, Reference
from tests import stories

together = pytest.mark.needs("postgres")


def at_once(*jobs: Callable) -> list:
    """Run each job in a thread of its own, all starting together; gives their results, or the exceptions they raised."""
    results: list = [None] * len(jobs)
    ready = threading.Barrier(len(jobs))

    def run(place: int, job: Callable) -> None:
        try:
            ready.wait(timeout=10)
            results[place] = job()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def refusals(results: list) -> list[Refused]:
    unexpected = [result for result in results if isinstance(result, Exception) and not isinstance(result, Refused)]
    assert unexpected == []
    return [result for result in results if isinstance(result, Refused)]


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_a_page_published_by_two_at_once_has_one_edition(author, second_author, reviewer, now, race):
    page = stories.write_article(by=author)
    stories.approve(page, by=reviewer)
    results = at_once(
        *(
            lambda by=by: actions.publish(page=page, by=by, now=now)
            for by in (author, second_author, author, second_author)
        )
    )
    assert len(refusals(results)) == 3
    assert Edition.objects.filter(page=page).count() == 1
    assert Publication.objects.live().filter(page=page).count() == 1
    assert Event.objects.filter(verb="published").count() == 1


@together
@pytest.mark.django_db(transaction=True)
def test_the_first_two_pages_of_a_site_published_at_once(author, reviewer, now):
    """Both find no site settings and make them."""
    pages = [stories.write_article(by=author) for _ in range(2)]
    for page in pages:
        stories.approve(page, by=reviewer)
    results = at_once(*(lambda page=page: actions.publish(page=page, by=author, now=now) for page in pages))
    assert refusals(results) == []
    assert Publication.objects.live().count() == 2


@together
@pytest.mark.django_db(transaction=True)
def test_two_batches_in_opposite_order_do_not_deadlock(author, reviewer, now):
    one, two = (stories.write_article(by=author) for _ in range(2))
    for page in (one, two):
        stories.approve(page, by=reviewer)
    results = at_once(
        lambda: actions.publish_together(pages=[one, two], by=author, now=now),
        lambda: actions.publish_together(pages=[two, one], by=author, now=now),
    )
    assert len(refusals(results)) == 1
    assert Edition.objects.count() == 2


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_two_editors_at_once_lose_no_words(author, second_author, now, race):
    page = stories.write_article(by=author, body="First.\n")
    mine, theirs = stories.fresh(page), stories.fresh(page)
    mine.body, theirs.body = "Mine.\n", "Theirs.\n"
    results = at_once(
        lambda: actions.record_edit(page=mine, by=author, now=now, opened_version=1),
        lambda: actions.record_edit(page=theirs, by=second_author, now=now, opened_version=1),
    )
    lost = refusals(results)
    assert [type(problem) for problem in lost] == [EditConflict]
    stored = stories.fresh(page)
    assert stored.body == ("Mine.\n" if isinstance(results[1], EditConflict) else "Theirs.\n")
    assert stored.version == 2
    assert stored.working_hash == stored.compile().content_hash


@together
@pytest.mark.django_db(transaction=True)
def test_edits_that_name_no_version_are_recorded_in_order(author, second_author, now):
    page = stories.write_article(by=author)

    def save(body, by):
        copy = stories.fresh(page)
        copy.body = body
        return actions.record_edit(page=copy, by=by, now=now)

    results = at_once(
        *(lambda n=n, by=by: save(f"Text {n}.\n", by) for n, by in enumerate((author, second_author) * 2))
    )
    assert refusals(results) == []
    stored = stories.fresh(page)
    assert stored.version == 5
    assert Event.objects.filter(page_id=page.pk).count() == 5
    assert stored.working_hash == stored.compile().content_hash


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_an_edit_during_publishing_is_never_published_unapproved(author, second_author, reviewer, now, race):
    page = stories.write_article(by=author, body="Approved words.\n")
    stories.approve(page, by=reviewer)
    changed = stories.fresh(page)
    changed.body = "Other words.\n"
    results = at_once(
        lambda: actions.publish(page=page, by=author, now=now),
        lambda: actions.record_edit(page=changed, by=second_author, now=now, opened_version=1),
    )
    refusals(results)
    for edition in Edition.objects.all():
        assert "Approved words" in edition.html
        assert edition.content_hash == edition.approval.content_hash
    assert stories.fresh(page).body == "Other words.\n"


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_facts_that_change_during_publishing_are_never_quoted_unapproved(author, reviewer, now, race):
    """A drug's new facts and the article that quotes it, published at the same moment: either the article quotes what its
    approval saw, or it is refused."""
    drug = stories.write_drug(by=author, weeks=4)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, body="It is given [[drug:denosumab#frequency]].\n")
    stories.approve(page, by=reviewer)
    stories.change_frequency(drug, weeks=12, by=author)
    stories.approve(drug, by=reviewer)
    results = at_once(
        lambda: actions.publish(page=page, by=author, now=now),
        lambda: actions.publish(page=drug, by=author, now=now, change_note="Less often."),
    )
    refusals(results)
    for edition in Edition.objects.filter(page=page):
        assert "every 4 weeks" in edition.html
        assert edition.content_hash == edition.approval.content_hash


@together
@pytest.mark.django_db(transaction=True)
def test_two_pages_that_want_one_address_get_one(author, reviewer, now):
    first, second = (stories.write_article(by=author) for _ in range(2))
    for page in (first, second):
        stories.publish(page, by=author, reviewer=reviewer)
    results = at_once(
        lambda: actions.move(page=first, by=author, now=now, slug="wanted"),
        lambda: actions.move(page=second, by=author, now=now, slug="wanted"),
    )
    assert len(refusals(results)) == 1, "the loser is told, and meets no error of the server"
    assert Publication.objects.filter(path="/articles/wanted/").count() == 1
    assert Page.objects.filter(slug="wanted").count() == 1
    assert Publication.objects.live().count() == 2


@together
@pytest.mark.django_db(transaction=True)
def test_withdrawing_and_publishing_at_once_leaves_one_truth(author, reviewer, now):
    page = stories.write_article(by=author)
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="New words.\n")
    stories.approve(page, by=reviewer)
    results = at_once(
        lambda: actions.publish(page=page, by=author, now=now, change_note="New."),
        lambda: actions.withdraw(page=page, by=author, now=now, cause="error", reason="Wrong."),
    )
    refusals(results)
    rows = Publication.objects.filter(page=page)
    assert rows.count() == 1
    assert (rows.get().edition is None) != (rows.get().withdrawn_at is None)


# A failure in the middle


class PowerCut(Exception):
    """What no code of ours expects."""


def everything() -> dict[str, list]:
    models = (Edition, Publication, Event, Use, Citation, Page, Reference)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


STEPS = ("insert_edition", "_point_publication", "write_event", "relink", "refresh_around", "mark_changed")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_failure_in_the_middle_of_publishing_leaves_everything_as_it_was(
    author, reviewer, now, monkeypatch, step, when
):
    stories.add_reference(by=author)
    page = stories.write_article(by=author, key="page", body="Text [@himelstein2017].\n")
    linking = stories.write_article(by=author, key="linking", body="See [[page:page]].\n")
    stories.publish(linking, by=author, reviewer=reviewer)
    stories.approve(page, by=reviewer)
    real, before = getattr(press, step), everything()

    def fails(*args, **kwargs):
        if when == "after":
            real(*args, **kwargs)
        raise PowerCut

    monkeypatch.setattr(press, step, fails)
    with pytest.raises(PowerCut):
        actions.publish(page=page, by=author, now=now)
    assert everything() == before
    monkeypatch.setattr(press, step, real)
    assert actions.publish(page=page, by=author, now=now).number == 1
    assert 'href="/articles/page/"' in stories.live(linking).edition.html


@pytest.mark.django_db(transaction=True)
def test_a_failure_while_the_kind_adds_its_rows(author, reviewer, now, monkeypatch):
    stories.add_reference(by=author)
    page = stories.write_article(by=author, body="Text [@himelstein2017].\n")
    stories.approve(page, by=reviewer)
    before = everything()
    monkeypatch.setattr(Citation.objects, "bulk_create", lambda rows, **options: (_ for _ in ()).throw(PowerCut()))
    with pytest.raises(PowerCut):
        actions.publish(page=page, by=author, now=now)
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_failure_in_the_last_page_of_a_batch(author, reviewer, now, monkeypatch):
    pages = [stories.write_article(by=author, key=key) for key in ("one", "two", "three")]
    for page in pages:
        stories.approve(page, by=reviewer)
    real, before = press.insert_edition, everything()

    def fails(**given):
        if given["page"].key == "three":
            raise PowerCut
        return real(**given)

    monkeypatch.setattr(press, "insert_edition", fails)
    with pytest.raises(PowerCut):
        actions.publish_together(pages=pages, by=author, now=now)
    assert everything() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["write_event", "relink", "refresh_around"])
@pytest.mark.parametrize("verb", ["withdraw", "move"])
def test_a_failure_while_withdrawing_or_moving(author, reviewer, now, monkeypatch, verb, step):
    page = stories.write_article(by=author, key="page")
    stories.publish(page, by=author, reviewer=reviewer)
    before = everything()
    given = {"withdraw": {"cause": "error", "reason": "Wrong."}, "move": {"slug": "elsewhere"}}[verb]
    where = {"withdraw": withdrawing, "move": moving}[verb]
    monkeypatch.setattr(where, step, lambda *args, **kwargs: (_ for _ in ()).throw(PowerCut()))
    with pytest.raises(PowerCut):
        getattr(actions, verb)(page=page, by=author, now=now, **given)
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_failure_while_saving_an_edit_keeps_the_words_of_before(author, now):
    drug = stories.write_drug(by=author)
    before = everything(), stories.fresh(drug).get_source()

    def rows():
        stories.Regimen.objects.filter(drug=drug).delete()
        raise PowerCut

    with pytest.raises(PowerCut):
        stories.edit(drug, by=author, title="Other", save_related=rows)
    assert (everything(), stories.fresh(drug).get_source()) == before
