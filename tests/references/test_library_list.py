"""The library's list in the admin: filters, files of what is selected, and an empty library."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import actions as press
from references.actions import import_records
from references.models import Reference
from tests import stories
from tests.stories import NOW

pytestmark = pytest.mark.django_db
LIST = "/admin/references/reference/"


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def add(author, number: int = 1, **fields) -> None:
    records = [
        {"id": f"work{place}", "type": "book", "title": f"Work {place}", "issued": 2025} | fields
        for place in range(number)
    ]
    assert not import_records(records=records, by=author, now=NOW).rejected


def listed(client, query: str) -> list[str]:
    return [row.key for row in client.get(LIST + query).context["cl"].result_list]


@pytest.mark.parametrize(
    ("query", "told"),
    [("", False), ("?q=work", True), ("?type=book", True), ("?type=book&q=work", True), ("?o=1", False)],
)
def test_results_are_counted_only_for_whoever_looked_for_something(as_author, author, query, told):
    add(author, 2)
    assert ("2 results" in as_author.get(LIST + query).content.decode()) is told


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("?age=5", ["new"]),
        ("?age=10", ["middle"]),
        ("?age=older", ["old"]),
        ("?age=unknown", ["undated"]),
        ("?age=nonsense", ["middle", "new", "old", "undated"]),
        ("?type=book", ["new"]),
        ("?type=other", ["undated"]),
        ("?status__exact=retracted", []),
    ],
)
def test_the_list_is_narrowed_by_age_and_type(as_author, author, monkeypatch, query, keys):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: NOW.date())
    for key, year, kind in (
        ("new", 2026, "book"),
        ("middle", 2019, "report"),
        ("old", 2000, "report"),
        ("undated", "", "map"),
    ):
        record = {"id": key, "type": kind, "title": key, "issued": year}
        import_records(records=[record], by=author, now=NOW)
    assert listed(as_author, query) == keys


def test_the_list_is_narrowed_by_who_cites(as_author, author, reviewer, coordinator):
    for key in ("live", "gone", "never"):
        stories.add_reference(by=author, key=key, title=key)
    stories.publish(stories.write_article(by=author, body="Bones [@live].\n"), by=author, reviewer=reviewer)
    withdrawn = stories.write_article(by=author, body="Bones [@gone].\n")
    stories.publish(withdrawn, by=author, reviewer=reviewer)
    press.withdraw(page=withdrawn, by=author, now=NOW, cause="outdated", reason="Old.")
    assert [listed(as_author, f"?cited={name}") for name in ("live", "withdrawn", "never")] == [
        ["live"],
        ["gone"],
        ["never"],
    ]


def test_the_number_of_queries_does_not_grow(as_author, author):
    add(author, 2)
    as_author.get(LIST)
    query = "?age=5&type=book&cited=never&q=work"
    with CaptureQueriesContext(connection) as two:
        assert len(listed(as_author, query)) == 2
    add(author, 60)
    with CaptureQueriesContext(connection) as sixty:
        assert len(listed(as_author, query)) == 50
    assert len(sixty) <= len(two) <= 10


def test_an_empty_library_says_what_to_do(as_author, author):
    assert "The library is empty" in as_author.get(LIST).content.decode()
    add(author)
    assert "The library is empty" not in as_author.get(LIST).content.decode()
    assert "No reference is like that" in as_author.get(f"{LIST}?q=nothing").content.decode()


def export(client, name: str, query: str = "", **fields):
    return client.post(LIST + query, {"action": f"export_as_{name}", "index": "0", **fields})


def test_what_is_selected_comes_as_a_file_and_so_does_everything_that_a_filter_leaves(as_author, author):
    add(author, 60)
    add(author, 1, id="map1", type="map", title="A map")
    one = export(as_author, "csl_json", _selected_action=[Reference.objects.get(key="work7").pk])
    assert [record["id"] for record in json.loads(one.getvalue())] == ["work7"]
    assert one["Content-Disposition"] == 'attachment; filename="references.json"'
    first = Reference.objects.get(key="work0").pk
    every = export(as_author, "ris", "?type=book", _selected_action=[first], select_across="1")
    assert every.getvalue().decode().count("TY  - ") == 60


@pytest.mark.parametrize("name", ["csl_json", "ris", "bibtex", "nbib", "csv", "text", "numbered"])
def test_whoever_sees_the_library_takes_it_along_in_every_format(client, coordinator, author, name):
    add(author)
    client.force_login(coordinator)
    answer = export(client, name, _selected_action=[Reference.objects.get().pk])
    assert (answer.status_code, b"Work 0" in answer.getvalue()) == (200, True)
