"""What the other verbs do to set times. Called inside their transactions."""

from datetime import datetime

from publishing.actions.events import write_event
from publishing.models import Event, Page, Schedule


def settle(*, page: Page, does: str, now: datetime) -> None:
    """What was to be done at a set time has been done, at that time or sooner."""
    Schedule.objects.pending().filter(page=page.pk, does=does).update(done_at=now)


def take_back(*, page: Page, does: str, by, now: datetime) -> None:
    """Nothing is to be done at the set time any more."""
    for schedule in Schedule.objects.pending().select_for_update().filter(page=page.pk, does=does):
        schedule.cancelled_at, schedule.cancelled_by = now, by
        schedule.save(update_fields=["cancelled_at", "cancelled_by"])
        write_event(Event.Verb.UNSCHEDULED, page=page, by=by, now=now, does=schedule.does, at=schedule.at.isoformat())
