"""The pages "Plan reviews" and "Assign reviews": what is confirmed is exactly what was shown."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.world import fill_up
from publishing import actions
from publishing.models import Event, Page, Publication
from publishing.planner import first_of_month, months_from
from publishing.staff import planning
from tests import stories

URL = "/admin/pages/plan/"
LIST = "admin:publishing_page_changelist"


@pytest.fixture
def overdue(author, reviewer):
    """Five live articles of the author's, overdue since long ago."""
    pages = [stories.write_article(by=author, title=f"Page {number}") for number in range(5)]
    for number, page in enumerate(pages):
        stories.publish(page, by=author, reviewer=reviewer)
        Publication.objects.filter(page=page.pk).update(due_on=stories.NOW.date() + timedelta(days=number))
    return pages


def next_month():
    return months_from(timezone.localdate(), 2)[1]


def asked(**changes) -> dict:
    return {"which": "overdue", "start": next_month().isoformat(), "months": "12", **changes}


def propose(client, **changes):
    response = client.post(URL, asked(**changes))
    assert response.status_code == 200
    return response.context["proposal"]


def confirm(client, proposal, **changes):
    return client.post(URL, asked(apply="yes", shown=proposal["shown"], reason="Fewer at once.", **changes))


def due(page):
    return stories.live(page).due_on


def test_all_overdue_pages_are_shown_before_and_after_and_nothing_is_done(client, coordinator, author, overdue):
    client.force_login(coordinator)
    before = [due(page) for page in overdue]
    proposal = propose(client, cap="3")
    assert [row.title for row in proposal["rows"]] == [f"Page {number}" for number in range(5)]
    assert {first_of_month(row.day) for row in proposal["rows"]} == set(proposal["months"][:2])
    (load,) = proposal["load"]
    assert (load.name, load.cap, load.overdue.before, load.overdue.after) == ("Sample Author", 3, 5, 0)
    assert [(cell.before, cell.after) for cell in load.cells[:3]] == [(0, 3), (0, 2), (0, 0)]
    assert [due(page) for page in overdue] == before and not Event.objects.filter(verb="planned").exists()


def test_confirming_does_exactly_what_was_shown(client, coordinator, reviewer, overdue):
    client.force_login(coordinator)
    proposal = propose(client, reviewers=[reviewer.pk])
    assert confirm(client, proposal, reviewers=[reviewer.pk]).status_code == 302
    assert [due(page) for page in overdue] == [row.day for row in proposal["rows"]]
    assert {stories.live(page).assigned_to for page in overdue} == {reviewer}
    assert {event.data["reason"] for event in Event.objects.filter(verb="planned")} == {"Fewer at once."}


def test_without_people_to_share_nothing_is_assigned(client, coordinator, overdue):
    client.force_login(coordinator)
    confirm(client, propose(client))
    assert {stories.live(page).assigned_to for page in overdue} == {None}


def test_a_page_that_changed_meanwhile_is_named_and_a_new_proposal_stands_below(client, coordinator, reviewer, overdue):
    client.force_login(coordinator)
    proposal = propose(client)
    stories.review(overdue[2], by=reviewer, decided_by=reviewer, now=timezone.now())
    response = confirm(client, proposal)
    assert "“Page 2”" in response.context["refused"].reason
    assert "Page 2" not in [row.title for row in response.context["proposal"]["rows"]]
    assert due(overdue[0]) == stories.NOW.date()
    assert confirm(client, response.context["proposal"]).status_code == 302


def test_a_page_withdrawn_meanwhile_is_named(client, coordinator, author, overdue):
    client.force_login(coordinator)
    proposal = propose(client)
    actions.withdraw(page=overdue[1], by=author, now=timezone.now(), cause="other", reason="Old.")
    assert "“Page 1”" in confirm(client, proposal).context["refused"].reason


@pytest.mark.parametrize("shown", ["", "nonsense", "eyJieSI6MX0:1abc:forged"])
def test_what_was_not_shown_is_not_done(client, coordinator, overdue, shown):
    client.force_login(coordinator)
    response = client.post(URL, asked(apply="yes", shown=shown))
    assert "too old or not complete" in response.context["refused"].reason
    assert not Event.objects.filter(verb="planned").exists()


def test_nobody_confirms_what_somebody_else_was_shown(client, coordinator, administrator, overdue):
    client.force_login(coordinator)
    proposal = propose(client)
    client.force_login(administrator)
    assert "somebody else" in confirm(client, proposal).context["refused"].reason
    assert not Event.objects.filter(verb="planned").exists()


