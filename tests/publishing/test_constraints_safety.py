"""Constraints of safety notices: what two people decide, when it begins and ends, and until when it may be confirmed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drugs.models import SafetyNotice, SafetyStep
from publishing.models import SiteSettings
from tests.publishing.violations import Violation, check_violation, every_violation

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def first_person(world):
    return world.edition.published_by


def second_person(world):
    return world.review.decided_by


def notice(world, **changes) -> SafetyNotice:
    now = timezone.now()
    values = {
        "drug": world.drug,
        "kind": "recall",
        "title": {"en": "One lot is recalled"},
        "text": {"en": "Look at your box."},
        "source_url": "https://example.org/recalls/17",
        "starts_at": now,
        "ends_at": now + HOUR,
        "raised_by": first_person(world),
        "raised_at": now,
        "lapses_at": now + HOUR,
    }
    return SafetyNotice(**values | changes)


def saved(world) -> SafetyNotice:
    row = notice(world)
    row.save()
    return row


def step(world, kind="lapsed", **changes) -> SafetyStep:
    values = {"kind": kind, "at": timezone.now()} | changes
    return SafetyStep(**({"notice": saved(world)} | values))


def by_two(world, kind="confirmed", **changes) -> SafetyStep:
    signed = {"name": "Sample Reviewer", "role": "Oncology nurse", "credentials": "RN", "seen_hash": "a" * 64}
    return step(world, kind, by=second_person(world), asked_by=first_person(world), **signed | changes)


def reasoned(world, kind="ended", **changes) -> SafetyStep:
    return step(world, kind, by=first_person(world), reason="The lot was found.", **changes)


def asked(world) -> SafetyStep:
    return reasoned(world, "longer-asked", until=timezone.now() + HOUR, lapses_at=timezone.now() + HOUR)


def prolonged(world) -> SafetyStep:
    request = asked(world)
    request.save()
    return by_two(world, "prolonged", notice=request.notice, answers=request, until=request.until)


def second_step(world, make) -> SafetyStep:
    """A step like one that another notice has already; the fault is that it is of the same notice."""
    make(world).save()
    return make(world)


def same_notice(world) -> dict:
    return {"notice": SafetyStep.objects.latest("pk").notice}


VIOLATIONS = {
    "a_second_person_has_one_to_72_hours": Violation(lambda w: SiteSettings.current(), lambda w: {"confirm_hours": 0}),
    "safety_notice_ends_after_it_starts": Violation(notice, lambda w: {"ends_at": timezone.now() - HOUR}),
    "safety_notice_lapses_later": Violation(notice, lambda w: {"lapses_at": timezone.now() - HOUR}),
    "safety_notice_source_is_https": Violation(notice, lambda w: {"source_url": "http://example.org/"}),
    "one_answer_a_safety_notice": Violation(lambda w: second_step(w, step), same_notice),
    "one_early_end_a_safety_notice": Violation(lambda w: second_step(w, reasoned), same_notice),
    "safety_notice_needs_a_second_person": Violation(by_two, lambda w: {"by": first_person(w)}),
    "safety_step_says_who_and_why": Violation(reasoned, lambda w: {"reason": ""}),
    "prolonging_says_until_when": Violation(asked, lambda w: {"until": None}),
    "prolonging_answers_a_request": Violation(prolonged, lambda w: {"answers": None}),
}

MORE = [
    ("a_second_person_has_one_to_72_hours", lambda w: SiteSettings.current(), lambda w: {"confirm_hours": 73}),
    *(
        ("safety_notice_needs_a_second_person", by_two, lambda w, field=field: {field: ""})
        for field in ("name", "role", "credentials", "seen_hash")
    ),
    ("safety_notice_needs_a_second_person", by_two, lambda w: {"asked_by": None}),
    ("safety_notice_needs_a_second_person", prolonged, lambda w: {"asked_by": second_person(w)}),
    ("safety_step_says_who_and_why", reasoned, lambda w: {"by": None}),
    ("prolonging_says_until_when", step, lambda w: {"until": timezone.now()}),
]


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS, MORE),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)
