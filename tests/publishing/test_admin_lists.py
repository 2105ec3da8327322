"""Lists of pages: filters, a constant number of queries, and reviews of several pages at once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from edu.models import Article
from publishing.models import Publication, Review
from tests import stories

LISTS = ["admin:edu_article_changelist", "admin:publishing_page_changelist"]


@pytest.fixture
def articles(author, reviewer):
    """Three live articles, one after another in the alphabet."""
    pages = [stories.write_article(by=author, title=title) for title in ("Alpha", "Beta", "Gamma")]
    for page in pages:
        stories.publish(page, by=author, reviewer=reviewer)
    return pages


def shown(client, name: str, query: str = "") -> list[str]:
    return [page.title for page in client.get(reverse(name) + query).context["cl"].result_list]


def due(page, *, in_days: int) -> None:
    day = timezone.now().date() + timedelta(days=in_days)
    Publication.objects.filter(page=page.pk).update(due_on=day)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_thirty(client, author, reviewer, administrator, name) -> None:
    topic = stories.write_topic(by=author)
    stories.write_article(by=author, topic=topic, owner=author)
    client.force_login(administrator)
    client.get(reverse(name))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse(name))
    for _number in range(29):
        stories.write_article(by=author, topic=topic, owner=author)
    with CaptureQueriesContext(connection) as thirty:
        response = client.get(reverse(name))
    assert len(response.context["cl"].result_list) >= 30
    assert len(thirty) == len(one)


@pytest.mark.parametrize("name", LISTS)
def test_the_state_filter_knows_every_state(client, author, reviewer, administrator, articles, name) -> None:
    alpha, beta, _gamma = articles
    stories.edit(alpha, by=author, body="Changed.\n")
    stories.edit(beta, by=author, body="Changed.\n")
    stories.ask(beta, by=author)
    stories.write_article(by=author, title="New")
    client.force_login(administrator)
    found = {
        state: shown(client, name, f"?state={state}") for state in ("live", "live-with-changes", "in-review", "draft")
    }
    assert found == {"live": ["Gamma"], "live-with-changes": ["Alpha"], "in-review": ["Beta"], "draft": ["New"]}


@pytest.mark.parametrize("name", LISTS)
def test_the_review_filter_knows_overdue_soon_and_never(client, reviewer, administrator, articles, name) -> None:
    alpha, beta, _gamma = articles
    for page in (alpha, beta):
        stories.review(page, by=reviewer, decided_by=reviewer)
    due(alpha, in_days=-1)
    due(beta, in_days=45)
    client.force_login(administrator)
    Publication.objects.filter(page=beta.pk).update(next_review_on=timezone.now().date() - timedelta(days=1))
    choices = ("overdue", "30", "60", "90", "never", "promised", "no-evidence")
    found = {choice: shown(client, name, f"?review={choice}") for choice in choices}
    assert found == {
        "overdue": ["Alpha"],
        "promised": ["Beta"],
        "no-evidence": [],
        "30": [],
        "60": ["Beta"],
        "90": ["Beta"],
        "never": ["Gamma"],
    }


def test_a_filter_value_that_does_not_exist_filters_nothing(client, administrator, articles) -> None:
    client.force_login(administrator)
    assert len(shown(client, LISTS[0], "?state=nonsense&review=nonsense")) == 3


def test_a_list_finds_by_title_and_key(client, administrator, articles) -> None:
    client.force_login(administrator)
    assert shown(client, LISTS[0], "?q=beta") == ["Beta"]
    assert shown(client, LISTS[0], f"?q={articles[2].key}") == ["Gamma"]


def reviews_url(pages) -> str:
    return f"{reverse('staff:review-several')}?pages={','.join(str(page.pk) for page in pages)}"


def filled(pages, reviewer, rows) -> dict:
    """The form of several reviews; `rows` are (outcome, evidence) in the order of the pages."""
    day = stories.NOW.date().isoformat()
    data = {"clinician": f"user:{reviewer.pk}", "reviewed_on": day, "proof_of_decision": "All three are fine."}
    data |= {"row-TOTAL_FORMS": len(pages), "row-INITIAL_FORMS": len(pages)}
    for number, (page, (outcome, evidence)) in enumerate(zip(pages, rows, strict=True)):
        data |= {f"row-{number}-page": page.pk, f"row-{number}-outcome": outcome}
        data |= {f"row-{number}-evidence_searched": evidence, f"row-{number}-evidence_searched_on": day}
    return data


def test_the_list_action_leads_to_one_page_with_a_row_for_each(client, author, coordinator, articles) -> None:
    draft = stories.write_article(by=author, title="Draft")
    client.force_login(coordinator)
    chosen = [str(page.pk) for page in (*articles, draft)]
    response = client.post(reverse(LISTS[0]), {"action": "record_reviews", "_selected_action": chosen}, follow=True)
    rows = response.context["pairs"]
    assert [page.title for page, _row in rows] == ["Alpha", "Beta", "Gamma"]


def test_each_page_gets_its_own_review_and_a_row_left_open_gets_none(client, coordinator, reviewer, articles) -> None:
    client.force_login(coordinator)
    rows = [("no-change", "Guideline A."), ("minor", "Guideline B."), ("", "")]
    client.post(reviews_url(articles), filled(articles, reviewer, rows))
    found = Review.objects.order_by("page__title").values_list("page__title", "outcome", "evidence_searched")
    assert list(found) == [("Alpha", "no-change", "Guideline A."), ("Beta", "minor", "Guideline B.")]
    assert set(Review.objects.values_list("decided_by", "recorded_by")) == {(reviewer.pk, coordinator.pk)}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("no-change", "A."), ("minor", ""), ("", "")], "Say which evidence was looked at"),
        ([("", ""), ("", ""), ("", "")], "at least one page"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_recorded(client, coordinator, reviewer, articles, rows, said) -> None:
    client.force_login(coordinator)
    assert said in client.post(reviews_url(articles), filled(articles, reviewer, rows)).content.decode()
    assert not Review.objects.exists()


def test_one_refused_review_refuses_them_all(client, coordinator, reviewer, articles) -> None:
    client.force_login(coordinator)
    rows = [("no-change", "A."), ("no-change", "B."), ("no-change", "C.")]
    data = filled(articles, reviewer, rows) | {"row-1-next_due_on": "2020-01-01"}
    answer = client.post(reviews_url(articles), data).content.decode()
    assert "Beta" in answer and "Nothing was recorded" in answer
    assert not Review.objects.exists()


def test_a_row_of_a_page_that_was_not_chosen_is_refused(client, coordinator, reviewer, articles) -> None:
    client.force_login(coordinator)
    data = filled(articles, reviewer, [("no-change", "A.")] * 3)
    client.post(reviews_url(articles[:2]), data)
    assert not Review.objects.filter(page=articles[2].pk).exists()


def test_an_author_may_not_record_reviews(client, author, articles) -> None:
    client.force_login(author)
    assert client.get(reviews_url(articles)).status_code == 403


def test_a_topic_list_is_filtered_like_the_others(client, administrator, author) -> None:
    stories.write_topic(by=author, title="Pain")
    client.force_login(administrator)
    assert shown(client, "admin:edu_topic_changelist", "?state=draft") == ["Pain"]
    assert Article.objects.count() == 0


def test_days_are_written_out_and_cells_name_their_column_for_phones(client, administrator, articles):
    client.force_login(administrator)
    shown = client.get(reverse("admin:publishing_page_changelist")).content.decode()
    assert not re.search(r"20[0-9][0-9]-[01][0-9]-[0-3][0-9] \(", shown)
    assert re.search(r"[0-9]+ [A-Z][a-z]+ 20[0-9][0-9]", shown)
    assert '<span class="on-phone">Looked after by: </span>' in shown
    assert "By looked after by" not in shown and "Looked after by</summary>" in shown
