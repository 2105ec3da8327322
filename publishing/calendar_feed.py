"""The reviews that fall to a person, as an iCalendar file (RFC 5545) that calendar programs fetch again and again.

The same reviews always give the same bytes: nothing in it depends on the moment it is made.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from publishing.fields import words_in
from publishing.mails.addresses import form_of
from publishing.models import Event, Page, SiteSettings

MOST_ENTRIES = 1_000
ONE_DAY = timedelta(days=1)


def reviews_of(person):
    """Pages whose next review falls to the person, with due_on and last_event_at; the soonest first."""
    last = Event.objects.filter(page_id=OuterRef("pk")).order_by("-at").values("at")[:1]
    pages = Page.objects.to_be_reviewed_by(person).with_state().filter(is_live=True, due_on__isnull=False)
    return pages.annotate(last_event_at=Subquery(last)).order_by("due_on", "pk")[:MOST_ENTRIES]


def calendar_of(person) -> bytes:
    """The person's calendar, in the first language of the site. It names pages and never a patient."""
    with translation.override(settings.LANGUAGE_CODE):
        calendar = Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", "-//Wellread//Reviews//EN")
        calendar.add("method", "PUBLISH")
        site = words_in(SiteSettings.current().name, settings.LANGUAGE_CODE) or "Wellread"
        calendar.add("x-wr-calname", _("Reviews: %(site)s") % {"site": site})
        calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
        for page in reviews_of(person):
            calendar.add_component(_entry(page))
    return calendar.to_ical()


def _entry(page: Page) -> Entry:
    entry = Entry()
    entry.add("uid", f"review-{page.pk}@{urlsplit(settings.SITE_URL).hostname}")
    # When it last changed, as far as the record knows: not the moment of asking, so that an unchanged calendar stays so.
    entry.add(
        "dtstamp", (page.last_event_at or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    )
    entry.add("dtstart", page.due_on)
    entry.add("dtend", page.due_on + ONE_DAY)
    entry.add("summary", _("Review due: %(title)s") % {"title": page.title})
    entry.add("description", _description(page))
    entry.add("url", form_of(page))
    entry.add("transp", "TRANSPARENT")  # something to do on that day, not an appointment that fills it
    return entry


def _description(page: Page) -> str:
    words = _("Risk tier: %(tier)s.") % {"tier": page.get_risk_tier_display()}
    if page.next_review_on is None:
        return f"{words} " + _("Nobody has reviewed this page yet.")
    day = date_format(page.next_review_on, "DATE_FORMAT")
    return f"{words} " + _("Promised to readers: %(day)s.") % {"day": day}
