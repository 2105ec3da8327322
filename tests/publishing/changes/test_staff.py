"""The pages on which staff see and approve what a change of facts does."""

import io
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from publishing import actions
from publishing.errors import Refused
from publishing.models import ChangeSet, Edition, OverruledWish, Page, Significance, SignOff
from tests import stories
from tests.publishing.changes.changing import approve_all, changed, prepared, publish_fact, row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(client):
    """Opens or posts to a staff page as somebody."""

    def go(person, name, pk, data=None):
        client.force_login(person)
        url = reverse(f"staff:{name}", args=[pk] if pk else [])
        response = client.post(url, data, follow=True) if data is not None else client.get(url, follow=True)
        assert response.status_code == 200, (name, response.status_code)
        return response.content.decode()

    return go


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_nobody_is_asked_before_somebody_saw_the_pages(stated, pharmacist, at, now):
    changed(stated.drug, by=pharmacist)
    with pytest.raises(Refused, match="See first"):
        actions.ask_for_approval(page=stated.drug, by=pharmacist, now=now)
    assert "4 live pages state these facts" in at(pharmacist, "affected", stated.drug.pk)
    html = at(pharmacist, "affected", stated.drug.pk, {})
    assert "Denosumab is given every 6 weeks." in words(html)
    assert "So you come to us every four weeks." in words(html)
    assert "every 4 weeks → every 6 weeks" in words(html)
    actions.ask_for_approval(page=stated.drug, by=pharmacist, now=now)


def test_a_fact_that_nobody_states_is_asked_for_as_before(author, pharmacist, reviewer, now):
    drug = stories.write_drug(by=author, key="alone")
    stories.publish(drug, by=author, reviewer=reviewer)
    changed(drug, by=pharmacist)
    actions.ask_for_approval(page=drug, by=pharmacist, now=now)


def test_the_box_of_the_drug_leads_to_its_pages_first(stated, pharmacist, client):
    changed(stated.drug, by=pharmacist)
    client.force_login(pharmacist)
    html = client.get(reverse("admin:drugs_drug_change", args=[stated.drug.pk])).content.decode()
    assert reverse("staff:affected", args=[stated.drug.pk]) in html
    assert reverse("staff:ask", args=[stated.drug.pk]) not in html


def test_a_clinician_approves_the_facts_with_the_ticked_pages(stated, pharmacist, reviewer, at):
    change = prepared(stated.drug, by=pharmacist)
    html = at(reviewer, "change", change.pk)
    data = dict(re.findall(r'name="(seen-\w+|facts_hash|seen|seen_wishes)" value="([^"]+)"', html))
    ticked = re.findall(r'name="row" value="(\d+)" checked', html)
    assert len(ticked) == 3
    sent = {**data, "row": ticked, "approve-ticked": "1", "conflict_of_interest": "Shares of Y."}
    answer = at(reviewer, "change", change.pk, sent)
    assert "Nothing is recorded yet" in answer and "Shares of Y." in answer
    assert not change.affected.approved().exists() and answer.count(" checked>") == 3
    at(reviewer, "change", change.pk, {**sent, "confirmed": "on"})
    assert change.affected.approved().count() == 3
    assert set(
        SignOff.objects.filter(content_hash__in=data.values()).values_list("conflict_of_interest", flat=True)
    ) == {"Shares of Y."}
    publish_fact(change, by=pharmacist)
    assert Edition.objects.filter(significance=Significance.PROPAGATED).count() == 3


def test_an_author_of_the_fact_is_told_why_they_cannot_approve(stated, administrator, at):
    change = prepared(stated.drug, by=administrator)
    html = at(administrator, "change", change.pk)
    assert "You wrote or edited this text" in html
    assert "approve-ticked" not in html


def test_the_list_changed_since_it_was_opened(stated, pharmacist, reviewer, at, now):
    change = prepared(stated.drug, by=pharmacist)
    html = at(reviewer, "change", change.pk)
    data = dict(re.findall(r'name="(seen-\w+|facts_hash|seen|seen_wishes)" value="([^"]+)"', html))
    changed(stated.drug, by=pharmacist, weeks=8)
    answer = at(reviewer, "change", change.pk, {**data, "row": [], "approve-ticked": "1", "confirmed": "on"})
    assert "changed" in words(answer)
    assert not change.affected.approved().exists()


@pytest.mark.parametrize("sent", [{}, {"row": "x"}, {"approve-ticked": "1", "row": ["9" * 30]}, {"leave-out": "-1"}])
def test_nonsense_is_answered_with_a_sentence(stated, pharmacist, reviewer, at, sent):
    change = prepared(stated.drug, by=pharmacist)
    at(reviewer, "change", change.pk, sent)
    assert not change.affected.approved().exists()


