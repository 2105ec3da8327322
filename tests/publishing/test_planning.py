"""Planning and assigning: moves staff's working dates, and nothing that readers or the record rely on."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.world import fill_up
from publishing import actions
from publishing.errors import NotPermitted, Refused
from publishing.models import Event, Page, Publication, Review
from tests import stories
from tests.publishing.test_races import at_once, refusals, together

pytestmark = pytest.mark.django_db

TODAY = stories.NOW.date()
LATER = TODAY + timedelta(days=60)


@pytest.fixture
def pages(author, reviewer):
    """Three live articles of the author's, the first one reviewed."""
    pages = [stories.write_article(by=author, title=title) for title in ("Alpha", "Beta", "Gamma")]
    for page in pages:
        stories.publish(page, by=author, reviewer=reviewer)
    stories.review(pages[0], by=reviewer, decided_by=reviewer)
    return pages


def dates(page):
    row = stories.live(page)
    return row.due_on, row.assigned_to


def plan(pages, *, by, day=LATER, person=None, now=stories.NOW, reason="Fewer at once.", **more):
    return actions.plan_reviews(plan=[(page, day, person) for page in pages], by=by, now=now, reason=reason, **more)


def test_a_plan_moves_the_day_and_the_person_and_leaves_the_rest(pages, coordinator, reviewer, client):
    before = {page.pk: stories.live(page) for page in pages}
    reviews = list(Review.objects.values())
    url = stories.live(pages[0]).path
    etag = client.get(url)["ETag"]
    assert plan(pages, by=coordinator, person=reviewer, reason="Fewer at once.") == 3
    for page in pages:
        assert dates(page) == (LATER, reviewer)
        now_is = stories.live(page)
        for name in ("next_review_on", "reviewed_on", "review_id", "version", "edition_id", "updated_at"):
            assert getattr(now_is, name) == getattr(before[page.pk], name)
    assert list(Review.objects.values()) == reviews
    assert client.get(url)["ETag"] == etag


def test_every_page_has_its_line_in_the_record(pages, coordinator, reviewer):
    was = stories.live(pages[0]).due_on
    plan(pages, by=coordinator, person=reviewer, reason=" Fewer at once. ")
    events = Event.objects.filter(verb="planned")
    assert set(events.values_list("page_id", flat=True)) == {page.pk for page in pages}
    event = events.get(page_id=pages[0].pk)
    assert (event.actor_name, event.page_title, event.page_kind, event.at) == (
        "Sample Coordinator", "Alpha", "article", stories.NOW,
    )  # fmt: skip
    assert event.data == {
        "old": {"due_on": was.isoformat(), "assigned_to": None},
        "new": {"due_on": LATER.isoformat(), "assigned_to": reviewer.pk},
        "reason": "Fewer at once.",
    }


def test_what_is_so_already_leaves_no_line(pages, coordinator):
    assert plan(pages, by=coordinator) == 3
    assert plan(pages, by=coordinator) == 0
    assert Event.objects.filter(verb="planned").count() == 3


def test_today_is_the_first_day_that_can_be_planned(pages, coordinator):
    with pytest.raises(Refused, match="day that is over"):
        plan(pages, by=coordinator, day=TODAY - timedelta(days=1))
    assert plan(pages, by=coordinator, day=TODAY) == 3


def test_today_is_a_day_of_the_site_not_of_the_server(pages, coordinator, settings):
    settings.TIME_ZONE = "America/New_York"
    late_evening = stories.NOW.replace(hour=2)  # still 2 March there
    assert plan(pages, by=coordinator, day=date(2026, 3, 2), now=late_evening) == 3


def test_one_page_that_is_not_live_refuses_all_and_is_named(pages, author, coordinator):
    draft = stories.write_article(by=author, title="Draft")
    actions.withdraw(page=pages[2], by=author, now=stories.NOW, cause="other", reason="Old.")
    with pytest.raises(Refused, match="“Gamma”, “Draft”"):
        plan([*pages, draft], by=coordinator)
    with pytest.raises(Refused, match="“Gamma”"):
        actions.assign_review(pages=pages, assigned_to=author, by=coordinator, now=stories.NOW)
    assert not Event.objects.filter(verb="planned").exists()


