"""Every save leaves a copy: the answer to "which edit voided the approval?", and the base of a three-way comparison."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import actions
from publishing.actions.saved_copies import NEWEST_KEPT
from publishing.models import SavedCopy
from tests import stories

pytestmark = pytest.mark.django_db


def versions(page) -> list[int]:
    return list(SavedCopy.objects.filter(page=page.pk).order_by("version").values_list("version", flat=True))


def test_a_save_leaves_a_copy_that_says_who_and_when(author, now):
    page = stories.write_article(by=author, body="First.\n")
    copy = SavedCopy.objects.get(page=page)
    assert (copy.version, copy.by, copy.at, copy.source["body"]) == (1, author, now, "First.\n")
    assert copy.content_hash == page.working_hash == stories.fresh(page).compile().content_hash


def test_a_save_that_changes_no_word_leaves_none(author):
    page = stories.write_article(by=author)
    stories.edit(page, by=author, risk_tier="background")
    stories.edit(page, by=author, body="Other words.\n")
    assert versions(page) == [1, 3]
    assert SavedCopy.objects.at_version(page, 2).version == 1
    assert SavedCopy.objects.at_version(page, 3).version == 3
    assert SavedCopy.objects.at_version(page, 0) is None


def test_the_edit_that_voided_an_approval_is_named(author, second_author, reviewer, now):
    page = stories.write_article(by=author, body="Approved.\n")
    approval = stories.approve(page, by=reviewer)
    assert SavedCopy.objects.voiding(page, approval.content_hash) is None
    stories.edit(page, by=author, risk_tier="background")
    assert SavedCopy.objects.voiding(page, approval.content_hash) is None
    later = now + timedelta(hours=2)
    stories.edit(page, by=second_author, body="Changed.\n", now=later)
    stories.edit(page, by=author, body="Changed again.\n", now=later + timedelta(hours=1))
    edit = SavedCopy.objects.voiding(page, approval.content_hash)
    assert (edit.by, edit.at, edit.source["body"]) == (second_author, later, "Changed.\n")


def test_a_text_that_came_back_is_voided_by_what_came_after_it(author, second_author, reviewer):
    page = stories.write_article(by=author, body="One.\n")
    approval = stories.approve(page, by=reviewer)
    stories.edit(page, by=author, body="Two.\n")
    stories.edit(page, by=author, body="One.\n")
    assert SavedCopy.objects.voiding(page, approval.content_hash) is None
    stories.edit(page, by=second_author, body="Three.\n")
    assert SavedCopy.objects.voiding(page, approval.content_hash).by == second_author


def test_a_text_that_was_never_saved_is_voided_by_no_edit(author):
    page = stories.write_article(by=author)
    assert SavedCopy.objects.voiding(page, "0" * 64) is None


def test_another_page_voids_nothing(author, reviewer):
    page, other = stories.write_article(by=author, body="Same.\n"), stories.write_article(by=author)
    approval = stories.approve(page, by=reviewer)
    stories.edit(other, by=author, body="Other.\n")
    assert SavedCopy.objects.voiding(page, approval.content_hash) is None


def test_old_copies_go_and_those_that_mattered_stay(author, reviewer):
    page = stories.write_article(by=author, body="Text 1.\n")
    for number in range(2, NEWEST_KEPT + 12):
        if number == 4:
            approval = stories.approve(page, by=reviewer)  # the third copy
        if number == 8:
            actions.ask_for_approval(page=page, by=author, now=stories.NOW)
            asked = stories.fresh(page).asked_hash
        stories.edit(page, by=author, body=f"Text {number}.\n")
    kept = versions(page)
    newest = list(range(12, NEWEST_KEPT + 12))
    assert kept == [3, 4, 7, 8, *newest]
    assert SavedCopy.objects.voiding(page, approval.content_hash).version == 4
    assert SavedCopy.objects.voiding(page, asked).version == 8
    assert set(newest) <= set(kept)


def test_what_was_published_keeps_its_copy(author, reviewer):
    page = stories.write_article(by=author, body="Text 1.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    for number in range(2, NEWEST_KEPT + 5):
        stories.edit(page, by=author, body=f"Text {number}.\n")
    assert versions(page)[:3] == [1, 2, 5]


def test_saving_costs_the_same_with_many_copies(author):
    page = stories.write_article(by=author, body="Text 1.\n")
    for number in range(2, NEWEST_KEPT + 2):
        stories.edit(page, by=author, body=f"Text {number}.\n")

    def cost(text: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            stories.edit(page, by=author, body=text)
        return len(counted)

    assert cost("One more.\n") == cost("And another.\n")


def test_a_page_from_before_copies_were_kept_gets_its_base(author, second_author, now):
    page = stories.write_article(by=author, body="Old words.\n")
    SavedCopy.objects.all().delete()
    stories.edit(page, by=second_author, body="New words.\n", now=now + timedelta(days=1))
    first, second = SavedCopy.objects.order_by("version")
    assert (first.version, first.by, first.at, first.source["body"]) == (1, author, now, "Old words.\n")
    assert (second.version, second.by) == (2, second_author)


def test_deleting_a_draft_removes_its_copies(author):
    page = stories.write_article(by=author)
    stories.edit(page, by=author, body="More.\n")
    actions.delete_draft(page=page, by=author, now=stories.NOW)
    assert not SavedCopy.objects.exists()
