"""Constraints of what asks a clinician: requests, invitations, comments on blocks, approvals beside the first, mails."""

import pytest
from django.utils import timezone

from people.models import Reviewer
from publishing.models import (
    ApprovalRequest,
    BlockComment,
    EditionApproval,
    Invitation,
    Mail,
    OverruledWish,
    SignOff,
    SiteSettings,
)
from tests.publishing.violations import Violation, blank, check_violation, copy_of, every_violation

pytestmark = pytest.mark.django_db


def clinician(world):
    return world.edition.approval.by


def writer(world):
    return world.edition.published_by


def registered(number=1) -> Reviewer:
    """A reviewer of the register."""
    email = f"reviewer{number}@example.org"
    made, _new = Reviewer.objects.get_or_create(
        email=email, defaults={"name": "Sample Reviewer", "role": "Nurse", "credentials": "RN"}
    )
    return made


def request(world) -> ApprovalRequest:
    return ApprovalRequest(page=world.article, content_hash="h", asked_by=writer(world), asked_at=timezone.now())


def stored_request(world) -> ApprovalRequest:
    row = ApprovalRequest.objects.first() or request(world)
    row.save()
    return row


def for_user(world, **changes) -> Invitation:
    return Invitation(**{"request": stored_request(world), "user": clinician(world)} | changes)


def for_reviewer(world, **changes) -> Invitation:
    return for_user(world, user=None, reviewer=registered(), **changes)


def second(make):
    """A row beside one that is stored already."""

    def row(world):
        make(world).save()
        other = make(world)
        if other.reviewer:
            other.reviewer = registered(2)
        else:
            other.user = writer(world)
        return other

    return row


def mail(world) -> Mail:
    now = timezone.now()
    return Mail(kind="decision", key="one", user=clinician(world), language="en", made_at=now, next_try_at=now)


def in_the_register(world) -> SignOff:
    return copy_of(world.edition.approval, by=None, reviewer=registered())


def further_approval(world) -> EditionApproval:
    approval = copy_of(world.edition.approval)
    approval.save()
    return EditionApproval(edition=world.edition, sign_off=approval)


def overruled(world) -> OverruledWish:
    """Another approval of the text of which somebody asked for changes, besides the one that went against them."""
    approval = copy_of(world.edition.approval)
    approval.save()
    return OverruledWish(sign_off=approval, wish=OverruledWish.objects.get().wish, reason="It says so above.")


def comment(world) -> BlockComment:
    return BlockComment(sign_off=world.edition.approval, position=2, quoted="Words.", comment="Why?")


VIOLATIONS: dict[str, Violation] = {
    "approval_request_is_about_a_text": Violation(request, blank("content_hash")),
    "invitation_is_for_a_user_or_a_reviewer": Violation(for_user, lambda w: {"reviewer": registered()}),
    "one_invitation_a_request_and_user": Violation(second(for_user), lambda w: {"user": clinician(w)}),
    "one_invitation_a_request_and_reviewer": Violation(second(for_reviewer), lambda w: {"reviewer": registered()}),
    "invitation_revoked_at_and_by_come_together": Violation(for_user, lambda w: {"revoked_at": timezone.now()}),
    "sign_off_is_by_a_user_or_a_reviewer": Violation(in_the_register, lambda w: {"by": clinician(w)}),
    "one_further_approval_an_edition_and_sign_off": Violation(
        further_approval, lambda w: {"sign_off": w.first_edition.approval}
    ),
    "one_reviewer_an_address": Violation(
        lambda w: (registered(), Reviewer(name="Other", role="Nurse", credentials="RN", email="free@example.org"))[1],
        lambda w: {"email": registered().email.upper()},
    ),
    "one_overruled_wish_an_approval_and_wish": Violation(overruled, lambda w: {"sign_off": w.edition.approval}),
    "overruled_wish_says_why": Violation(overruled, blank("reason")),
    "block_comment_says_something": Violation(comment, blank("comment")),
    "mail_is_for_a_user_or_a_reviewer": Violation(mail, lambda w: {"reviewer": registered()}),
    "one_to_three_clinicians_approve": Violation(lambda w: SiteSettings.current(), lambda w: {"approvals_medicine": 0}),
}

MORE = [
    ("invitation_is_for_a_user_or_a_reviewer", for_user, lambda w: {"user": None}),
    ("invitation_revoked_at_and_by_come_together", for_reviewer, lambda w: {"revoked_by": writer(w)}),
    ("sign_off_is_by_a_user_or_a_reviewer", in_the_register, lambda w: {"reviewer": None}),
    ("mail_is_for_a_user_or_a_reviewer", mail, lambda w: {"user": None}),
    ("one_to_three_clinicians_approve", lambda w: SiteSettings.current(), lambda w: {"approvals_treatment": 4}),
    ("one_to_three_clinicians_approve", lambda w: SiteSettings.current(), lambda w: {"approvals_background": 0}),
]


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS, MORE),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)