def test_a_page_named_twice_is_refused(pages, coordinator):
    with pytest.raises(Refused, match="twice"):
        plan([pages[0], pages[0]], by=coordinator)


def test_a_page_that_changed_after_it_was_shown_is_named_and_nothing_is_planned(pages, coordinator, reviewer):
    seen = {page.pk: (stories.live(page).due_on, None) for page in pages}
    stories.review(pages[1], by=reviewer, decided_by=reviewer, now=stories.NOW + timedelta(days=1))
    actions.assign_review(pages=[pages[2]], assigned_to=reviewer, by=coordinator, now=stories.NOW)
    with pytest.raises(Refused) as refused:
        plan(pages, by=coordinator, seen=seen)
    assert "“Beta”, “Gamma”" in refused.value.reason and "Alpha" not in refused.value.reason
    assert stories.live(pages[0]).due_on == seen[pages[0].pk][0]
    seen = {page.pk: (stories.live(page).due_on, stories.live(page).assigned_to_id) for page in pages}
    assert plan(pages, by=coordinator, seen=seen) == 3


def test_assigning_gives_the_review_to_one_person_and_back_to_the_owner(pages, coordinator, reviewer):
    days = [stories.live(page).due_on for page in pages]
    assert actions.assign_review(pages=pages, assigned_to=reviewer, by=coordinator, now=stories.NOW) == 3
    assert [dates(page) for page in pages] == [(day, reviewer) for day in days]
    assert actions.assign_review(pages=pages, assigned_to=None, by=coordinator, now=stories.NOW) == 3
    assert [dates(page) for page in pages] == [(day, None) for day in days]


def test_somebody_who_left_gets_nothing(pages, coordinator, reviewer):
    reviewer.is_active = False
    reviewer.save()
    with pytest.raises(Refused, match="no longer works here"):
        actions.assign_review(pages=pages, assigned_to=reviewer, by=coordinator, now=stories.NOW)
    with pytest.raises(Refused, match="no longer works here"):
        plan(pages, by=coordinator, person=reviewer)


def test_who_may_plan(pages, author, reviewer, coordinator, administrator, outsider):
    for person in (author, reviewer, outsider, None):
        with pytest.raises(NotPermitted):
            plan(pages, by=person)
        with pytest.raises(NotPermitted):
            actions.assign_review(pages=pages, assigned_to=coordinator, by=person, now=stories.NOW)
    for number, person in enumerate((coordinator, administrator)):
        assert plan(pages, by=person, day=LATER + timedelta(days=number)) == 3


def test_a_coordinator_plans_and_writes_no_word(pages, coordinator):
    """Dates and assignments only: every verb that touches words or their approval refuses."""
    page = pages[0]
    given = {"page": page, "by": coordinator, "now": stories.NOW}
    forbidden = [
        lambda: stories.edit(page, by=coordinator, body="Mine now.\n"),
        lambda: stories.write_article(by=coordinator),
        lambda: actions.set_related(related=[pages[1]], **given),
        lambda: actions.ask_for_approval(**given),
        lambda: actions.sign_off(seen_hash=page.working_hash, **given),
        lambda: actions.publish(**given),
        lambda: actions.move(slug="mine", **given),
        lambda: actions.withdraw(cause="other", reason="Mine.", **given),
        lambda: actions.delete_draft(**given),
    ]
    for verb in forbidden:
        with pytest.raises(NotPermitted):
            verb()
    assert plan(pages, by=coordinator) == 3


def test_a_thousand_pages_cost_a_dozen_questions_more_than_ten(pages, author, coordinator, reviewer):
    """Rows are written in batches, of the size that the database takes."""
    fill_up(SimpleNamespace(author=author, reviewer=reviewer), 1_000, due=lambda _n: TODAY)
    everything = list(Page.objects.order_by("pk"))
    with CaptureQueriesContext(connection) as few:
        assert plan(everything[:10], by=coordinator) == 10
    with CaptureQueriesContext(connection) as many:
        assert plan(everything, by=coordinator, day=LATER + timedelta(days=1)) == 1_000
    assert len(many) <= len(few) + 12