@pytest.mark.parametrize("name", [LIST, "admin:edu_article_changelist"])
def test_pages_chosen_in_a_list_are_planned(client, coordinator, author, overdue, name):
    draft = stories.write_article(by=author)
    client.force_login(coordinator)
    chosen = [page.pk for page in (*overdue[:2], draft)]
    response = client.post(reverse(name), {"action": "plan_reviews", "_selected_action": chosen})
    assert "2 pages chosen" in response.content.decode()
    ids = response.context["form"]["pages"].value()
    proposal = propose(client, pages=ids)
    assert [row.title for row in proposal["rows"]] == ["Page 0", "Page 1"]
    confirm(client, proposal, pages=ids)
    assert due(overdue[0]) >= next_month() and due(overdue[2]) < timezone.localdate()


def test_pages_chosen_in_a_list_are_assigned(client, coordinator, reviewer, overdue):
    client.force_login(coordinator)
    chosen = [page.pk for page in overdue[:3]]
    response = client.post(reverse(LIST), {"action": "assign_reviews", "_selected_action": chosen})
    data = {"pages": response.context["form"]["pages"].value(), "assigned_to": reviewer.pk}
    assert client.post("/admin/pages/assign/", data).status_code == 302
    assert [stories.live(page).assigned_to for page in overdue] == [reviewer] * 3 + [None] * 2


def test_nothing_live_chosen_leads_back_with_a_word(client, coordinator, author):
    draft = stories.write_article(by=author)
    client.force_login(coordinator)
    for action in ("plan_reviews", "assign_reviews"):
        data = {"action": action, "_selected_action": [draft.pk]}
        assert "None of these pages is live" in client.post(reverse(LIST), data, follow=True).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": "soon"}, {"start": "2020-01-01"}, {"months": "0"}, {"months": "500"}, {"cap": "-1"}, {"cap": "many"},
        {"reviewers": ["99999999"]}, {"which": "everything"}, {"pages": "9" * 30_000},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_and_never_fails(client, coordinator, overdue, wrong):
    client.force_login(coordinator)
    response = client.post(URL, asked(**wrong))
    assert response.status_code == 200
    assert response.context["form"].errors and response.context["proposal"] is None


def test_pages_that_do_not_exist_are_nothing_to_plan(client, coordinator, overdue):
    client.force_login(coordinator)
    assert propose(client, pages="999999,-1,x,²")["number"] == 0
    assert "nothing to plan" in client.post(URL, asked(pages="999999")).content.decode()


def test_pages_nobody_looks_after_and_pages_that_do_not_fit_are_told(client, coordinator, author, overdue):
    Page.objects.filter(pk=overdue[0].pk).update(owner=None)
    client.force_login(coordinator)
    proposal = propose(client, months="1", cap="1")
    assert [title for title, _url in proposal["nobody"]] == ["Page 0"]
    assert len(proposal["rows"]) == 1 and len(proposal["too_many"]) == 3


def test_a_promise_to_readers_that_the_plan_breaks_is_marked(client, coordinator, reviewer, overdue):
    today = timezone.localdate()
    stories.review(overdue[0], by=reviewer, decided_by=reviewer, next_due_on=today + timedelta(days=1))
    Publication.objects.filter(page=overdue[0].pk).update(due_on=today - timedelta(days=1))
    client.force_login(coordinator)
    later = months_from(today, 3)[2].isoformat()
    proposal = propose(client, start=later)
    marked = {row.title: row.breaks_promise for row in proposal["rows"]}
    assert marked["Page 0"] and not marked["Page 1"] and proposal["promises"] == 1
    refused = confirm(client, proposal, start=later)
    assert "1 page would be reviewed later" in refused.context["refused"].reason
    assert "Fewer at once." in refused.content.decode(), "what was typed is kept"
    assert confirm(client, refused.context["proposal"], start=later, promises_known="on").status_code == 302


def test_a_medicine_and_a_page_held_back_keep_their_days_unless_ticked_one_by_one(client, coordinator, overdue):
    was = [due(page) for page in overdue]
    Page.objects.filter(pk__in=[overdue[0].pk, overdue[1].pk]).update(risk_tier="medicine")
    held = [{"fact": "drug:denosumab", "title": "Denosumab", "since": "2026-03-01"}]
    Publication.objects.filter(page=overdue[2].pk).update(held=held)
    client.force_login(coordinator)
    response = client.post(URL, asked())
    proposal = response.context["proposal"]
    assert proposal["guarded"] == [page.pk for page in overdue[:3]]
    assert "3 pages are about medicines, or held back" in response.content.decode()
    assert proposal["moved"] == 2
    (load,) = proposal["load"]
    assert (load.overdue.before, load.overdue.after) == (5, 3), "what is shown is what happens without a tick"
    assert confirm(client, proposal, may_wait=[overdue[1].pk]).status_code == 302
    assert [due(page) for page in overdue[:3]] == [was[0], proposal["rows"][1].day, was[2]]
    assert all(due(page) > timezone.localdate() for page in overdue[3:])


