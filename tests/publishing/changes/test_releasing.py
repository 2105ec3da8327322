"""A page that was held back comes back to readers, by whichever road."""

from datetime import timedelta

import pytest
from django.urls import reverse

from drugs.models import Regimen
from publishing import actions
from publishing.errors import Refused
from publishing.models import AffectedPage, ChangeSet, WithdrawalCause
from publishing.still_held import still_held_for
from tests import stories
from tests.publishing.changes.changing import approve_only, looked_at, publish_fact, row_of

pytestmark = pytest.mark.django_db

DOSE = "[[drug:denosumab#dose]]"
TERMS = {
    "no word of the term changes": "It is treated with [[drug:denosumab]].\n",
    "the term says the dose": f"It is treated with {DOSE}.\n",
    "the term has nothing of the drug": "It is rest.\n",
}
BODIES = {
    "quotes the drug": f"You get {DOSE}.\n",
    "quotes both": f"You get {DOSE} for [[term:bones]].\n",
    "quotes the term": "About [[term:bones]], see below.\n\n::: drug-table denosumab rows=dose\n",
}


def at(minutes):
    return stories.NOW + timedelta(minutes=minutes)


def dose(drug, number):
    return lambda: Regimen.objects.filter(drug=drug).update(dose_value=number)


@pytest.fixture
def drug(author, reviewer):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    return drug


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("words", TERMS.values(), ids=TERMS)
def test_a_held_page_that_is_approved_later_is_published_from_the_page_of_its_change(
    drug, author, reviewer, pharmacist, words, body
):
    term = stories.write_term(by=author, key="bones", title="bones", body=words)
    stories.publish(term, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, key="shared", body=body)
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(drug, by=pharmacist, save_related=dose(drug, 60), now=at(1))
    change = looked_at(drug, by=pharmacist, now=at(2))
    actions.leave_out(change_set=change, row=row_of(change, page), by=reviewer, now=at(3), comment="Not yet.")
    rest = [row.page for row in change.affected.exclude(page=page.pk).select_related("page")]
    approve_only(change, rest, by=reviewer, now=at(4))
    publish_fact(change, by=pharmacist, now=at(5))
    assert [each["fact"] for each in stories.live(page).held] == ["drug:denosumab"]
    row = row_of(change, page)
    actions.approve_change(change_set=change, by=reviewer, now=at(6), pages={row.pk: row.new_hash})
    assert actions.publish_changed_pages(change_set=change, by=pharmacist, now=at(7)) == 1
    assert stories.live(page).held == []
    assert "60 mg" in stories.live(page).edition.plain_text.replace("\xa0", " ")
    assert not AffectedPage.objects.held().exists()


def held_after(drug, page, *, by, reviewer, number=60, minute=1):
    """The dose changes; the page is left out and held back."""
    stories.edit(drug, by=by, save_related=dose(drug, number), now=at(minute))
    change = looked_at(drug, by=by, now=at(minute))
    rest = [row.page for row in change.affected.exclude(page=page.pk).select_related("page")]
    approve_only(change, rest, by=reviewer, now=at(minute + 1))
    publish_fact(change, by=by, now=at(minute + 2))
    assert row_of(change, page).held_at is not None
    return change


@pytest.fixture
def term(author, reviewer):
    term = stories.write_term(by=author, key="bones", title="bones", definition="what carries you")
    stories.publish(term, by=author, reviewer=reviewer)
    return term


@pytest.fixture
def other(author, reviewer):
    other = stories.write_drug(by=author, key="pamidronate", brand="Aredia", dose=90, weeks=3)
    stories.publish(other, by=author, reviewer=reviewer)
    return other


@pytest.fixture
def page(drug, other, term, author, reviewer):
    body = f"You get {DOSE} or [[drug:pamidronate#dose]] for [[term:bones]].\n"
    page = stories.write_article(by=author, key="shared", body=body)
    stories.publish(page, by=author, reviewer=reviewer)
    return page


def test_a_page_that_would_say_something_else_than_was_approved_is_put_before_a_clinician_again(
    drug, term, page, author, reviewer, pharmacist
):
    change = held_after(drug, page, by=pharmacist, reviewer=reviewer)
    row = row_of(change, page)
    actions.approve_change(change_set=change, by=reviewer, now=at(6), pages={row.pk: row.new_hash})
    stories.edit(term, by=author, definition="what bears you", now=at(7))
    stories.publish(term, by=author, reviewer=reviewer, now=at(8))
    with pytest.raises(Refused) as refused:
        actions.publish_changed_pages(change_set=change, by=pharmacist, now=at(9))
    assert "“Shared” would say something else now than what was approved" in str(refused.value)
    again = row_of(change, page)
    assert again.sign_off is None and again.prepared_at == at(9) and again.new_hash != row.new_hash
    actions.approve_change(change_set=change, by=reviewer, now=at(10), pages={again.pk: again.new_hash})
    assert actions.publish_changed_pages(change_set=change, by=pharmacist, now=at(11)) == 1
    assert "what bears you" in stories.live(page).edition.plain_text and stories.live(page).held == []