def test_who_changes_days_says_why(pages, coordinator):
    for reason in ("", "  \n"):
        with pytest.raises(Refused, match="Say why"):
            plan(pages, by=coordinator, reason=reason)
    assert not Event.objects.filter(verb="planned").exists()


@pytest.mark.parametrize("why", ["medicine as written", "medicine as published", "held"])
def test_a_page_on_which_delay_does_most_harm_becomes_later_only_when_it_was_chosen(pages, coordinator, why):
    alpha, beta, _gamma = pages
    live = Publication.objects.filter(page=beta.pk)
    live.update(due_on=TODAY)
    if why == "held":
        live.update(held=[{"fact": "drug:denosumab", "title": "Denosumab", "since": "2026-03-01"}])
    elif why == "medicine as published":
        live.update(risk_tier="medicine")
    else:
        Page.objects.filter(pk=beta.pk).update(risk_tier="medicine")
    with pytest.raises(Refused, match="held back from patients") as refused:
        plan(pages, by=coordinator, may_wait=[alpha.pk])
    assert "“Beta”" in refused.value.reason and "“Alpha”" not in refused.value.reason
    assert not Event.objects.filter(verb="planned").exists()
    assert plan(pages, by=coordinator, may_wait=[beta.pk]) == 3


def test_such_a_page_may_always_come_earlier_or_keep_a_day_that_is_over(pages, coordinator, reviewer):
    Publication.objects.update(risk_tier="medicine", due_on=LATER)
    assert plan(pages, by=coordinator, day=LATER - timedelta(days=1)) == 3
    over = TODAY - timedelta(days=9)
    Publication.objects.update(due_on=over)
    assert plan(pages, by=coordinator, day=over, person=reviewer) == 3
    assert [dates(page) for page in pages] == [(over, reviewer)] * 3


@pytest.mark.parametrize(("days", "breaks"), [(-1, False), (0, False), (1, True)])
def test_a_promise_to_readers_is_broken_only_by_whoever_was_told_how_many(pages, coordinator, days, breaks):
    promised = stories.live(pages[0]).next_review_on
    Publication.objects.update(due_on=TODAY)
    day = promised + timedelta(days=days)
    if breaks:
        with pytest.raises(Refused, match="1 page would be reviewed later than patients were promised"):
            plan(pages, by=coordinator, day=day)
        assert stories.live(pages[0]).due_on == TODAY
        assert plan(pages, by=coordinator, day=day, broken_promises=1) == 3
    else:
        assert plan(pages, by=coordinator, day=day) == 3
    assert stories.live(pages[0]).next_review_on == promised


def test_a_publication_that_moved_keeps_its_signpost_out_of_the_plan(pages, author, coordinator):
    actions.move(page=pages[0], by=author, now=stories.NOW, slug="elsewhere")
    plan(pages, by=coordinator)
    assert Publication.objects.filter(page=pages[0].pk, due_on=LATER).count() == 1


@together
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(3))
def test_of_two_plans_confirmed_at_once_the_second_is_told(author, reviewer, coordinator, administrator, race):
    pages = [stories.write_article(by=author) for _ in range(4)]
    for page in pages:
        stories.publish(page, by=author, reviewer=reviewer)
    seen = {page.pk: (stories.live(page).due_on, None) for page in pages}
    orders = (pages, list(reversed(pages)))
    results = at_once(
        *(
            lambda by=by, order=order, day=day: plan(order, by=by, day=day, seen=seen)
            for by, order, day in zip(
                (coordinator, administrator), orders, (LATER, LATER + timedelta(days=9)), strict=True
            )
        )
    )
    assert len(refusals(results)) == 1
    assert len({stories.live(page).due_on for page in pages}) == 1
    assert Event.objects.filter(verb="planned").count() == 4
