"""The index of the library follows every change of a row, on both databases, and is missed when it is gone."""

import pytest
from django.core.management import call_command
from django.db import connection

from references import search_index
from references.actions import save_reference
from references.models import Reference
from tests import stories

pytestmark = pytest.mark.django_db


def newest(text: str, most: int = 20) -> list[str]:
    return [row.key for row in Reference.objects.newest_matching(text, most)]


def drop(name: str) -> None:
    kind = "INDEX"
    if connection.vendor == "sqlite":
        kind = "TABLE" if name == search_index.INDEX else "TRIGGER"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {kind} {name}")


def names() -> list[str]:
    return list(search_index._SQLITE if connection.vendor == "sqlite" else search_index._POSTGRESQL)


def test_nothing_is_missing_after_migrating():
    assert search_index.missing() == []


def test_what_is_dropped_is_missed_told_and_comes_back(client, author):
    stories.add_reference(by=author, key="himelstein2017", title="Zoledronic acid")
    connection.check_constraints()  # PostgreSQL indexes no table with deferred checks waiting
    for name in names():
        drop(name)
        assert search_index.missing() == [name]
        assert name in str(client.get("/readyz").json()["problems"])
        call_command("migrate", verbosity=0, interactive=False)
        assert search_index.missing() == []
        assert newest("zoledronic") == ["himelstein2017"]


def test_the_index_follows_what_is_saved_and_deleted(author, now):
    row = stories.add_reference(by=author, title="Dosing of zoledronic acid")
    save_reference(reference=row, by=author, now=now, record=row.csl | {"title": "Dosing of denosumab"})
    assert newest("zoledronic") == []
    assert newest("denosumab dosing") == [row.key]
    row.delete()
    assert newest("denosumab") == []


def test_the_index_follows_rows_written_past_the_verbs(author):
    row = stories.add_reference(by=author)
    Reference.objects.filter(pk=row.pk).update(search_text="pamidronate", year=1999)
    assert newest("pamidronate") == [row.key]
    assert newest("bones") == []
    Reference.objects.all().delete()
    assert newest("pamidronate") == []


def test_the_newest_come_first_and_those_of_the_year_asked_for_before_them(author):
    for year in (2001, 2017, 2024):
        issued = {"date-parts": [[year]]}
        stories.add_reference(by=author, key=f"of{year}", title="Trial that began in 2017", issued=issued)
    stories.add_reference(by=author, key="undated", title="Trial of 2017", issued={})
    assert newest("trial") == ["of2024", "of2017", "of2001", "undated"]
    assert newest("trial 2017") == ["of2017", "of2024", "of2001", "undated"]
    assert newest("trial", 2) == ["of2024", "of2017"]
    assert newest("") == ["of2024", "of2017", "of2001", "undated"]


def test_of_very_many_the_newest_are_found(author, monkeypatch):
    monkeypatch.setattr(search_index, "CANDIDATES", 5)
    monkeypatch.setattr(search_index, "NEWEST", 10)
    for n in range(30):
        stories.add_reference(
            by=author, key=f"k{n}", title="Cancer" if n < 25 else "Bones", issued={"date-parts": [[1980 + n]]}
        )
    assert newest("cancer", 3) == ["k24", "k23", "k22"]
    assert len(newest("cancer", 12)) >= 5


@pytest.mark.parametrize(
    "query",
    ['"', "'", "* OR *", "a AND NOT b", "\x00", "%", "{}[]()", "🦴", ":* & !", "x" * 10_000, "\ud800", "1 " * 999],
)
def test_any_query_is_safe(author, query):
    stories.add_reference(by=author)
    newest(query)
    list(Reference.objects.matching(query))


def test_what_matches_can_be_filtered_further_and_counted(author):
    for key in ("a1", "a2", "b1"):
        stories.add_reference(by=author, key=key)
    rows = Reference.objects.matching("trial").exclude(key="a2")
    assert (rows.count(), [row.key for row in rows]) == (2, ["a1", "b1"])
