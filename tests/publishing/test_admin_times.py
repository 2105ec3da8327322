"""Publishing and withdrawing at a time, as staff do it in the admin."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from publishing.models import Publication, Schedule, State
from tests import stories

pytestmark = pytest.mark.django_db

TOMORROW = timezone.localdate() + timedelta(days=1)


def step(name: str, page, *args) -> str:
    return reverse(f"staff:{name}", args=[page.pk, *args])


def words(response) -> str:
    return html.unescape(" ".join(response.content.decode().split()))


@pytest.fixture
def approved(author, reviewer):
    page = stories.write_article(by=author, key="bones", title="Bones")
    stories.approve(page, by=reviewer)
    return page


@pytest.fixture
def live(author, reviewer):
    page = stories.write_article(by=author, key="pain", title="Pain")
    stories.publish(page, by=author, reviewer=reviewer)
    return page


@pytest.fixture
def other(author, reviewer):
    page = stories.write_article(by=author, key="other", title="The other page")
    stories.publish(page, by=author, reviewer=reviewer)
    return page


def test_a_time_is_set_said_in_words_and_taken_back(client, author, approved):
    client.force_login(author)
    answers = {"when": "later", "day": TOMORROW.isoformat(), "hour": "09:00"}
    form = words(client.post(step("publish", approved), answers, follow=True))
    assert form.count("at 9:00 in the morning, UTC time") == 2, "told once, and standing in the box"
    assert stories.state(approved) == State.SCHEDULED
    assert "Take this back" in words(client.get(step("cancel-time", approved, "publish")))
    assert client.post(step("cancel-time", approved, "publish")).status_code == 302
    assert stories.state(approved) == State.APPROVED
    again = client.post(step("cancel-time", approved, "publish"))
    assert again.status_code == 200 and "No time is set any more" in words(again)
    assert client.get(step("cancel-time", approved, "dance")).status_code == 404


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"when": "later"}, "Choose the day."),
        ({"when": "later", "day": TOMORROW.isoformat()}, "Choose the time."),
        ({"when": "later", "day": "2020-01-01", "hour": "09:00"}, "This time has passed already: Wednesday 1 January"),
        ({"when": "later", "day": "2027-02-29", "hour": "09:00"}, "Enter a valid date."),
        ({"when": "later", "day": "9999-12-31", "hour": "23:59"}, "Choose a day of this century."),
        ({"when": "later", "day": "0001-01-01", "hour": "00:00"}, "Choose a day of this century."),
        ({"when": "later", "day": TOMORROW.isoformat(), "hour": "25:00"}, "Enter a valid time."),
        ({"when": "never"}, "is not one of the available choices"),
    ],
)
def test_what_cannot_be_a_time_is_told_and_nothing_happens(client, author, approved, answers, told):
    client.force_login(author)
    response = client.post(step("publish", approved), answers)
    assert response.status_code == 200 and told in words(response)
    assert not Schedule.objects.exists() and not Publication.objects.exists()


def test_an_hour_that_the_clocks_skip_is_refused_with_the_nearest(client, author, approved, settings):
    settings.TIME_ZONE = "America/New_York"
    client.force_login(author)
    for day, told in (("2027-03-14", "skip this time"), ("2027-11-07", "show this time twice")):
        hour = "02:30" if "skip" in told else "01:30"
        shown = words(client.post(step("publish", approved), {"when": "later", "day": day, "hour": hour}))
        assert told in shown and "The nearest time" in shown and f'value="{hour}"' in shown, "what was typed is kept"


def test_day_and_time_do_not_matter_when_it_is_now(client, author, approved):
    client.force_login(author)
    assert client.post(step("publish", approved), {"when": "now", "day": "", "hour": ""}).status_code == 302
    assert stories.state(approved) == State.LIVE


def test_withdrawing_lists_every_page_that_uses_it_page_by_page(client, author, reviewer, live, monkeypatch):
    monkeypatch.setattr("publishing.staff.press_steps.USES_A_PAGE", 2)
    for number in range(3):
        page = stories.write_article(by=author, title=f"Linking {number}", body="See [[page:pain]].\n")
        stories.publish(page, by=author, reviewer=reviewer)
    client.force_login(author)
    first = words(client.get(step("withdraw", live)))
    assert "3 live pages quote it or link to it" in first
    assert "Linking 0" in first and "Linking 1" in first and "Linking 2" not in first
    assert "Linking 2" in words(client.get(step("withdraw", live) + "?page=2"))


def test_withdrawing_facts_lists_what_quotes_them(client, author, reviewer):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    page = stories.write_article(by=author, title="Quoting", body="Given [[drug:denosumab#frequency]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    client.force_login(author)
    shown = words(client.get(step("withdraw", drug)))
    assert "1 live page quotes it or links to it" in shown and "Quoting" in shown


GONE = {"cause": "replaced", "reason": "Another page says it better.", "when": "now"}


def test_the_page_to_read_instead_is_found_by_its_title(client, author, live, other):
    client.force_login(author)
    form = words(client.get(step("withdraw", live)))
    assert 'data-ajax--url="/admin/autocomplete/"' in form and "The other page" not in form
    assert "related-widget-wrapper" not in form, "no side door that adds or changes pages"
    assert client.post(step("withdraw", live), GONE | {"instead": other.pk, "redirects": "on"}).status_code == 302
    response = client.get("/articles/pain/")
    assert (response.status_code, response["Location"]) == (302, "/articles/other/")


@pytest.mark.parametrize("cause", ["error", "safety"])
def test_nobody_is_sent_on_from_an_error_without_learning_of_it(client, author, live, other, cause):
    client.force_login(author)
    answers = GONE | {"cause": cause, "instead": other.pk, "redirects": "on"}
    response = client.post(step("withdraw", live), answers)
    assert response.status_code == 200 and "must say so" in words(response)
    assert stories.state(live) == State.LIVE
    assert client.post(step("withdraw", live), {**answers, "redirects": ""}).status_code == 302
    assert client.get("/articles/pain/").status_code == 410


def test_readers_are_sent_nowhere_without_a_page_to_go_to(client, author, live, approved):
    client.force_login(author)
    assert "Choose the page" in words(client.post(step("withdraw", live), GONE | {"redirects": "on"}))
    for wrong in (approved.pk, live.pk, 999_999, "x"):
        response = client.post(step("withdraw", live), GONE | {"instead": wrong})
        assert response.status_code == 200 and stories.state(live) == State.LIVE


def test_a_page_is_set_to_go_at_a_time(client, author, live):
    client.force_login(author)
    answers = GONE | {"when": "later", "day": TOMORROW.isoformat(), "hour": "18:30"}
    form = words(client.post(step("withdraw", live), answers, follow=True))
    assert "To be withdrawn on" in form and "at 6:30 in the evening, UTC time" in form
    assert stories.state(live) == State.LIVE
