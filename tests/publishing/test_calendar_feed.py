"""The review calendar at a secret address: whose it is, what it says, and who gets nothing."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from publishing import actions
from publishing.errors import NotPermitted
from publishing.models import Event, Page, Publication
from tests import stories

pytestmark = pytest.mark.django_db

STAFF_PAGE = "/admin/calendar/"
LEAP_DAY = date(2028, 2, 29)


@pytest.fixture
def page(author, second_author, reviewer) -> Page:
    page = stories.write_article(by=author, title="Bones; joints, “and” more", backup_owner=second_author)
    stories.publish(page, by=author, reviewer=reviewer)
    Publication.objects.filter(page=page.pk).update(due_on=LEAP_DAY)
    return page


def address_of(person) -> str:
    key = actions.make_calendar_key(person=person, by=person, now=stories.NOW)
    return f"/calendar/{key}.ics"


def entries(response) -> list:
    assert response.status_code == 200, response.status_code
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_a_review_stands_on_its_day_as_an_all_day_entry(client, page, author, settings):
    settings.SITE_URL = "https://patients.example.org"
    response = client.get(address_of(author))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (entry,) = entries(response)
    assert str(entry["summary"]) == "Review due: Bones; joints, “and” more"
    assert entry.decoded("dtstart") == LEAP_DAY and entry.decoded("dtend") == date(2028, 3, 1)
    assert str(entry["uid"]) == f"review-{page.pk}@patients.example.org"
    assert str(entry["url"]) == f"https://patients.example.org/admin/publishing/page/{page.pk}/change/"
    assert entry.decoded("dtstamp") == stories.NOW
    assert "Nobody has reviewed this page yet" in str(entry["description"])


def test_the_same_reviews_give_the_same_bytes_and_are_not_sent_again(client, page, author, coordinator):
    url = address_of(author)
    first, second = client.get(url), client.get(url)
    assert first.content == second.content
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-store")
    later = stories.NOW + timedelta(days=1)
    actions.plan_reviews(
        plan=[(page, LEAP_DAY + timedelta(days=1), None)], by=coordinator, now=later, reason="Fewer at once."
    )
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})
    (entry,) = entries(changed)
    assert entry.decoded("dtstart") == date(2028, 3, 1) and entry.decoded("dtstamp") == later
    assert str(entry["uid"]) == str(entries(first)[0]["uid"])


def test_a_page_whose_owner_left_moves_to_the_calendar_of_the_backup_at_once(client, page, author, second_author):
    theirs, backups = address_of(author), address_of(second_author)
    assert [len(entries(client.get(url))) for url in (theirs, backups)] == [1, 0]
    author.is_active = False
    author.save()
    assert client.get(theirs).status_code == 404
    assert len(entries(client.get(backups))) == 1


def test_what_was_assigned_to_somebody_else_is_in_their_calendar(client, page, author, reviewer, coordinator):
    actions.assign_review(pages=[page], assigned_to=reviewer, by=coordinator, now=stories.NOW)
    assert [len(entries(client.get(address_of(person)))) for person in (author, reviewer)] == [0, 1]


def test_drafts_and_withdrawn_pages_are_not_in_it(client, page, author):
    stories.write_article(by=author)
    url = address_of(author)
    assert len(entries(client.get(url))) == 1
    actions.withdraw(page=page, by=author, now=stories.NOW, cause="other", reason="Old.")
    assert entries(client.get(url)) == []


@pytest.mark.parametrize("key", ["x", "", "a" * 43, "a" * 5_000, "%00", "é", "../admin", "%2e%2e"])
def test_an_unknown_key_is_not_found(client, page, author, key):
    address_of(author)
    response = client.get(f"/calendar/{key}.ics")
    assert response.status_code == 404
    assert response["Cache-Control"] == "private, no-store"


def test_nobody_without_a_calendar_is_found_by_the_hash_of_nothing(client, page, author):
    assert author.calendar_key_hash == ""
    assert client.get("/calendar/.ics").status_code == 404


def test_only_the_hash_is_kept_and_a_new_address_ends_the_old_one(client, page, author):
    old = address_of(author)
    author.refresh_from_db()
    assert re.fullmatch("[0-9a-f]{64}", author.calendar_key_hash) and author.calendar_key_hash not in old
    new = address_of(author)
    assert [client.get(url).status_code for url in (old, new)] == [404, 200]
    actions.switch_off_calendar(person=author, by=author, now=stories.NOW)
    assert client.get(new).status_code == 404
    said = Event.objects.filter(verb="calendar").order_by("pk").values_list("data__calendar", flat=True)
    assert list(said) == ["made", "renewed", "switched off"]


def test_nobody_handles_the_address_of_somebody_else(author, administrator, outsider):
    for person, by in ((author, administrator), (outsider, outsider), (author, None)):
        with pytest.raises(NotPermitted):
            actions.make_calendar_key(person=person, by=by, now=stories.NOW)
        with pytest.raises(NotPermitted):
            actions.switch_off_calendar(person=person, by=by, now=stories.NOW)


def test_the_address_tells_nobody_else_and_can_only_be_read(client, page, author):
    url = address_of(author)
    response = client.get(url)
    assert response["Cache-Control"] == "private, no-store" and response["X-Robots-Tag"] == "noindex"
    assert not response.cookies and "cookie" not in response.get("Vary", "").lower()
    head = client.head(url)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", response["ETag"])
    for method in (client.post, client.put, client.delete):
        assert method(url).status_code == 405


def test_it_speaks_the_language_of_the_site_not_of_who_asks(client, page, author):
    url = address_of(author)
    assert client.get(url).content == client.get(url, headers={"Accept-Language": "es"}).content


def test_thirty_reviews_cost_no_more_questions_than_one(client, page, author, reviewer):
    url = address_of(author)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _number in range(29):
        stories.publish(stories.write_article(by=author), by=author, reviewer=reviewer)
    with CaptureQueriesContext(connection) as thirty:
        assert len(entries(client.get(url))) == 30
    assert len(thirty) == len(one) <= 3


def test_a_title_cannot_add_a_line_to_the_file(client, page, author, reviewer):
    evil = stories.write_article(by=author, title="A\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT")
    stories.publish(evil, by=author, reviewer=reviewer)
    found = entries(client.get(address_of(author)))
    assert len(found) == 2 and not any("attendee" in entry for entry in found)


def test_the_staff_page_shows_the_address_once(client, page, author):
    client.force_login(author)
    assert "Your calendar is off" in client.get(STAFF_PAGE).content.decode()
    shown = client.post(STAFF_PAGE, {"make": ""}).content.decode()
    (path,) = re.findall(r"(/calendar/[\w-]{43}\.ics)", shown)
    assert len(entries(client.get(path))) == 1
    later = client.get(STAFF_PAGE).content.decode()
    assert "Your calendar is on" in later and path not in later
    assert client.post(STAFF_PAGE, {"off": ""}).status_code == 302
    assert client.get(path).status_code == 404


def test_somebody_without_a_role_has_no_calendar(client, outsider):
    client.force_login(outsider)
    assert client.get(STAFF_PAGE).status_code == client.post(STAFF_PAGE).status_code == 403