def test_pages_worked_out_with_words_of_a_term_that_its_own_people_changed_follow_those(
    drug, author, reviewer, pharmacist
):
    term = stories.write_term(by=author, key="bones", title="bones", body=f"It is treated with {DOSE}.\n")
    stories.publish(term, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, key="shared", body=f"You get {DOSE} for [[term:bones]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(drug, by=pharmacist, save_related=dose(drug, 60), now=at(1))
    change = looked_at(drug, by=pharmacist, now=at(1))
    approve_only(change, [], by=reviewer, now=at(2))
    publish_fact(change, by=pharmacist, now=at(3))
    stories.edit(term, by=author, body=f"It is {DOSE}.\n", now=at(4))
    stories.publish(term, by=author, reviewer=reviewer, now=at(5))
    actions.prepare_change_set(change_set=change, now=at(6))
    row = row_of(change, page)
    actions.approve_change(change_set=change, by=reviewer, now=at(7), pages={row.pk: row.new_hash})
    assert actions.publish_changed_pages(change_set=change, by=pharmacist, now=at(8)) == 1


def test_a_page_that_comes_back_with_another_change_tells_of_both_and_waits_nowhere(
    drug, other, page, reviewer, pharmacist, client
):
    first = held_after(drug, page, by=pharmacist, reviewer=reviewer)
    stories.edit(other, by=pharmacist, save_related=dose(other, 60), now=at(10))
    second = looked_at(other, by=pharmacist, now=at(10))
    approve_only(second, [page], by=reviewer, now=at(11))
    publish_fact(second, by=pharmacist, now=at(12))
    publication = stories.live(page)
    assert publication.held == []
    assert publication.edition.change_note.replace("\xa0", " ") == (
        "The dose of denosumab changed: 120 mg → 60 mg. The dose of pamidronate changed: 90 mg → 60 mg."
    )
    history = client.get("/articles/shared/history/").content.decode()
    assert "The dose of denosumab changed" in history and "The dose of pamidronate changed" in history
    assert row_of(first, page).became == publication.edition and not AffectedPage.objects.held().exists()
    assert not ChangeSet.objects.unfinished().exists()
    assert still_held_for(drug, person=pharmacist) is None
    client.force_login(pharmacist)
    shown = client.get(f"{reverse('staff:change', args=[first.pk])}?show=held").content.decode()
    assert "Held back: readers see a notice" not in shown and "would say" not in shown.lower()


def test_two_changes_of_one_fact_are_told_as_one_from_what_readers_read_last(drug, page, reviewer, pharmacist):
    held_after(drug, page, by=pharmacist, reviewer=reviewer)
    stories.edit(drug, by=pharmacist, save_related=dose(drug, 30), now=at(10))
    second = looked_at(drug, by=pharmacist, now=at(10))
    approve_only(second, [page], by=reviewer, now=at(11))
    publish_fact(second, by=pharmacist, now=at(12))
    note = stories.live(page).edition.change_note.replace("\xa0", " ")
    assert note == "The dose of denosumab changed: 120 mg → 30 mg."
    assert not AffectedPage.objects.held().exists()


def test_the_earlier_of_two_changes_leads_to_the_newer_one(drug, page, reviewer, pharmacist, client):
    first = held_after(drug, page, by=pharmacist, reviewer=reviewer)
    second = held_after(drug, page, by=pharmacist, reviewer=reviewer, number=30, minute=10)
    client.force_login(reviewer)
    shown = client.get(reverse("staff:change", args=[first.pk])).content.decode()
    assert "The facts were changed again since." in shown
    assert f'<a href="{reverse("staff:change", args=[second.pk])}">Go to the newer change</a>' in shown
    shown = client.get(reverse("staff:change", args=[second.pk])).content.decode()
    assert "The facts were changed again since." not in shown


def mend(page, author, reviewer, pharmacist):
    stories.edit(page, by=author, body=f"Now {DOSE}.\n", now=at(10))
    stories.publish(page, by=author, reviewer=reviewer, now=at(11))


def restore(page, author, reviewer, pharmacist):
    stories.edit(page, by=author, body="Other words.\n", now=at(10))
    actions.restore_edition(page=page, edition=page.editions.get(number=1), by=author, now=at(11))
    stories.publish(page, by=author, reviewer=reviewer, now=at(12))


def withdraw(page, author, reviewer, pharmacist):
    actions.withdraw(page=page, by=author, now=at(10), cause=WithdrawalCause.OTHER, reason="No longer used.")


@pytest.mark.parametrize("road", [mend, restore, withdraw])
def test_a_page_waits_in_no_change_after_it_was(road, drug, other, page, author, reviewer, pharmacist):
    changes = [
        held_after(drug, page, by=pharmacist, reviewer=reviewer),
        held_after(other, page, by=pharmacist, reviewer=reviewer, minute=5),
    ]
    road(page, author, reviewer, pharmacist)
    assert not AffectedPage.objects.held().exists()
    assert not ChangeSet.objects.unfinished().exists()
    for change in changes:
        assert not change.affected.waiting().filter(page=page.pk).exists()
        assert still_held_for(change.page, person=pharmacist) is None


def test_a_fact_that_says_again_what_a_page_states_leaves_what_it_holds_back_of_another(
    drug, other, page, reviewer, pharmacist
):
    first = held_after(drug, page, by=pharmacist, reviewer=reviewer)
    second = held_after(other, page, by=pharmacist, reviewer=reviewer, number=60, minute=5)
    stories.edit(drug, by=pharmacist, save_related=dose(drug, 120), now=at(10))
    back = looked_at(drug, by=pharmacist, now=at(10))
    approve_only(back, [], by=reviewer, now=at(11))
    publish_fact(back, by=pharmacist, now=at(12))
    assert [each["fact"] for each in stories.live(page).held] == ["drug:pamidronate"]
    assert row_of(first, page).held_at is None and row_of(second, page).held_at is not None
