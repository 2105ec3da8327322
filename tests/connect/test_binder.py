"""The audit binder: everything on record, nothing that is not, and a PDF that an auditor with a screen reader can use."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from connect.binder import binder_of, print_binder
from connect.binder.layout import blocks_of
from publishing import actions
from publishing.models import Publication
from references.actions import save_reference
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(author, reviewer, coordinator):
    """Published twice, reviewed once, and mentioned by another page."""
    stories.add_reference(by=author)
    article = stories.write_article(
        by=author, key="bones", title="Bones", body="## How often\n\nGiven every 4 weeks [@himelstein2017].\n"
    )
    stories.publish(article, by=author, reviewer=reviewer)
    stories.edit(article, by=author, body="## How often\n\nGiven every 6 weeks [@himelstein2017].\n")
    stories.publish(article, by=author, reviewer=reviewer, change_note="The interval is longer.")
    stories.review(article, by=coordinator, decided_by=reviewer)
    other = stories.write_article(by=author, key="spine", body="See [[page:bones]].\n")
    stories.publish(other, by=author, reviewer=reviewer)
    return stories.fresh(article)


def all_words(binder) -> str:
    return json.dumps(blocks_of(binder), ensure_ascii=False)


def test_it_holds_every_edition_with_what_changed_and_who_approved_it(page, reviewer, now):
    binder = binder_of(page, now=now)
    assert [edition["number"] for edition in binder["editions"]] == [1, 2]
    first, second = binder["editions"]
    assert first["changes"] == []
    pieces = [piece for change in second["changes"] for line in change["lines"] for piece in line]
    assert ("gone", "4") in [(piece.get("kind"), piece.get("text")) for piece in pieces]
    assert ("new", "6") in [(piece.get("kind"), piece.get("text")) for piece in pieces]
    decisions = {row["id"]: row for row in binder["decisions"]}
    assert decisions[second["approval"]]["content_hash"] == second["content_hash"]
    assert decisions[second["approval"]]["name"] == reviewer.display_name
    assert second["change_note"] == "The interval is longer."


def test_it_holds_reviews_with_evidence_and_says_who_recorded_them(page, now):
    (review,) = binder_of(page, now=now)["reviews"]
    assert review["evidence_searched"] == "The guideline of the year."
    assert (review["name"], review["recorded_by"], review["on_behalf"]) == (
        "Sample Reviewer",
        "Sample Coordinator",
        True,
    )


def test_it_holds_every_event_in_order_and_where_the_page_was_used(page, now):
    binder = binder_of(page, now=now)
    verbs = [event["verb"] for event in binder["events"]]
    assert verbs == ["created", "signed-off", "published", "edited", "signed-off", "published", "reviewed"]
    assert [(row["key"], row["how"], row["live"]) for row in binder["used_by"]] == [("spine", "links", True)]


def test_it_says_what_a_source_is_worth_today(page, author, now):
    assert [(row["status_then"], row["status_now"]) for row in binder_of(page, now=now)["sources"]] == [
        ("current", "current")
    ]
    reference = page.editions.get(number=2).citations.get().reference
    save_reference(reference=reference, by=author, now=now, record=reference.csl, status="retracted")
    assert [(row["status_then"], row["status_now"]) for row in binder_of(page, now=now)["sources"]] == [
        ("current", "retracted")
    ]


def test_the_printed_binder_names_what_became_of_a_source_in_words(page, author, now):
    reference = page.editions.get(number=2).citations.get().reference
    save_reference(reference=reference, by=author, now=now, record=reference.csl, status="concern")
    printed = json.dumps(blocks_of(binder_of(page, now=now)))
    assert '"current", "expression of concern"' in printed
    with override("es"):
        printed = json.dumps(blocks_of(binder_of(page, now=now)), ensure_ascii=False)
    assert '"con expresión de preocupación"' in printed


def test_a_draft_has_a_binder_too(author, now):
    binder = binder_of(stories.write_article(by=author), now=now)
    assert binder["editions"] == binder["reviews"] == binder["sources"] == []
    assert print_binder(binder, language="en").startswith(b"%PDF")


def test_a_withdrawn_page_says_why(page, author, now):
    actions.withdraw(page=page, by=author, now=now, cause="safety", reason="It named a wrong dose.")
    binder = binder_of(page, now=now)
    assert binder["addresses"][0]["withdrawn_reason"] == "It named a wrong dose."
    assert "It named a wrong dose." in all_words(binder)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"fields": ["dose", "frequency"]}, "held: denosumab (dose, how often)"),
        ({"fields": None}, "held: denosumab (everything)"),
        ({}, "held: denosumab (everything)"),
        ({"fields": None, "status": "retracted"}, "held: denosumab"),
    ],
)
def test_it_says_which_fields_are_held_back(page, now, entry, said):
    held = [{"fact": "drug:denosumab", "title": "denosumab", "change_set": None, "since": "2026-03-03"} | entry]
    Publication.objects.filter(page=page.pk).update(held=held)
    binder = binder_of(page, now=now)
    assert held in [address["held"] for address in binder["addresses"]]
    assert f'{said}"' in all_words(binder)


def test_the_pdf_is_accessible_and_takes_no_orders_from_the_text(author, reviewer, now):
    """PDF/UA-1 is checked by the maker itself: it refuses a missing title or a skipped heading level."""
    body = "#panic() `#evil[]` $x$ \\ " + "x" * 300 + " 中文 🦴\n"
    article = stories.write_article(by=author, title='#panic("no") *bold* <tag>', body=body)
    stories.publish(article, by=author, reviewer=reviewer)
    pdf = print_binder(binder_of(stories.fresh(article), now=now), language="es")
    assert pdf.startswith(b"%PDF") and b"/StructTreeRoot" in pdf


def test_the_number_of_queries_does_not_grow_with_the_record(
    page, author, reviewer, coordinator, now, django_assert_num_queries
):
    page = stories.fresh(page)
    with CaptureQueriesContext(connection) as few:
        binder_of(page, now=now)
    for number in range(3):
        stories.edit(page, by=author, body=f"Text {number} [@himelstein2017].\n")
        stories.publish(page, by=author, reviewer=reviewer)
        stories.review(page, by=coordinator, decided_by=reviewer)
    page = stories.fresh(page)
    with django_assert_num_queries(len(few)):
        binder_of(page, now=now)


def test_one_click_gives_both_files_to_whoever_may_audit(client, page, coordinator):
    client.force_login(coordinator)
    form = client.get(reverse("admin:edu_article_change", args=[page.pk])).content.decode()
    for name, kind in (("binder-pdf", "application/pdf"), ("binder-json", "application/json")):
        url = reverse(f"staff:{name}", args=[page.pk])
        assert url in form
        response = client.get(url)
        assert (response.status_code, response["Content-Type"]) == (200, kind)
        assert response["Content-Disposition"].startswith('attachment; filename="article-bones-audit.')
        assert response["Cache-Control"] == "private, no-store"


def test_whoever_may_not_audit_is_told_so(client, page, reviewer):
    client.force_login(reviewer)
    for name in ("binder-pdf", "binder-json"):
        assert client.get(reverse(f"staff:{name}", args=[page.pk])).status_code == 403
