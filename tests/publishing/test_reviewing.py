"""A review date is moved by a review that names the clinician who decided, and by nothing else."""

from datetime import date, timedelta

import pytest

from publishing import actions
from publishing.errors import NotPermitted, Refused
from publishing.models import Page, Publication, Review, Significance, WithdrawalCause
from tests import stories

pytestmark = pytest.mark.django_db

LATER = stories.NOW + timedelta(days=400)


@pytest.fixture
def page(author, reviewer) -> Page:
    page = stories.write_article(by=author, key="bones", body="Bone is livng tissue.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    return page


@pytest.fixture
def review(page, coordinator, reviewer):
    """Record a review of the page; every argument may be replaced."""

    def record(**changes) -> Review:
        given = {
            "page": page, "by": coordinator, "now": LATER, "decided_by": reviewer, "reviewed_on": LATER.date(),
        }  # fmt: skip
        return stories.review(**given | changes)

    return record


def dates(page) -> tuple:
    row = stories.live(page)
    return row.reviewed_on, row.next_review_on, row.reviewed_by, row.reviewed_credentials


def test_a_new_page_was_reviewed_by_nobody(page, client):
    assert dates(page) == (None, None, "", "")
    assert "Not yet medically reviewed" in client.get("/articles/bones/").content.decode()
    assert list(Page.objects.never_reviewed()) == [Page.objects.get(pk=page.pk)]


def test_a_review_moves_the_date_and_names_the_clinician(page, review, client):
    row = review(next_due_on=date(2028, 1, 1), next_due_reason="A trial reports then.")
    assert dates(page) == (LATER.date(), date(2028, 1, 1), "Sample Reviewer", "RN")
    assert (row.name, row.recorded_by.username) == ("Sample Reviewer", "coordinator")
    text = client.get("/articles/bones/").content.decode()
    assert "Sample Reviewer, RN" in text
    assert 'datetime="2028-01-01"' in text


@pytest.mark.parametrize(("tier", "months"), [("medicine", 12), ("treatment", 24), ("background", 36)])
def test_the_next_review_is_due_by_the_risk_of_the_page(page, review, author, tier, months):
    stories.edit(page, by=author, risk_tier=tier)
    due = review(reviewed_on=date(2027, 2, 28)).next_due_on
    assert due == date(2027 + months // 12, 2, 28)


def test_a_leap_day_falls_on_the_last_of_february(page, review):
    now = LATER.replace(year=2028, month=2, day=29)
    assert review(now=now, reviewed_on=now.date()).next_due_on == date(2030, 2, 28)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reviewed_on": LATER.date() + timedelta(days=1)}, "future"),
        ({"reviewed_on": stories.NOW.date() - timedelta(days=1)}, "older than the page"),
        ({"next_due_on": LATER.date()}, "after this one"),
        ({"next_due_on": LATER.date() - timedelta(days=1)}, "after this one"),
    ],
)
def test_an_impossible_date_is_refused(page, review, changes, reason):
    with pytest.raises(Refused, match=reason):
        review(**changes)
    assert not Review.objects.exists()
    assert dates(page) == (None, None, "", "")


@pytest.mark.parametrize("day", [stories.NOW.date(), LATER.date()])
def test_the_first_and_the_last_possible_day_are_taken(review, day):
    assert review(reviewed_on=day).reviewed_on == day


def test_the_clinician_must_be_one(review, author, coordinator, outsider, reviewer):
    for person in (author, coordinator, outsider):
        with pytest.raises(Refused, match="names the clinician"):
            review(decided_by=person)
    reviewer.is_active = False
    with pytest.raises(Refused, match="names the clinician"):
        review(decided_by=reviewer)
    assert not Review.objects.exists()


def test_who_may_record(review, author, outsider, reviewer, administrator):
    for person in (author, outsider):
        with pytest.raises(NotPermitted):
            review(by=person)
    for person in (reviewer, administrator):
        assert review(by=person).recorded_by == person


def test_a_translation_review_moves_no_date(page, review):
    review(scope=Review.Scope.TRANSLATION)
    assert dates(page) == (None, None, "", "")
    assert Review.objects.count() == 1


