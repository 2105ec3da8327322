"""Constraints of set times."""

import pytest
from django.utils import timezone

from publishing.models import Schedule
from tests.publishing.violations import Violation, blank, check_violation, every_violation

pytestmark = pytest.mark.django_db


def to_publish(world, **changes) -> Schedule:
    now = timezone.now()
    values = {
        "page": world.article, "does": "publish", "at": now, "significance": "clinical",
        "set_by": world.edition.published_by, "set_at": now,
    }  # fmt: skip
    return Schedule(**values | changes)


def to_withdraw(world) -> Schedule:
    return to_publish(world, does="withdraw", significance="", cause="outdated", reason="It was out of date.")


def beside_a_pending_one(world) -> Schedule:
    to_publish(world).save()
    return to_withdraw(world)


def again(world) -> dict:
    return {"does": "publish", "significance": "clinical"}


VIOLATIONS: dict[str, Violation] = {
    "one_pending_schedule_a_page_and_deed": Violation(beside_a_pending_one, again),
    "schedule_says_what_it_needs": Violation(to_publish, blank("significance")),
}

MORE = [
    ("schedule_says_what_it_needs", to_withdraw, blank("cause")),
    ("schedule_says_what_it_needs", to_withdraw, blank("reason")),
    ("schedule_says_what_it_needs", to_publish, lambda world: {"does": "delete"}),
]


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS, MORE),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)


@pytest.mark.parametrize("ended", ["done_at", "refused_at", "cancelled_at"])
def test_what_was_done_refused_or_taken_back_stands_in_nobodys_way(world, ended):
    to_publish(world, **{ended: timezone.now()}).save()
    to_publish(world).save()
