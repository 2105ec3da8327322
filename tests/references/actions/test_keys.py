"""A key may change while nobody cites by it, and never after."""

import pytest

from publishing.errors import NotPermitted, Refused
from publishing.models import Event
from references.actions import change_key
from references.models import Reference
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(author):
    return stories.add_reference(by=author)


def test_a_key_that_nobody_cites_changes_and_is_on_record(row, author):
    change_key(reference=row, key=" Andrew2017 ", by=author, now=stories.NOW)
    assert Reference.objects.get().key == "andrew2017"
    event = Event.objects.order_by("-pk").first()
    assert event.data == {"reference": "andrew2017", "key_before": "himelstein2017"}


@pytest.mark.parametrize(
    "cites",
    [
        lambda by: stories.write_article(by=by, title="Bones", body="A [@himelstein2017].\n"),
        lambda by: stories.write_article(by=by, title="Bones", body="A [@other; @himelstein2017, p. 3].\n"),
        lambda by: stories.write_topic(by=by, title="Bones", body="A [@himelstein2017].\n"),
        lambda by: stories.write_term(by=by, title="Bones", body="A [@himelstein2017].\n"),
        lambda by: stories.write_drug(by=by, title="Bones", references=[Reference.objects.get()]),
    ],
)
def test_a_key_that_a_working_copy_cites_stays(row, author, cites):
    cites(author)
    with pytest.raises(Refused, match="Bones"):
        change_key(reference=row, key="other", by=author, now=stories.NOW)
    assert Reference.objects.get().key == "himelstein2017"


@pytest.mark.parametrize(
    "body",
    ["A [@himelstein2017a].\n", "Write to himelstein2017.\n", "`[@himelstein2017]`\n", "a@himelstein2017.example\n"],
)
def test_what_is_no_citation_holds_no_key(row, author, body):
    stories.write_article(by=author, body=body)
    change_key(reference=row, key="other", by=author, now=stories.NOW)
    assert Reference.objects.get().key == "other"


def test_a_key_that_an_old_edition_cites_stays(row, author, reviewer):
    page = stories.write_article(by=author, body="A [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body="A.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    with pytest.raises(Refused, match="published pages cite it"):
        change_key(reference=row, key="other", by=author, now=stories.NOW)


@pytest.mark.parametrize("key", ["taken", "two words", "", "ü", "-a", "a-", "[@a]", "x" * 81])
def test_a_key_that_is_taken_or_cannot_be_written_is_refused(row, author, key):
    stories.add_reference(by=author, key="taken", title="Another")
    with pytest.raises(Refused):
        change_key(reference=row, key=key, by=author, now=stories.NOW)


def test_whoever_may_not_change_the_library_changes_no_key(row, coordinator):
    with pytest.raises(NotPermitted):
        change_key(reference=row, key="other", by=coordinator, now=stories.NOW)
