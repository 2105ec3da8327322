"""A clinician's wish for changes is never outvoted silently: what stands against a text, and what answers it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail as outside
from django.db import IntegrityError, transaction
from django.urls import reverse

from publishing import actions
from publishing.actions import Remark
from publishing.errors import Refused
from publishing.models import (
    Edition,
    Event,
    Invitation,
    Mail,
    OverruledWish,
    Page,
    Schedule,
    SignOff,
    SiteSettings,
    State,
)
from publishing.standing import standing_of
from publishing.wishes import open_wishes_on, wishes_about
from tests import stories

pytestmark = pytest.mark.django_db

WHY = "The guideline of this year says it like this."


@pytest.fixture
def colleague(db):
    person = get_user_model().objects.create_user(
        username="second",
        display_name="Sample Second",
        role="Pharmacist",
        credentials="PharmD",
        is_staff=True,
        email="second@example.org",
    )
    person.groups.set([Group.objects.get(name="Clinical reviewer")])
    return person


@pytest.fixture
def page(author):
    return stories.write_article(
        by=author, title="Sleep", body="Sleep helps.\n\nWalk 2 times.\n", risk_tier="background"
    )


@pytest.fixture
def wish(page, reviewer) -> SignOff:
    """The reviewer asked for changes to the text as it stands."""
    return stories.request_changes(page, by=reviewer, comment="Which walk?")


def approve(page, *, now=stories.NOW, **given) -> SignOff:
    return actions.sign_off(page=page, now=now, seen_hash=stories.fresh(page).compile().content_hash, **given)


def may_be_published(page, *, by, now=stories.NOW) -> bool:
    try:
        with transaction.atomic():
            actions.publish(page=page, by=by, now=now, change_note="Says more.")
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


def standing(page, person):
    stored = stories.fresh(page)
    found = standing_of(stored, person=person)
    assert found.state == stories.state(page)
    return found


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "had not been shown"),
        ({"despite": WHY}, "had not been shown"),
        ({"seen_wishes": "this"}, "Say why"),
        ({"seen_wishes": "this", "despite": " \n"}, "Say why"),
    ],
)
def test_another_clinician_does_not_outvote_it_silently(page, wish, author, colleague, given, words):
    if given.get("seen_wishes"):
        given = given | {"seen_wishes": [wish.pk]}
    with pytest.raises(Refused, match=words):
        approve(page, by=colleague, **given)
    assert open_wishes_on(page, wish.content_hash) == [wish]
    assert not may_be_published(page, by=author)


def test_an_approval_that_was_there_before_does_not_outvote_it(page, author, reviewer, colleague):
    stories.approve(page, by=colleague)
    assert may_be_published(page, by=author)
    stories.request_changes(page, by=reviewer)
    assert not may_be_published(page, by=author)
    assert standing(page, author).state == State.DRAFT


def test_changing_the_text_answers_it(page, wish, author, colleague):
    stories.edit(page, by=author, body="Sleep helps.\n\nWalk slowly, 2 times.\n")
    approve(page, by=colleague)
    assert may_be_published(page, by=author)


def test_the_same_clinician_takes_it_back_by_approving(page, wish, author, reviewer):
    approve(page, by=reviewer)
    assert may_be_published(page, by=author)
    assert not OverruledWish.objects.exists()


def test_it_comes_back_with_the_very_text_it_was_about(page, wish, author, reviewer, colleague):
    stories.edit(page, by=author, body="Walk slowly.\n")
    stories.publish(page, by=author, reviewer=colleague)
    stories.edit(page, by=author, body="Sleep helps.\n\nWalk 2 times.\n")
    with pytest.raises(Refused, match="had not been shown"):
        approve(page, by=colleague)


def test_who_read_it_approves_with_a_reason_that_stays_on_record(page, wish, author, colleague):
    decided = approve(page, by=colleague, seen_wishes=[wish.pk], despite=WHY)
    row = OverruledWish.objects.get()
    assert (row.sign_off, row.wish, row.reason) == (decided, wish, WHY)
    assert may_be_published(page, by=author)
    assert Event.objects.filter(verb=Event.Verb.SIGNED_OFF).first().data["overruled"] == [wish.name]
    assert standing(page, author).request is None


def test_whoever_asked_is_told_by_mail(page, wish, reviewer, colleague, django_capture_on_commit_callbacks):
    get_user_model().objects.filter(pk=reviewer.pk).update(email="reviewer@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        approve(page, by=colleague, seen_wishes=[wish.pk], despite=WHY)
    assert Mail.objects.get(kind=Mail.Kind.WISH_OVERRULED).user == reviewer
    (letter,) = [each for each in outside.outbox if each.to == ["reviewer@example.org"]]
    assert "Sample Second" in letter.body and WHY in letter.body and letter.subject.endswith("Sleep")


def test_the_same_holds_for_a_clinician_without_an_account(page, wish, author, reviewer, now):
    stories.ask(page, by=author, reviewers=[stories.register()])
    link = Invitation.objects.get(user=None)
    with pytest.raises(Refused, match="had not been shown"):
        approve(page, invitation=link)
    approve(page, invitation=link, seen_wishes=[wish.pk], despite=WHY)
    assert may_be_published(page, by=author)


def test_a_wish_given_by_link_stands_too_and_its_clinician_is_told(page, author, colleague):
    nurse = stories.register()
    stories.ask(page, by=author, users=[colleague], reviewers=[nurse])
    link = Invitation.objects.get(user=None)
    wish = approve(page, invitation=link, decision="changes-requested", comment="Which?")
    with pytest.raises(Refused):
        approve(page, by=colleague)
    approve(page, by=colleague, seen_wishes=[wish.pk], despite=WHY)
    assert Mail.objects.get(kind=Mail.Kind.WISH_OVERRULED).reviewer == nurse


def test_a_second_wish_must_be_answered_too(page, wish, author, reviewer, colleague, administrator):
    again = stories.request_changes(page, by=colleague)
    with pytest.raises(Refused, match="had not been shown"):
        approve(page, by=administrator, seen_wishes=[wish.pk], despite=WHY)
    approve(page, by=administrator, seen_wishes=[wish.pk, again.pk], despite=WHY)
    assert OverruledWish.objects.count() == 2 and may_be_published(page, by=author)


def test_a_wish_after_the_answer_stands_anew(page, wish, author, reviewer, colleague):
    approve(page, by=colleague, seen_wishes=[wish.pk], despite=WHY)
    stories.request_changes(page, by=reviewer, comment="I mean it.")
    assert not may_be_published(page, by=author)


def test_what_is_refused_names_who_asked(page, wish, author, now):
    with pytest.raises(Refused) as refused:
        actions.publish(page=page, by=author, now=now)
    assert "Sample Reviewer, RN, read exactly this text" in refused.value.issues[-1].message


def test_a_typo_does_not_slip_past_it(page, author, reviewer, colleague, now):
    SiteSettings.objects.update_or_create(pk=1, defaults={"name": {"en": "Sample"}, "typo_needs_approval": False})
    stories.publish(page, by=author, reviewer=colleague)
    stories.edit(page, by=author, body="Sleep halps.\n\nWalk 2 times.\n")
    stories.request_changes(page, by=reviewer)
    with pytest.raises(Refused) as refused:
        actions.publish(page=page, by=author, now=now, significance="typo")
    assert "changes-asked-for" in [issue.code for issue in refused.value.issues]


def test_what_was_set_for_a_time_is_not_published_over_it(page, author, reviewer, colleague, now):
    stories.approve(page, by=colleague)
    at = now + timedelta(hours=1)
    actions.set_time(page=page, does=Schedule.Does.PUBLISH, at=at, by=author, now=now)
    stories.request_changes(page, by=reviewer)
    outcome = actions.do_at_set_time(schedule=Schedule.objects.get(), now=at)
    assert outcome.result == "refused" and not page.publications.live().exists()


def test_the_database_takes_no_edition_over_an_open_wish(page, author, reviewer, colleague):
    publication = stories.publish(page, by=author, reviewer=colleague)
    edition = Edition.objects.get(pk=publication.edition.pk)
    stories.request_changes(page, by=reviewer)
    edition.pk, edition._state.adding, edition.number = None, True, 2
    with pytest.raises(IntegrityError, match="rest on an approval"), transaction.atomic():
        edition.save()
    assert page.editions.count() == 1


def test_the_database_takes_no_answer_that_is_not_an_approval_of_the_same_text_after_it(page, wish, author, colleague):
    earlier = SignOff.objects.get(pk=wish.pk)
    stories.edit(page, by=author, body="Other.\n")
    other = approve(page, by=colleague)
    for sign_off in (earlier, other):
        with pytest.raises(IntegrityError, match="rest on an approval"), transaction.atomic():
            OverruledWish.objects.create(sign_off=sign_off, wish=wish, reason=WHY)


# What people are shown of it.


def test_the_remarks_stay_in_sight_after_a_later_decision(page, author, reviewer, colleague, now):
    remarks = [Remark(1, "How much?"), Remark(2, proposed="Walk slowly, 2 times.")]
    approve(page, by=reviewer, decision="changes-requested", block_comments=remarks)
    stories.edit(page, by=author, body="Sleep helps.\n\nWalk slowly, 2 times.\n")
    approve(page, by=colleague, decision="changes-requested", comment="More, please.")
    stored = stories.fresh(page)
    mine, older = wishes_about(stored, stored.compile())
    assert (mine.is_open, older.is_open) == (True, False)
    assert [remark.has_changed for remark in older.remarks] == [False, True]
    assert "slowly" in str(older.remarks[1].lines)


def test_the_form_shows_them_by_part_and_whether_the_part_changed(client, page, author, reviewer, colleague):
    approve(page, by=reviewer, decision="changes-requested", block_comments=[Remark(2, "Which walk?", "Walk slowly.")])
    stories.edit(page, by=author, body="Sleep helps.\n\nWalk 3 times.\n")
    client.force_login(author)
    shown = client.get(reverse("admin:edu_article_change", args=[page.pk])).content.decode()
    assert "Which walk?" in shown and "Proposed instead:" in shown and "This part was changed since." in shown


def test_the_history_and_the_sign_off_show_parts_and_reasons(client, page, author, reviewer, colleague, administrator):
    wish = approve(page, by=reviewer, decision="changes-requested", block_comments=[Remark(2, "Which walk?")])
    approval = approve(page, by=colleague, seen_wishes=[wish.pk], despite=WHY)
    client.force_login(author)
    history = client.get(reverse("admin:edu_article_history", args=[page.pk])).content.decode()
    assert "Which walk?" in history and history.count(WHY) == 2 and "without what Sample Reviewer asked for" in history
    for row, words in ((wish, ["Which walk?", WHY]), (approval, [WHY])):
        record = client.get(reverse("admin:publishing_signoff_change", args=[row.pk])).content.decode()
        assert all(each in record for each in words)


def test_a_wish_is_no_longer_shown_once_the_page_is_published(page, wish, author, colleague):
    stories.edit(page, by=author, body="Walk slowly.\n")
    stories.publish(page, by=author, reviewer=colleague)
    assert standing(page, author).wishes == ()


# The approver's page.


def form_of(client, page, person):
    client.force_login(person)
    return client.get(reverse("staff:approve", args=[page.pk])).content.decode()


def send(client, page, html, **said):
    names = {"seen_hash": "", "seen_wishes": ""}
    for name in names:
        if f'name="{name}" value="' in html:
            names[name] = html.split(f'name="{name}" value="')[1].split('"')[0]
    return client.post(
        reverse("staff:approve", args=[page.pk]), names | {"confirmed": "on", "decision": "approve"} | said
    )


def test_the_approver_reads_the_wish_and_must_say_why(client, page, wish, colleague):
    html = form_of(client, page, colleague)
    assert "Which walk?" in html and "Please read what they asked for" in html
    answer = send(client, page, html).content.decode()
    assert "Tick this if you have read it" in answer and "Say why, in a sentence" in answer
    assert not OverruledWish.objects.exists()
    assert send(client, page, html, has_read_wishes="on", despite=WHY).status_code == 302
    assert OverruledWish.objects.get().reason == WHY


def test_asking_for_changes_too_needs_no_reason_against_the_first(client, page, wish, colleague):
    html = form_of(client, page, colleague)
    assert send(client, page, html, decision="changes-requested", comment="And more.").status_code == 302
    assert len(open_wishes_on(page, wish.content_hash)) == 2


def test_a_wish_that_came_while_the_approver_read_is_shown_and_not_ticked(client, page, reviewer, colleague):
    html = form_of(client, page, colleague)
    stories.request_changes(page, by=reviewer, comment="Which walk?")
    answer = send(client, page, html, has_read_wishes="on", despite=WHY).content.decode()
    assert "Which walk?" in answer and not SignOff.objects.filter(decision="approve").exists()
    assert "checked" not in answer.split('name="has_read_wishes"')[1].split(">")[0]


def test_whoever_asked_is_not_asked_to_answer_themselves(client, page, wish, reviewer):
    assert "has_read_wishes" not in form_of(client, page, reviewer)


def test_the_first_button_of_the_form_decides_nothing(client, page, colleague):
    """The Enter key presses the first button of a form that is not disabled: it must not approve."""
    html = form_of(client, page, colleague)
    first = html.split('class="decision-form"')[1].split("<button")[1].split(">")[0]
    assert 'name="enter"' in first and "disabled" not in first
    answer = send(client, page, html, decision="", enter="1", comment="Half a thought").content.decode()
    assert "Press the button for what you decide" in answer and "Half a thought" in answer
    assert not SignOff.objects.exists()


def test_what_changed_since_this_clinician_last_decided(client, page, wish, author, reviewer, colleague):
    stories.edit(page, by=author, body="Sleep helps.\n\nWalk 3 times.\n")
    html = form_of(client, page, reviewer)
    since = html.split("What changed since you last decided")[1]
    assert re.search(r"<del>\D*2", since) and re.search(r"<ins>\D*3", since)
    assert "What changed since you last decided" not in form_of(client, page, colleague)


def test_an_author_is_told_plainly_that_they_wrote_it(client, administrator):
    page = stories.write_article(by=administrator)
    get_user_model().objects.filter(pk=administrator.pk).update(credentials="", is_superuser=True)
    html = form_of(client, page, get_user_model().objects.get(pk=administrator.pk))
    assert "You wrote or edited this text" in html and "Ask an administrator" not in html


# Several were asked: one truth everywhere.


def waits_for(person) -> list[int]:
    return [each.pk for each in Page.objects.waiting_for(person)]


def test_the_others_who_were_asked_are_still_asked(client, page, author, reviewer, colleague):
    stories.ask(page, by=author, users=[reviewer, colleague])
    stories.request_changes(page, by=reviewer, comment="Which walk?")
    found = standing(page, author)
    assert found.state == State.IN_REVIEW and found.request.by == reviewer
    assert "has not decided yet" in [person.words for person in found.asked.people]
    assert waits_for(colleague) == [page.pk] and waits_for(reviewer) == []
    client.force_login(colleague)
    desk = client.get(reverse("admin:index")).content.decode()
    assert "a colleague asked for changes" in desk
    listed = client.get(reverse("admin:publishing_page_changelist"), {"work": "to-approve"}).content.decode()
    assert "Sleep" in listed
    assert "Which walk?" in form_of(client, page, colleague)


def test_the_authors_desk_says_the_same(client, page, author, reviewer, colleague):
    stories.ask(page, by=author, users=[reviewer, colleague])
    stories.request_changes(page, by=reviewer)
    client.force_login(author)
    assert "changes requested" in client.get(reverse("admin:index")).content.decode()


def test_once_everybody_asked_has_decided_it_waits_for_the_author(page, author, reviewer, colleague):
    stories.ask(page, by=author, users=[reviewer, colleague])
    stories.request_changes(page, by=reviewer)
    stories.request_changes(page, by=colleague)
    assert standing(page, author).state == State.DRAFT


def test_a_link_that_ran_out_is_waited_for_no_longer(page, author, reviewer, now):
    stories.ask(page, by=author, users=[reviewer], reviewers=[stories.register()])
    stories.request_changes(page, by=reviewer, now=now + timedelta(days=30))
    assert standing(page, author).state == State.DRAFT


def test_an_edit_ends_the_asking_for_everybody(page, author, reviewer, colleague):
    stories.ask(page, by=author, users=[reviewer, colleague])
    stories.request_changes(page, by=reviewer)
    stories.edit(page, by=author, body="Walk slowly.\n")
    assert waits_for(colleague) == [] and standing(page, author).state == State.DRAFT


def test_the_mail_about_the_wish_says_who_has_not_decided(
    page, author, reviewer, colleague, django_capture_on_commit_callbacks
):
    get_user_model().objects.filter(pk=author.pk).update(email="author@example.org")
    stories.ask(page, by=author, users=[reviewer, colleague])
    with django_capture_on_commit_callbacks(execute=True):
        stories.request_changes(page, by=reviewer)
    (letter,) = [each for each in outside.outbox if "Changes asked for" in each.subject]
    assert "not decided yet: Sample Second" in letter.body
