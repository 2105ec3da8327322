"""What keeps unfinished work, and redactions: each named constraint refuses the row it was made for."""

import pytest
from django.utils import timezone

from publishing.models import Autosave, Presence, Redaction, SavedCopy
from tests.publishing.violations import Violation, check_violation, every_violation

pytestmark = pytest.mark.django_db


def saved_copy(world) -> SavedCopy:
    return SavedCopy(
        page=world.article,
        version=77,
        source={},
        content_hash="a" * 64,
        by=world.edition.published_by,
        at=timezone.now(),
    )


def autosave(world) -> Autosave:
    return Autosave(user=world.edition.published_by, place="article:7:b", fields={}, at=timezone.now())


def kept_already(world) -> dict:
    Autosave.objects.create(user=world.edition.published_by, place="article:7:a", at=timezone.now())
    return {"place": "article:7:a"}


def presence(world) -> Presence:
    return Presence(page=world.article, user=world.edition.approval.by, seen_at=timezone.now())


def here_already(world) -> dict:
    Presence.objects.create(page=world.article, user=world.edition.published_by, seen_at=timezone.now())
    return {"user": world.edition.published_by}


def redaction(world) -> Redaction:
    """Asked by one, agreed by another."""
    return Redaction(
        page=world.article, numbers=[1], cause="consent", reason="A picture.", asked_by=world.edition.published_by,
        asked_at=timezone.now(), decided_by=world.edition.approval.by, decided_at=timezone.now(), agreed=True,
    )  # fmt: skip


VIOLATIONS = {
    "one_saved_copy_a_version": Violation(saved_copy, lambda w: {"version": 1}),
    "one_autosave_a_person_and_place": Violation(autosave, kept_already),
    "one_presence_a_page_and_person": Violation(presence, here_already),
    "redaction_needs_a_second_person": Violation(redaction, lambda w: {"decided_by": w.edition.published_by}),
    "redaction_has_a_reason": Violation(redaction, lambda w: {"reason": ""}),
}
MORE = [
    ("redaction_needs_a_second_person", redaction, lambda w: {"decided_by": None}),
    ("redaction_needs_a_second_person", redaction, lambda w: {"decided_at": None}),
    ("redaction_needs_a_second_person", redaction, lambda w: {"agreed": None}),
]


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS, MORE),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)


def test_whoever_asked_may_take_a_redaction_back(world):
    mine = redaction(world)
    mine.decided_by, mine.agreed = mine.asked_by, False
    mine.save()