def test_progress_goes_on_by_a_button_and_by_a_script(stated, pharmacist, client, now):
    changed(stated.drug, by=pharmacist)
    change = actions.open_change_set(page=stated.drug, by=pharmacist, now=now)
    client.force_login(pharmacist)
    assert b"0 of 4 pages" in client.get(reverse("staff:change", args=[change.pk])).content
    answer = client.post(reverse("staff:prepare-change", args=[change.pk]), headers={"accept": "application/json"})
    assert answer.json() == {"left": 0, "done": 4, "pages": 4, "words": "4 of 4 pages"}
    assert client.post(reverse("staff:prepare-change", args=[change.pk])).status_code == 302


def test_the_box_of_a_page_says_which_fact_changed_and_that_it_is_held(stated, pharmacist, reviewer, author, client):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    client.force_login(author)
    html = client.get(reverse("admin:edu_article_change", args=[stated.repeats.pk])).content.decode()
    assert "The facts of Denosumab changed since this edition." in html
    assert "every 4 weeks → every 6 weeks" in html
    assert "Part of this page is held back" in html
    assert reverse("staff:change", args=[change.pk]) in html


def test_the_list_of_changes_ends_with_the_last_held_page(stated, pharmacist, reviewer, author, at):
    change = prepared(stated.drug, by=pharmacist)
    assert list(ChangeSet.objects.unfinished()) == [change]
    assert "Denosumab" in at(author, "changes", None)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    assert list(ChangeSet.objects.unfinished()) == [change]
    stories.edit(stated.repeats, by=author, body="Denosumab is given [[drug:denosumab#frequency]].\n")
    stories.publish(stated.repeats, by=author, reviewer=reviewer)
    assert list(ChangeSet.objects.unfinished()) == []
    assert row_of(change, stated.repeats).held_at is None
    assert not Page.objects.held().exists()


def test_the_page_of_a_change_costs_the_same_for_few_pages_and_many(
    stated, pharmacist, reviewer, author, client, django_assert_max_num_queries, now
):
    for number in range(20):
        page = stories.write_article(by=author, key=f"more-{number}", body="Now [[drug:denosumab#frequency]].\n")
        stories.publish(page, by=author, reviewer=reviewer)
    changed(stated.drug, by=pharmacist)
    change = actions.open_change_set(page=stated.drug, by=pharmacist, now=now)
    with django_assert_max_num_queries(45):
        actions.prepare_change_set(change_set=change, now=now)
    client.force_login(reviewer)
    with django_assert_max_num_queries(60):
        client.get(reverse("staff:change", args=[change.pk]))
    approve_all(change, by=reviewer)
    with django_assert_max_num_queries(150):
        publish_fact(change, by=pharmacist)
    assert Edition.objects.filter(significance=Significance.PROPAGATED).count() == 23


def box_of(drug, person, client) -> str:
    client.force_login(person)
    return client.get(reverse("admin:drugs_drug_change", args=[drug.pk])).content.decode()


def test_the_box_of_published_facts_leads_to_the_pages_still_held_and_to_who_approves_them(
    stated, pharmacist, reviewer, client
):
    change = prepared(stated.drug, by=pharmacist)
    assert "still held back" not in box_of(stated.drug, pharmacist, client)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    html = box_of(stated.drug, pharmacist, client)
    assert "1 page still holds back what it states of these facts" in words(html)
    assert f'href="{reverse("staff:change", args=[change.pk])}?show=held"' in html
    assert f"a clinician who changed none of these facts: {reviewer.get_display_name()}" in words(html)
    assert "Nothing to do until the next review" not in html
    assert "You may approve them there." in box_of(stated.drug, reviewer, client)


def test_the_box_says_no_more_of_pages_that_were_mended(stated, pharmacist, reviewer, author, client):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    stories.edit(stated.repeats, by=author, body="Denosumab is given [[drug:denosumab#frequency]].\n")
    stories.publish(stated.repeats, by=author, reviewer=reviewer)
    assert "still held back" not in box_of(stated.drug, pharmacist, client)


def test_the_box_of_a_held_page_says_what_of_it_is_held(stated, pharmacist, reviewer, client):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    client.force_login(pharmacist)
    html = client.get(reverse("admin:edu_article_change", args=[stated.repeats.pk])).content.decode()
    assert "denosumab: how often" in words(html)
    assert "still held back" not in html


def form_in(html: str) -> dict:
    """What the page of a change sends besides ticks and typed words."""
    return dict(re.findall(r'name="(seen-\w+|facts_hash|seen|seen_wishes)" value="([^"]+)"', html))


@pytest.fixture
def colleague(db):
    person = get_user_model().objects.create_user(
        username="second", display_name="Sample Second", role="Pharmacist", credentials="PharmD", is_staff=True
    )
    person.groups.set([Group.objects.get(name="Clinical reviewer")])
    return person


