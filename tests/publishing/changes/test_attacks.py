"""Ways to bring words to patients that nobody approved, by changing something between approval and publishing."""

import pytest

from drugs.models import Effect
from publishing import actions
from publishing.actions import propagating
from publishing.errors import Refused
from publishing.models import ChangeSet, Edition, Event, Page, Publication, Significance, SignOff
from tests import stories
from tests.publishing.changes.changing import (
    approve_all,
    approve_only,
    changed,
    looked_at,
    prepared,
    publish_fact,
    row_of,
    work_out,
)

pytestmark = pytest.mark.django_db


def test_editing_the_fact_after_the_approval_voids_that_of_the_pages_too(stated, pharmacist, reviewer):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    changed(stated.drug, by=pharmacist, weeks=8)
    with pytest.raises(Refused):
        publish_fact(change, by=pharmacist)
    assert "every 4 weeks" in stories.live(stated.quotes).edition.html
    stories.publish(stated.drug, by=pharmacist, reviewer=reviewer)
    assert not Edition.objects.filter(significance=Significance.PROPAGATED).exists()
    assert {page.pk for page in Page.objects.held()} == {page.pk for page in stated.stating}


def test_a_new_change_closes_the_one_before_and_says_so(stated, pharmacist, reviewer, now):
    first = prepared(stated.drug, by=pharmacist)
    approve_all(first, by=reviewer)
    second = prepared(stated.drug, by=pharmacist, weeks=8)
    first.refresh_from_db()
    assert first.closed_at is not None
    assert not second.affected.approved().exists()
    with pytest.raises(Refused, match="changed again"):
        approve_all(first, by=reviewer)


def test_another_edition_of_an_affected_page_makes_its_approval_void(stated, pharmacist, reviewer, author):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    stories.edit(stated.quotes, by=author, body="Denosumab comes [[drug:denosumab#frequency]], in the arm.\n")
    stories.publish(stated.quotes, by=author, reviewer=reviewer)
    publish_fact(change, by=pharmacist)
    publication = stories.live(stated.quotes)
    assert "in the arm" in publication.edition.html
    assert "6 weeks" not in publication.edition.html
    assert [each["fact"] for each in publication.held] == ["drug:denosumab"]
    assert stories.live(stated.spanish).edition.significance == Significance.PROPAGATED


def test_a_page_that_began_to_quote_the_fact_meanwhile_is_held(stated, pharmacist, reviewer, author):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    stories.edit(stated.bystander, by=author, body="Denosumab: [[drug:denosumab#frequency]].\n")
    stories.publish(stated.bystander, by=author, reviewer=reviewer)
    publish_fact(change, by=pharmacist)
    assert stories.live(stated.bystander).held != []


def test_hashes_that_were_not_on_the_screen_approve_nothing(stated, pharmacist, reviewer, now):
    change = prepared(stated.drug, by=pharmacist)
    row = row_of(change, stated.quotes)
    for pages in ({row.pk: "0" * 64}, {row.pk: row.new_hash, 999_999: "0" * 64}):
        with pytest.raises(Refused):
            actions.approve_change(
                change_set=change, by=reviewer, now=now, pages=pages, facts_hash=change.proposed_hash
            )
    assert not SignOff.objects.filter(content_hash=change.proposed_hash).exists()


def test_a_row_that_is_not_worked_out_cannot_be_approved(stated, pharmacist, reviewer, now):
    changed(stated.drug, by=pharmacist)
    change = actions.open_change_set(page=stated.drug, by=pharmacist, now=now)
    row = row_of(change, stated.quotes)
    with pytest.raises(Refused):
        actions.approve_change(change_set=change, by=reviewer, now=now, pages={row.pk: row.new_hash})


def test_pages_alone_approved_publish_nothing_without_the_fact(stated, pharmacist, reviewer, now):
    change = prepared(stated.drug, by=pharmacist)
    rows = change.affected.clean()
    actions.approve_change(change_set=change, by=reviewer, now=now, pages=dict(rows.values_list("pk", "new_hash")))
    with pytest.raises(Refused):
        publish_fact(change, by=pharmacist)
    with pytest.raises(Refused):
        actions.publish_changed_pages(change_set=change, by=pharmacist, now=now)
    assert not Edition.objects.filter(significance=Significance.PROPAGATED).exists()


def test_two_approvers_share_the_pages(stated, pharmacist, reviewer, administrator, now):
    change = prepared(stated.drug, by=pharmacist)
    approve_only(change, [stated.quotes], by=reviewer)
    row = row_of(change, stated.repeats)
    actions.approve_change(change_set=change, by=administrator, now=now, pages={row.pk: row.new_hash})
    publish_fact(change, by=pharmacist)
    assert stories.live(stated.quotes).edition.approval.by == reviewer
    assert stories.live(stated.repeats).edition.approval.by == administrator


