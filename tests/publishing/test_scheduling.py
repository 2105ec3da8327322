"""Publishing and withdrawing at a set time: everything is asked again when the time has come, once."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail as outside
from django.core.management import call_command
from django.urls import reverse

from publishing import actions
from publishing.desk.questions import refused_times
from publishing.errors import NotPermitted, Refused
from publishing.models import Edition, Event, Mail, Page, Publication, Schedule, SiteSettings, State
from publishing.standing import standing_of
from tests import stories
from tests.publishing.test_races import at_once, together

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def page(author, reviewer):
    """Approved, and not published yet."""
    author.email = "author@example.org"
    author.save()
    page = stories.write_article(by=author, key="bones", title="Bones", body="First words.\n")
    stories.approve(page, by=reviewer)
    return page


@pytest.fixture
def clock(monkeypatch):
    """Sets what the command reads as the time of now."""

    def set_to(moment):
        monkeypatch.setattr("publishing.management.commands.publish_due.timezone.now", lambda: moment)

    return set_to


def set_publishing(page, *, by, at=stories.NOW + HOUR, now=stories.NOW, **fields) -> Schedule:
    return actions.set_time(page=page, does=Schedule.Does.PUBLISH, at=at, by=by, now=now, **fields)


def set_withdrawing(page, *, by, at=stories.NOW + HOUR, now=stories.NOW, **fields) -> Schedule:
    fields = {"cause": "outdated", "reason": "The campaign is over.", **fields}
    return actions.set_time(page=page, does=Schedule.Does.WITHDRAW, at=at, by=by, now=now, **fields)


def run(clock, moment, *options) -> tuple[int, dict]:
    """The exit code of publish_due at this moment, and what it reports."""
    clock(moment)
    out, code = StringIO(), 0
    try:
        call_command("publish_due", "--json", *options, stdout=out, stderr=StringIO())
    except SystemExit as end:
        code = end.code
    return code, json.loads(out.getvalue())


def refusals_told() -> list[int]:
    """Ids of the people to whom a refusal was mailed."""
    return list(Mail.objects.filter(kind=Mail.Kind.SCHEDULE_REFUSED).values_list("user", flat=True))


def results(report: dict) -> list[str]:
    return [row["result"] for row in report["set_times"]]


def test_a_page_is_published_at_its_time_and_not_before(page, author, clock, client):
    set_publishing(page, by=author)
    assert stories.state(page) == State.SCHEDULED
    assert run(clock, stories.NOW + HOUR - timedelta(seconds=1)) == (0, {"dry_run": False, "set_times": []})
    assert client.get("/articles/bones/").status_code == 404
    code, report = run(clock, stories.NOW + HOUR)
    assert (code, results(report)) == (0, ["done"])
    assert b"First words." in client.get("/articles/bones/").content
    assert stories.state(page) == State.LIVE
    assert stories.live(page).edition.published_by == author


def test_running_it_again_does_nothing(page, author, clock):
    set_publishing(page, by=author)
    run(clock, stories.NOW + HOUR)
    events = Event.objects.count()
    for _again in range(2):
        assert run(clock, stories.NOW + 2 * HOUR) == (0, {"dry_run": False, "set_times": []})
    assert Edition.objects.count() == 1 and Event.objects.count() == events


def test_what_another_process_did_first_is_left_alone(page, author):
    schedule = set_publishing(page, by=author)
    later = stories.NOW + HOUR
    assert actions.do_at_set_time(schedule=schedule, now=stories.NOW).result == "not ours", "its time has not come"
    found = [actions.do_at_set_time(schedule=schedule, now=later).result for _again in range(2)]
    assert found == ["done", "not ours"]
    assert not Schedule.objects.exclude(refused_at=None).exists()


def test_a_dry_run_says_what_would_happen_and_changes_nothing(page, author, clock):
    set_publishing(page, by=author)
    events = Event.objects.count()
    code, report = run(clock, stories.NOW + HOUR, "--dry-run")
    assert (code, results(report), report["dry_run"]) == (0, ["done"], True)
    assert not Edition.objects.exists() and Event.objects.count() == events
    stories.edit(page, by=author, body="Other words.\n")
    code, report = run(clock, stories.NOW + HOUR, "--dry-run")
    assert (code, results(report)) == (1, ["refused"])
    assert Schedule.objects.pending().count() == 1 and not refusals_told()


def test_a_page_edited_after_scheduling_is_not_published_and_its_owner_is_told(
    page, author, clock, client, django_capture_on_commit_callbacks
):
    schedule = set_publishing(page, by=author)
    stories.edit(page, by=author, body="Unapproved words.\n")
    assert stories.state(page) != State.SCHEDULED
    with django_capture_on_commit_callbacks(execute=True):
        code, report = run(clock, stories.NOW + HOUR)
    assert (code, results(report)) == (1, ["refused"])
    assert client.get("/articles/bones/").status_code == 404
    schedule.refresh_from_db()
    assert any("Nobody has approved this exact text" in reason for reason in schedule.refusal)
    assert Event.objects.filter(verb=Event.Verb.REFUSED, page_id=page.pk).count() == 1
    (letter,) = (each for each in outside.outbox if "set time" in each.subject)
    assert letter.to == ["author@example.org"] and "Not published at the set time: Bones" in letter.subject
    assert "Nobody has approved this exact text" in letter.body and "/admin/publishing/page/" in letter.body
    assert "Nobody has approved this exact text" in letter.alternatives[0][0]
    assert run(clock, stories.NOW + 2 * HOUR)[0] == 0, "it is not tried again"
    assert len(refusals_told()) == 1


def test_an_edit_after_scheduling_is_told_on_the_page(page, author, client):
    set_publishing(page, by=author)
    client.force_login(author)
    form = reverse("admin:edu_article_change", args=[page.pk])
    before = client.get(form).content.decode()
    assert "To be published on" in before and "nothing will be published" not in before
    stories.edit(page, by=author, body="Other words.\n")
    assert "At the set time nothing will be published" in client.get(form).content.decode()


def test_a_text_approved_again_is_published_at_the_time_that_was_set(page, author, reviewer, clock):
    set_publishing(page, by=author)
    stories.edit(page, by=author, body="Better words.\n")
    stories.approve(page, by=reviewer)
    assert results(run(clock, stories.NOW + HOUR)[1]) == ["done"]
    assert "Better words" in stories.live(page).edition.html


def test_a_problem_that_came_up_since_is_a_reason_to_refuse(author, reviewer, clock):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    stories.approve(page, by=reviewer)
    set_publishing(page, by=author)
    actions.withdraw(page=drug, by=author, now=stories.NOW, cause="error", reason="Wrong.")
    code, report = run(clock, stories.NOW + HOUR)
    assert (code, results(report)) == (1, ["refused"])
    assert not Publication.objects.filter(page=page).exists()


def make_inactive(person):
    person.is_active = False


def take_roles_away(person):
    person.groups.clear()


@pytest.mark.parametrize("change", [make_inactive, take_roles_away])
def test_whoever_set_the_time_must_still_be_allowed(page, author, second_author, clock, change):
    page.owner = second_author
    page.save()
    set_publishing(page, by=author)
    change(author)
    author.save()
    code, report = run(clock, stories.NOW + HOUR)
    assert (code, results(report)) == (1, ["refused"])
    assert not Edition.objects.exists()
    assert second_author.pk in set(refusals_told())


def test_one_page_that_is_refused_keeps_no_other_from_its_time(page, author, reviewer, clock):
    other = stories.write_article(by=author, key="other")
    stories.approve(other, by=reviewer)
    set_publishing(page, by=author)
    set_publishing(other, by=author, at=stories.NOW + 2 * HOUR)
    stories.edit(page, by=author, body="Other words.\n")
    code, report = run(clock, stories.NOW + 3 * HOUR)
    assert (code, results(report)) == (1, ["refused", "done"])


def test_one_page_that_breaks_keeps_no_other_from_its_time(page, author, reviewer, clock, monkeypatch):
    other = stories.write_article(by=author, key="other")
    stories.approve(other, by=reviewer)
    for each in (page, other):
        set_publishing(each, by=author)
    compile_source = type(page).compile_source

    def broken(self, source, **kwargs):
        if self.pk == page.pk:
            raise RuntimeError("out of order")
        return compile_source(self, source, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(type(page), "compile_source", broken)
        code, report = run(clock, stories.NOW + HOUR)
    assert (code, results(report)) == (1, ["failed", "done"])
    assert results(run(clock, stories.NOW + HOUR)[1]) == ["done"], "the next run tries again"


def test_a_page_is_withdrawn_at_its_time(page, author, clock, client):
    actions.publish(page=page, by=author, now=stories.NOW)
    set_withdrawing(page, by=author)
    run(clock, stories.NOW + HOUR - timedelta(seconds=1))
    assert client.get("/articles/bones/").status_code == 200
    assert results(run(clock, stories.NOW + HOUR)[1]) == ["done"]
    gone = client.get("/articles/bones/")
    assert gone.status_code == 410 and b"The campaign is over." in gone.content


def test_a_page_comes_and_goes_at_set_times(page, author, clock):
    set_publishing(page, by=author)
    set_withdrawing(page, by=author, at=stories.NOW + 2 * HOUR)
    assert results(run(clock, stories.NOW + 3 * HOUR)[1]) == ["done", "done"]
    assert stories.state(page) == State.WITHDRAWN


def test_a_page_to_read_instead_that_is_gone_keeps_no_page_public(page, author, reviewer, clock, client):
    actions.publish(page=page, by=author, now=stories.NOW)
    other = stories.write_article(by=author, key="other")
    stories.publish(other, by=author, reviewer=reviewer)
    set_withdrawing(page, by=author, cause="replaced", instead=stories.live(other), redirects=True)
    actions.withdraw(page=other, by=author, now=stories.NOW, cause="other", reason="Gone.")
    assert results(run(clock, stories.NOW + HOUR)[1]) == ["done"]
    assert client.get("/articles/bones/").status_code == 410


def test_what_was_done_sooner_is_not_done_again(page, author, clock):
    set_publishing(page, by=author)
    actions.publish(page=page, by=author, now=stories.NOW)
    assert not Schedule.objects.pending().exists()
    set_withdrawing(page, by=author)
    actions.withdraw(page=page, by=author, now=stories.NOW, cause="other", reason="Gone.")
    assert run(clock, stories.NOW + HOUR) == (0, {"dry_run": False, "set_times": []})


@pytest.mark.parametrize(("cause", "left"), [("error", 0), ("safety", 0), ("outdated", 1), ("other", 1)])
def test_a_withdrawal_for_error_or_safety_takes_set_publishing_back(page, author, reviewer, cause, left):
    actions.publish(page=page, by=author, now=stories.NOW)
    stories.edit(page, by=author, body="New words.\n")
    stories.approve(page, by=reviewer)
    set_publishing(page, by=author, change_note="New.")
    actions.withdraw(page=page, by=author, now=stories.NOW, cause=cause, reason="Gone.")
    assert Schedule.objects.pending().count() == left


def test_a_new_time_takes_the_place_of_the_old_one(page, author, clock):
    first = set_publishing(page, by=author)
    second = set_publishing(page, by=author, at=stories.NOW + 2 * HOUR)
    assert [row.pk for row in Schedule.objects.pending()] == [second.pk]
    first.refresh_from_db()
    assert first.cancelled_by == author
    assert results(run(clock, stories.NOW + HOUR)[1]) == []


def test_a_time_is_taken_back(page, author, clock):
    set_publishing(page, by=author)
    actions.cancel_time(page=page, does="publish", by=author, now=stories.NOW)
    assert stories.state(page) == State.APPROVED
    assert results(run(clock, stories.NOW + HOUR)[1]) == []
    with pytest.raises(Refused):
        actions.cancel_time(page=page, does="publish", by=author, now=stories.NOW)
    said = Event.objects.filter(page_id=page.pk).values_list("verb", flat=True)
    assert {"scheduled", "unscheduled"} <= set(said)


def test_only_publishers_set_times(page, author, reviewer, coordinator, outsider):
    schedule = set_publishing(page, by=author)
    for person in (reviewer, coordinator, outsider):
        with pytest.raises(NotPermitted):
            set_publishing(page, by=person)
        with pytest.raises(NotPermitted):
            actions.cancel_time(page=page, does="publish", by=person, now=stories.NOW)
    schedule.refresh_from_db()
    assert schedule.cancelled_at is None


@pytest.mark.parametrize("at", [stories.NOW, stories.NOW - HOUR, stories.NOW + timedelta(days=1_200)])
def test_a_time_that_has_passed_or_is_far_away_is_refused(page, author, at):
    with pytest.raises(Refused):
        set_publishing(page, by=author, at=at)


def test_no_time_is_set_for_what_could_not_be_done_now(author, reviewer, page):
    draft = stories.write_article(by=author, key="draft")
    with pytest.raises(Refused) as refused:
        set_publishing(draft, by=author)
    assert [issue.code for issue in refused.value.issues] == ["not-approved"]
    with pytest.raises(Refused):
        set_withdrawing(page, by=author)
    actions.publish(page=page, by=author, now=stories.NOW)
    with pytest.raises(Refused):
        set_publishing(page, by=author)
    for wrong in ({"reason": " "}, {"cause": "whim"}, {"redirects": True}, {"instead": stories.live(page)}):
        with pytest.raises(Refused):
            set_withdrawing(page, by=author, **wrong)


def test_a_typo_may_be_set_to_a_time_too(page, author, clock):
    actions.publish(page=page, by=author, now=stories.NOW)
    SiteSettings.objects.update(typo_needs_approval=False)
    stories.edit(page, by=author, body="First wrods.\n")
    set_publishing(page, by=author, significance="typo")
    (told,) = standing_of(stories.fresh(page), person=author).set_times
    assert not told.void
    assert results(run(clock, stories.NOW + HOUR)[1]) == ["done"]


@pytest.mark.parametrize("day", [datetime(2028, 2, 29, 9, 0, tzinfo=UTC), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)])
def test_leap_days_and_the_hour_after_a_change_of_clocks_come(page, author, clock, day):
    set_publishing(page, by=author, at=day, now=day - timedelta(days=30))
    assert results(run(clock, day - timedelta(seconds=1))[1]) == []
    assert results(run(clock, day)[1]) == ["done"]


def test_the_time_that_passed_without_anything_is_told(page, author, monkeypatch):
    set_publishing(page, by=author)
    monkeypatch.setattr("publishing.standing.timezone.now", lambda: stories.NOW + 2 * HOUR)
    (told,) = standing_of(stories.fresh(page), person=author).set_times
    assert told.late


def test_a_refusal_is_told_on_the_page_until_something_was_done(page, author, reviewer, clock):
    set_publishing(page, by=author)
    stories.edit(page, by=author, body="Other words.\n")
    run(clock, stories.NOW + HOUR)
    refused = standing_of(stories.fresh(page), person=author).refused_time
    assert refused is not None and list(refused_times(Page.objects.all())) == [refused]
    stories.publish(page, by=author, reviewer=reviewer, now=stories.NOW + 2 * HOUR)
    assert standing_of(stories.fresh(page), person=author).refused_time is None
    assert not refused_times(Page.objects.all())


def test_a_refusal_stands_on_the_desk_with_its_reasons(page, author, client, clock):
    set_publishing(page, by=author)
    stories.edit(page, by=author, body="Other words.\n")
    run(clock, stories.NOW + HOUR)
    client.force_login(author)
    desk = client.get("/admin/?whose=mine").context["desk"]
    (told,) = [each for each in desk.waiting if each.name == "refused-times"]
    assert told.number == 1 and told.lines[0].title == page.title
    for reason in Schedule.objects.get().refusal:
        assert reason in told.lines[0].detail
    assert client.get(told.url).context["cl"].result_count == 1


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_two_processes_at_once_make_one_edition(author, reviewer, race):
    pages = [stories.write_article(by=author) for _ in range(3)]
    schedules = []
    for page in pages:
        stories.approve(page, by=reviewer)
        schedules.append(set_publishing(page, by=author))

    def all_of_them():
        due = Schedule.objects.come_due(now=stories.NOW + HOUR)
        return [actions.do_at_set_time(schedule=row, now=stories.NOW + HOUR).result for row in due]

    done = at_once(*[all_of_them] * 4)
    assert [type(each) for each in done] == [list] * 4, done
    assert sorted(result for each in done for result in each).count("done") == 3
    assert Edition.objects.count() == 3
    assert Event.objects.filter(verb=Event.Verb.PUBLISHED).count() == 3


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_taking_a_time_back_while_it_comes(author, reviewer, race):
    page = stories.write_article(by=author)
    stories.approve(page, by=reviewer)
    schedule = set_publishing(page, by=author)
    at_once(
        lambda: actions.do_at_set_time(schedule=schedule, now=stories.NOW + HOUR),
        lambda: actions.cancel_time(page=page, does="publish", by=author, now=stories.NOW + HOUR),
    )
    schedule.refresh_from_db()
    assert (schedule.done_at is None) != (schedule.cancelled_at is None)
    assert Edition.objects.count() == (1 if schedule.done_at else 0)
