"""A confirmed notice stands above every page that uses the drug, from its start to its end, and nowhere else."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from drugs.actions import ask_longer, decide_longer, end_notice
from publishing import actions
from publishing.models import Edition, Publication
from tests import stories
from tests.drugs import safety_stories
from tests.drugs.safety_stories import TITLE, WEEK

pytestmark = pytest.mark.django_db
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
HEADING = "Recall: denosumab"


@pytest.fixture
def clock(monkeypatch):
    """The time that views see; `clock.now` may be set."""

    class Clock:
        now = stories.NOW

    monkeypatch.setattr("django.utils.timezone.now", lambda: Clock.now)
    return Clock


@pytest.fixture
def drug(author, reviewer):
    group = stories.write_class(by=author)
    stories.publish(group, by=author, reviewer=reviewer)
    drug = stories.write_drug(by=author, classes=[group])
    stories.publish(drug, by=author, reviewer=reviewer)
    return drug


@pytest.fixture
def publish(author, reviewer):
    def publish(page):
        return stories.publish(page, by=author, reviewer=reviewer).path

    return publish


@pytest.fixture
def pages(author, drug, publish):
    """Paths of pages that use denosumab in every way, and of pages that do not."""
    other = stories.write_drug(by=author, key="pamidronate", brand="Aredia", classes=drug.classes.all())
    publish(other)
    using = {
        "drug page": stories.write_drug_page(by=author, drug=drug),
        "Spanish drug page": stories.write_drug_page(by=author, drug=drug, language="es"),
        "quotes": stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n"),
        "table": stories.write_article(by=author, body="::: drug-table denosumab pamidronate\n"),
        "term": stories.write_term(by=author, key="antiresorptive", body="Such as [[drug:denosumab]].\n"),
        "topic": stories.write_topic(by=author, body="About [[drug:denosumab]].\n"),
    }
    found = {name: publish(page) for name, page in using.items()}
    found["links"] = publish(stories.write_article(by=author, body="Read [[page:denosumab]].\n"))
    others = {
        "nothing of it": stories.write_article(by=author),
        "another drug of its class": stories.write_article(by=author, body="Given [[drug:pamidronate#frequency]].\n"),
        "the page of that drug": stories.write_drug_page(by=author, drug=other),
        "its class": stories.write_article(by=author, body="::: side-effects class:bisphosphonates\n"),
        "a term that quotes it": stories.write_article(by=author, body="See [[term:antiresorptive]].\n"),
    }
    return found, {name: publish(page) for name, page in others.items()}


def text_of(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_every_page_that_uses_the_drug_shows_it_and_no_other(client, pages, drug, author, reviewer, clock):
    using, others = pages
    for path in (*using.values(), *others.values()):
        assert "bulletin" not in text_of(client, path)
    editions = Edition.objects.count()
    safety_stories.shown(drug, first=author, second=reviewer)
    for name, path in using.items():
        assert 'class="bulletin"' in text_of(client, path), name
    for name, path in others.items():
        assert "bulletin" not in text_of(client, path), name
    assert Edition.objects.count() == editions


def test_a_page_in_another_language_shows_its_text_and_heading(client, pages, drug, author, reviewer, clock):
    safety_stories.shown(drug, first=author, second=reviewer)
    english, spanish = (text_of(client, pages[0][name]) for name in ("drug page", "Spanish drug page"))
    assert HEADING in english
    assert TITLE["en"] in english
    assert "Retirada del mercado: denosumab" in spanish
    assert TITLE["es"] in spanish


def test_a_language_without_a_text_gets_the_standard_sentence_and_a_link(client, pages, drug, author, reviewer, clock):
    notice = safety_stories.shown(
        drug, first=author, second=reviewer, title={"en": TITLE["en"]}, text={"en": "Look at your box."}
    )
    spanish = text_of(client, pages[0]["Spanish drug page"])
    assert "Hay un aviso de retirada del mercado sobre denosumab." in spanish
    assert f'<a href="/drugs/safety/#safety-{notice.pk}" hreflang="en">' in spanish
    assert '<span lang="en">English</span>' in spanish
    assert TITLE["en"] not in spanish
    assert f'id="safety-{notice.pk}"' in text_of(client, "/drugs/safety/")


@pytest.mark.parametrize(
    ("after", "is_shown"),
    [
        (-SECOND, False),
        (timedelta(0), True),
        (WEEK - SECOND, True),
        (WEEK, False),
        (WEEK + HOUR, False),
    ],
)
def test_it_comes_and_goes_by_its_dates(client, pages, drug, author, reviewer, clock, after, is_shown):
    tomorrow = stories.NOW + timedelta(days=1)
    safety_stories.shown(drug, first=author, second=reviewer, starts_at=tomorrow, ends_at=tomorrow + WEEK)
    clock.now = tomorrow + after
    assert (HEADING in text_of(client, pages[0]["quotes"])) == is_shown


def test_nothing_is_shown_before_a_second_person_confirms(client, pages, drug, author, clock):
    safety_stories.raised(drug, by=author)
    assert "bulletin" not in text_of(client, pages[0]["quotes"])
    assert HEADING not in text_of(client, "/drugs/safety/")


def test_a_page_published_while_it_is_on_show_has_it_too(client, drug, author, reviewer, publish, clock):
    safety_stories.shown(drug, first=author, second=reviewer)
    new = publish(stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n"))
    assert HEADING in text_of(client, new)


def test_a_page_that_stops_using_the_drug_stops_showing_it_but_its_old_edition_does_not(
    client, drug, author, reviewer, publish, clock
):
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    path = publish(page)
    publish(stories.edit(page, by=author, body="About bones.\n"))
    safety_stories.shown(drug, first=author, second=reviewer)
    assert "bulletin" not in text_of(client, path)
    assert HEADING in text_of(client, f"{path}v1/")


def test_old_editions_and_the_history_show_it(client, drug, author, reviewer, publish, clock):
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    path = publish(page)
    publish(stories.edit(page, by=author, body="Given [[drug:denosumab#frequency]], in the clinic.\n"))
    safety_stories.shown(drug, first=author, second=reviewer)
    for address in (path, f"{path}v1/", f"{path}history/"):
        assert HEADING in text_of(client, address), address


def test_a_withdrawn_page_says_only_that_it_was_withdrawn(client, drug, author, reviewer, publish, clock):
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    path = publish(page)
    actions.withdraw(page=page, by=author, now=stories.NOW, cause="safety", reason="The dose was wrong.")
    safety_stories.shown(drug, first=author, second=reviewer)
    response = client.get(path)
    assert response.status_code == 410
    assert "bulletin" not in response.content.decode()


def test_ending_it_early_takes_it_down_and_prolonging_keeps_it(client, pages, drug, author, reviewer, clock):
    path = pages[0]["quotes"]
    notice = safety_stories.shown(drug, first=author, second=reviewer)
    asked = ask_longer(
        notice=notice, until=stories.NOW + 2 * WEEK, reason="Still recalled.", by=author, now=stories.NOW
    )
    seen = safety_stories.longer_hash(asked)
    decide_longer(asked=asked, agreed=True, seen_hash=seen, by=reviewer, now=stories.NOW)
    clock.now = stories.NOW + WEEK + HOUR
    assert HEADING in text_of(client, path)
    end_notice(notice=notice, reason="The recall is over.", by=author, now=clock.now)
    assert HEADING not in text_of(client, path)


def test_two_notices_of_one_page_stand_in_the_order_of_their_start(client, pages, drug, author, reviewer, clock):
    for title, ago in (("Second", 1), ("First", 2)):
        safety_stories.shown(
            drug, first=author, second=reviewer, title={"en": title}, text={"en": "Words."},
            starts_at=stories.NOW - timedelta(days=ago),
        )  # fmt: skip
    text = text_of(client, pages[0]["quotes"])
    assert text.index(">First<") < text.index(">Second<")


def max_age(response) -> int:
    return int(response.headers["Cache-Control"].split("max-age=")[1].split(",")[0])


@pytest.mark.parametrize(
    ("before_the_end", "longest"), [(HOUR, 30), (timedelta(seconds=60), 30), (timedelta(seconds=20), 10), (SECOND, 0)]
)
def test_no_cache_keeps_it_past_its_end(client, pages, drug, author, reviewer, clock, before_the_end, longest):
    """Half of the time may pass in a cache in front, half in the browser."""
    safety_stories.shown(drug, first=author, second=reviewer)
    clock.now = stories.NOW + WEEK - before_the_end
    for path in (pages[0]["quotes"], "/drugs/safety/", "/feeds/safety.xml", "/api/safety-notices.json"):
        assert max_age(client.get(path)) == longest, path
    assert max_age(client.get(pages[1]["nothing of it"])) == 30


def test_no_cache_hides_its_beginning(client, pages, drug, author, reviewer, clock):
    starts = stories.NOW + timedelta(days=1)
    safety_stories.shown(drug, first=author, second=reviewer, starts_at=starts, ends_at=starts + WEEK)
    clock.now = starts - timedelta(seconds=8)
    assert max_age(client.get(pages[0]["quotes"])) == 4


def test_the_etag_changes_when_it_comes_and_when_it_goes_and_only_there(client, pages, drug, author, reviewer, clock):
    path, elsewhere = pages[0]["quotes"], pages[1]["nothing of it"]
    tags = {at: client.get(at).headers["ETag"] for at in (path, elsewhere)}
    safety_stories.shown(drug, first=author, second=reviewer)
    with_it = client.get(path, headers={"if-none-match": tags[path]})
    assert with_it.status_code == 200
    assert client.get(path, headers={"if-none-match": with_it.headers["ETag"]}).status_code == 304
    assert client.get(elsewhere, headers={"if-none-match": tags[elsewhere]}).status_code == 304
    clock.now = stories.NOW + WEEK
    gone = client.get(path, headers={"if-none-match": with_it.headers["ETag"]})
    assert gone.status_code == 200
    assert gone.headers["ETag"] == tags[path]


def test_a_page_costs_one_query_with_and_without_a_notice(
    client, pages, drug, author, reviewer, clock, django_assert_num_queries
):
    path = pages[0]["quotes"]
    for _round in range(2):
        cache.clear()
        with django_assert_num_queries(1):
            client.get(path)
        with django_assert_num_queries(1):
            client.get(path)
        safety_stories.shown(drug, first=author, second=reviewer, **safety_stories.of_another_lot())


def test_confirming_costs_the_same_however_many_pages_use_the_drug(
    drug, author, reviewer, publish, django_assert_max_num_queries
):
    def cost():
        notice = safety_stories.raised(drug, by=author, **safety_stories.of_another_lot())
        seen = safety_stories.hash_on_screen(notice)
        with django_assert_max_num_queries(100) as found:
            safety_stories.confirmed(notice, by=reviewer)
        del seen
        return len(found)

    before = cost()
    for _page in range(5):
        publish(stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n"))
    assert cost() == before


def test_no_row_of_a_page_is_written(pages, drug, author, reviewer):
    before = list(Publication.objects.order_by("pk").values())
    safety_stories.shown(drug, first=author, second=reviewer)
    assert list(Publication.objects.order_by("pk").values()) == before


def test_lists_mark_the_drug_and_the_comparison_shows_the_notice(client, pages, drug, author, reviewer, clock):
    compared = "/drugs/compare/?d=denosumab&d=pamidronate"
    for path in ("/drugs/", compared):
        assert HEADING not in text_of(client, path)
    safety_stories.shown(drug, first=author, second=reviewer)
    assert text_of(client, "/drugs/").count(f'<span class="bulletin-mark">{HEADING}</span>') >= 1
    assert "Recall: pamidronate" not in text_of(client, "/drugs/")
    assert "Retirada del mercado: denosumab" in text_of(client, "/es/drugs/")
    assert text_of(client, compared).count(HEADING) == 1
    assert HEADING not in text_of(client, "/drugs/compare/?d=pamidronate")
    clock.now = stories.NOW + WEEK - timedelta(seconds=20)
    assert max_age(client.get("/drugs/")) == max_age(client.get(compared)) == 10
    clock.now = stories.NOW + WEEK
    for path in ("/drugs/", compared):
        assert HEADING not in text_of(client, path)
