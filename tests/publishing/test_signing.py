"""A clinician's decision: whose it may be, what it is about, and what is said of single blocks."""

from datetime import timedelta

import pytest

from people.models import Reviewer
from publishing import actions
from publishing.actions import Remark
from publishing.errors import NotPermitted, Refused
from publishing.models import BlockComment, Event, Invitation, Mail, SignOff, State
from tests import stories

pytestmark = pytest.mark.django_db

CHANGES = SignOff.Decision.CHANGES_REQUESTED


@pytest.fixture
def nurse(db) -> Reviewer:
    return stories.register()


@pytest.fixture
def page(author):
    return stories.write_article(by=author, title="Sleep and pain", body="Sleep helps.\n\n- Rest.\n- Walk.\n")


@pytest.fixture
def link(page, author, nurse) -> Invitation:
    """The open invitation of the nurse."""
    stories.ask(page, by=author, reviewers=[nurse])
    return Invitation.objects.get()


def decide(page, *, now, **given) -> SignOff:
    return actions.sign_off(page=page, now=now, seen_hash=stories.fresh(page).compile().content_hash, **given)


def test_a_clinician_without_an_account_approves_by_their_invitation(page, author, link, nurse, now):
    decided = decide(page, invitation=link, now=now)
    assert (decided.by, decided.reviewer) == (None, nurse)
    assert (decided.name, decided.role, decided.credentials) == ("Sample Nurse", "Oncology nurse", "RN")
    link.refresh_from_db()
    assert link.sign_off == decided
    assert stories.state(page) == State.APPROVED
    assert actions.publish(page=page, by=author, now=now).approval == decided
    event = Event.objects.get(verb=Event.Verb.SIGNED_OFF)
    assert (event.actor_id, event.actor_name) == (None, "Sample Nurse")


def test_they_mend_what_the_register_says_of_them(page, link, now):
    said = {"name": "Ana Nurse", "role": "Nurse", "credentials": "RN, OCN", "conflict_of_interest": "Talks paid by X."}
    decided = decide(page, invitation=link, now=now, **said)
    assert {name: getattr(decided, name) for name in said} == said


def test_a_users_name_and_credentials_are_those_of_the_account(page, author, reviewer, now):
    decided = decide(
        page, by=reviewer, now=now, name="X", role="X", credentials="X", conflict_of_interest="None at all."
    )
    assert (decided.name, decided.role, decided.credentials) == ("Sample Reviewer", "Oncology nurse", "RN")
    assert decided.conflict_of_interest == "None at all."


def answered(link, **given):
    decide(link.request.page, invitation=link, now=stories.NOW)


def revoked(link, *, author, **given):
    actions.revoke_invitation(invitation=link, by=author, now=stories.NOW)


def expired(link, **given):
    Invitation.objects.filter(pk=link.pk).update(expires_at=stories.NOW)


def endless(link, **given):
    Invitation.objects.filter(pk=link.pk).update(expires_at=None)


def switched_off(link, **given):
    Reviewer.objects.update(is_active=False)


def credentials_over(link, **given):
    Reviewer.objects.update(expires_on=stories.NOW.date() - timedelta(days=1))


def an_author(link, *, author, **given):
    author.email = link.reviewer.email
    author.save()


@pytest.mark.parametrize("how", [answered, revoked, expired, endless, switched_off, credentials_over, an_author])
def test_an_invitation_that_is_no_longer_good_decides_nothing(page, author, link, now, how):
    how(link, author=author)
    before = SignOff.objects.count()
    with pytest.raises(NotPermitted):
        decide(page, invitation=link, now=now)
    assert SignOff.objects.count() == before


def test_an_invitation_is_about_one_page_and_one_text(page, author, link, now):
    other = stories.write_article(by=author)
    with pytest.raises(Invitation.DoesNotExist):
        decide(other, invitation=link, now=now)
    stories.edit(page, by=author, body="Sleep heals.\n")
    with pytest.raises(Refused, match="changed after"):
        decide(page, invitation=link, now=now)


def test_an_invitation_of_a_user_is_no_link(page, author, reviewer, now):
    stories.ask(page, by=author, users=[reviewer])
    with pytest.raises(Invitation.DoesNotExist):
        decide(page, invitation=Invitation.objects.get(), now=now)


def test_nobody_decides_without_being_somebody(page, now):
    with pytest.raises(NotPermitted):
        decide(page, now=now)


def test_a_users_decision_answers_their_invitation_and_no_other(page, author, reviewer, administrator, now):
    stories.ask(page, by=author, users=[reviewer, administrator])
    decided = stories.approve(page, by=reviewer)
    assert {each.user: each.sign_off for each in Invitation.objects.all()} == {reviewer: decided, administrator: None}


def test_what_is_said_of_a_block_is_kept_with_its_words(page, reviewer, now):
    remarks = [Remark(3, "Which walk?", "Walk slowly."), Remark(1, proposed="Sleep often helps.")]
    decided = decide(page, by=reviewer, now=now, decision=CHANGES, block_comments=remarks)
    rows = decided.block_comments.values_list("position", "quoted", "comment", "proposed")
    assert list(rows) == [
        (1, "Sleep helps.", "", "Sleep often helps."),
        (3, "Walk.", "Which walk?", "Walk slowly."),
    ]
    assert stories.state(page) == State.DRAFT


def test_proposed_words_approve_nothing(page, author, reviewer, now):
    with pytest.raises(Refused, match="Ask for changes"):
        decide(page, by=reviewer, now=now, block_comments=[Remark(1, proposed="Sleep heals.")])
    assert not SignOff.objects.exists()
    decide(page, by=reviewer, now=now, decision=CHANGES, block_comments=[Remark(1, proposed="Sleep heals.")])
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now)


def test_an_approval_may_carry_remarks(page, reviewer, now):
    decided = decide(page, by=reviewer, now=now, block_comments=[Remark(1, "Well said.")])
    assert decided.block_comments.get().comment == "Well said."


@pytest.mark.parametrize("remark", [Remark(1), Remark(1, "  ", "\n"), Remark(1, proposed="Sleep helps.")])
def test_a_remark_that_says_nothing_is_none(page, reviewer, now, remark):
    with pytest.raises(Refused, match="Say what should change"):
        decide(page, by=reviewer, now=now, decision=CHANGES, block_comments=[remark])
    assert decide(page, by=reviewer, now=now, block_comments=[remark]).block_comments.count() == 0


@pytest.mark.parametrize("position", [0, 4, -1])
def test_a_remark_is_about_a_block_of_the_page(page, reviewer, now, position):
    with pytest.raises(Refused, match="no part"):
        decide(page, by=reviewer, now=now, decision=CHANGES, block_comments=[Remark(position, "What?")])
    assert not SignOff.objects.exists() and not BlockComment.objects.exists()


def test_the_asker_and_the_owner_are_told_once_each(page, author, second_author, reviewer, now):
    stories.ask(page, by=second_author, users=[reviewer])
    stories.approve(page, by=reviewer)
    told = Mail.objects.filter(kind=Mail.Kind.DECISION)
    assert {mail.user for mail in told} == {author, second_author} and told.count() == 2


def test_who_decides_is_not_told_what_they_know(author, administrator, now):
    page = stories.write_article(by=author, owner=administrator)
    stories.approve(page, by=administrator)
    assert not Mail.objects.filter(kind=Mail.Kind.DECISION).exists()
