"""A fact changes: the approved pages follow in the same transaction, the others are held."""

from datetime import timedelta

import pytest

from publishing import actions
from publishing.errors import NotPermitted, Refused
from publishing.models import AffectedPage, ChangeSet, Edition, Event, Mail, Page, Significance, State
from tests import stories
from tests.publishing.changes.changing import approve_all, approve_only, changed, prepared, publish_fact, row_of

pytestmark = pytest.mark.django_db


def test_every_page_that_states_the_fact_is_found_with_its_words_before_and_after(stated, pharmacist):
    change = prepared(stated.drug, by=pharmacist)
    assert set(change.affected.values_list("page", flat=True)) == {page.pk for page in stated.stating}
    assert row_of(change, stated.quotes).changes == [
        {"where": "", "before": "Denosumab is given every 4 weeks.", "after": "Denosumab is given every 6 weeks."}
    ]
    assert row_of(change, stated.spanish).changes[0]["after"] == "El denosumab se administra cada 6 semanas."
    cell = row_of(change, stated.drug_page).changes[0]
    assert (cell["before"], cell["after"]) == ("every 4 weeks", "every 6 weeks")
    assert row_of(change, stated.repeats).contradictions == ["So you come to us every four weeks."]
    assert row_of(change, stated.quotes).contradictions == []


def test_nothing_public_changes_before_the_fact_is_published(stated, pharmacist, reviewer):
    before = {page.pk: stories.live(page).version for page in stated.stating}
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    assert {page.pk: stories.live(page).version for page in stated.stating} == before
    assert not Edition.objects.filter(significance=Significance.PROPAGATED).exists()


def test_approved_pages_follow_in_the_same_transaction(stated, pharmacist, reviewer):
    words = stories.live(stated.quotes).edition.approval
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    publication = stories.live(stated.quotes)
    edition = publication.edition
    assert "every 6 weeks" in edition.html
    assert edition.significance == Significance.PROPAGATED
    assert edition.approval.change_set == change
    assert edition.approval.content_hash == edition.content_hash
    assert [(each.why, each.sign_off) for each in edition.further_approvals.all()] == [("words", words)]
    assert edition.change_note == "How often denosumab is given changed: every 4 weeks → every 6 weeks."
    assert "cada 6 semanas" in stories.live(stated.spanish).edition.change_note
    assert publication.held == []
    assert stories.state(stated.quotes) == State.LIVE
    assert change_of(change).published_at is not None


def test_a_page_left_out_is_held_and_put_before_its_people(stated, pharmacist, reviewer, author, now):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    publication = stories.live(stated.repeats)
    assert "every 4 weeks" in publication.edition.html
    assert [(each["fact"], each["change_set"]) for each in publication.held] == [("drug:denosumab", change.pk)]
    assert (publication.due_on - now.date()).days == 14
    assert stories.state(stated.repeats) == State.LIVE_WITH_CHANGES
    assert list(Page.objects.held()) == [Page.objects.get(pk=stated.repeats.pk)]
    assert Event.objects.filter(verb=Event.Verb.HELD, page_id=stated.repeats.pk).count() == 1
    mail = Mail.objects.get(kind=Mail.Kind.PAGES_HELD)
    assert (mail.user, mail.data["pages"]) == (author, [stated.repeats.pk])
    assert row_of(change, stated.repeats).held_at is not None
    assert stories.live(stated.bystander).held == []


def test_a_mended_page_is_held_no_longer(stated, pharmacist, reviewer, author):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    stories.edit(stated.repeats, by=author, body="Denosumab is given [[drug:denosumab#frequency]].\n")
    publication = stories.publish(stated.repeats, by=author, reviewer=reviewer)
    assert publication.held == []
    assert "every 6 weeks" in publication.edition.html


def test_pages_are_approved_one_by_one(stated, pharmacist, reviewer):
    change = prepared(stated.drug, by=pharmacist)
    approve_only(change, [stated.repeats], by=reviewer)
    publish_fact(change, by=pharmacist)
    assert "every 6 weeks" in stories.live(stated.repeats).edition.html
    assert {page.pk for page in Page.objects.held()} == {stated.quotes.pk, stated.spanish.pk, stated.drug_page.pk}


