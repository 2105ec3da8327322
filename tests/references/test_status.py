"""What became of a reference: written down once, by whom, and followed by every page that cites it."""

import pytest

from publishing.errors import NotPermitted, Refused
from publishing.models import ChangeSet, Event
from references.actions import Notice, save_reference, set_status
from references.models import Reference, StatusRecord
from tests import stories

pytestmark = pytest.mark.django_db
PUBMED = Notice(source="pubmed", dated="2020-05", pmid="99", reason="Errors in the data")


@pytest.fixture
def cited(author, reviewer):
    row = stories.add_reference(by=author)
    page = stories.write_article(by=author, key="cites", body="Bones heal [@himelstein2017].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    return row, page


def history(row: Reference) -> list[tuple]:
    return list(row.status_records.values_list("status", "source", "dated", "notice_pmid", "reason", "changed"))


def test_a_change_says_who_when_and_why(cited, author, administrator, now):
    row, _page = cited
    set_status(reference=row, status="retracted", by=author, now=now, notice=PUBMED)
    set_status(
        reference=row,
        status="current",
        by=administrator,
        now=now,
        notice=Notice(reason="The notice was about another."),
    )
    assert history(row) == [
        ("retracted", "pubmed", "2020-05", "99", "Errors in the data", True),
        ("current", "person", "", "", "The notice was about another.", True),
    ]
    assert [(each.recorded_by, each.recorded_at) for each in row.status_records.all()] == [
        (author, now),
        (administrator, now),
    ]
    assert Event.objects.filter(data__status="retracted", data__source="pubmed").count() == 1


def test_the_librarians_form_and_the_importer_leave_the_same_record(cited, author, now):
    row, _page = cited
    save_reference(reference=row, by=author, now=now, record=row.csl, status="corrected")
    assert history(row) == [("corrected", "person", "", "", "", True)]
    save_reference(reference=row, by=author, now=now, record={**row.csl, "volume": "8"}, status="corrected")
    assert len(history(row)) == 1


def test_a_record_that_is_added_as_retracted_says_so_in_its_history(author, now):
    record = {"type": "article-journal", "title": "Gone"}
    row = save_reference(reference=Reference(), by=author, now=now, record=record, status="retracted")
    assert history(row) == [("retracted", "person", "", "", "", True)]


def test_a_change_puts_its_pages_before_a_clinician_and_makes_them_due(cited, author, reviewer, coordinator, now):
    row, page = cited
    stories.review(page, by=coordinator, decided_by=reviewer, now=now)
    promised = stories.live(page).next_review_on
    set_status(reference=row, status="concern", by=author, now=now, notice=PUBMED)
    live = stories.live(page)
    assert live.due_on < promised == live.next_review_on  # what readers were promised only a review moves
    assert [each["status"] for each in live.held] == ["concern"]
    assert ChangeSet.objects.open().get().after["status"] == "concern"


@pytest.mark.parametrize("grave", ["concern", "retracted"])
def test_only_a_clinician_lifts_a_retraction_or_a_concern_and_says_why(cited, author, administrator, now, grave):
    row, page = cited
    set_status(reference=row, status=grave, by=author, now=now, notice=PUBMED)
    with pytest.raises(Refused, match="Only a clinician"):
        set_status(reference=row, status="current", by=author, now=now, notice=Notice(reason="It seems right."))
    with pytest.raises(Refused, match="Say why"):
        set_status(reference=row, status="corrected", by=administrator, now=now)
    assert Reference.objects.get(pk=row.pk).status == grave and stories.live(page).held
    set_status(reference=row, status="current", by=administrator, now=now, notice=Notice(reason="About another work."))
    assert Reference.objects.get(pk=row.pk).status == "current"


def test_a_status_that_is_lifted_takes_the_banner_down_and_asks_nobody(cited, author, administrator, now, client):
    row, page = cited
    set_status(reference=row, status="retracted", by=author, now=now)
    assert "A source of this page was retracted" in client.get("/articles/cites/").content.decode()
    set_status(reference=row, status="current", by=administrator, now=now, notice=Notice(reason="Reinstated"))
    assert stories.live(page).held == []
    assert not ChangeSet.objects.unfinished().exists()
    assert "A source of this page" not in client.get("/articles/cites/").content.decode()


def test_a_graver_status_takes_the_place_of_a_lighter_one_on_its_pages(cited, author, now, client):
    row, page = cited
    for status in ("corrected", "concern", "retracted"):
        set_status(reference=row, status=status, by=author, now=now)
    assert [each["status"] for each in stories.live(page).held] == ["retracted"]
    assert [change.after["status"] for change in ChangeSet.objects.unfinished()] == ["retracted"]


def test_without_a_change_only_a_reason_is_recorded(cited, author, now):
    row, _page = cited
    set_status(reference=row, status="current", by=author, now=now)
    assert history(row) == []
    set_status(reference=row, status="current", by=author, now=now, notice=Notice(reason="Checked: not about us."))
    assert history(row) == [("current", "person", "", "", "Checked: not about us.", True)]
    assert not ChangeSet.objects.exists()


def test_what_was_replaced_can_be_retracted_and_still_names_what_replaced_it(author, now):
    newer, older = (stories.add_reference(by=author, key=key) for key in ("newer", "older"))
    set_status(reference=older, status="superseded", superseded_by=newer, by=author, now=now)
    set_status(reference=older, status="retracted", superseded_by=newer, by=author, now=now)
    older.refresh_from_db()
    assert (older.status, older.superseded_by) == ("retracted", newer)
    for status in ("current", "corrected"):
        with pytest.raises(Refused):
            set_status(reference=older, status=status, superseded_by=newer, by=author, now=now)
    assert StatusRecord.objects.count() == 2


@pytest.mark.parametrize("status", ["unknown", "", "Retracted"])
def test_a_status_we_do_not_know_is_refused(cited, author, now, status):
    row, _page = cited
    with pytest.raises(Refused):
        set_status(reference=row, status=status, by=author, now=now)
    assert history(row) == []


def test_nobody_without_permission_changes_a_status(cited, outsider, reviewer, now):
    row, _page = cited
    for person in (outsider, reviewer):
        with pytest.raises(NotPermitted):
            set_status(reference=row, status="retracted", by=person, now=now)
    assert history(row) == []


def test_nothing_else_in_an_old_record_keeps_a_retraction_from_it(cited, author, now):
    row, _page = cited
    Reference.objects.filter(pk=row.pk).update(archive_url="https://an address of old")
    set_status(reference=row, status="retracted", by=author, now=now)
    assert Reference.objects.get(pk=row.pk).status == "retracted"


def test_a_source_is_still_not_replaced_while_it_is_current(cited, author, now):
    newer = stories.add_reference(by=author, key="newer", title="Newer")
    with pytest.raises(Refused):
        set_status(reference=cited[0], status="current", superseded_by=newer, by=author, now=now)