def test_an_older_review_is_kept_and_moves_nothing_back(page, review):
    review(reviewed_on=LATER.date())
    before = dates(page), stories.live(page).version
    review(reviewed_on=LATER.date() - timedelta(days=30))
    assert (dates(page), stories.live(page).version) == before
    assert Review.objects.count() == 2


def test_a_second_review_of_the_same_day_corrects_the_first(page, review, administrator):
    review()
    review(decided_by=administrator, next_due_on=LATER.date() + timedelta(days=30))
    assert dates(page) == (LATER.date(), LATER.date() + timedelta(days=30), "Sample Administrator", "PharmD")


def test_a_draft_a_withdrawn_and_a_moved_page(page, review, author, now):
    draft = stories.write_article(by=author)
    with pytest.raises(Refused, match="Only a live page"):
        review(page=draft)
    actions.move(page=page, by=author, now=now, slug="bone")
    review()
    assert Publication.objects.get(path="/articles/bones/").reviewed_on is None
    assert dates(page)[0] == LATER.date()
    actions.withdraw(page=page, by=author, now=now, cause=WithdrawalCause.OTHER, reason="Old.")
    with pytest.raises(Refused, match="Only a live page"):
        review()


def test_a_typo_keeps_the_review_date_and_says_edited_since(page, review, author, client):
    review()
    before = dates(page)
    assert "Edited since this review" not in client.get("/articles/bones/").content.decode()
    stories.edit(page, by=author, body="Bone is living tissue.\n")
    actions.publish(page=page, by=author, now=LATER, significance=Significance.TYPO)
    assert dates(page) == before
    assert "Edited since this review" in client.get("/articles/bones/").content.decode()


@pytest.mark.parametrize("significance", [Significance.CLARIFICATION, Significance.CLINICAL])
def test_a_new_edition_is_no_review(page, review, author, reviewer, significance):
    review()
    before = dates(page)
    stories.edit(page, by=author, body="Bone is living tissue, and it grows.\n")
    stories.publish(page, by=author, reviewer=reviewer, significance=significance)
    assert dates(page) == before
    assert stories.live(page).edited_since_review


def test_a_review_of_the_new_words_is_no_longer_edited_since(page, review, author, reviewer):
    review()
    stories.edit(page, by=author, body="New words.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    review()
    assert not stories.live(page).edited_since_review


def test_coming_back_to_the_reviewed_words_is_no_longer_edited_since(page, review, author, reviewer):
    review()
    for body in ("Other words.\n", "Bone is livng tissue.\n"):
        stories.edit(page, by=author, body=body)
        stories.publish(page, by=author, reviewer=reviewer)
    assert not stories.live(page).edited_since_review


def test_withdrawing_and_publishing_again_makes_nothing_look_fresh(page, review, author, reviewer, now):
    review()
    before = dates(page)
    actions.withdraw(page=page, by=author, now=now, cause=WithdrawalCause.ERROR, reason="A mistake.")
    stories.edit(page, by=author, body="Mended.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert dates(page) == before


def test_a_link_that_comes_alive_is_not_an_edit(author, reviewer, coordinator, client):
    other = stories.write_article(by=author, key="other")
    page = stories.write_article(by=author, key="page", body="See [[page:other]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.review(page, by=coordinator, decided_by=reviewer, now=LATER)
    stories.publish(other, by=author, reviewer=reviewer)
    assert stories.live(page).edition.number == 2
    assert not stories.live(page).edited_since_review


def test_an_overdue_page_says_so(page, review, client, monkeypatch):
    review(reviewed_on=stories.NOW.date(), next_due_on=stories.NOW.date() + timedelta(days=1))
    row = stories.live(page)
    assert list(Publication.objects.review_overdue(on=row.next_review_on)) == []
    assert list(Publication.objects.review_overdue(on=row.next_review_on + timedelta(days=1))) == [row]
    assert [p.pk for p in Page.objects.past_promised_date(row.next_review_on + timedelta(days=1))] == [page.pk]
    assert not Page.objects.past_promised_date(row.next_review_on).exists()
    assert [p.pk for p in Page.objects.due_by(row.due_on)] == [page.pk]
    assert not Page.objects.due_by(row.due_on - timedelta(days=1)).exists()