def test_a_fact_published_without_looking_at_its_pages_holds_them_all(stated, pharmacist, reviewer):
    changed(stated.drug, by=pharmacist)
    stories.publish(stated.drug, by=pharmacist, reviewer=reviewer)
    assert {page.pk for page in Page.objects.held()} == {page.pk for page in stated.stating}
    assert ChangeSet.objects.get().affected.held().count() == 4


def test_nobody_approves_the_pages_of_a_fact_they_changed(stated, pharmacist, administrator):
    change = prepared(stated.drug, by=administrator)
    with pytest.raises(NotPermitted):
        approve_all(change, by=administrator)
    assert not AffectedPage.objects.approved().exists()


def test_the_author_of_a_page_may_approve_what_a_fact_makes_of_it(stated, pharmacist, administrator):
    stories.edit(stated.quotes, by=administrator, body="Denosumab is given [[drug:denosumab#frequency]]. Rest well.\n")
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=administrator)
    publish_fact(change, by=pharmacist)
    edition = stories.live(stated.quotes).edition
    assert "every 6 weeks" in edition.html
    assert "Rest well" not in edition.html
    assert stories.state(stated.quotes) == State.LIVE_WITH_CHANGES


def test_asking_again_for_the_same_facts_keeps_what_was_approved(stated, pharmacist, reviewer, now):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    again = actions.open_change_set(page=stated.drug, by=pharmacist, now=now)
    assert again == change
    assert change.affected.approved().count() == 3


def test_a_change_of_nothing_is_refused(stated, pharmacist, now):
    with pytest.raises(Refused):
        actions.open_change_set(page=stated.drug, by=pharmacist, now=now)


def change_of(change: ChangeSet) -> ChangeSet:
    return ChangeSet.objects.get(pk=change.pk)


def test_approved_pages_follow_when_time_passes_between_the_steps(stated, pharmacist, reviewer, now):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer, now=now + timedelta(minutes=5))
    publish_fact(change, by=pharmacist, now=now + timedelta(minutes=10))
    assert "every 6 weeks" in stories.live(stated.quotes).edition.html
    assert [page.pk for page in Page.objects.held()] == [stated.repeats.pk]


def test_a_page_of_which_no_word_changed_keeps_the_day_of_its_last_update(stated, pharmacist, reviewer, author, client):
    page = stories.write_article(
        by=author, key="names", body="[[drug:denosumab|Denosumab]] is sold as [[drug:denosumab#brand]].\n"
    )
    stories.publish(page, by=author, reviewer=reviewer)
    before = stories.live(page)
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist, now=stories.NOW + timedelta(days=9))
    after, quotes = stories.live(page), stories.live(stated.quotes)
    assert after.edition.number == 2 and after.edition.plain_text == before.edition.plain_text
    assert after.updated_at == before.updated_at < quotes.updated_at
    assert "is given changed" not in client.get("/articles/names/history/").content.decode()
    assert "How often denosumab is given changed" in client.get("/articles/quotes/history/").content.decode()


def test_a_page_of_which_no_word_changed_was_not_edited_since_its_review(author, reviewer, coordinator, client, now):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    pages = {
        key: stories.write_article(by=author, key=key, body=body)
        for key, body in (("names", "We name [[drug:denosumab]].\n"), ("says", "[[drug:denosumab#frequency]]\n"))
    }
    for page in pages.values():
        stories.publish(page, by=author, reviewer=reviewer)
        stories.review(page, by=reviewer, decided_by=reviewer)
    change = prepared(drug, by=author)
    approve_all(change, by=reviewer)
    publish_fact(change, by=author)
    assert {stories.live(page).edition.number for page in pages.values()} == {2}
    assert "Edited since this review." not in client.get("/articles/names/").content.decode()
    assert "Edited since this review." in client.get("/articles/says/").content.decode()
    # Nor when the dates are counted anew: an objection to a later review leaves this one.
    later = stories.review(pages["names"], by=coordinator, decided_by=reviewer)
    actions.object_to_review(review=later, now=now)
    assert "Edited since this review." not in client.get("/articles/names/").content.decode()
