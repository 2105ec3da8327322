"""What a review must say, and what happens when staff record it for somebody else."""

from datetime import date, timedelta

import pytest
from django.core import mail as outside

from people.models import Reviewer
from publishing import actions
from publishing.checklist import QUESTIONS
from publishing.errors import NotPermitted, Refused
from publishing.models import Event, Mail, Publication, Review, ReviewAttachment, ReviewObjection
from tests import stories

pytestmark = pytest.mark.django_db

DAY = stories.NOW.date()


@pytest.fixture
def page(author, reviewer):
    reviewer.email = "reviewer@example.org"
    reviewer.save()
    page = stories.write_article(by=author, key="bones", owner=author)
    stories.publish(page, by=author, reviewer=reviewer)
    return page


@pytest.fixture
def outside_clinician(db) -> Reviewer:
    return Reviewer.objects.create(name="Ada Outside", role="Oncologist", credentials="MD", email="ada@example.org")


@pytest.fixture
def record(page, coordinator, reviewer):
    """Record a review of the page for the reviewer; every argument may be replaced."""

    def write(**changes) -> Review:
        given = {"by": coordinator, "decided_by": reviewer} | changes
        return stories.review(given.pop("page", page), **given)

    return write


def told() -> list[Mail]:
    return list(Mail.objects.filter(kind=Mail.Kind.REVIEW_RECORDED))


# What a review says


@pytest.mark.parametrize("outcome", ["no-change", "minor"])
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"evidence_searched": " \n"}, "which evidence"),
        ({"evidence_searched_on": None}, "on which day"),
        ({"evidence_searched_on": DAY + timedelta(days=1)}, "after the review"),
    ],
)
def test_a_page_stands_only_on_evidence_with_its_day(record, outcome, changes, reason):
    with pytest.raises(Refused, match=reason):
        record(outcome=outcome, **changes)
    assert not Review.objects.exists()


@pytest.mark.parametrize("outcome", ["major", "withdraw"])
def test_what_does_not_let_the_page_stand_needs_no_evidence(record, outcome):
    row = record(outcome=outcome, evidence_searched="", evidence_searched_on=None)
    assert (row.evidence_searched, row.evidence_searched_on) == ("", None)


@pytest.mark.parametrize(("day", "reason", "taken"), [
    (date(2028, 3, 3), "", True),  # the interval of its tier
    (None, "", True),
    (date(2028, 3, 2), "A trial reports.", True),
    (date(2028, 3, 2), " ", False),
    (date(2028, 3, 4), "", False),
])  # fmt: skip
def test_another_day_than_the_usual_one_says_why(record, day, reason, taken):
    if taken:
        assert record(next_due_on=day, next_due_reason=reason).next_due_on == (day or date(2028, 3, 3))
    else:
        with pytest.raises(Refused, match="usually due on 3 March 2028"):
            record(next_due_on=day, next_due_reason=reason)


def test_the_checklist_is_stored_whole_with_an_answer_to_each_question(record):
    row = record(checked=["doses", "facts"])
    assert row.checklist == [
        {"key": key, "answer": "checked" if key in ("doses", "facts") else "not-checked"} for key in QUESTIONS
    ]
    assert [each["answer"] for each in record().checklist] == ["not-checked"] * len(QUESTIONS)
    with pytest.raises(Refused, match="no such question"):
        record(checked=["doses", "vibes"])


@pytest.mark.parametrize("changes", [{"outcome": "splendid"}, {"outcome": ""}, {"scope": "half"}])
def test_an_outcome_or_scope_that_does_not_exist_is_refused(record, changes):
    with pytest.raises(Refused, match="Choose the outcome"):
        record(**changes)


# Who decided


def test_a_clinician_of_the_register_is_named_like_any_other(record, page, outside_clinician, client):
    row = record(decided_by=None, reviewer=outside_clinician)
    assert (row.decided_by, row.reviewer, row.name, row.credentials) == (None, outside_clinician, "Ada Outside", "MD")
    assert "Ada Outside, MD" in client.get("/articles/bones/").content.decode()


@pytest.mark.parametrize(
    "changes", [{"is_active": False}, {"expires_on": DAY - timedelta(days=1)}], ids=["inactive", "expired"]
)
def test_a_reviewer_who_cannot_be_asked_cannot_be_named(record, outside_clinician, changes):
    Reviewer.objects.update(**changes)
    outside_clinician.refresh_from_db()
    with pytest.raises(Refused, match="register"):
        record(decided_by=None, reviewer=outside_clinician)


