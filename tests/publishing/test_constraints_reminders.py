"""Constraints of reminders: nobody is told twice of the same stage of the same date."""

import pytest
from django.db import IntegrityError, transaction

from people.models import Team
from publishing.models import Mail, Reminder
from tests import stories
from tests.publishing.violations import Violation, check_violation, every_violation

pytestmark = pytest.mark.django_db


def reminder(world, **changes) -> Reminder:
    given = {
        "page": world.article, "due_on": stories.NOW.date(), "stage": "30", "user": world.edition.published_by,
        "at": stories.NOW,
    }  # fmt: skip
    return Reminder(**given | changes)


def after_one(**other):
    """A second reminder, which differs from the one before it by one value."""

    def row(world) -> Reminder:
        reminder(world).save()
        return reminder(world, **{name: value(world) for name, value in other.items()})

    return row


def the_other_person(world):
    return world.edition.approval.by


VIOLATIONS: dict[str, Violation] = {
    "one_reminder_a_stage_and_person": Violation(after_one(stage=lambda w: "7"), lambda w: {"stage": "30"}),
}

MORE = [
    (
        "one_reminder_a_stage_and_person",
        after_one(user=the_other_person),
        lambda w: {"user": w.edition.published_by},
    ),
    ("one_reminder_a_stage_and_person", after_one(page=lambda w: w.drug), lambda w: {"page": w.article}),
    (
        "one_reminder_a_stage_and_person",
        after_one(due_on=lambda w: stories.NOW.date().replace(year=2027)),
        lambda w: {"due_on": stories.NOW.date()},
    ),
]


@pytest.mark.parametrize(
    ("name", "violation"),
    every_violation(VIOLATIONS, MORE),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_constraint_refuses_the_row_it_was_made_for_and_takes_it_without_the_fault(world, name, violation):
    check_violation(world, name, violation)


def test_two_teams_cannot_have_one_name(db):
    Team.objects.create(name="Bones")
    Team.objects.create(name="Joints")
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(name="Bones")


def test_a_reminder_outlives_its_mail(world):
    mail = Mail.objects.create(
        kind="review-reminder", key="k", user=the_other_person(world), language="en", made_at=stories.NOW,
        next_try_at=stories.NOW,
    )  # fmt: skip
    row = reminder(world, mail=mail)
    row.save()
    mail.delete()
    row.refresh_from_db()
    assert row.mail is None
