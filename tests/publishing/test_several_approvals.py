"""How many clinicians must approve, and whose desk a page is on: in lists as on the page itself."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from publishing import actions, requirements
from publishing.actions.events import authors_of
from publishing.errors import Refused
from publishing.models import Invitation, Page, SiteSettings, State
from publishing.standing import standing_of
from tests import stories

pytestmark = pytest.mark.django_db

TWO = {"approvals_medicine": 2, "approvals_treatment": 2}


@pytest.fixture(autouse=True)
def policy(db):
    """Two clinicians approve pages about medicines and treatments; one is enough for background."""
    SiteSettings.objects.create(pk=1, name={"en": "Sample"}, **TWO)


@pytest.fixture
def second_reviewer(db):
    person = get_user_model().objects.create_user(
        username="second", display_name="Sample Second", role="Pharmacist", credentials="PharmD", is_staff=True
    )
    person.groups.set([Group.objects.get(name="Clinical reviewer")])
    return person


@pytest.fixture
def page(author):
    return stories.write_article(by=author, body="Walk 2 times.\n")


def state(page) -> State:
    """The state in lists, which is the state on the page."""
    stored = stories.fresh(page)
    standing = standing_of(stored, person=stored.owner)
    assert standing.state == stories.state(page)
    authors = authors_of(stored)
    counted = requirements.matching_approvals(stored, stored.working_hash, authors=authors)
    assert Page.objects.with_state().get(pk=page.pk).approvals == len(counted)
    return standing.state


def test_one_of_two_approvals_is_not_approved(page, author, reviewer, second_reviewer, now):
    stories.ask(page, by=author)
    stories.approve(page, by=reviewer)
    assert state(page) == State.IN_REVIEW
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now)
    stories.approve(page, by=second_reviewer)
    assert state(page) == State.APPROVED
    edition = actions.publish(page=page, by=author, now=now)
    assert {edition.approval.by, *(each.sign_off.by for each in edition.further_approvals.all())} == {
        reviewer,
        second_reviewer,
    }
    assert state(page) == State.LIVE


def test_the_same_clinician_twice_is_one(page, author, reviewer):
    stories.approve(page, by=reviewer)
    stories.approve(page, by=reviewer)
    assert state(page) == State.DRAFT


def test_one_with_an_account_and_one_of_the_register_are_two(page, author, reviewer, now):
    stories.ask(page, by=author, users=[reviewer], reviewers=[stories.register()])
    stories.approve(page, by=reviewer)
    link = Invitation.objects.get(user=None)
    actions.sign_off(page=page, invitation=link, now=now, seen_hash=stories.fresh(page).working_hash)
    assert state(page) == State.APPROVED


def test_the_tier_decides_how_many(author, reviewer):
    page = stories.write_article(by=author, risk_tier="background")
    stories.approve(page, by=reviewer)
    assert state(page) == State.APPROVED


def test_a_wish_for_changes_puts_every_approval_aside_until_one_overrules_it(page, reviewer, second_reviewer, now):
    stories.approve(page, by=reviewer)
    seen = stories.fresh(page).working_hash
    actions.sign_off(
        page=page, by=second_reviewer, now=now, seen_hash=seen, decision="changes-requested", comment="Why?"
    )
    assert state(page) == State.DRAFT
    stories.approve(page, by=second_reviewer)
    assert state(page) == State.APPROVED


def test_who_approved_and_then_wrote_counts_no_more(author, administrator, reviewer):
    page = stories.write_article(by=author, body="One.\n", risk_tier="background")
    stories.approve(page, by=administrator)
    assert state(page) == State.APPROVED
    stories.edit(page, by=administrator, body="Two.\n")
    stories.edit(page, by=author, body="One.\n")
    assert state(page) == State.DRAFT


def waits_for(person) -> list:
    return list(Page.objects.waiting_for(person))


def test_a_page_waits_for_those_who_were_named(page, author, reviewer, second_reviewer):
    assert waits_for(reviewer) == []
    stories.ask(page, by=author, users=[reviewer])
    assert [p.pk for p in waits_for(reviewer)] == [page.pk]
    assert waits_for(second_reviewer) == [] and waits_for(author) == []


def test_a_page_for_which_nobody_was_named_waits_for_every_clinician(page, author, reviewer, second_reviewer):
    stories.ask(page, by=author)
    assert len(waits_for(reviewer)) == len(waits_for(second_reviewer)) == 1
    assert waits_for(author) == []


def test_who_has_decided_is_not_waited_for(page, author, reviewer, second_reviewer):
    stories.ask(page, by=author, users=[reviewer, second_reviewer])
    stories.approve(page, by=reviewer)
    assert waits_for(reviewer) == [] and len(waits_for(second_reviewer)) == 1


def test_who_is_no_longer_asked_is_not_waited_for(page, author, reviewer, second_reviewer, now):
    stories.ask(page, by=author, users=[reviewer, second_reviewer])
    actions.revoke_invitation(invitation=Invitation.objects.get(user=reviewer), by=author, now=now)
    assert waits_for(reviewer) == [] and len(waits_for(second_reviewer)) == 1


def test_a_page_whose_reviewers_have_no_account_waits_for_no_account(page, author, reviewer):
    stories.ask(page, by=author, reviewers=[stories.register()])
    assert waits_for(reviewer) == []


def test_an_edited_page_waits_for_nobody_until_it_is_asked_again(page, author, reviewer):
    stories.ask(page, by=author, users=[reviewer])
    stories.edit(page, by=author, body="Walk 3 times.\n")
    assert waits_for(reviewer) == []
    stories.ask(page, by=author, users=[reviewer])
    assert len(waits_for(reviewer)) == 1


def test_who_wrote_part_of_it_is_not_waited_for(page, author, administrator):
    stories.edit(page, by=administrator, body="Walk 3 times.\n")
    stories.ask(page, by=author)
    assert waits_for(administrator) == []


def test_states_are_one_query_whatever_the_number_of_pages(page, author, reviewer, django_assert_num_queries):
    for _ in range(3):
        stories.approve(stories.write_article(by=author), by=reviewer)
    with django_assert_num_queries(1):
        assert len([each.state for each in Page.objects.with_state()]) == 4
