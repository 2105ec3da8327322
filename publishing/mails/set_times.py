"""Mails about set times."""

from datetime import datetime

from publishing.mails.addresses import form_of
from publishing.mails.needed import NotNeeded
from publishing.models import Mail, Schedule
from publishing.moments import in_words


def schedule_refused(mail: Mail, now: datetime) -> dict:
    """For whoever looks after a page: what did not happen at the set time, and why. `data`: {"schedule": id}."""
    schedule = Schedule.objects.select_related("page", "set_by").filter(pk=mail.data.get("schedule")).first()
    if schedule is None or schedule.refused_at is None:
        raise NotNeeded
    return {
        "page": schedule.page,
        "publishes": schedule.does == Schedule.Does.PUBLISH,
        "at": in_words(schedule.at),
        "set_by": schedule.set_by.get_display_name(),
        "reasons": schedule.refusal,
        "link": form_of(schedule.page),
    }
