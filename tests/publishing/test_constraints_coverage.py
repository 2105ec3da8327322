"""The constraint of what is counted of an edition."""

import pytest

from references.models.coverage import Coverage
from tests.publishing.violations import Violation, check_violation, every_violation

pytestmark = pytest.mark.django_db


def counted(world) -> Coverage:
    Coverage.objects.filter(edition=world.edition).delete()
    return Coverage(edition=world.edition, sections=2, sections_cited=2, cells=1, effects=1, regimens=1)


NAME = "coverage_cites_no_more_than_there_is"
VIOLATIONS = {NAME: Violation(counted, lambda w: {"sections_cited": 3})}
MORE = [
    (NAME, counted, lambda w: {"cells_cited": 2}),
    (NAME, counted, lambda w: {"effects_cited": 2}),
    (NAME, counted, lambda w: {"regimens_cited": 2}),
]


@pytest.mark.parametrize(("name", "violation"), every_violation(VIOLATIONS, MORE))
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)
