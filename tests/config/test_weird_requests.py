"""Nothing a stranger sends makes a public page fail, and nothing they read writes a row."""

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from tests import stories
from tests.config.conftest import ADDRESSES, GONE, MOVED, NOWHERE, PAGES

pytestmark = pytest.mark.django_db

LONG = "x" * 10_000
WEIRD = [
    "", "%00", "%00%00", LONG, "%F0%9F%98%80", "%ED%A0%80", "%FF%FE", "%C3", "%", "%%", "%zz", "+", "%20" * 500, "-1", "0", "1.5",
    "99999999999999999999", "1e9", "NaN", "%D9%A3", "%22", "%27", "%3Cscript%3E", "%5C", "%25", "_", "*", "a" * 300, "%E2%80%AE",
    "' OR 1=1 --", "%0D%0ASet-Cookie:x=1", "../../etc/passwd", "{{7*7}}", "%7B%25%20x%20%25%7D", "[]", "null", "%E0%A4%A",
    "(" * 200, "ß", "İ", "%CC%81" * 300, "a b c d e f g h i j k l",
]  # fmt: skip


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_query_makes_a_public_page_fail(public_site, name):
    client = Client(raise_request_exception=True)
    path = ADDRESSES[name]
    for value in WEIRD:
        raw = value.encode().decode("latin-1")  # as a server hands it on
        response = client.get(
            path, QUERY_STRING="&".join(f"{parameter}={raw}" for parameter in ("q", "page", "d", "x"))
        )
        assert response.status_code == 200, (path, value[:40])
        assert "Set-Cookie" not in response
    for query in ("&" * 500, "=", "==", "q", "q&q&q", "page=2&page=3", "d=" * 50, "%00=1", "q=%00&page=%00&d=%00"):
        assert client.get(path, QUERY_STRING=query).status_code == 200, query[:40]


SEGMENTS = (
    "%00",
    LONG,
    "%F0%9F%98%80",
    "%ED%A0%80",
    "%FF",
    "..",
    "%2e%2e",
    "%2F",
    "a%20b",
    "é",
    "-",
    "_",
    "%0a",
    "'",
    "1;2",
)


@pytest.mark.parametrize(
    "folder", ["", "articles/", "topics/", "drugs/", "glossary/", "references/", "es/", "es/articles/"]
)
def test_no_address_makes_a_public_page_fail(client, folder):
    for segment in SEGMENTS:
        for path in (f"/{folder}{segment}/", f"/{folder}{segment}"):
            assert client.get(path).status_code in (301, 404), path[:60]


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><img src=x>', "{{ site }}", "javascript:alert(1)"])
def test_what_was_searched_for_comes_back_as_text(public_site, client, query):
    for path in PAGES.values():
        text = client.get(path, {"q": query, "d": query, "page": query}).content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text


def test_a_hundred_medicines_are_too_many_and_cost_no_more(public_site, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        response = client.get("/drugs/compare/", {"d": [f"drug{n}" for n in range(100)]})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ([], None),
        (["denosumab"], "at least two"),
        (["denosumab", "denosumab"], "at least two"),
        (["denosumab", "nothing"], "on this site"),
        (["nothing", "nowhere"], "on this site"),
        (["denosumab", "zoledronic-acid", "nothing"], "on this site"),
        (["denosumab", "zoledronic-acid"], None),
        (["zoledronic-acid", "denosumab", "denosumab"], None),
        ([""], None),
        (["DENOSUMAB", "zoledronic-acid"], None),
        (["denosumab\n", "zoledronic-acid"], None),
        (["denosumab zoledronic-acid", "denosumab"], "on this site"),
        (["denosumab rows=dose", "zoledronic-acid"], "on this site"),
    ],
)
def test_a_comparison_says_what_is_missing(public_site, client, asked, says):
    text = client.get("/drugs/compare/", {"d": asked}).content.decode()
    complete = len(set(asked)) >= 2 and says is None
    assert ("<table" in text) == complete
    assert says is None or says in text


@pytest.mark.parametrize("many", [5, 16, 17, 100])
def test_more_than_four_medicines_are_too_many(author, reviewer, client, many):
    drugs = [stories.write_drug(by=author, key=f"drug{n}") for n in range(min(many, 6))]
    for drug in drugs:
        stories.publish(drug, by=author, reviewer=reviewer)
    keys = [f"drug{n % 6}" for n in range(many)]
    text = client.get("/drugs/compare/", {"d": keys}).content.decode()
    assert "<table" not in text and "four medicines at most" in text


def rows_of_every_table() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts


def test_reading_writes_nothing(public_site, client):
    before = rows_of_every_table()
    assert len(before) >= len(apps.get_models())
    versions = list(public_site["article"].publications.values_list("version", flat=True))
    paths = [
        *ADDRESSES.values(),
        GONE,
        MOVED,
        NOWHERE,
        "/es/",
        "/admin/",
        "/admin/login/",
        "/drugs/compare/?d=denosumab",
    ]
    for path in paths:
        for method in (client.get, client.head, client.post, client.options, client.put, client.delete):
            if not (path == "/admin/login/" and method == client.post):
                method(path)
    assert rows_of_every_table() == before
    assert list(public_site["article"].publications.values_list("version", flat=True)) == versions
