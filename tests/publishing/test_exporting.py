"""Lists as CSV: every filtered row, safe to open, for those who may see the list."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from publishing.exporting import BYTE_ORDER_MARK, cell, lines_of
from publishing.models import Publication
from tests import stories

PAGES = "admin:publishing_page_export"
EXPORTS = [
    f"admin:{name}_export"
    for name in ("publishing_page", "edu_article", "edu_topic", "drugs_drug", "publishing_edition",
                 "publishing_signoff", "publishing_review", "publishing_event")
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("Bones", "Bones"),
        ("a=b", "a=b"),
        ("ácido – dosis", "ácido – dosis"),
        ("", ""),
        (None, ""),
        (-3, -3),
        (True, "true"),
        ("a\x00b", "ab"),
        (date(2026, 2, 28), "2026-02-28"),
        (datetime(2026, 2, 28, 9, 30, tzinfo=UTC), "2026-02-28 09:30:00"),
    ],
)
def test_a_cell_is_never_read_as_a_formula(value, shown) -> None:
    assert cell(value) == shown


def test_lines_are_made_one_by_one() -> None:
    lines = lines_of(["a", "b"], iter([["x, y", 1], ['"', "two\nlines"]]))
    assert next(lines) == f"{BYTE_ORDER_MARK}a,b\r\n"
    assert list(csv.reader(io.StringIO("".join(lines)))) == [["x, y", "1"], ['"', "two\nlines"]]


def exported(client, name: str, query: str = "") -> list[list[str]]:
    """The rows of a file, without its head."""
    answer = client.get(reverse(name) + query)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith(BYTE_ORDER_MARK)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK))))
    assert {len(row) for row in rows} == {len(rows[0])}
    return rows[1:]


@pytest.fixture
def many_pages(author, reviewer):
    """More drafts than a list shows at once, and one live page with a title that a spreadsheet would run."""
    for n in range(101):
        stories.write_topic(by=author, title=f"Topic {n:03}")
    page = stories.write_article(by=author, title="=1+1")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.review(page, by=reviewer, decided_by=reviewer)
    Publication.objects.filter(page=page.pk).update(assigned_to=reviewer)
    return page


def test_a_file_holds_every_row_of_the_filtered_list(client, administrator, many_pages) -> None:
    client.force_login(administrator)
    assert len(exported(client, PAGES)) == 102
    assert len(exported(client, PAGES, "?state=draft")) == 101
    assert [row[1] for row in exported(client, PAGES, '?q="Topic 04"&o=-1')] == [
        f"Topic 04{n}" for n in range(9, -1, -1)
    ]


def test_a_page_says_where_it_stands_and_whose_it_is(client, administrator, author, many_pages) -> None:
    client.force_login(administrator)
    row = exported(client, PAGES, "?state=live")[0]
    assert row[1] == "'=1+1"
    assert {"live", "Sample Author", "Sample Reviewer", "The guideline of the year."} <= set(row)


@pytest.mark.parametrize("name", EXPORTS)
def test_every_list_has_its_file_and_a_link_to_it(client, coordinator, world, name) -> None:
    client.force_login(coordinator)
    exported(client, name)
    listed = client.get(reverse(name.replace("_export", "_changelist")) + "?q=bones").content.decode()
    assert f'href="{reverse(name)}?q=bones"' in listed


@pytest.mark.parametrize("name", [*EXPORTS, "staff:load-export"])
def test_a_file_is_shut_to_whoever_may_not_see_the_list(client, outsider, name) -> None:
    assert client.get(reverse(name)).status_code == 302
    client.force_login(outsider)
    assert client.get(reverse(name)).status_code == 403


def test_the_length_of_a_file_costs_no_query(client, administrator, author) -> None:
    client.force_login(administrator)
    counts = []
    for number in (2, 20):
        for _n in range(number):
            stories.write_topic(by=author, owner=author)
        with CaptureQueriesContext(connection) as captured:
            exported(client, PAGES)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_filter_that_makes_no_sense_leads_back_to_the_list(client, administrator, author) -> None:
    client.force_login(administrator)
    stories.write_topic(by=author)
    stories.write_topic(by=administrator)
    assert client.get(reverse(PAGES) + "?owner__id__exact=x").status_code == 302
    assert client.post(reverse(PAGES)).status_code == 405


def test_the_load_is_a_file_too(client, coordinator, reviewer, many_pages) -> None:
    client.force_login(coordinator)
    rows = exported(client, "staff:load-export")
    assert [(row[0], row[-1]) for row in rows] == [("Sample Reviewer", "0")] or rows == []
    assert exported(client, "staff:load-export", "?whose=mine") == []
