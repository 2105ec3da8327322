"""Review dates are days of the site's own time zone: around midnight, when clocks change, and on leap days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from publishing import actions, views
from publishing.errors import Refused
from publishing.models import Review, SiteSettings
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def new_york(settings):
    """Four or five hours behind UTC: in the evening the day there is not the day in UTC."""
    settings.TIME_ZONE = "America/New_York"


def at(*when) -> datetime:
    return datetime(*when, tzinfo=UTC)


@pytest.fixture
def page_since(author, reviewer):
    def write(now: datetime):
        page = stories.write_article(by=author, key="bones", now=now)
        stories.publish(page, by=author, reviewer=reviewer, now=now)
        return page

    return write


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (at(2026, 7, 2, 3, 59), date(2026, 7, 1)),  # summer: midnight is 4:00 in UTC
        (at(2026, 7, 2, 4, 0), date(2026, 7, 2)),
        (at(2026, 12, 2, 4, 59), date(2026, 12, 1)),  # winter: 5:00
        (at(2026, 12, 2, 5, 0), date(2026, 12, 2)),
        (at(2026, 3, 8, 4, 59), date(2026, 3, 7)),  # the night clocks go forward
        (at(2026, 3, 9, 3, 59), date(2026, 3, 8)),
        (at(2026, 3, 9, 4, 0), date(2026, 3, 9)),
        (at(2026, 11, 1, 5, 30), date(2026, 11, 1)),  # half past one, and an hour later half past one again
        (at(2026, 11, 1, 6, 30), date(2026, 11, 1)),
        (at(2026, 11, 2, 4, 59), date(2026, 11, 1)),
        (at(2028, 2, 29, 4, 59), date(2028, 2, 28)),
        (at(2028, 3, 1, 4, 59), date(2028, 2, 29)),
        (at(2027, 1, 1, 4, 59), date(2026, 12, 31)),
    ],
)
def test_today_is_the_day_where_the_site_is(page_since, reviewer, now, today):
    page = page_since(at(2026, 1, 5, 12))
    with pytest.raises(Refused, match="future"):
        stories.review(page, by=reviewer, decided_by=reviewer, now=now, reviewed_on=today + timedelta(days=1))
    assert stories.review(page, by=reviewer, decided_by=reviewer, now=now, reviewed_on=today).reviewed_on == today


def test_a_page_may_be_reviewed_on_the_evening_it_was_published(page_since, reviewer):
    now = at(2026, 7, 2, 1, 0)  # nine in the evening of the first
    page = page_since(now)
    with pytest.raises(Refused, match="first published on 1 July 2026"):
        stories.review(page, by=reviewer, decided_by=reviewer, now=now, reviewed_on=date(2026, 6, 30))
    stories.review(page, by=reviewer, decided_by=reviewer, now=now, reviewed_on=date(2026, 7, 1))


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 2, 28), 12, date(2028, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_the_next_review_falls_on_a_day_that_exists(page_since, reviewer, administrator, day, months, due):
    page = page_since(at(2026, 1, 5, 12))
    site = SiteSettings.current()
    site.months_treatment = months
    actions.save_site_settings(site=site, by=administrator, now=stories.NOW)
    now = at(day.year, day.month, day.day, 18)
    assert stories.review(page, by=reviewer, decided_by=reviewer, now=now).next_due_on == due
    row = stories.live(page)
    assert (row.next_review_on, row.due_on) == (due, due)


@pytest.mark.parametrize(
    ("due", "before", "after"),
    [
        (date(2026, 7, 1), at(2026, 7, 2, 3, 59), at(2026, 7, 2, 4, 0)),
        (date(2026, 12, 1), at(2026, 12, 2, 4, 59), at(2026, 12, 2, 5, 0)),
        (date(2026, 3, 8), at(2026, 3, 9, 3, 59), at(2026, 3, 9, 4, 0)),
        (date(2026, 11, 1), at(2026, 11, 2, 4, 59), at(2026, 11, 2, 5, 0)),
        (date(2028, 2, 29), at(2028, 3, 1, 4, 59), at(2028, 3, 1, 5, 0)),
    ],
)
def test_readers_are_told_from_the_midnight_after_the_day(
    page_since, reviewer, client, monkeypatch, due, before, after
):
    page = page_since(at(2026, 1, 5, 12))
    stories.review(page, by=reviewer, decided_by=reviewer, now=at(2026, 1, 6, 12), next_due_on=due)
    told, etags = [], set()
    for moment in (before, after):
        monkeypatch.setattr(views.timezone, "now", lambda moment=moment: moment)
        response = client.get("/articles/bones/")
        told.append("past its review date" in response.content.decode())
        etags.add(response["ETag"])
    assert told == [False, True] and len(etags) == 2


def test_an_objection_in_the_evening_makes_the_page_due_that_day(page_since, reviewer, coordinator):
    page = page_since(at(2026, 1, 5, 12))
    review = stories.review(page, by=coordinator, decided_by=reviewer, now=at(2026, 1, 6, 12))
    actions.object_to_review(review=review, now=at(2026, 7, 2, 3, 0))
    assert stories.live(page).due_on == date(2026, 7, 1)
    assert Review.objects.count() == 1