def test_a_page_left_out_again_is_held_with_the_reason_on_record(stated, pharmacist, reviewer, now):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    actions.leave_out(
        change_set=change, row=row_of(change, stated.quotes), by=reviewer, now=now, comment="Say why less often."
    )
    publish_fact(change, by=pharmacist)
    assert stories.live(stated.quotes).held != []
    assert SignOff.objects.filter(page=stated.quotes.pk, comment="Say why less often.").exists()


@pytest.mark.parametrize("step", ["hold", "save_rows", "_note_working_copies", "_insert_editions"])
def test_a_process_that_dies_between_steps_leaves_everything_as_it_was(stated, pharmacist, reviewer, monkeypatch, step):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    before = everything()

    class PowerCut(Exception):
        pass

    def fails(*args, **given):
        raise PowerCut

    monkeypatch.setattr(propagating, step, fails)
    with pytest.raises(PowerCut):
        publish_fact(change, by=pharmacist)
    assert everything() == before
    monkeypatch.undo()
    publish_fact(change, by=pharmacist)
    assert "every 6 weeks" in stories.live(stated.quotes).edition.html


def everything():
    return (
        list(Publication.objects.order_by("pk").values_list("edition", "held", "version", "due_on")),
        Edition.objects.count(),
        Event.objects.count(),
        list(ChangeSet.objects.values_list("published_at", "closed_at")),
        list(Page.objects.order_by("pk").values_list("working_hash")),
    )


def test_withdrawing_the_facts_holds_the_pages_and_bringing_them_back_releases_them(stated, author, reviewer, now):
    actions.withdraw(page=stated.drug, by=author, now=now, cause="other", reason="Checked anew.")
    assert {page.pk for page in Page.objects.held()} == {page.pk for page in stated.stating}
    stories.publish(stated.drug, by=author, reviewer=reviewer)
    assert not Page.objects.held().exists()
    assert Event.objects.filter(verb=Event.Verb.RELEASED).count() == 4


def test_a_page_held_before_can_be_approved_and_published_later(stated, pharmacist, reviewer, now):
    changed(stated.drug, by=pharmacist)
    stories.publish(stated.drug, by=pharmacist, reviewer=reviewer)
    change = ChangeSet.objects.get()
    work_out(change)
    actions.approve_change(
        change_set=change, by=reviewer, now=now, pages=dict(change.affected.clean().values_list("pk", "new_hash"))
    )
    assert actions.publish_changed_pages(change_set=change, by=pharmacist, now=now) == 3
    assert [page.pk for page in Page.objects.held()] == [stated.repeats.pk]
    assert "every 6 weeks" in stories.live(stated.quotes).edition.html


def test_a_term_whose_longer_text_quotes_the_drug_takes_its_readers_along(stated, pharmacist, reviewer, author):
    term = stories.write_term(by=author, key="injection", body="Denosumab is given [[drug:denosumab#frequency]].\n")
    stories.publish(term, by=author, reviewer=reviewer)
    article = stories.write_article(by=author, key="reads", body="You get an [[term:injection]].\n")
    stories.publish(article, by=author, reviewer=reviewer)
    change = prepared(stated.drug, by=pharmacist)
    assert row_of(change, article).changes == []
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    assert "every 6 weeks" in stories.live(term).edition.html
    assert stories.live(article).edition.quoted["term:injection"] == stories.live(term).edition.content_hash
    assert stories.live(article).held == []


def test_a_class_changes_the_pages_of_its_drugs(author, pharmacist, reviewer, now):
    group = stories.write_class(by=author, effects=[("fever", "fever")])
    stories.publish(group, by=author, reviewer=reviewer)
    drug = stories.write_drug(by=author, classes=[group])
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, key="page", body="::: side-effects denosumab\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(group, by=pharmacist, save_related=lambda: Effect.objects.update(name={"en": "chills", "es": "x"}))
    change = looked_at(group, by=pharmacist)
    assert [each["after"] for each in row_of(change, page).changes if "hills" in each["after"]]
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    assert "hills" in stories.live(page).edition.html


def test_a_corrected_typo_holds_nothing_back(author, reviewer, now):
    term = stories.write_term(by=author, key="bone", definition="a hard part of the bdoy", risk_tier="background")
    stories.publish(term, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, key="page", body="A [[term:bone]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(term, by=author, definition="a hard part of the body")
    actions.publish(page=term, by=author, now=now, significance=Significance.TYPO)
    assert stories.live(page).held == []
    assert stories.state(page).value == "live-with-changes"
