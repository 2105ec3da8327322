"""Numbers that a section shares: each named constraint refuses the row it was made for."""

import pytest

from references.models import CollectionNumber
from tests import stories
from tests.publishing.violations import Violation, check_violation, every_violation

pytestmark = pytest.mark.django_db


def number(world) -> CollectionNumber:
    """The second number of the list, for another reference than the first one has."""
    first = CollectionNumber.objects.get()
    other = stories.add_reference(by=world.edition.published_by, key="b")
    return CollectionNumber(collection=first.collection, generation=1, number=2, reference=other)


VIOLATIONS = {
    "one_reference_a_number_of_a_collection": Violation(number, lambda w: {"number": 1}),
    "one_number_a_reference_of_a_collection": Violation(number, lambda w: {"reference": w.reference}),
}


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)
