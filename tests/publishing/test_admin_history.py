"""The record of a page as its editors see it: compare any two texts, and bring one back."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from publishing.models import SavedCopy
from references.actions import set_status
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(author, reviewer):
    """Two editions and a working copy, all different."""
    page = stories.write_article(by=author, title="Bones", body="First words.\n", summary="One.")
    stories.publish(page, by=author, reviewer=reviewer, change_note="")
    stories.edit(page, by=author, body="Second words.\n", summary="Two.")
    stories.publish(page, by=author, reviewer=reviewer, change_note="Says more.")
    stories.edit(page, by=author, body="Third words.\n")
    return page


def address(page, name="compare", *args, **query) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"staff:{name}", args=[page.pk, *args]) + (f"?{asked}" if asked else "")


def read(client, url, status=200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return html.unescape(" ".join(response.content.decode().split()))


def changed_words(text: str) -> set[str]:
    """What is marked as taken out or put in."""
    return {
        part.split("</span>", 1)[1].split("<span", 1)[0].strip()
        for mark in ("<del>", "<ins>")
        for part in text.split(mark)[1:]
    }


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        ("e1", "e2", {"First", "Second", "One", "Two"}),
        ("e2", "e1", {"First", "Second", "One", "Two"}),
        ("e2", "now", {"Second", "Third"}),
        ("e1", "now", {"First", "Third", "One", "Two"}),
        ("s1", "e1", set()),
        ("s1", "s3", {"First", "Third", "One", "Two"}),
        ("now", "now", set()),
    ],
)
def test_any_two_texts_are_compared_word_by_word(client, author, page, before, after, differs):
    client.force_login(author)
    text = read(client, address(page, **{"from": before, "to": after}))
    assert changed_words(text) == differs
    assert ("Nothing differs." in text) == (not differs)


def test_facts_and_references_are_compared_by_their_words(client, author, reviewer):
    drug = stories.write_drug(by=author, weeks=4, references=[stories.add_reference(by=author, title="A trial")])
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]] [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.change_frequency(drug, weeks=12, by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="Given [[drug:denosumab#frequency]].\n")
    client.force_login(author)
    words = changed_words(read(client, address(page, **{"from": "e1", "to": "now"})))
    assert {"4", "12"} <= words and any("A trial" in each for each in words)


def test_a_source_that_readers_see_marked_is_marked_in_the_same_words(client, author, reviewer, now):
    row = stories.add_reference(by=author, title="A trial")
    page = stories.write_article(by=author, body="Bones heal [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    set_status(reference=row, status="concern", by=author, now=now)
    client.force_login(author)
    text = read(client, address(page, **{"from": "e1", "to": "now"}))
    assert "[Expression of concern]" in re.sub(r"<[^>]+>", "", text)
    assert "concern)" not in text


@pytest.mark.parametrize("which", ["e9", "s99", "x1", "e", "e-1", "e1x", "e²", "e" + "9" * 30, "%00", "<script>"])
def test_a_text_that_is_not_there_is_not_found(client, author, page, which):
    client.force_login(author)
    assert client.get(address(page, **{"from": which, "to": "now"})).status_code == 404


def test_an_emptied_edition_is_told_and_not_shown(client, author, administrator, page, django_user_model):
    client.force_login(author)
    second = django_user_model.objects.create_superuser("second")
    stories.redact(page, first=second, second=administrator)
    assert "emptied for good" in read(client, address(page, **{"from": "e1", "to": "now"}), status=410)
    assert "emptied for good" in read(client, address(page, "restore", "e1"), status=410)


def test_the_history_offers_every_text(client, author, page):
    client.force_login(author)
    text = read(client, reverse("admin:edu_article_history", args=[page.pk]))
    for value in ("e1", "e2", "s1", "s2", "s3", "now"):
        assert f'name="from" value="{value}"' in text and f'name="to" value="{value}"' in text
    assert address(page, "restore", "e1") in text
    assert "brought back" not in text


def test_the_history_costs_the_same_however_long_it_is(client, author, reviewer, page):
    client.force_login(author)
    url = reverse("admin:edu_article_history", args=[page.pk])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    before = queries()
    for number in range(3):
        stories.edit(page, by=author, body=f"Text {number}.\n")
        stories.publish(page, by=author, reviewer=reviewer)
    assert queries() == before


def test_an_edition_is_brought_back(client, second_author, page):
    client.force_login(second_author)
    url = address(page, "restore", "e1")
    text = read(client, url)
    assert changed_words(text) == {"First", "Third", "One", "Two"}
    version = text.split('name="opened_version" value="')[1].split('"')[0]
    assert client.post(url, {"opened_version": version}).status_code == 302
    assert (stories.fresh(page).body, stories.fresh(page).summary) == ("First words.\n", "One.")
    form = read(client, reverse("admin:edu_article_change", args=[page.pk]))
    assert "The working copy is now edition 1" in form
    assert SavedCopy.objects.filter(page=page.pk, source__body="Third words.\n").exists()
    assert "brought back an earlier text" in read(client, reverse("admin:edu_article_history", args=[page.pk]))


def test_a_saved_copy_is_brought_back(client, second_author, page):
    client.force_login(second_author)
    assert client.post(address(page, "restore", "s2"), {}).status_code == 302
    assert stories.fresh(page).body == "Second words.\n"


def test_nothing_is_brought_back_over_what_someone_saved_meanwhile(client, author, second_author, page):
    client.force_login(second_author)
    version = stories.fresh(page).version
    stories.edit(page, by=author, body="Newer words.\n")
    for opened in (version, version - 1):
        response = client.post(address(page, "restore", "e1"), {"opened_version": opened})
        assert response.status_code == 200 and "after you opened it" in response.content.decode()
    assert stories.fresh(page).body == "Newer words.\n"


@pytest.mark.parametrize("odd", ["x", "-1", "", "9" * 40, "²"])
def test_an_odd_version_breaks_nothing(client, author, page, odd):
    client.force_login(author)
    assert client.post(address(page, "restore", "e1"), {"opened_version": odd}).status_code in (200, 302)


def test_the_working_copy_itself_is_not_restored(client, author, page):
    client.force_login(author)
    assert client.get(address(page, "restore", "now")).status_code == 404


def test_those_who_may_not_edit_compare_and_restore_nothing(client, coordinator, page):
    client.force_login(coordinator)
    text = read(client, address(page, **{"from": "e1", "to": "now"}))
    assert "/restore/" not in text
    assert "/restore/" not in read(client, reverse("admin:edu_article_history", args=[page.pk]))
    assert client.post(address(page, "restore", "e1")).status_code == 403
    assert stories.fresh(page).body == "Third words.\n"


@pytest.mark.parametrize("name", ["compare", "restore"])
def test_outsiders_are_led_away(client, outsider, page, name):
    arguments = ("e1",) if name == "restore" else ()
    assert client.get(address(page, name, *arguments)).status_code == 302
    client.force_login(outsider)
    assert client.get(address(page, name, *arguments)).status_code == 403


def test_what_was_typed_is_escaped(client, author, page):
    stories.edit(page, by=author, title="<script>alert(1)</script>", body="Text & <b>more</b>.\n")
    client.force_login(author)
    response = client.get(address(page, **{"from": "e1", "to": "now"})).content.decode()
    assert "<script>alert" not in response and "<b>more" not in response