def test_each_page_says_what_it_is_in_which_language_and_where(stated, pharmacist, at):
    change = prepared(stated.drug, by=pharmacist)
    shown = words(at(pharmacist, "change", change.pk))
    path = stories.live(stated.spanish).path
    assert f"Article · Español · {path}" in shown or f"Article · Spanish · {path}" in shown
    assert "Page about a drug" in shown and "Facts of a drug" in shown


def test_a_page_left_out_is_held_with_a_notice(stated, pharmacist, reviewer, at):
    change = prepared(stated.drug, by=pharmacist)
    row = row_of(change, stated.quotes)
    answer = at(reviewer, "change", change.pk, {"leave-out": row.pk, f"reason-{row.pk}": "Its next line is wrong."})
    assert "Left out by Sample Reviewer" in answer and "Its next line is wrong." in answer
    assert "It will be held back" in answer
    approve_all(change, by=reviewer)  # the one who left it out took it back in by approving it again
    assert row_of(change, stated.quotes).sign_off is not None
    at(reviewer, "change", change.pk, {"leave-out": row.pk, f"reason-{row.pk}": "Wrong all the same."})
    publish_fact(change, by=pharmacist)
    row.refresh_from_db()
    assert row.held_at is not None and row.became_id is None
    assert stories.live(stated.quotes).held


def test_leaving_a_page_out_needs_a_reason(stated, pharmacist, reviewer, at):
    change = prepared(stated.drug, by=pharmacist)
    row = row_of(change, stated.quotes)
    answer = at(reviewer, "change", change.pk, {"leave-out": row.pk, f"reason-{row.pk}": " "})
    assert "is left out, so that its author knows" in words(answer) and not SignOff.objects.filter(
        decision="changes-requested"
    )


def test_another_clinician_takes_it_back_in_only_with_a_reason(stated, pharmacist, reviewer, colleague, at):
    change = prepared(stated.drug, by=pharmacist)
    row = row_of(change, stated.quotes)
    at(reviewer, "change", change.pk, {"leave-out": row.pk, f"reason-{row.pk}": "Its next line is wrong."})
    html = at(colleague, "change", change.pk)
    assert f'value="{row.pk}" checked' not in html and "Take it back in" in html
    sent = {**form_in(html), "row": [row.pk], "approve-ticked": "1", "confirmed": "on"}
    assert "Say why, in a sentence" in at(colleague, "change", change.pk, sent)
    assert not change.affected.approved().exists()
    at(colleague, "change", change.pk, {**sent, "has_read_wishes": "on", "despite": "That line is about another drug."})
    assert OverruledWish.objects.get().sign_off.page_id == stated.quotes.pk
    publish_fact(change, by=pharmacist)
    assert row_of(change, stated.quotes).became_id is not None


def test_pages_that_nobody_took_out_need_no_reason(stated, pharmacist, reviewer, colleague, at):
    change = prepared(stated.drug, by=pharmacist)
    out, other = row_of(change, stated.quotes), row_of(change, stated.spanish)
    at(reviewer, "change", change.pk, {"leave-out": out.pk, f"reason-{out.pk}": "Wrong."})
    sent = {**form_in(at(colleague, "change", change.pk)), "row": [other.pk], "approve-ticked": "1", "confirmed": "on"}
    at(colleague, "change", change.pk, sent)
    assert [row.pk for row in change.affected.approved()] == [other.pk]


def test_a_wish_that_came_after_the_approval_keeps_the_page_from_following(
    stated, pharmacist, reviewer, colleague, now
):
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    row = row_of(change, stated.quotes)
    actions.leave_out(change_set=change, row=row, by=colleague, now=now, comment="Wrong.")
    change.affected.filter(pk=row.pk).update(
        sign_off=SignOff.objects.get(page=stated.quotes.pk, content_hash=row.new_hash, decision="approve")
    )
    publish_fact(change, by=pharmacist)
    assert row_of(change, stated.quotes).became_id is None


def test_an_open_wish_about_the_facts_is_shown_and_answered_here_too(stated, pharmacist, reviewer, colleague, at):
    change = prepared(stated.drug, by=pharmacist)
    stories.request_changes(stated.drug, by=reviewer, comment="Where is the source?")
    html = at(colleague, "change", change.pk)
    assert "Where is the source?" in html
    sent = {**form_in(html), "approve-ticked": "1", "confirmed": "on"}
    assert "Say why, in a sentence" in at(colleague, "change", change.pk, sent)
    at(colleague, "change", change.pk, {**sent, "has_read_wishes": "on", "despite": "It is cited with the dose."})
    assert OverruledWish.objects.get().sign_off.page_id == stated.drug.pk


