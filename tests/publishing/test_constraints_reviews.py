"""Constraints of reviews: one clinician decided."""

import pytest

from publishing.models import Review
from tests.publishing.test_constraints_asking import registered
from tests.publishing.violations import Violation, check_violation, copy_of, every_violation

pytestmark = pytest.mark.django_db


def review(world) -> Review:
    return copy_of(world.review)


VIOLATIONS = {
    "review_is_by_a_user_or_a_reviewer": Violation(review, lambda w: {"decided_by": None}),
}

MORE = [
    ("review_is_by_a_user_or_a_reviewer", review, lambda w: {"reviewer": registered()}),
]


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS, MORE),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)


def test_a_review_of_the_register_alone_is_taken(world):
    copy_of(world.review, decided_by=None, reviewer=registered()).save_base(raw=True)
    assert Review.objects.filter(reviewer__isnull=False).count() == 1
