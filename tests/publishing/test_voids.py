"""An edit makes an approval void: both sides are told which edit, once, and the box on the page shows it."""

import html
from datetime import timedelta

import pytest
from django.core import mail as outside
from django.urls import reverse

from publishing import actions
from publishing.actions.mailing import deliver_waiting
from publishing.models import Invitation, Mail, SavedCopy
from publishing.voids import voided
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(author, reviewer, second_author):
    reviewer.email, author.email = "reviewer@example.org", "author@example.org"
    reviewer.save(), author.save()
    return stories.write_article(by=author, title="Sleep and pain", body="Sleep helps.\n")


def told() -> set:
    return {mail.recipient for mail in Mail.objects.filter(kind=Mail.Kind.APPROVAL_VOID)}


def void_now(page) -> list:
    page = stories.fresh(page)
    return voided(page, page.compile().content_hash)


def box(client, page) -> str:
    shown = client.get(reverse("admin:edu_article_change", args=[page.pk])).content.decode()
    return html.unescape(shown.split('class="standing ')[1].split("</section>")[0])


def test_both_sides_are_told_which_edit_it_was(page, author, reviewer, second_author, now):
    stories.ask(page, by=author, users=[reviewer])
    stories.approve(page, by=reviewer)
    later = now + timedelta(hours=1)
    stories.edit(page, by=second_author, now=later, body="Sleep often helps.\n")
    assert told() == {author, reviewer}
    deliver_waiting(now=later)
    mails = {sent.to[0]: sent for sent in outside.outbox if "Edited after" in sent.subject}
    assert "You approved “Sleep and pain”" in mails["reviewer@example.org"].body
    assert "Sample Reviewer, RN, approved" in mails["author@example.org"].body
    for sent in mails.values():
        assert "Sample Colleague edited the page" in sent.body and "often" in sent.body.split("[+")[1].split("+]")[0]
        assert "often" in sent.alternatives[0].content.split("<ins>")[1].split("</ins>")[0]


def test_they_are_told_once_however_often_it_is_edited(page, author, reviewer, second_author):
    stories.ask(page, by=author, users=[reviewer])
    stories.approve(page, by=reviewer)
    for body in ("Two.\n", "Three.\n", "Sleep helps.\n", "Four.\n"):
        stories.edit(page, by=second_author, body=body)
    assert Mail.objects.filter(kind=Mail.Kind.APPROVAL_VOID).count() == 2


def test_who_edits_gets_no_mail_about_it(page, author, reviewer):
    stories.ask(page, by=author, users=[reviewer])
    stories.approve(page, by=reviewer)
    stories.edit(page, by=author, body="Two.\n")
    assert told() == {reviewer}


def test_a_reviewer_without_an_account_is_told_too(page, author, second_author, now):
    nurse = stories.register()
    stories.ask(page, by=author, reviewers=[nurse])
    seen = stories.fresh(page).working_hash
    actions.sign_off(page=page, invitation=Invitation.objects.get(), now=now, seen_hash=seen)
    stories.edit(page, by=second_author, body="Two.\n")
    assert told() == {nurse, author}
    deliver_waiting(now=now)
    (sent,) = [each for each in outside.outbox if each.to == [nurse.email] and "Edited after" in each.subject]
    assert "You approved" in sent.body and "/admin/" not in sent.body


def test_those_who_were_asked_hear_that_there_is_nothing_to_decide(page, author, reviewer, second_author, now):
    nurse = stories.register()
    stories.ask(page, by=author, users=[reviewer], reviewers=[nurse])
    stories.edit(page, by=second_author, body="Two.\n")
    assert told() == {author, reviewer, nurse}
    stories.edit(page, by=second_author, body="Three.\n")
    assert Mail.objects.filter(kind=Mail.Kind.APPROVAL_VOID).count() == 3


@pytest.mark.parametrize("got_the_first", [True, False])
def test_only_who_got_the_mail_that_asked_gets_the_one_that_takes_it_back(
    page, author, reviewer, second_author, now, got_the_first
):
    stories.ask(page, by=author, users=[reviewer])
    if got_the_first:
        deliver_waiting(now=now)
    stories.edit(page, by=second_author, body="Two.\n")
    deliver_waiting(now=now)
    told_reviewer = [sent.subject[:6] for sent in outside.outbox if sent.to == [reviewer.email]]
    assert told_reviewer == (["Please", "Edited"] if got_the_first else [])


@pytest.mark.parametrize("fields", [{"owner": None}, {"slug": "elsewhere"}])
def test_an_edit_that_changes_no_word_voids_nothing(page, author, reviewer, second_author, fields):
    stories.ask(page, by=author, users=[reviewer])
    stories.approve(page, by=reviewer)
    stories.edit(page, by=second_author, **fields)
    assert told() == set() and void_now(page) == []


