"""What a page said before, for whoever reads it: its history, and its old editions."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import actions
from publishing.models import Publication, Significance
from tests import stories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def page(author, reviewer):
    """An article of three editions."""
    page = stories.write_article(by=author, key="bones", title="Bones", body="First words.\n", summary="In short.")
    stories.publish(page, by=author, reviewer=reviewer, change_note="")
    stories.edit(page, by=author, body="Second words.\n")
    stories.publish(page, by=author, reviewer=reviewer, now=stories.NOW + DAY, change_note="The dose is lower now.")
    stories.edit(page, by=author, body="Third words.\n")
    stories.publish(
        page, by=author, reviewer=reviewer, now=stories.NOW + 2 * DAY, significance=Significance.CLARIFICATION
    )
    return page


def text(client, path, status=200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.status_code
    return " ".join(response.content.decode().split())


def test_the_history_tells_every_change_newest_first(page, client):
    shown = text(client, "/articles/bones/history/")
    said = (
        "Made easier to understand. The advice is the same.",
        "The facts or the advice changed. <strong>The dose is lower now.</strong>",
        "First published.",
    )
    places = [shown.index(words) for words in said]
    assert places == sorted(places)
    for address in ("/articles/bones/v1/", "/articles/bones/v2/"):
        assert f'href="{address}"' in shown
    assert "/articles/bones/v3/" not in shown, "the live edition is the page itself"


def test_the_live_page_leads_to_its_history(page, client):
    assert 'href="/articles/bones/history/"' in text(client, "/articles/bones/")


def test_an_old_edition_is_read_as_it_was_under_a_banner(page, client, settings):
    response = client.get("/articles/bones/v1/")
    shown = response.content.decode()
    assert "First words." in shown and "Second words." not in shown and "In short." in shown
    assert "This is an old version (number 1)" in shown and "3 March 2026" in shown
    assert "<title>Old version 1: Bones (3 March 2026) – " in shown
    assert 'href="/articles/bones/">Read the current version' in shown
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in shown
    assert f'<link rel="canonical" href="{settings.SITE_URL}/articles/bones/">' in shown


def test_the_number_of_the_live_edition_leads_to_the_page(page, client):
    response = client.get("/articles/bones/v3/")
    assert (response.status_code, response["Location"]) == (302, "/articles/bones/")


@pytest.mark.parametrize(
    "path",
    [
        "/articles/bones/v4/",
        "/articles/bones/v0/",
        "/articles/bones/v01/",
        "/articles/bones/v-1/",
        "/articles/bones/v999999999/",
        f"/articles/bones/v{'9' * 5000}/",
        "/articles/none/v1/",
        "/articles/none/history/",
        "/topics/bones/v1/",
        "/es/articles/bones/v1/",
        "/es/articles/bones/history/",
        "/glossary/bones/history/",
    ],
)
def test_what_was_never_published_is_not_found(page, client, path):
    assert client.get(path).status_code == 404


def test_every_kind_with_an_address_has_a_past(author, reviewer, client):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    pages = {
        "/drugs/denosumab/": stories.write_drug_page(by=author, drug=drug),
        "/topics/cancer/": stories.write_topic(by=author, key="cancer"),
        "/glossary/calcium/": stories.write_term(by=author, key="calcium", definition="a mineral"),
        "/es/articles/dolor/": stories.write_article(by=author, key="dolor", language="es", title="Dolor"),
    }
    for path, page in pages.items():
        stories.publish(page, by=author, reviewer=reviewer, change_note="")
        stories.edit(page, by=author, title="Another title")
        stories.publish(page, by=author, reviewer=reviewer)
        assert f'href="{path}v1/"' in text(client, f"{path}history/")
        assert page.title in text(client, f"{path}v1/")
        assert client.get(f"{path}v2/")["Location"] == path
    assert "A mineral." in text(client, "/glossary/calcium/v1/")
    assert '<html lang="es"' in text(client, "/es/articles/dolor/v1/")


@pytest.mark.parametrize("cause", ["error", "safety"])
def test_withdrawn_for_error_or_safety_closes_the_past_at_once(page, author, now, client, cause):
    client.get("/articles/bones/v1/")
    actions.withdraw(page=page, by=author, now=now, cause=cause, reason="The dose was wrong.")
    for path in ("/articles/bones/history/", "/articles/bones/v1/", "/articles/bones/v3/"):
        shown = text(client, path, 410)
        assert "The dose was wrong." in shown and "words" not in shown and "lower" not in shown


def test_what_was_closed_stays_closed_when_the_page_comes_back(page, author, reviewer, now, client):
    actions.withdraw(page=page, by=author, now=now, cause="error", reason="The dose was wrong.")
    for body in ("Right words.\n", "Better words.\n"):
        stories.edit(page, by=author, body=body)
        stories.publish(page, by=author, reviewer=reviewer, now=now + 3 * DAY, change_note="Put right.")
    for number in (1, 2, 3):
        shown = text(client, f"/articles/bones/v{number}/", 410)
        assert "The dose was wrong." in shown and "Read the current version:" in shown
    assert "Right words." in text(client, "/articles/bones/v4/")
    history = text(client, "/articles/bones/history/")
    assert "/v4/" in history and "/v3/" not in history and "The dose is lower now." not in history


def test_an_emptied_edition_is_gone_with_its_reason(page, administrator, client, django_user_model):
    client.get("/articles/bones/v1/")
    second = django_user_model.objects.create_superuser("second")
    stories.redact(page, first=second, second=administrator, reason="It named somebody.")
    shown = text(client, "/articles/bones/v1/", 410)
    assert "It was removed on" in shown and "3 March 2026" in shown and "It named somebody." in shown
    assert "First words" not in shown
    history = text(client, "/articles/bones/history/")
    assert "This version was removed on" in history and "/v1/" not in history and "/v2/" in history


@pytest.mark.parametrize("cause", ["outdated", "replaced", "other"])
def test_withdrawn_for_other_causes_keeps_the_past_readable(page, author, now, client, cause):
    actions.withdraw(page=page, by=author, now=now, cause=cause, reason="Another page says it better.")
    for number in (1, 3):
        shown = text(client, f"/articles/bones/v{number}/")
        assert "The page was withdrawn on" in shown and "Another page says it better." in shown
        assert "Read the current version" not in shown
    assert "This page has been withdrawn" in text(client, "/articles/bones/history/")


def test_what_is_held_back_from_readers_is_in_no_old_version_either(author, reviewer, now, client):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, key="bones", body="Given [[drug:denosumab#frequency]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, summary="New.")
    stories.publish(page, by=author, reviewer=reviewer)
    before = client.get("/articles/bones/v1/")
    assert "every 4 weeks" in before.content.decode()
    actions.withdraw(page=drug, by=author, now=now, cause="safety", reason="The dose was wrong.")
    assert "every 4 weeks" not in text(client, "/articles/bones/")
    after = client.get("/articles/bones/v1/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200 and "every 4 weeks" not in after.content.decode()


def test_a_moved_page_takes_its_past_along(page, author, now, client):
    for slug in ("bone", "bone-pain"):
        actions.move(page=page, by=author, now=now, slug=slug)
    for old in ("bones", "bone"):
        for ending in ("history/", "v1/", "v3/"):
            response = client.get(f"/articles/{old}/{ending}")
            assert (response.status_code, response["Location"]) == (301, f"/articles/bone-pain/{ending}")
    assert "First words." in text(client, "/articles/bone-pain/v1/")


def test_the_history_is_read_page_by_page_at_three_queries(page, author, reviewer, client, monkeypatch):
    monkeypatch.setattr("publishing.views_past.EDITIONS_A_PAGE", 2)
    with CaptureQueriesContext(connection) as captured:
        first = text(client, "/articles/bones/history/")
    assert len(captured) == 3
    assert "Page 1 of 2" in first and "First published." not in first
    assert "First published." in text(client, "/articles/bones/history/?page=2")
    for odd in ("0", "-1", "x", "999999999999999999999", "%00"):
        assert client.get(f"/articles/bones/history/?page={odd}").status_code == 200


def test_an_old_edition_costs_two_queries_and_knows_what_the_reader_has(page, client):
    response = client.get("/articles/bones/v1/")
    with CaptureQueriesContext(connection) as captured:
        again = client.get("/articles/bones/v1/", headers={"If-None-Match": response["ETag"]})
    assert len(captured) == 2
    assert again.status_code == 304 and "Set-Cookie" not in again and again["X-Robots-Tag"] == "noindex"
    zipped = client.get("/articles/bones/v1/", headers={"Accept-Encoding": "gzip"})
    assert zipped["Content-Encoding"] == "gzip" and zipped["ETag"] != response["ETag"]


def test_reading_the_past_writes_nothing(page, client):
    paths = ("history/", "v1/", "v3/", "v9/")
    with CaptureQueriesContext(connection) as captured:
        for path in paths:
            client.get(f"/articles/bones/{path}")
    assert all(query["sql"].lstrip().upper().startswith("SELECT") for query in captured)
    assert client.post("/articles/bones/v1/").status_code == 405


def test_search_engines_are_not_told_of_the_past(page, client):
    sitemap = text(client, "/sitemap.xml")
    assert "/articles/bones/<" in sitemap and "history" not in sitemap and "/v1/" not in sitemap


def test_what_a_link_elsewhere_changed_is_said(page, author, reviewer, client):
    linking = stories.write_article(by=author, key="linking", body="See [[page:later]].\n")
    later = stories.write_article(by=author, key="later", title="Later")
    stories.publish(linking, by=author, reviewer=reviewer)
    stories.publish(later, by=author, reviewer=reviewer)
    assert stories.live(linking).edition.significance == Significance.PROPAGATED
    shown = text(client, "/articles/linking/history/")
    assert "Brought up to date after a change on another page." in shown
    assert "“Later” can be read now, and a link on this page leads there." in shown


@pytest.fixture
def linking(page, author, reviewer):
    """A page that links to `page` in words of its own."""
    linking = stories.write_article(by=author, key="linking", title="Linking", body="See [[page:bones|the bones]].\n")
    stories.publish(linking, by=author, reviewer=reviewer, now=stories.NOW + 2 * DAY)
    return linking


@pytest.mark.parametrize("what", ["moved", "withdrawn", "moved and withdrawn", "moved twice"])
def test_an_edition_in_which_only_a_link_changed_is_no_change_for_readers(page, linking, author, client, what):
    before = stories.live(linking)
    later = stories.NOW + 9 * DAY
    if "moved" in what:
        actions.move(page=page, by=author, now=later, slug="bone")
    if "twice" in what:
        actions.move(page=page, by=author, now=later, slug="bone-pain")
    if "withdrawn" in what:
        actions.withdraw(page=page, by=author, now=later, cause="other", reason="Said better elsewhere.")
    after = stories.live(linking)
    assert after.edition.number > 1 and after.edition.html != before.edition.html
    assert after.updated_at == before.updated_at, "the day it was updated stays"
    shown = text(client, "/articles/linking/history/")
    assert shown.count('class="past-item"') == 1 and "First published." in shown
    assert 'href="/articles/linking/">Read this version: it is the current one' in shown
    assert "Versions in which no word changed are not listed" in shown
    response = client.get("/articles/linking/v1/")
    assert (response.status_code, response["Location"]) == (302, "/articles/linking/"), "it says what v1 said"
    assert f"<lastmod>{before.updated_at.date().isoformat()}</lastmod>" in text(client, "/sitemap.xml")


def test_what_changed_besides_links_stays_listed(page, linking, author, reviewer, client):
    actions.move(page=page, by=author, now=stories.NOW + 3 * DAY, slug="bone")
    stories.edit(linking, by=author, body="See [[page:bones|the bones]]. Rest.\n")
    stories.publish(linking, by=author, reviewer=reviewer, now=stories.NOW + 4 * DAY, change_note="Rest helps.")
    shown = text(client, "/articles/linking/history/")
    assert shown.count('class="past-item"') == 2 and "Rest helps." in shown and "are not listed" in shown
    assert 'href="/articles/linking/v1/"' in shown and "/v2/" not in shown
    assert "Old version 2:" in text(client, "/articles/linking/v2/"), "whoever kept its address still finds it"


def test_the_same_words_published_again_after_a_withdrawal_are_a_change(page, author, reviewer, now, client):
    actions.withdraw(page=page, by=author, now=now, cause="other", reason="Not now.")
    stories.publish(page, by=author, reviewer=reviewer, now=now + 3 * DAY, change_note="It is back.")
    shown = text(client, "/articles/bones/history/")
    assert shown.count('class="past-item"') == 4 and "It is back." in shown


def test_several_versions_of_one_day_have_names_of_their_own(page, author, reviewer, client):
    for words in ("Fourth words.\n", "Fifth words.\n"):
        stories.edit(page, by=author, body=words)
        stories.publish(page, by=author, reviewer=reviewer, now=stories.NOW + 2 * DAY)
    shown = text(client, "/articles/bones/history/")
    links = re.findall(r'href="(/articles/bones/v[0-9]+/)">([^<]+)</a>', shown)
    assert len(links) == 4 and len({words for _path, words in links}) == 4
    titles = {re.search("<title>(.+?)</title>", text(client, path))[1] for path, _words in links}
    assert len(titles) == 4


def test_a_page_that_readers_are_sent_on_from(page, author, reviewer, now, client):
    other = stories.write_article(by=author, key="other")
    stories.publish(other, by=author, reviewer=reviewer)
    actions.withdraw(page=page, by=author, now=now, cause="replaced", reason="See there.", instead=stories.live(other))
    Publication.objects.filter(path="/articles/bones/").update(redirects=True)
    response = client.get("/articles/bones/")
    assert (response.status_code, response["Location"]) == (302, "/articles/other/")
    assert "First words." in text(client, "/articles/bones/v1/"), "the past is still there to read"
    actions.withdraw(page=other, by=author, now=now, cause="other", reason="Gone too.")
    assert client.get("/articles/bones/").status_code == 410, "nobody is sent to a page that is gone"
