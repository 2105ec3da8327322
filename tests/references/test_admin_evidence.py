"""The librarian's boxes for the evidence and for what became of a reference."""

import pytest

from references.actions import Notice, set_status
from references.models import Reference, StatusRecord
from tests import stories
from tests.references.test_admin_references import ADD, FILLED, change, filled

EVIDENCE = {
    "evidence_type": "guideline",
    "evidence_level": "1",
    "funding": "A ministry",
    "conflicts_of_interest": "None stated",
    "archive_url": "https://web.archive.org/web/2020/https://example.org/",
    "abstract_shown": "on",
    "abstract_licence": "CC BY 4.0",
}


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def row(author):
    return stories.add_reference(by=author)


def test_the_evidence_is_filled_in_and_kept(as_author, row):
    assert as_author.post(change(row), filled(as_author, row, **EVIDENCE)).status_code == 302
    stored = Reference.objects.get(pk=row.pk)
    assert {name: getattr(stored, name) for name in EVIDENCE} == {**EVIDENCE, "abstract_shown": True}
    again = filled(as_author, row)
    assert {name: again[name] for name in EVIDENCE} == {**EVIDENCE, "abstract_shown": True}


def test_it_can_be_filled_in_with_a_new_reference(as_author):
    assert as_author.post(ADD, FILLED | EVIDENCE).status_code == 302
    assert Reference.objects.get().evidence_type == "guideline"
    assert not StatusRecord.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "box"),
    [
        ({"archive_url": "http://web.archive.org/web/x"}, "archive_url"),
        ({"archive_url": "javascript:alert(1)"}, "archive_url"),
        ({"abstract_shown": "on", "abstract_licence": ""}, "abstract_licence"),
        ({"evidence_type": "rumour"}, "evidence_type"),
        ({"evidence_level": "6"}, "evidence_level"),
        ({"status_notice": "somewhere"}, "status_notice"),
        ({"status_notice": "http://example.org/notice"}, "status_notice"),
    ],
)
def test_what_is_wrong_is_said_at_its_box_and_nothing_is_saved(as_author, row, wrong, box):
    response = as_author.post(change(row), filled(as_author, row, **EVIDENCE) | wrong)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [box]
    assert Reference.objects.get(pk=row.pk).evidence_type == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://doi.org/10.1000/Notice", ("10.1000/notice", "", "")),
        ("20137807", ("", "20137807", "")),
        ("https://journal.example.org/notice", ("", "", "https://journal.example.org/notice")),
        ("", ("", "", "")),
    ],
)
def test_a_status_is_changed_with_its_reason_and_its_notice(as_author, author, row, typed, kept):
    more = {"status": "retracted", "status_reason": "The data were made up.", "status_notice": typed}
    assert as_author.post(change(row), filled(as_author, row, **more)).status_code == 302
    record = StatusRecord.objects.get()
    assert (record.status, record.source, record.reason) == ("retracted", "person", "The data were made up.")
    assert (record.notice_doi, record.notice_pmid, record.notice_url) == kept
    text = as_author.get(change(row)).content.decode()
    assert "The data were made up." in text and author.get_display_name() in text


def test_a_status_is_lifted_only_with_a_reason_and_by_a_clinician(client, as_author, author, administrator, row, now):
    set_status(reference=row, status="retracted", by=author, now=now, notice=Notice("pubmed", "2010"))
    response = as_author.post(change(row), filled(as_author, row, status="corrected"))
    assert list(response.context["adminform"].form.errors) == ["status_reason"]
    assert Reference.objects.get(pk=row.pk).status == "retracted"
    data = filled(as_author, row, status="current", status_reason="It is about another work.")
    refused = as_author.post(change(row), data, follow=True).content.decode()
    assert "Only a clinician who approves pages may say" in refused
    assert Reference.objects.get(pk=row.pk).status == "retracted"
    client.force_login(administrator)
    assert client.post(change(row), data).status_code == 302
    assert Reference.objects.get(pk=row.pk).status == "current"


def test_the_form_says_when_nothing_is_known_and_nobody_looked(as_author, row):
    text = as_author.get(change(row)).content.decode()
    assert "Nothing was ever recorded against it." in text and "no source can be asked about it" in text


def test_what_has_a_history_is_not_deleted(client, administrator, author, row, now):
    client.force_login(administrator)
    path = f"/admin/references/reference/{row.pk}/delete/"
    assert client.get(path).status_code == 200
    set_status(reference=row, status="retracted", by=author, now=now)
    assert client.get(path).status_code == 403
