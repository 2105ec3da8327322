"""What search engines read: robots.txt and the sitemap."""

from xml.etree import ElementTree

import pytest

from connect import views
from publishing import actions
from publishing.models import WithdrawalCause
from tests import stories

pytestmark = pytest.mark.django_db

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def sitemap(client):
    """The addresses of the sitemap with the day each last changed."""

    def read() -> dict[str, str]:
        root = ElementTree.fromstring(client.get("/sitemap.xml").content)
        assert root.tag == f"{SPACE}urlset"
        return {url.findtext(f"{SPACE}loc"): url.findtext(f"{SPACE}lastmod") or "" for url in root}

    return read


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://wellread.example.org"


def test_robots_keep_out_of_the_admin_and_are_shown_the_sitemap(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /sign-off/",
        "Disallow: /review-objection/",
        "Disallow: /calendar/",
        "",
        "Sitemap: https://wellread.example.org/sitemap.xml",
    ]


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml"])
def test_both_can_be_kept_by_a_cache_and_set_no_cookie(client, path):
    response = client.get(path)
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_an_empty_site_has_an_empty_sitemap(sitemap):
    assert sitemap() == {}


def test_live_pages_are_listed_with_the_day_they_changed(sitemap, author, reviewer):
    article = stories.write_article(by=author, key="bones", body="Some text [@himelstein2017].\n")
    stories.add_reference(by=author)
    stories.publish(article, by=author, reviewer=reviewer)
    found = sitemap()
    assert found["https://wellread.example.org/articles/bones/"] == "2026-03-03"
    assert found["https://wellread.example.org/references/himelstein2017/"] == "2026-03-03"
    lists = {"/", "/drugs/", "/drugs/safety/", "/glossary/", "/references/"}
    assert {f"https://wellread.example.org{path}" for path in lists} <= found.keys()
    assert len(found) == 7


def test_drafts_facts_and_sources_nobody_cites_are_not_listed(sitemap, author, reviewer):
    stories.write_article(by=author, key="draft")
    stories.add_reference(by=author)
    stories.publish(stories.write_drug(by=author), by=author, reviewer=reviewer)
    assert not [address for address in sitemap() if "draft" in address or "denosumab" in address or "himel" in address]


def test_pages_that_moved_or_were_withdrawn_are_not_listed(sitemap, author, reviewer, now):
    moved = stories.write_article(by=author, key="moved")
    gone = stories.write_article(by=author, key="gone")
    for page in (moved, gone):
        stories.publish(page, by=author, reviewer=reviewer)
    actions.move(page=moved, by=author, now=now, slug="elsewhere")
    actions.withdraw(page=gone, by=author, now=now, cause=WithdrawalCause.OUTDATED, reason="It is out of date.")
    articles = [address for address in sitemap() if "/articles/" in address]
    assert articles == ["https://wellread.example.org/articles/elsewhere/"]


def test_pages_in_spanish_bring_the_spanish_lists(sitemap, author, reviewer):
    article = stories.write_article(by=author, key="huesos", language="es")
    stories.publish(article, by=author, reviewer=reviewer)
    found = {address.removeprefix("https://wellread.example.org") for address in sitemap()}
    assert found == {
        "/es/", "/es/articles/huesos/", "/es/drugs/", "/es/drugs/safety/", "/es/glossary/", "/es/references/",
    }  # fmt: skip


def test_there_are_never_more_addresses_than_the_protocol_allows(sitemap, author, reviewer, monkeypatch):
    for _number in range(4):
        stories.publish(stories.write_article(by=author), by=author, reviewer=reviewer)
    monkeypatch.setattr(views, "MOST_ADDRESSES", 6)
    assert len(sitemap()) == 6
