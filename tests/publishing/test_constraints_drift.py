"""Constraints of what sources outside say otherwise, and of what was decided about it."""

import pytest
from django.utils import timezone

from drugs.models import Decision, Difference, Proposal, SeenLabel
from tests.publishing.violations import Violation, check_violation, every_violation

pytestmark = pytest.mark.django_db


def proposal(world) -> Proposal:
    return Proposal.objects.create(
        drug=world.drug,
        source="spl",
        file_name="label.xml",
        record_id="1",
        opened_at=timezone.now(),
        opened_by=_person(world),
    )


def _person(world):
    return world.edition.published_by


def difference(world, field="product.spl_version", **changes) -> Difference:
    values = {"proposal": proposal(world), "field": field, "ours": "1", "theirs": "2", "offered": ["2"], "digest": "d"}
    return Difference(**values | changes)


def told(world) -> Difference:
    return difference(world, field="dosage", offered=[])


def second(world) -> Difference:
    first = difference(world)
    first.save()
    return Difference(proposal=first.proposal, field="dosage", digest="e")


def decision(world, outcome="dismissed", **changes) -> Decision:
    row = difference(world)
    row.save()
    values = {
        "difference": row,
        "outcome": outcome,
        "reason": "Ours is right.",
        "by": _person(world),
        "at": timezone.now(),
    }
    return Decision(**values | changes)


def acted(world) -> Decision:
    return decision(world, "acted")


def superseded(world) -> Decision:
    newer = difference(world)
    newer.save()
    return decision(world, "superseded", newer=newer)


def seen(world) -> SeenLabel:
    return SeenLabel(source="spl", set_id="2", seen_at=timezone.now())


def second_seen(world) -> SeenLabel:
    SeenLabel.objects.create(source="spl", set_id="1", seen_at=timezone.now())
    return seen(world)


VIOLATIONS = {
    "difference_is_of_no_dose": Violation(told, lambda w: {"field": "regimen.dose_value"}),
    "difference_offers_only_what_may_be_taken": Violation(told, lambda w: {"offered": ["4 mg"]}),
    "one_difference_a_proposal_and_field": Violation(second, lambda w: {"field": "product.spl_version"}),
    "dismissed_difference_says_why": Violation(decision, lambda w: {"reason": ""}),
    "acted_upon_difference_says_what_was_done": Violation(acted, lambda w: {"reason": ""}),
    "superseded_difference_names_the_newer": Violation(superseded, lambda w: {"newer": None}),
    "only_a_taken_difference_has_values": Violation(decision, lambda w: {"taken": ["2"]}),
    "one_seen_label_a_source_and_set_id": Violation(second_seen, lambda w: {"set_id": "1"}),
}

MORE = [
    *(
        ("difference_is_of_no_dose", told, lambda w, field=field: {"field": field})
        for field in ("dose_value", "frequency", "period", "max_daily_value", "product.strength", "")
    ),
    ("superseded_difference_names_the_newer", decision, lambda w: {"newer": difference_saved(w)}),
]


def difference_saved(world) -> Difference:
    row = difference(world)
    row.save()
    return row


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS, MORE),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)
