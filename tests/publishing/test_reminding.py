"""Reminders go out once: one mail a person, whoever runs the command, how often, and whatever the clock does."""

import json
import re
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outside
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Team
from publishing import actions
from publishing.actions.mailing import deliver_waiting
from publishing.actions.reminding import send_reminders
from publishing.models import Mail, Page, Publication, Reminder
from tests import stories
from tests.publishing.test_races import at_once, together

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def team(author, second_author, reviewer) -> Team:
    """Everybody has an address; the reviewer leads."""
    for person in (author, second_author, reviewer):
        person.email = f"{person.username}@example.org"
        person.save()
    return Team.objects.create(name="Bones", lead=reviewer)


@pytest.fixture
def page(author, second_author, reviewer, team) -> Page:
    page = stories.write_article(by=author, title="Bones", backup_owner=second_author, team=team)
    stories.publish(page, by=author, reviewer=reviewer)
    return page


def set_due(page, *, days: int) -> None:
    """Due so many days after the story's day, a Tuesday."""
    Publication.objects.filter(page=page.pk).update(due_on=stories.NOW.date() + timedelta(days=days))


def run(*, days: int = 0) -> dict[str, int]:
    """What a run so many days after the story's day tells whom."""
    return send_reminders(now=stories.NOW + timedelta(days=days)).told


def sent() -> list:
    """The reminders that go out now, without the mails about approvals that the story caused."""
    Mail.objects.exclude(kind=Mail.Kind.REVIEW_REMINDER).delete()
    deliver_waiting(now=stories.NOW)
    return outside.outbox


def test_a_person_is_reminded_at_every_stage_once_over_a_year(page, author):
    set_due(page, days=100)
    told = {days: found for days in range(140) if (found := run(days=days))}
    before = {10: 1, 70: 1, 93: 1, 100: 1}
    weeks = {days: 1 for days in range(100, 140) if (stories.NOW + days * DAY).weekday() == 0 and days > 100}
    assert {days: found["author"] for days, found in told.items()} == before | weeks
    assert Reminder.objects.filter(user=author).count() == len(before | weeks)


def test_it_escalates_to_the_backup_in_the_third_week_and_to_the_lead_in_the_fifth(page):
    set_due(page, days=-1)  # Monday
    told = {week: set(run(days=7 * week - 1)) for week in range(1, 7)}
    assert told == {
        1: {"author"}, 2: {"author"}, 3: {"author", "colleague"}, 4: {"author", "colleague"},
        5: {"author", "colleague", "reviewer"}, 6: {"author", "colleague", "reviewer"},
    }  # fmt: skip


def test_days_without_a_run_are_caught_up_on_and_nothing_is_repeated(page):
    set_due(page, days=100)
    assert [run(days=days) for days in (25, 26, 98, 99)] == [{"author": 1}, {}, {"author": 1}, {}]
    assert list(Reminder.objects.order_by("pk").values_list("stage", flat=True)) == ["90", "7"]


@pytest.mark.parametrize("jump", [-2, -1, 1, 2])
def test_a_clock_that_jumps_repeats_nothing(page, jump):
    set_due(page, days=6)
    assert run() == {"author": 1}
    assert run(days=jump) == run() == {}


def test_a_clock_that_goes_back_over_a_stage_tells_no_earlier_one(page):
    set_due(page, days=29)
    assert run(days=23) == {"author": 1}
    assert run(days=0) == {}
    assert run(days=21) == {}
    assert run(days=29) == {"author": 1}


@pytest.mark.parametrize(
    ("zone", "day"),
    [("America/New_York", (2026, 3, 8)), ("America/New_York", (2026, 11, 1)), ("Europe/Madrid", (2026, 3, 29)),
     ("Europe/Madrid", (2026, 10, 25)), ("Australia/Lord_Howe", (2026, 4, 5)), ("Pacific/Apia", (2028, 2, 29))],
)  # fmt: skip
def test_on_days_of_23_25_or_leap_hours_a_day_is_a_day(page, settings, zone, day):
    settings.TIME_ZONE = zone
    here = ZoneInfo(zone)
    due = datetime(*day, tzinfo=here).date()
    Publication.objects.filter(page=page.pk).update(due_on=due)

    def at(hour, days=0):
        moment = datetime(*day, hour, 30, tzinfo=here) + timedelta(days=days)
        return send_reminders(now=moment.astimezone(ZoneInfo("UTC"))).told

    assert [at(23, -8), at(0, -7), at(23, -1), at(0), at(2), at(23)] == [
        {"author": 1}, {"author": 1}, {}, {"author": 1}, {}, {},
    ]  # fmt: skip


def test_one_mail_names_all_pages_of_a_person_the_overdue_first(author, reviewer, team):
    for number, days in enumerate((-9, 5, -30, 60)):
        page = stories.write_article(by=author, title=f"Page <{number}>")
        stories.publish(page, by=author, reviewer=reviewer)
        set_due(page, days=days)
    assert run() == {"author": 4}
    (mail,) = sent()
    assert (mail.to, mail.subject) == (["author@example.org"], "2 reviews are overdue")
    text = mail.body
    assert re.findall(r"Page <\d>", text) == ["Page <2>", "Page <0>", "Page <1>", "Page <3>"]
    assert "falls-to=me&review=overdue" in text
    html = mail.alternatives[0].content
    assert "Page &lt;2&gt;" in html and "<2>" not in html