def test_pages_without_a_changed_word_stand_apart_and_follow_by_themselves(stated, pharmacist, reviewer, author, at):
    page = stories.write_article(by=author, key="says-little", body="Given [[drug:denosumab#route]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    change = prepared(stated.drug, by=pharmacist)
    html = at(reviewer, "change", change.pk)
    shown = words(html)
    assert "5 live pages state this" in shown and "In 4 pages a word changes" in shown
    assert "1 stays word for word as it is and needs nothing" in shown
    row = row_of(change, page)
    assert f"affected-{row.pk}" not in html
    sent = {**form_in(html), "row": [], "approve-ticked": "1", "confirmed": "on"}
    at(reviewer, "change", change.pk, sent)
    assert [each.pk for each in change.affected.approved()] == [row.pk]


@pytest.mark.parametrize("which", ["words", "same", "contradictions", "problems", "waiting", "approved", "held", "all"])
def test_every_number_of_the_page_is_as_long_as_its_list(stated, pharmacist, reviewer, author, client, which):
    page = stories.write_article(by=author, key="says-little", body="Given [[drug:denosumab#route]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    change = prepared(stated.drug, by=pharmacist)
    approve_all(change, by=reviewer)
    publish_fact(change, by=pharmacist)
    client.force_login(reviewer)
    html = client.get(reverse("staff:change", args=[change.pk]), {"show": which}).content.decode()
    numbers = dict(re.findall(r'\?show=(\w+)"[^>]*>[^<]*<span class="number">(\d+)', html))
    assert html.count('<article class="affected"') == int(numbers.get(which, 0))


def test_whoever_changed_the_facts_may_leave_and_is_told_on_their_desk(stated, pharmacist, client, now):
    changed(stated.drug, by=pharmacist)
    change = actions.open_change_set(page=stated.drug, by=pharmacist, now=now)
    client.force_login(pharmacist)
    html = client.get(reverse("staff:change", args=[change.pk])).content.decode()
    assert "0 of 4 pages" in html and "You need not wait" in html and "See how far it is" in html
    assert "being worked out: 0 of 4 pages" in client.get(reverse("admin:index")).content.decode()
    call_command("work_out_changes", stdout=io.StringIO())
    desk = client.get(reverse("admin:index")).content.decode()
    assert "ready: see its pages" in desk and "being worked out" not in desk


def test_the_command_works_out_no_more_than_it_is_told_and_ends_when_nothing_is_left(stated, pharmacist, now):
    changed(stated.drug, by=pharmacist)
    change = actions.open_change_set(page=stated.drug, by=pharmacist, now=now)
    for most, left in ((3, 1), (3, 0), (3, 0)):
        call_command("work_out_changes", most=most, stdout=io.StringIO())
        assert change.affected.unprepared().count() == left


def test_the_first_button_of_the_page_decides_nothing(stated, pharmacist, reviewer, at):
    change = prepared(stated.drug, by=pharmacist)
    html = at(reviewer, "change", change.pk)
    first = html.split('id="decide"')[1].split("<button")[1].split(">")[0]
    assert 'name="enter"' in first and "disabled" not in first
    sent = {**form_in(html), "enter": "1", "confirmed": "on", "comment": "Half a thought"}
    answer = at(reviewer, "change", change.pk, sent)
    assert "Choose what to do." in answer and "Half a thought" in answer
    assert not SignOff.objects.filter(content_hash=change.proposed_hash).exists()


def test_a_clinician_is_led_to_the_change_when_these_facts_are_in_one(
    stated, pharmacist, reviewer, client, mailoutbox, django_capture_on_commit_callbacks, django_user_model
):
    django_user_model.objects.filter(pk=reviewer.pk).update(email="reviewer@example.org")
    change = prepared(stated.drug, by=pharmacist)
    with django_capture_on_commit_callbacks(execute=True):
        stories.ask(stated.drug, by=pharmacist, users=[reviewer])
    where = reverse("staff:change", args=[change.pk])
    alone = reverse("staff:approve", args=[stated.drug.pk])
    body = next(mail.body for mail in mailoutbox if "Please read and decide" in mail.subject)
    assert where in body and alone not in body
    client.force_login(reviewer)
    assert waiting_urls(client) == [where]


def test_a_clinician_is_led_to_the_page_itself_when_no_change_is_open_for_it(stated, pharmacist, reviewer, client):
    prepared(stated.drug, by=pharmacist)
    changed(stated.drug, by=pharmacist, weeks=8)
    page = stories.ask(stories.write_article(by=pharmacist), by=pharmacist)
    client.force_login(reviewer)
    assert waiting_urls(client) == [reverse("staff:approve", args=[page.pk])]


def waiting_urls(client) -> list[str]:
    desk = client.get(reverse("admin:index")).context["desk"]
    return [line.url for one in desk.waiting if one.name == "to-approve" for line in one.lines]
