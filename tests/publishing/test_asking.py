"""Asking clinicians to approve, taking it back, and asking again."""

from datetime import date, timedelta

import pytest

from people.models import Reviewer
from publishing import actions
from publishing.errors import NotPermitted, Refused
from publishing.models import ApprovalRequest, Event, Invitation, Mail, State
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(db) -> Reviewer:
    """Stands in the reviewers' register and has no account."""
    return stories.register()


@pytest.fixture
def page(author):
    return stories.write_article(by=author, title="Sleep and pain", body="Sleep helps.\n\nRest too.\n")


def names(invitations) -> list[str]:
    return sorted(str(each) for each in invitations)


def test_asking_names_people_a_day_and_a_note_and_writes_to_each(page, author, reviewer, nurse, now):
    due = date(2026, 3, 20)
    stories.ask(page, by=author, users=[reviewer], reviewers=[nurse], due_on=due, note=" Is the dose right? ")
    request = ApprovalRequest.objects.get()
    assert (request.due_on, request.note, request.content_hash) == (due, "Is the dose right?", page.working_hash)
    assert names(request.invitations.all()) == ["Sample Nurse, RN", "Sample Reviewer"]
    mails = {mail.kind: mail.user or mail.reviewer for mail in Mail.objects.all()}
    assert mails == {Mail.Kind.APPROVAL_ASKED: reviewer, Mail.Kind.APPROVAL_LINK: nurse}
    assert stories.state(page) == State.IN_REVIEW
    assert Event.objects.get(verb=Event.Verb.ASKED).data["asked"] == ["Sample Reviewer", "Sample Nurse, RN"]


def test_nobody_need_be_named(page, author):
    stories.ask(page, by=author)
    assert ApprovalRequest.objects.get().invitations.count() == 0
    assert stories.state(page) == State.IN_REVIEW


@pytest.mark.parametrize(
    ("due_on", "ends"),
    [(None, "2026-03-17T09:00:00+00:00"), (date(2026, 3, 20), "2026-03-27T23:59:00+00:00")],
)
def test_a_link_ends_by_itself(page, author, nurse, due_on, ends):
    stories.ask(page, by=author, reviewers=[nurse], due_on=due_on)
    assert Invitation.objects.get().expires_at.isoformat() == ends


def test_the_summer_clock_changes_no_day_of_a_link(page, author, nurse, settings):
    settings.TIME_ZONE = "America/New_York"
    stories.ask(page, by=author, reviewers=[nurse], due_on=date(2026, 3, 3))
    assert Invitation.objects.get().expires_at.astimezone().date() >= date(2026, 3, 10)


def test_the_day_must_not_be_past(page, author, reviewer, now):
    with pytest.raises(Refused, match="past"):
        stories.ask(page, by=author, users=[reviewer], due_on=now.date() - timedelta(days=1))
    stories.ask(page, by=author, users=[reviewer], due_on=now.date())


@pytest.mark.parametrize("who", ["author", "second_author", "outsider", "coordinator"])
def test_only_a_clinician_who_did_not_write_it_is_asked(page, author, who, request):
    with pytest.raises(Refused):
        stories.ask(page, by=author, users=[request.getfixturevalue(who)])
    assert not ApprovalRequest.objects.exists() and not Mail.objects.exists()


def test_a_clinician_who_wrote_part_of_it_is_not_asked(author, administrator):
    page = stories.write_article(by=administrator)
    with pytest.raises(Refused, match="own text"):
        stories.ask(page, by=author, users=[administrator])


@pytest.mark.parametrize("change", [{"is_active": False}, {"expires_on": date(2026, 3, 2)}])
def test_the_register_says_who_may_be_asked(page, author, nurse, change):
    Reviewer.objects.filter(pk=nurse.pk).update(**change)
    nurse.refresh_from_db()
    with pytest.raises(Refused, match="Sample Nurse"):
        stories.ask(page, by=author, reviewers=[nurse])