def test_credentials_that_held_on_the_day_are_good_enough(record, outside_clinician):
    outside_clinician.expires_on = DAY
    outside_clinician.save()
    assert record(decided_by=None, reviewer=outside_clinician, now=stories.NOW + timedelta(days=9), reviewed_on=DAY)


def test_one_clinician_and_only_one(record, outside_clinician):
    for who in ({"decided_by": None}, {"reviewer": outside_clinician}):
        with pytest.raises(Refused, match="choose one"):
            record(**who)


# For somebody else


def test_recorded_for_another_it_needs_their_words_or_a_file(record, reviewer, outside_clinician):
    for who in ({}, {"decided_by": None, "reviewer": outside_clinician}):
        with pytest.raises(Refused, match="Copy what they wrote"):
            record(proof_of_decision=" ", **who)
    record(proof_of_decision="Fine by me.")
    record(proof_of_decision="", attachments=[("mail.txt", b"Fine by me.")])
    assert record(by=reviewer, proof_of_decision="").proof_of_decision == ""


def test_the_clinician_is_told_once_with_a_link(record, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = record()
    (mail,) = told()
    assert (mail.user, mail.data["reviews"]) == (row.decided_by, [row.pk])
    (sent,) = outside.outbox
    assert sent.to == ["reviewer@example.org"]
    assert "Sample Coordinator" in sent.body and "/review-objection/" in sent.body
    assert "I checked it. No change." in sent.body and "The guideline of the year." in sent.body


def test_a_reviewer_of_the_register_is_told_too(record, outside_clinician, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        record(decided_by=None, reviewer=outside_clinician)
    assert outside.outbox[0].to == ["ada@example.org"]


def test_nobody_is_told_of_their_own_review(record, reviewer):
    record(by=reviewer)
    assert not told()


def test_files_are_kept_with_their_hash_under_a_name_of_ours(record):
    row = record(attachments=[("../../Dr. X's mail.HTML", b"It is fine.\n"), ("scan", b"%PDF-1.7 ...")])
    kept = [
        (file.name, file.content_type, bytes(file.content), len(file.sha256)) for file in row.attachments.order_by("pk")
    ]
    assert kept == [
        ("Dr. Xs mail.txt", "text/plain", b"It is fine.\n", 64),
        ("scan.pdf", "application/pdf", b"%PDF-1.7 ...", 64),
    ]


def test_a_bad_file_refuses_the_review_and_keeps_nothing(record):
    with pytest.raises(Refused, match=r"“page\.exe” is not a PDF"):
        record(attachments=[("mail.txt", b"Yes."), ("page.exe", b"MZ\x90\x00\x03")])
    assert not Review.objects.exists()
    assert not ReviewAttachment.objects.exists()


# Several at once


@pytest.fixture
def pages(author, reviewer, page):
    more = [stories.write_article(by=author, key=key) for key in ("hips", "knees")]
    for each in more:
        stories.publish(each, by=author, reviewer=reviewer)
    return [page, *more]


def row_of(page, reviewer, **changes) -> dict:
    return {
        "page": page, "decided_by": reviewer, "reviewed_on": DAY, "outcome": "no-change", "evidence_searched": "G.",
        "evidence_searched_on": DAY, "proof_of_decision": "All fine.",
    } | changes  # fmt: skip


def test_a_sitting_is_recorded_whole_and_told_in_one_mail(
    pages, coordinator, reviewer, now, django_capture_on_commit_callbacks
):
    rows = [row_of(page, reviewer, evidence_searched=f"Guideline {n}.") for n, page in enumerate(pages)]
    with django_capture_on_commit_callbacks(execute=True):
        reviews = actions.record_reviews(rows=rows, by=coordinator, now=now)
    assert [review.evidence_searched for review in reviews] == ["Guideline 0.", "Guideline 1.", "Guideline 2."]
    (sent,) = outside.outbox
    assert sent.body.count("/review-objection/") == 3 and "3 reviews" in sent.subject


def test_each_refused_row_says_why_and_nothing_is_recorded(pages, coordinator, reviewer, author, now):
    rows = [row_of(page, reviewer) for page in pages]
    rows[0]["evidence_searched"] = ""
    rows[2]["outcome"] = "splendid"
    with pytest.raises(actions.RowsRefused) as refused:
        actions.record_reviews(rows=rows, by=coordinator, now=now)
    assert set(refused.value.reasons) == {0, 2} and "evidence" in refused.value.reasons[0]
    assert not Review.objects.exists() and not told()
    assert not Event.objects.filter(verb=Event.Verb.REVIEWED).exists()
    with pytest.raises(NotPermitted):
        actions.record_reviews(rows=[row_of(pages[0], reviewer)], by=author, now=now)


# Objecting


def dates(page) -> tuple:
    row = stories.live(page)
    return row.reviewed_on, row.next_review_on, row.due_on, row.reviewed_by, row.reviewed_hash


def object_to(review, now=stories.NOW, words="I never saw it."):
    return actions.object_to_review(review=review, now=now, words=words)


def test_an_objection_takes_the_date_from_the_page_and_makes_it_due(record, page, client):
    review, later = record(), stories.NOW + timedelta(days=40)
    version = stories.live(page).version
    object_to(review, now=later)
    assert dates(page) == (None, None, later.date(), "", "")
    assert stories.live(page).version == version + 1
    assert "Not yet medically reviewed" in client.get("/articles/bones/").content.decode()
    assert Review.objects.get() == review, "it stays on record"


def test_an_older_review_counts_again(record, page):
    record()
    before = dates(page)
    second = record(now=stories.NOW + timedelta(days=100))
    assert dates(page)[0] == DAY + timedelta(days=100)
    object_to(second, now=stories.NOW + timedelta(days=110))
    assert dates(page) == before


def test_a_review_found_wanting_still_makes_the_page_due_when_a_later_one_falls(record, page):
    record()
    record(now=stories.NOW + timedelta(days=10), outcome="major")
    wanting = dates(page)
    assert wanting[1:3] == (DAY + timedelta(days=10),) * 2
    third = record(now=stories.NOW + timedelta(days=20))
    assert dates(page)[1] == date(2028, 3, 23)
    object_to(third)
    assert dates(page) == wanting


def test_an_objection_to_wanting_gives_readers_their_date_back(record, page):
    record()
    before = dates(page)
    object_to(record(now=stories.NOW + timedelta(days=10), outcome="withdraw"))
    assert dates(page)[:2] == before[:2]
    assert dates(page)[2] == DAY + timedelta(days=10), "staff look at it all the same"


def test_an_objection_to_an_older_or_a_translation_review_moves_nothing(record, page):
    old, translation = record(), record(scope="translation")
    record(now=stories.NOW + timedelta(days=10))
    before = dates(page), stories.live(page).version
    object_to(old)
    object_to(translation)
    assert (dates(page), stories.live(page).version) == before


def test_a_page_that_was_withdrawn_does_not_come_back_with_the_review(record, page, author, reviewer, now):
    review = record()
    actions.withdraw(page=page, by=author, now=now, cause="other", reason="Old.")
    object_to(review)
    assert Publication.objects.get(page=page.pk).reviewed_on is None
    stories.edit(page, by=author, body="New.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    assert dates(page)[0] is None


def test_who_recorded_and_who_looks_after_the_page_are_told(record, author, coordinator, now):
    object_to(record())
    told = Mail.objects.filter(kind=Mail.Kind.REVIEW_OBJECTED)
    assert {mail.user for mail in told} == {author, coordinator}


def test_an_objection_is_on_record_under_the_name_of_the_clinician(record, outside_clinician, reviewer):
    object_to(record(), words="  Not me.  ")
    object_to(record(decided_by=None, reviewer=outside_clinician))
    events = (
        Event.objects.filter(verb=Event.Verb.OBJECTED)
        .order_by("pk")
        .values_list("actor_id", "actor_name", "data__reason")
    )
    assert list(events) == [
        (reviewer.pk, "Sample Reviewer", "Not me."),
        (None, "Ada Outside", "I never saw it."),
    ]


def test_nobody_objects_twice_or_to_what_they_recorded_themselves(record, reviewer):
    review, own = record(), record(by=reviewer)
    object_to(review)
    with pytest.raises(Refused, match="already"):
        object_to(review)
    with pytest.raises(Refused, match="yourself"):
        object_to(own)
    assert ReviewObjection.objects.count() == 1
