"""Moments as people say them: a day and a time of the site's own time zone, and back in words."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

MINUTE = timedelta(minutes=1)
LONGEST_JUMP = 60 * 24 * 2  # minutes; Samoa once left out a whole day


class NoSuchMoment(ValueError):
    """On that day the clocks skip this time, or show it twice. The message is for the person, with the nearest that is
    meant by one moment only."""


def moment(day: date, hour: time) -> datetime:
    """The aware moment at which the site's clocks show this day and time."""
    zone = timezone.get_default_timezone()
    local = datetime.combine(day, hour.replace(second=0, microsecond=0, tzinfo=None))
    if not date(1900, 1, 1) <= day <= date(9000, 1, 1):
        raise NoSuchMoment(_("Choose a day of this century."))
    if _times_shown(local, zone) == 1:
        return local.replace(tzinfo=zone)
    skipped = _times_shown(local, zone) == 0
    near = time_of_day(_nearest(local, zone))
    if skipped:
        raise NoSuchMoment(
            _("On that day the clocks go forward and skip this time. The nearest time is %(near)s.") % {"near": near}
        )
    raise NoSuchMoment(
        _("On that day the clocks go back and show this time twice. The nearest time that comes once is %(near)s.")
        % {"near": near}
    )


def _times_shown(local: datetime, zone: ZoneInfo) -> int:
    """How often the clocks show this time: 1, or 0 or 2 when they were set forward or back."""
    moments = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sum(moment.astimezone(zone).replace(tzinfo=None, fold=0) == local for moment in moments)


def _nearest(local: datetime, zone: ZoneInfo) -> datetime:
    """The nearest time that the clocks show once; the later one of two equally near."""
    for minutes in range(1, LONGEST_JUMP):
        for near in (local + minutes * MINUTE, local - minutes * MINUTE):
            if _times_shown(near, zone) == 1:
                return near
    return local


def in_words(at: datetime) -> str:
    """ "Tuesday 3 March 2026 at 9:00 in the morning, New York time"."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    return _("%(weekday)s %(day)s at %(time)s, %(place)s time") % {
        "weekday": date_format(local, "l"),
        "day": date_format(local, "DATE_FORMAT"),
        "time": time_of_day(local),
        "place": place(),
    }


def time_of_day(local: datetime) -> str:
    """A time of day that cannot be mistaken for its twin twelve hours away."""
    said = f"{(local.hour - 1) % 12 + 1}:{local.minute:02}"
    if local.hour == 0:
        return _("%(time)s at night, as the day begins") % {"time": said}
    if local.hour < 12:
        return _("%(time)s in the morning") % {"time": said}
    if local.hour == 12 and local.minute == 0:
        return _("%(time)s noon") % {"time": said}
    if local.hour < 18:
        return _("%(time)s in the afternoon") % {"time": said}
    if local.hour < 22:
        return _("%(time)s in the evening") % {"time": said}
    return _("%(time)s at night") % {"time": said}


def place() -> str:
    """Where the site's clocks stand: "New York" of America/New_York, "UTC"."""
    return settings.TIME_ZONE.rpartition("/")[2].replace("_", " ")