def test_a_draft_nobody_asked_about_is_edited_in_silence(page, second_author):
    stories.edit(page, by=second_author, body="Two.\n")
    assert told() == set() and void_now(page) == []


def test_an_edit_after_publication_voids_nothing(page, author, reviewer, second_author):
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=second_author, body="Two.\n")
    assert told() == set() and void_now(page) == []


def test_an_edit_that_was_taken_back_before_the_mail_went_out_is_told_to_nobody(
    page, author, reviewer, second_author, now
):
    stories.ask(page, by=author, users=[reviewer])
    stories.approve(page, by=reviewer)
    stories.edit(page, by=second_author, body="Two.\n")
    stories.edit(page, by=second_author, body="Sleep helps.\n")
    deliver_waiting(now=now)
    assert [sent.subject for sent in outside.outbox if "Edited" in sent.subject] == []


def test_the_first_edit_after_the_approved_text_is_the_one(page, author, reviewer, second_author):
    stories.edit(page, by=author, body="Other.\n")
    stories.edit(page, by=author, body="Sleep helps.\n")
    stories.approve(page, by=reviewer)
    stories.edit(page, by=second_author, body="Two.\n")
    stories.edit(page, by=author, body="Three.\n")
    (void,) = void_now(page)
    assert (void.edit.by, void.edit.source["body"], void.before.source["body"]) == (
        second_author,
        "Two.\n",
        "Sleep helps.\n",
    )


def test_a_clinician_who_edits_what_they_approved_sees_that_it_is_void(author, administrator):
    page = stories.write_article(by=author, body="One.\n")
    stories.approve(page, by=administrator)
    stories.edit(page, by=administrator, body="Two.\n")
    (void,) = void_now(page)
    assert (void.was.by, void.edit.by) == (administrator, administrator)


def test_a_wish_for_changes_is_nothing_that_an_edit_voids(page, author, reviewer, now):
    seen = stories.fresh(page).working_hash
    actions.sign_off(page=page, by=reviewer, now=now, seen_hash=seen, decision="changes-requested", comment="Say when.")
    stories.edit(page, by=author, body="Two.\n")
    assert void_now(page) == [] and told() == set()


def test_a_changed_fact_is_named_as_the_cause(author, reviewer):
    drug = stories.write_drug(by=author, weeks=4)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    stories.approve(page, by=reviewer)
    stories.change_frequency(drug, weeks=6, by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    (void,) = void_now(page)
    assert void.edit is None and void.changes() == []


def test_without_the_copy_of_the_approved_text_the_edit_is_known_all_the_same(page, reviewer, second_author, now):
    stories.approve(page, by=reviewer)
    SavedCopy.objects.filter(page=page).delete()
    stories.edit(page, by=second_author, now=now + timedelta(days=1), body="Two.\n")
    (void,) = void_now(page)
    assert void.edit.by == second_author


def test_the_box_says_who_approved_who_voided_it_and_what_changed(client, page, author, reviewer, second_author):
    stories.approve(page, by=reviewer)
    stories.edit(page, by=second_author, body="Sleep often helps.\n")
    client.force_login(author)
    shown = box(client, page)
    assert "Approved by Sample Reviewer, RN, on" in shown
    assert "Void since Sample Colleague edited the page on" in shown
    assert "often" in " ".join(part.split("</ins>")[0] for part in shown.split("<ins>")[1:])


def test_the_box_of_a_request_that_was_edited_away_says_so_until_it_is_asked_again(client, page, author, reviewer):
    stories.ask(page, by=author, users=[reviewer])
    stories.edit(page, by=author, body="Sleep often helps.\n")
    client.force_login(author)
    assert "Sample Author asked for approval on" in box(client, page) and "Void since" in box(client, page)
    stories.ask(page, by=author, users=[reviewer])
    assert "Void since" not in box(client, page)


def test_the_author_sees_proposed_words_beside_the_block_they_are_about(client, page, author, reviewer, now):
    seen = stories.fresh(page).working_hash
    remarks = [actions.Remark(1, "How much?", "Sleep often helps.")]
    actions.sign_off(
        page=page, by=reviewer, now=now, seen_hash=seen, decision="changes-requested", block_comments=remarks
    )
    client.force_login(author)
    shown = box(client, page)
    assert "How much?" in shown and "Proposed instead:" in shown and "often" in shown.split("<ins>")[1]
    stories.edit(page, by=author, body="Sleep often helps.\n")
    assert "How much?" in box(client, page), "until somebody decides about the new text"
