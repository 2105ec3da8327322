"""Reminding people of reviews: once a stage, one mail a person a run."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from publishing.actions.mailing import post
from publishing.models import Mail, Page, Reminder
from publishing.reminders import EARLIEST, DueReview, Stage, stage_of

Told = tuple[DueReview, Stage]


@dataclass
class Reminded:
    """What one run did. `told`: number of reviews by username; `nobody`: titles of due pages that no active person looks
    after."""

    day: date
    told: dict[str, int] = field(default_factory=dict)
    nobody: list[str] = field(default_factory=list)


def send_reminders(*, now: datetime, dry_run: bool = False) -> Reminded:
    """Remind everybody who has not been reminded yet of what they are due to hear of today. Each person in a transaction
    of their own, so that a run that is stopped half-way is finished by the next."""
    today = localdate(now)
    done = Reminded(today)
    by_person: dict[int, list[Told]] = {}
    people = get_user_model().objects.filter(is_active=True, is_staff=True).in_bulk()
    untold = []
    for review in _due_reviews(today):
        stage = stage_of(review.due_on, today)
        told = [person for person in review.to_be_told(stage) if person in people]
        for person in told:
            by_person.setdefault(person, []).append((review, stage))
        if not told:
            untold.append(review.page)
    for person, reviews in sorted(by_person.items()):
        number = (
            len(_not_told_yet(people[person], reviews))
            if dry_run
            else remind(person=people[person], reviews=reviews, now=now)
        )
        if number:
            done.told[people[person].username] = number
    done.nobody = list(Page.objects.filter(pk__in=untold).order_by("title").values_list("title", flat=True))
    return done


def _due_reviews(today: date):
    """Every review that is overdue or comes due soon enough to be told of: one query."""
    rows = (
        Page.objects.with_state()
        .due_by(today + EARLIEST)
        .with_responsible()
        .order_by("due_on", "pk")
        .values_list("pk", "due_on", "assignee_id", "responsible_id", "backup_owner_id", "team__lead_id")
    )
    return [DueReview(*row) for row in rows]


@transaction.atomic
def remind(*, person, reviews: Sequence[Told], now: datetime) -> int:
    """One mail to one person about those of the reviews they have not heard of at this stage; gives how many.

    The person is locked, so that two runs at once tell them once.
    """
    # Not for its key: rows that name the person may be written meanwhile.
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
    news = _not_told_yet(person, reviews)
    if not news:
        return 0
    said = ";".join(sorted(f"{review.page} {review.due_on} {stage.name}" for review, stage in news))
    key = f"review-reminder:{person.pk}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"
    mail = post(kind=Mail.Kind.REVIEW_REMINDER, key=key, now=now, user=person)
    Reminder.objects.bulk_create(
        [
            Reminder(page_id=review.page, due_on=review.due_on, stage=stage.name, user=person, mail=mail, at=now)
            for review, stage in news
        ],
        batch_size=500,
    )
    return len(news)


def _not_told_yet(person, reviews: Sequence[Told]) -> list[Told]:
    """The reviews whose stage is later than any this person was told of for the same day: a clock that goes back repeats
    nothing."""
    told: dict[tuple[int, date], int] = {}
    rows = Reminder.objects.filter(
        user=person, page__publications__edition__isnull=False, page__publications__due_on=F("due_on")
    )
    for page, due_on, stage in rows.values_list("page", "due_on", "stage"):
        told[page, due_on] = max(told.get((page, due_on), -1), Stage.named(stage).rank)
    return [(review, stage) for review, stage in reviews if stage.rank > told.get((review.page, review.due_on), -1)]
