"""What an approval is good for: one edition, and the words it was given for."""

from datetime import timedelta

import pytest

from publishing import actions
from publishing.errors import Refused
from publishing.models import Review, Significance, State, WithdrawalCause
from tests import stories

pytestmark = pytest.mark.django_db


def test_an_approval_is_used_up_by_the_edition_that_rests_on_it_and_by_every_later_one(author, reviewer, now):
    page = stories.write_article(by=author, body="Walk 2 times.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="Walk 3 times.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="Walk 2 times.\n")
    assert stories.state(page) == State.LIVE_WITH_CHANGES
    with pytest.raises(Refused) as refused:
        actions.publish(page=page, by=author, now=now, significance=Significance.CLARIFICATION)
    assert [issue.code for issue in refused.value.issues] == ["not-approved"]


def test_a_withdrawn_text_needs_a_new_approval_to_come_back(author, reviewer, now):
    page = stories.write_article(by=author)
    stories.publish(page, by=author, reviewer=reviewer)
    actions.withdraw(page=page, by=author, now=now, cause=WithdrawalCause.ERROR, reason="It was wrong.")
    assert stories.state(page) == State.WITHDRAWN
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now)
    stories.approve(page, by=reviewer)
    assert actions.publish(page=page, by=author, now=now).number == 2


def test_a_page_sent_back_waits_for_its_author(author, reviewer, now):
    page = stories.write_article(by=author)
    actions.ask_for_approval(page=page, by=author, now=now)
    seen = stories.fresh(page).compile().content_hash
    actions.sign_off(
        page=page, by=reviewer, now=now, seen_hash=seen, decision="changes-requested", comment="Say when to call."
    )
    assert stories.state(page) == State.DRAFT


@pytest.mark.parametrize("slug", ["compare", "", "a/b", "Feeling_Tired", "über"])
def test_a_page_moves_to_no_address_that_could_not_be_read(author, reviewer, now, slug):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_drug_page(by=author, drug=drug)
    stories.publish(page, by=author, reviewer=reviewer)
    with pytest.raises(Refused):
        actions.move(page=page, by=author, now=now, slug=slug)


@pytest.mark.parametrize("outcome", [Review.Outcome.MAJOR, Review.Outcome.WITHDRAW])
def test_a_review_that_finds_a_page_wanting_never_makes_it_look_checked(author, reviewer, coordinator, now, outcome):
    page = stories.write_article(by=author)
    stories.publish(page, by=author, reviewer=reviewer)
    given = {"by": coordinator, "decided_by": reviewer}
    stories.review(page, **given, now=now, outcome=outcome)
    assert stories.live(page).reviewed_on is None
    stories.review(page, **given, now=now, outcome=Review.Outcome.NO_CHANGE)
    later = now + timedelta(days=30)
    stories.review(page, **given, now=later, outcome=outcome)
    publication = stories.live(page)
    assert publication.reviewed_on == now.date()
    assert publication.next_review_on == later.date()


def test_a_typo_about_a_medicine_needs_an_approval_like_any_edit(author, reviewer, now):
    page = stories.write_article(by=author, body="Bone is livng tissue.\n", risk_tier="medicine")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="Bone is living tissue.\n")
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now, significance=Significance.TYPO)
    stories.approve(page, by=reviewer)
    assert actions.publish(page=page, by=author, now=now, significance=Significance.TYPO).number == 2


def test_a_lower_tier_gets_nobody_round_an_approval(author, reviewer, now):
    """The tier needs no approval of its own, so the stricter of the two decides about the next edition."""
    page = stories.write_article(by=author, body="Bone is livng tissue.\n", risk_tier="medicine")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="Bone is living tissue.\n", risk_tier="background")
    assert stories.live(page).risk_tier == "medicine"
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now, significance=Significance.TYPO)
    stories.publish(page, by=author, reviewer=reviewer)
    assert stories.live(page).risk_tier == "background"


def test_a_higher_tier_counts_at_once(author, reviewer):
    page = stories.write_article(by=author, risk_tier="background")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, risk_tier="medicine")
    assert stories.live(page).risk_tier == "medicine"


def test_a_text_that_a_clinician_refused_is_no_typo(author, reviewer, now):
    page = stories.write_article(by=author, body="Bone is living tissue.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="Bone is livng tissue.\n")
    seen = stories.fresh(page).compile().content_hash
    actions.sign_off(page=page, by=reviewer, now=now, seen_hash=seen, decision="changes-requested", comment="Misspelt.")
    with pytest.raises(Refused) as refused:
        actions.publish(page=page, by=author, now=now, significance=Significance.TYPO)
    assert [issue.code for issue in refused.value.issues] == ["changes-asked-for"]
    stories.edit(page, by=author, body="Bone is a living tissue.\n")
    assert actions.publish(page=page, by=author, now=now, significance=Significance.TYPO).number == 2
