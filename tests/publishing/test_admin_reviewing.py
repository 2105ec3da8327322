"""Recording reviews in the admin: files, the register, more pages than fit on one screen, and mistakes that lose nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import Reviewer
from publishing.models import Page, Review, ReviewAttachment
from publishing.staff import reviewing
from tests import stories

pytestmark = pytest.mark.django_db

DAY = stories.NOW.date().isoformat()


@pytest.fixture
def pages(author, reviewer) -> list[Page]:
    pages = [stories.write_article(by=author, title=title) for title in ("Alpha", "Beta", "Gamma")]
    for page in pages:
        stories.publish(page, by=author, reviewer=reviewer)
    return pages


@pytest.fixture
def coordinator_client(client, coordinator):
    client.force_login(coordinator)
    return client


def one(page) -> str:
    return reverse("staff:review", args=[page.pk])


def several(pages) -> str:
    return f"{reverse('staff:review-several')}?pages={','.join(str(page.pk) for page in pages)}"


def said(reviewer, **changes) -> dict:
    return {
        "clinician": f"user:{reviewer.pk}", "reviewed_on": DAY, "scope": "page", "outcome": "no-change",
        "evidence_searched": "The guideline.", "evidence_searched_on": DAY, "proof_of_decision": "Fine.",
    } | changes  # fmt: skip


def rows(pages, reviewer, *answers, **shared) -> dict:
    """The form of several reviews, an answer for each page; {} leaves one out."""
    data = {"clinician": f"user:{reviewer.pk}", "reviewed_on": DAY, "proof_of_decision": "All fine."} | shared
    data |= {"row-TOTAL_FORMS": len(pages), "row-INITIAL_FORMS": len(pages)}
    for number, (page, answer) in enumerate(zip(pages, answers, strict=True)):
        answer = {"page": page.pk, "outcome": "", "evidence_searched_on": DAY} | answer
        data |= {f"row-{number}-{name}": value for name, value in answer.items()}
    return data


GOOD = {"outcome": "no-change", "evidence_searched": "Guideline."}


def test_a_reviewer_of_the_register_can_be_named(coordinator_client, reviewer, pages):
    known = Reviewer.objects.create(name="Ada Outside", role="Oncologist", credentials="MD", email="a@example.org")
    gone = Reviewer.objects.create(
        name="Bo Gone", role="Nurse", credentials="RN", email="b@example.org", is_active=False
    )
    text = coordinator_client.get(one(pages[0])).content.decode()
    assert "Ada Outside, Oncologist, MD" in text and "Bo Gone" not in text
    assert coordinator_client.post(one(pages[0]), said(reviewer, clinician=f"reviewer:{gone.pk}")).status_code == 200
    assert coordinator_client.post(one(pages[0]), said(reviewer, clinician=f"reviewer:{known.pk}")).status_code == 302
    assert Review.objects.get().reviewer == known


def test_what_was_ticked_and_attached_is_on_record(coordinator_client, reviewer, pages):
    files = [
        SimpleUploadedFile("mail.eml", b"From: a@b\r\nDate: today\r\n\r\nFine"),
        SimpleUploadedFile("b", b"%PDF-1"),
    ]
    data = said(reviewer, checked=["facts", "links"], proof_of_decision="", attachments=files)
    assert coordinator_client.post(one(pages[0]), data).status_code == 302
    review = Review.objects.get()
    assert [row["key"] for row in review.checklist if row["answer"] == "checked"] == ["facts", "links"]
    assert [file.name for file in review.attachments.order_by("pk")] == ["mail.eml", "b.pdf"]
    record = coordinator_client.get(reverse("admin:publishing_review_change", args=[review.pk])).content.decode()
    for words in ("Sample Coordinator for Sample Reviewer", "mail.eml", "What it says matches its sources: checked"):
        assert words in record


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("x.exe", b"MZ\x90\x00")], "is not a PDF"),
        ([("x.txt", b"x" * 2_000_001)], "larger than 2 MB"),
        ([("x.txt", b"x")] * 6, "at most five files"),
        ([("x.txt", b"")], "empty"),
    ],
    ids=["kind", "size", "number", "empty"],
)
def test_a_file_that_is_not_taken_is_said_and_the_words_stay(coordinator_client, reviewer, pages, files, words):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    response = coordinator_client.post(one(pages[0]), said(reviewer, attachments=uploads))
    text = response.content.decode()
    assert response.status_code == 200 and words in text and "The guideline." in text
    assert not Review.objects.exists()


def test_a_file_is_saved_and_never_shown_and_only_to_staff(client, reviewer, coordinator, outsider, pages):
    stories.review(pages[0], by=coordinator, decided_by=reviewer, attachments=[('x";\r\n.html', b"<script>1</script>")])
    address = reverse("staff:review-attachment", args=[ReviewAttachment.objects.get().pk])
    assert client.get(address).status_code == 302
    client.force_login(outsider)
    assert client.get(address).status_code == 403
    client.force_login(coordinator)
    response = client.get(address)
    assert (response.content, response["Content-Type"]) == (b"<script>1</script>", "text/plain")
    assert response["Content-Disposition"].startswith("attachment; ") and "\n" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(reverse("staff:review-attachment", args=[999_999])).status_code == 404


def test_a_mistake_in_one_row_stands_at_that_row_and_loses_nothing(coordinator_client, reviewer, pages):
    wrong = GOOD | {"next_due_on": "2026-12-24", "evidence_searched": "Mine."}
    response = coordinator_client.post(several(pages), rows(pages, reviewer, GOOD, wrong, {}))
    first, second, third = response.context["rows"].forms
    assert not first.errors and not third.errors
    assert "Say why it is due on another day" in str(second.errors)
    text = response.content.decode()
    assert "Mine." in text and "All fine." in text and 'href="#row-1"' in text
    assert not Review.objects.exists()
    mended = wrong | {"next_due_reason": "A trial reports."}
    assert coordinator_client.post(several(pages), rows(pages, reviewer, GOOD, mended, {})).status_code == 302
    assert Review.objects.count() == 2


def test_a_page_that_went_meanwhile_is_said_at_its_row(coordinator_client, reviewer, author, pages, now):
    stories.actions.withdraw(page=pages[0], by=author, now=now, cause="other", reason="Old.")
    response = coordinator_client.post(several(pages), rows(pages, reviewer, GOOD, GOOD, GOOD))
    errors = [str(row.errors) for row in response.context["rows"].forms]
    assert ["Only a live page" in each for each in errors] == [True, False, False]
    assert [page.title for page, _row in response.context["pairs"]] == ["Alpha", "Beta", "Gamma"]
    assert not Review.objects.exists()


def test_more_pages_than_fit_come_one_screen_after_the_other(coordinator_client, reviewer, pages, monkeypatch):
    monkeypatch.setattr(reviewing, "MOST_PAGES", 2)
    first = coordinator_client.get(several(pages))
    assert [page.title for page, _row in first.context["pairs"]] == ["Alpha", "Beta"] and first.context["later"] == 1
    response = coordinator_client.post(several(pages), rows(pages[:2], reviewer, GOOD, GOOD))
    assert response["Location"] == several(pages[2:])
    response = coordinator_client.post(several(pages[2:]), rows(pages[2:], reviewer, GOOD))
    assert response["Location"] == reverse("admin:publishing_page_changelist")
    assert Review.objects.count() == 3


@pytest.mark.parametrize(
    "address", ["", "?pages=", "?pages=x,-1,1e9", "?pages=" + "9" * 30, "?pages=999999", "?pages=%00"]
)
def test_an_address_without_pages_leads_back_to_the_list(coordinator_client, address):
    assert coordinator_client.get(reverse("staff:review-several") + address).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"row-TOTAL_FORMS": "x"}, {"row-TOTAL_FORMS": "-1"}, {"row-TOTAL_FORMS": "999999"}, {"row-0-page": "x"},
        {"row-0-page": "9" * 40}, {"row-0-page": ""}, {"row-0-outcome": "splendid"}, {"row-0-scope": "half"},
        {"row-0-evidence_searched_on": "31/31/31"}, {"row-0-checked": "vibes"}, {"reviewed_on": "0000-00-00"},
        {"clinician": "user:" + "9" * 40}, {"proof_of_decision": "x" * 6_000}, {"row-0-next_due_on": "9999-12-31"},
    ],
)  # fmt: skip
def test_whatever_is_posted_is_answered(coordinator_client, reviewer, pages, changes):
    response = coordinator_client.post(several(pages), rows(pages, reviewer, GOOD, GOOD, GOOD) | changes)
    assert response.status_code in (200, 302)
    assert not Review.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_pages(coordinator_client, pages, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        coordinator_client.get(several(pages))