def test_an_author_is_not_asked_under_another_name(page, author, nurse):
    author.email = nurse.email.upper()
    author.save()
    with pytest.raises(Refused, match="own text"):
        stories.ask(page, by=author, reviewers=[nurse])


def test_at_most_ten_are_asked_at_once(page, author):
    crowd = [stories.register(f"crowd{number}") for number in range(11)]
    with pytest.raises(Refused, match="10"):
        stories.ask(page, by=author, reviewers=crowd)
    stories.ask(page, by=author, reviewers=crowd[:10])


def test_asking_again_takes_back_what_was_asked_before(page, author, reviewer, nurse):
    stories.ask(page, by=author, users=[reviewer], reviewers=[nurse])
    stories.ask(page, by=author, users=[reviewer])
    first, second = ApprovalRequest.objects.order_by("pk")
    assert not first.invitations.open().exists()
    assert names(second.invitations.open()) == ["Sample Reviewer"]


def test_a_person_named_twice_is_asked_once(page, author, reviewer):
    stories.ask(page, by=author, users=[reviewer, reviewer])
    assert Invitation.objects.count() == 1


def test_an_invitation_is_taken_back_and_with_the_last_one_the_request(page, author, reviewer, nurse, now):
    stories.ask(page, by=author, users=[reviewer], reviewers=[nurse])
    first, second = Invitation.objects.order_by("pk")
    actions.revoke_invitation(invitation=first, by=author, now=now)
    assert stories.state(page) == State.IN_REVIEW
    actions.revoke_invitation(invitation=second, by=author, now=now)
    assert stories.state(page) == State.DRAFT
    assert Event.objects.filter(verb=Event.Verb.REVOKED).count() == 2
    with pytest.raises(Refused, match="no longer asked"):
        actions.revoke_invitation(invitation=first, by=author, now=now)


def test_what_is_answered_is_not_taken_back(page, author, reviewer, now):
    stories.ask(page, by=author, users=[reviewer])
    stories.approve(page, by=reviewer)
    with pytest.raises(Refused, match="decided already"):
        actions.revoke_invitation(invitation=Invitation.objects.get(), by=author, now=now)


def test_only_who_may_edit_takes_back_and_reminds(page, author, reviewer, outsider, now):
    stories.ask(page, by=author, users=[reviewer])
    invitation = Invitation.objects.get()
    for verb in (actions.revoke_invitation, actions.remind_invitation):
        for by in (reviewer, outsider):
            with pytest.raises(NotPermitted):
                verb(invitation=invitation, by=by, now=now)


def test_a_clinician_is_reminded_once_a_day(page, author, reviewer, now):
    stories.ask(page, by=author, users=[reviewer])
    invitation = Invitation.objects.get()
    actions.remind_invitation(invitation=invitation, by=author, now=now)
    with pytest.raises(Refused, match="today already"):
        actions.remind_invitation(invitation=invitation, by=author, now=now + timedelta(hours=1))
    actions.remind_invitation(invitation=invitation, by=author, now=now + timedelta(days=1))
    assert Mail.objects.filter(kind=Mail.Kind.APPROVAL_ASKED).count() == 3


def test_nobody_is_reminded_of_a_text_that_is_another_by_now(page, author, reviewer, now):
    stories.ask(page, by=author, users=[reviewer])
    stories.edit(page, by=author, body="Sleep heals.\n")
    with pytest.raises(Refused, match="edited since"):
        actions.remind_invitation(invitation=Invitation.objects.get(), by=author, now=now)


def test_nobody_is_reminded_of_a_link_that_has_expired(page, author, nurse, now):
    stories.ask(page, by=author, reviewers=[nurse])
    invitation = Invitation.objects.get()
    with pytest.raises(Refused, match="expired"):
        actions.remind_invitation(invitation=invitation, by=author, now=invitation.expires_at)