def test_a_mail_about_somebody_elses_pages_says_whose(page, author):
    set_due(page, days=-40)
    run()
    bodies = {mail.to[0]: mail.body for mail in sent()}
    assert set(bodies) == {"author@example.org", "colleague@example.org", "reviewer@example.org"}
    assert "falls to Sample Author" in bodies["reviewer@example.org"]
    assert "falls to" not in bodies["author@example.org"]


def test_a_mail_that_waited_leaves_out_what_was_done_meanwhile(page, author, reviewer):
    other = stories.write_article(by=author, title="Other")
    stories.publish(other, by=author, reviewer=reviewer)
    for one in (page, other):
        set_due(one, days=3)
    run()
    stories.review(page, by=reviewer, decided_by=reviewer)
    (mail,) = sent()
    assert "Other" in mail.body and "Bones" not in mail.body


def test_a_mail_with_nothing_left_to_tell_is_not_sent(page, reviewer):
    set_due(page, days=3)
    run()
    stories.review(page, by=reviewer, decided_by=reviewer)
    assert sent() == []
    assert not Mail.objects.in_trouble().exists()


def test_whoever_it_was_assigned_to_is_reminded_before_and_the_owner_too_when_it_is_overdue(
    page, coordinator, reviewer
):
    set_due(page, days=5)
    actions.assign_review(pages=[page], assigned_to=reviewer, by=coordinator, now=stories.NOW)
    assert run() == {"reviewer": 1}
    assert run(days=13) == {"author": 1, "reviewer": 1}


def test_an_owner_who_was_made_inactive_leaves_it_to_the_backup_at_once(page, author):
    set_due(page, days=60)
    assert run() == {"author": 1}
    author.is_active = False
    author.save()
    assert run() == {"colleague": 1}
    assert run() == {}


def test_a_new_date_begins_anew(page, coordinator):
    set_due(page, days=5)
    assert run() == {"author": 1}
    later = stories.NOW.date() + timedelta(days=80)
    actions.plan_reviews(plan=[(page, later, None)], by=coordinator, now=stories.NOW, reason="Fewer at once.")
    assert run() == {"author": 1}
    assert list(Reminder.objects.order_by("pk").values_list("stage", "due_on"))[1] == ("90", later)


@pytest.mark.parametrize("kind", ["draft", "withdrawn", "far"])
def test_what_is_not_live_or_far_away_reminds_nobody(page, author, kind):
    set_due(page, days=91 if kind == "far" else 1)
    if kind == "draft":
        page = stories.write_article(by=author)
        Publication.objects.all().delete()
    if kind == "withdrawn":
        actions.withdraw(page=page, by=author, now=stories.NOW, cause="other", reason="Old.")
    assert run() == {}


def command(*options) -> tuple[str, str, int]:
    out, err = StringIO(), StringIO()
    try:
        call_command("send_review_reminders", *options, stdout=out, stderr=err)
    except SystemExit as end:
        return out.getvalue(), err.getvalue(), end.code
    return out.getvalue(), err.getvalue(), 0


def due_now(page) -> None:
    Publication.objects.filter(page=page.pk).update(due_on=timezone.localdate())


def test_the_command_reports_and_a_dry_run_reminds_nobody(page):
    due_now(page)
    out, _err, code = command("--dry-run", "--json")
    assert (json.loads(out)["reminded"], code) == ({"author": 1}, 0)
    assert not Reminder.objects.exists()
    assert not Mail.objects.filter(kind=Mail.Kind.REVIEW_REMINDER).exists()
    assert "author: reminded of 1" in command()[0]
    assert json.loads(command("--json")[0])["reminded"] == {}


def test_a_due_page_that_nobody_looks_after_is_a_finding(page):
    due_now(page)
    Page.objects.update(owner=None, backup_owner=None, team=None)
    _out, err, code = command()
    assert ("nobody looks after: Bones" in err, code) == (True, 1)
    assert json.loads(command("--json")[0])["nobody"] == ["Bones"]


def test_a_hundred_pages_cost_no_more_questions_than_three(author, reviewer, team):
    def due_pages(number):
        for _ in range(number):
            page = stories.write_article(by=author)
            stories.publish(page, by=author, reviewer=reviewer)
        Publication.objects.update(due_on=stories.NOW.date())

    due_pages(3)
    with CaptureQueriesContext(connection) as few:
        run()
    Reminder.objects.all().delete()
    Mail.objects.all().delete()
    due_pages(27)
    with CaptureQueriesContext(connection) as many:
        assert run() == {"author": 30}
    assert len(many) == len(few)


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_two_runs_at_once_tell_everybody_once(author, second_author, reviewer, team, race):
    for number in range(6):
        page = stories.write_article(by=(author, second_author)[number % 2])
        stories.publish(page, by=author, reviewer=reviewer)
        set_due(page, days=-3)
    results = at_once(*(lambda: send_reminders(now=stories.NOW).told for _ in range(4)))
    assert not [result for result in results if isinstance(result, Exception)], results
    assert sorted(name for told in results for name in told) == ["author", "colleague"]
    reminders = Mail.objects.filter(kind=Mail.Kind.REVIEW_REMINDER)
    assert reminders.count() == len([mail for mail in outside.outbox if "overdue" in mail.subject]) == 2
    assert Reminder.objects.count() == 6
