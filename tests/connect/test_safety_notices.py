"""Safety notices for machines: a feed in each language, and JSON with codes and pages. Both are gone or changed by their date."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from connect import safety as machine
from drugs.actions import end_notice
from tests import stories
from tests.drugs import safety_stories
from tests.drugs.safety_stories import TITLE, WEEK

pytestmark = pytest.mark.django_db
NOW = stories.NOW
ATOM = "{http://www.w3.org/2005/Atom}"
FEED, JSON = "/feeds/safety.xml", "/api/safety-notices.json"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    class Clock:
        now = NOW

    monkeypatch.setattr("django.utils.timezone.now", lambda: Clock.now)
    return Clock


@pytest.fixture
def drug(author, reviewer):
    drug = stories.write_drug(by=author, rxnorm="993449")
    stories.publish(drug, by=author, reviewer=reviewer)
    stories.publish(stories.write_drug_page(by=author, drug=drug), by=author, reviewer=reviewer)
    return drug


@pytest.fixture
def notice(drug, author, reviewer):
    return safety_stories.shown(
        drug, first=author, second=reviewer, products=[{"brand": "Xgeva", "lots": "17"}], title={"en": "<b>One</b> lot & more"},
        text={"en": "Look at your box."},
    )  # fmt: skip


def entries(client, path=FEED):
    feed = ElementTree.fromstring(client.get(path).content)
    return [
        {name: entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "published", "content")}
        for entry in feed.iter(f"{ATOM}entry")
    ]


def test_the_feed_is_well_formed_and_says_what_readers_read(client, notice):
    (entry,) = entries(client)
    assert entry["title"] == "Recall: denosumab: <b>One</b> lot & more"
    assert entry["id"].endswith(f"/drugs/safety/#safety-{notice.pk}")
    assert entry["content"].splitlines()[:2] == ["Look at your box.", "It concerns: Xgeva, lot 17"]
    assert client.get(FEED).headers["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_each_language_has_its_feed(client, notice):
    (entry,) = entries(client, f"/es{FEED}")
    assert entry["title"] == "Retirada del mercado: denosumab"
    assert entry["content"].startswith("Hay un aviso de retirada del mercado sobre denosumab.")


def test_an_entry_is_updated_when_the_notice_begins_and_when_it_ends(client, drug, author, reviewer, clock):
    starts = NOW + timedelta(hours=2)
    notice = safety_stories.shown(drug, first=author, second=reviewer, starts_at=starts, ends_at=starts + WEEK)
    assert entries(client) == []
    clock.now = starts
    (entry,) = entries(client)
    assert entry["updated"].startswith(starts.astimezone(machine.timezone.get_default_timezone()).isoformat()[:16])
    clock.now = ended = starts + timedelta(days=1)
    end_notice(notice=notice, reason="Over.", by=author, now=ended)
    (entry,) = entries(client)
    assert entry["title"].startswith("Over: ")
    assert entry["updated"].startswith(ended.astimezone(machine.timezone.get_default_timezone()).isoformat()[:16])


def test_the_feed_is_capped_and_costs_the_same_queries(
    client, drug, author, reviewer, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(machine, "MOST_ENTRIES", 2)
    for number in range(3):
        safety_stories.shown(drug, first=author, second=reviewer, title={"en": f"No. {number}"}, text={"en": "Words."})
    with django_assert_num_queries(3):
        found = entries(client)
    assert len(found) == 2


@pytest.mark.parametrize("path", [FEED, f"/es{FEED}", JSON])
def test_whoever_has_it_already_is_told_so(client, notice, path, clock):
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"if-none-match": tag}).status_code == 304
    clock.now = NOW + WEEK
    assert client.get(path, headers={"if-none-match": tag}).status_code == 200


def test_json_names_drug_codes_texts_dates_and_pages(client, notice, reviewer):
    said = json.loads(client.get(JSON).content)
    (row,) = said["current"]
    assert said["past"] == []
    assert row["drug"] == {
        "key": "denosumab",
        "name": {"en": "denosumab", "es": "denosumab"},
        "codes": {"rxnorm": "993449"},
    }
    assert (row["id"], row["kind"], row["products"]) == (
        notice.key,
        "recall",
        [{"brand": "Xgeva", "lots": "17"}],
    )
    assert row["texts"] == {"en": {"title": "<b>One</b> lot & more", "text": "Look at your box."}}
    assert row["headings"]["es"] == "Retirada del mercado: denosumab"
    assert row["confirmed"]["by"] == "Sample Reviewer, RN"
    assert (len(row["pages"]), row["pages_total"]) == (1, 1)
    assert row["pages"][0].endswith("/drugs/denosumab/")


def test_what_is_over_is_told_for_a_year_without_pages(client, notice, clock):
    clock.now = NOW + WEEK
    said = json.loads(client.get(JSON).content)
    assert said["current"] == []
    assert [row["id"] for row in said["past"]] == [notice.key]
    assert "pages" not in said["past"][0]
    clock.now = NOW + WEEK + timedelta(days=366)
    assert json.loads(client.get(JSON).content) == {"current": [], "past": []}


def test_json_costs_the_same_queries_however_many_there_are(
    client, notice, drug, author, reviewer, django_assert_num_queries
):
    with django_assert_num_queries(5):
        client.get(JSON)
    safety_stories.shown(drug, first=author, second=reviewer, title=TITLE)
    with django_assert_num_queries(5):
        client.get(JSON)


def test_json_has_one_address_for_every_language(client, notice):
    assert client.get(f"/es{JSON}").status_code == 404


def test_the_list_for_people_shows_what_is_on_and_what_was(client, notice, drug, author, reviewer, clock):
    text = client.get("/drugs/safety/").content.decode()
    assert "&lt;b&gt;One&lt;/b&gt; lot &amp; more" in text
    assert 'href="/drugs/denosumab/"' in text
    assert text.index(">Now<") < text.index("Recall: denosumab") < text.index("Over, in the last 12 months")
    clock.now = NOW + WEEK
    text = client.get("/drugs/safety/").content.decode()
    assert "There is no safety notice at present." in text
    assert text.index("Over, in the last 12 months") < text.index("Recall: denosumab")


def test_the_sitemap_knows_the_list_and_that_a_page_changed(client, drug, author, reviewer, clock):
    path = "/drugs/denosumab/"

    def changed():
        rows = ElementTree.fromstring(client.get("/sitemap.xml").content)
        name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
        return {
            row.findtext(f"{name}loc").split("//", 1)[-1].partition("/")[2]: row.findtext(f"{name}lastmod")
            for row in rows
        }

    assert changed()[path[1:]] == NOW.date().isoformat()
    clock.now = NOW + timedelta(days=3)
    safety_stories.shown(drug, first=author, second=reviewer, now=clock.now)
    assert "drugs/safety/" in changed()
    assert changed()[path[1:]] == clock.now.date().isoformat()
    clock.now += WEEK
    assert changed()[path[1:]] == clock.now.date().isoformat()
