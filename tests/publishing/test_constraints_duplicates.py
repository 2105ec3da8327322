"""Constraints of the library's identifiers, of merged records and of possible duplicates."""

import pytest
from django.utils import timezone

from references.models import PossibleDuplicate, Reference
from tests import stories
from tests.publishing.violations import Violation, check_violation, copy_of, every_violation

pytestmark = pytest.mark.django_db


def with_pmcid(world) -> Reference:
    Reference.objects.filter(pk=world.reference.pk).update(pmcid="PMC1")
    return copy_of(world.reference, key="free2020", pmcid="PMC2")


def pair(world, **changes) -> PossibleDuplicate:
    other = stories.add_reference(by=world.edition.published_by, key=f"other{Reference.objects.count()}", title="Other")
    values = {"first": world.reference, "second": other, "found_at": timezone.now()}
    return PossibleDuplicate(**values | changes)


def second_pair(world) -> PossibleDuplicate:
    first = pair(world)
    first.save()
    return pair(world)


def decided(world) -> PossibleDuplicate:
    return pair(world, different_at=timezone.now(), different_by=world.edition.published_by)


VIOLATIONS = {
    "one_reference_a_pmcid": Violation(with_pmcid, lambda w: {"pmcid": "PMC1"}),
    "reference_is_not_merged_into_itself": Violation(lambda w: w.reference, lambda w: {"merged_into": w.reference}),
    "one_possible_duplicate_a_pair": Violation(
        second_pair, lambda w: {"second": PossibleDuplicate.objects.get(first=w.reference).second}
    ),
    "possible_duplicate_in_order": Violation(pair, lambda w: {"second": w.reference}),
    "duplicate_decided_at_and_by_come_together": Violation(pair, lambda w: {"different_at": timezone.now()}),
}

MORE = [
    ("duplicate_decided_at_and_by_come_together", decided, lambda w: {"different_at": None}),
]


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS, MORE),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)
