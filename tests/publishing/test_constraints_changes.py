"""Constraints of changes of facts and the pages they touch."""

import pytest
from django.utils import timezone

from publishing.models import AffectedPage, ChangeSet
from tests.publishing.violations import Violation, check_violation, every_violation

pytestmark = pytest.mark.django_db


def change(world, **values) -> ChangeSet:
    given = {
        "page": world.drug.page_ptr,
        "subject": "drug:denosumab",
        "title": "Denosumab",
        "proposed_hash": "h",
        "asked_by": world.edition.published_by,
        "asked_at": timezone.now(),
    }
    return ChangeSet(**given | values)


def second_change(world) -> ChangeSet:
    """Beside one that was published; open changes of other subjects stay out of the way too."""
    change(world, published_at=timezone.now()).save()
    change(world, closed_at=timezone.now()).save()
    change(world, subject="drug:other").save()
    return change(world)


def open_change_of_the_same(world) -> dict:
    change(world).save()
    return {}


def row(world, **values) -> AffectedPage:
    stored = ChangeSet.objects.first() or change(world)
    stored.save()
    return AffectedPage(
        **{"change_set": stored, "page": world.article.page_ptr, "edition": world.edition, "title": "Bones"} | values
    )


def row_of_the_same_page(world) -> dict:
    row(world).save()
    return {}


VIOLATIONS = {
    "one_open_change_set_a_subject": Violation(second_change, open_change_of_the_same),
    "one_row_a_change_set_and_page": Violation(row, row_of_the_same_page),
    "affected_page_is_published_or_held": Violation(
        lambda world: row(world, held_at=timezone.now()), lambda world: {"became": world.edition}
    ),
}


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)