def test_a_tick_for_a_page_that_was_not_shown_so_is_not_believed(client, coordinator, overdue):
    client.force_login(coordinator)
    proposal = propose(client)
    Page.objects.filter(pk=overdue[0].pk).update(risk_tier="medicine")
    for ticked in ([overdue[0].pk], []):
        response = confirm(client, proposal, may_wait=ticked)
        assert response.status_code == 200 and response.context["refused"]
    assert not Event.objects.filter(verb="planned").exists()


def test_without_a_reason_nothing_is_planned_and_ticks_are_kept(client, coordinator, overdue):
    Page.objects.filter(pk=overdue[0].pk).update(risk_tier="medicine")
    client.force_login(coordinator)
    proposal = propose(client)
    given = asked(apply="yes", shown=proposal["shown"], reason=" ", may_wait=[overdue[0].pk])
    response = client.post(URL, given)
    assert "Say why" in response.context["refused"].reason
    assert [row.ticked for row in response.context["proposal"]["rows"]] == [True, False, False, False, False]
    assert not Event.objects.filter(verb="planned").exists()


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2026-11-22", "Over 2 months: from 23 November 2026 to the end of December 2026."),
        ("2026-11-27", "Over 2 months: from 30 November 2026 to the end of December 2026."),
        ("2026-10-30", "Over 2 months: from 2 November 2026 to the end of December 2026."),
        ("2026-12-31", "Over 2 months: from 1 January 2027 to the end of February 2027."),
    ],
)
def test_the_months_are_counted_and_named(client, coordinator, overdue, monkeypatch, today, said):
    """A month of which only a weekend is left is none: nobody could be given a day in it."""
    monkeypatch.setattr(planning.timezone, "localdate", lambda: date.fromisoformat(today))
    client.force_login(coordinator)
    response = client.post(URL, asked(start=f"{today[:7]}-01", months="2"))
    assert len(response.context["proposal"]["months"]) == 2
    assert said in response.content.decode()


def test_a_hundred_pages_cost_no_more_questions_than_five(client, coordinator, author, reviewer, overdue):
    client.force_login(coordinator)
    propose(client)
    with CaptureQueriesContext(connection) as few:
        proposal = propose(client)
    with CaptureQueriesContext(connection) as few_confirmed:
        confirm(client, proposal)
    fill_up(SimpleNamespace(author=author, reviewer=reviewer), 100)
    Publication.objects.update(due_on=stories.NOW.date())
    with CaptureQueriesContext(connection) as many:
        proposal = propose(client)
    with CaptureQueriesContext(connection) as many_confirmed:
        confirm(client, proposal)
    assert len(proposal["rows"]) == 100
    assert (len(many), len(many_confirmed)) == (len(few), len(few_confirmed))


def test_only_planners_plan(client, author, reviewer, overdue):
    for person in (author, reviewer):
        client.force_login(person)
        for url in (URL, "/admin/pages/assign/"):
            assert client.get(url).status_code == 403
            assert client.post(url, asked(apply="yes")).status_code == 403
        for action in ("plan_reviews", "assign_reviews"):
            client.post(reverse(LIST), {"action": action, "_selected_action": [overdue[0].pk]})
    assert not Event.objects.filter(verb="planned").exists()


def test_people_who_left_are_not_offered(client, coordinator, reviewer, overdue):
    get_user_model().objects.filter(pk=reviewer.pk).update(is_active=False)
    client.force_login(coordinator)
    assert not re.search("Sample Reviewer", client.get(URL).content.decode())


def test_who_has_too_much_even_after_the_plan_is_said(client, coordinator, overdue):
    for page in overdue[:3]:
        Publication.objects.filter(page=page.pk).update(due_on=next_month() + timedelta(days=3))
    client.force_login(coordinator)
    response = client.post(URL, asked(cap="2"))
    (load,) = response.context["proposal"]["load"]
    assert [(cell.before, cell.after, cell.over) for cell in load.cells[:2]] == [(3, 3, True), (0, 2, False)]
    assert "too many" in response.content.decode()
