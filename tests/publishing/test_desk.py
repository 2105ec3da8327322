"""The desk: every number is as long as the list behind it, for every role, at a cost that does not grow."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from publishing.models import Mail, Publication, Review, ReviewObjection, Schedule
from tests import stories

NUMBER = re.compile(r'<a[^>]*href="([^"]+)" data-number="([^"]+)">\s*(?:<strong>)?(\d+)')
EVERY_NUMBER = {
    "to-approve", "drafts", "asked", "changed-facts", "held", "scheduled", "overdue", "30", "60", "90", "promised",
    "never", "no-evidence", "overdue-now", "late", "with-a-date", "mails", "changes",
}  # fmt: skip


@pytest.fixture
def today():
    return timezone.localdate()


def due(page, day) -> None:
    """Put the review of a live page on a day, as a planner would."""
    Publication.objects.filter(page=page.pk, edition__isnull=False).update(due_on=day)


def forget_evidence(page, like) -> None:
    """The live page's review as it was recorded before evidence was asked for: no verb writes such a row any more."""
    old = Review.objects.filter(page=like.pk).first()
    publication = Publication.objects.get(page=page.pk)
    old.pk, old.page_id, old.edition, old.evidence_searched, old._state.adding = (
        None, page.pk, publication.edition, "", True,
    )  # fmt: skip
    old.save(force_insert=True)
    Publication.objects.filter(pk=publication.pk).update(
        review=old,
        reviewed_on=old.reviewed_on,
        reviewed_by=old.name,
        reviewed_credentials=old.credentials,
        next_review_on=old.next_due_on,
    )


@pytest.fixture
def busy_site(author, second_author, reviewer, coordinator, today):
    """At least one page behind every number, and no two numbers alike by accident."""
    now = timezone.now()
    long_ago = now - timedelta(days=500)
    drug = stories.write_drug(by=author, now=long_ago)
    stories.publish(drug, by=author, reviewer=reviewer, now=long_ago)
    quoting = stories.write_article(by=author, title="Quoting", body="Given [[drug:denosumab#frequency]].\n")
    stories.publish(quoting, by=author, reviewer=reviewer, now=long_ago)
    pages = [
        stories.write_article(by=author, title=f"Page {n}", owner=second_author if n % 3 else author, now=long_ago)
        for n in range(8)
    ]
    for page in pages:
        stories.publish(page, by=author, reviewer=reviewer, now=long_ago)
    for page, days in zip(pages, (-40, -3, 0, 29, 31, 61, 100, 300), strict=True):
        due(page, today + timedelta(days=days))
    for n, page in enumerate(pages[:4]):
        days = timedelta(days=420 - n)
        stories.review(page, by=reviewer, decided_by=reviewer, now=now - days,
                       next_due_on=today - timedelta(days=60))  # fmt: skip
    for page in pages[1:3]:
        stories.review(page, by=reviewer, decided_by=reviewer, now=now - timedelta(days=50), next_due_on=today)
    stories.review(pages[3], by=reviewer, decided_by=reviewer, now=now - timedelta(days=70))
    forget_evidence(pages[6], pages[0])
    for page, days in zip(pages[:4], (-40, -3, 0, 29), strict=True):
        due(page, today + timedelta(days=days))
    Publication.objects.filter(page=pages[4].pk).update(assigned_to=reviewer)
    Publication.objects.filter(page=pages[5].pk).update(held=[{"fact": "drug:denosumab", "title": "Denosumab"}])
    stories.change_frequency(drug, weeks=12, by=author, now=now)
    stories.publish(drug, by=author, reviewer=reviewer, now=now)
    for n in range(3):
        stories.ask(stories.write_article(by=author if n else second_author, title=f"Asked {n}"), by=author)
    Mail.objects.create(
        kind="decision", key="lost", user=author, language="en", made_at=now, next_try_at=now, last_error="Refused."
    )
    draft = stories.write_article(by=second_author, title="Draft")
    Schedule.objects.create(page=draft, does="publish", significance="clinical", at=now, set_by=author, set_at=now)
    return pages


def numbers_on(client, query: str = "") -> dict[str, tuple[str, int]]:
    """Every number of the desk: its name, the address behind it, and what it says."""
    answer = client.get(reverse("admin:index") + query)
    found = NUMBER.findall(answer.content.decode())
    assert len({name for _url, name, _n in found}) == len(found)
    return {name: (unescape(url), int(n)) for url, name, n in found}


def rows_behind(client, url: str) -> int:
    answer = client.get(url)
    assert answer.status_code == 200, url
    if "cl" in answer.context:
        return answer.context["cl"].result_count
    if "mine" in answer.context:  # the list of redactions
        return len(answer.context["waiting"])
    return answer.context["screen"].paginator.count


@pytest.mark.parametrize("person", ["author", "second_author", "reviewer", "coordinator", "administrator"])
def test_every_number_is_as_long_as_the_list_behind_it(client, request, busy_site, person) -> None:
    client.force_login(request.getfixturevalue(person))
    for whose in ("mine", "everybody"):
        numbers = numbers_on(client, f"?whose={whose}")
        said = {name: n for name, (_url, n) in numbers.items()}
        assert said == {name: rows_behind(client, url) for name, (url, _n) in numbers.items()}


def test_the_numbers_are_what_the_world_holds(client, administrator, busy_site) -> None:
    client.force_login(administrator)
    numbers = {name: n for name, (_url, n) in numbers_on(client, "?whose=everybody").items()}
    assert numbers.keys() >= EVERY_NUMBER
    assert [name for name in EVERY_NUMBER if not numbers[name]] == []
    assert any(name.startswith("load-") for name in numbers)
    # The page that quotes the changed drug was held back and is to be looked at within two weeks.
    wanted = {
        "overdue": 2,
        "30": 3,
        "60": 4,
        "90": 5,
        "held": 2,
        "scheduled": 1,
        "asked": 3,
        "late": 2,
        "with-a-date": 3,
    }
    assert {name: numbers[name] for name in wanted} == wanted


def test_the_averages_are_those_of_the_rows_behind_them(client, administrator, busy_site, today) -> None:
    client.force_login(administrator)
    desk = client.get(reverse("admin:index") + "?whose=everybody").context["desk"]
    overdue, reviews = desk.lateness
    assert overdue.days == round((40 + 3) / 2)
    rows = client.get(reviews.number.url).context["cl"].result_list
    assert reviews.days == round(sum((row.reviewed_on - row.due_before).days for row in rows) / len(rows))


def test_the_load_counts_every_review_once(client, administrator, busy_site, today) -> None:
    client.force_login(administrator)
    desk = client.get(reverse("admin:index") + "?whose=everybody").context["desk"]
    due_soon = Publication.objects.live().filter(due_on__lt=today + timedelta(days=330)).count()
    assert sum(row.total for row in desk.load) >= due_soon
    assert {cell.number for row in desk.load if row.name == "Sample Reviewer" for cell in row.cells} == {0, 1}


@pytest.mark.parametrize("person", ["coordinator", "administrator", "author"])
def test_the_desk_costs_the_same_for_five_pages_and_for_sixty(client, request, author, reviewer, person) -> None:
    def publish(number: int) -> None:
        for n in range(number):
            page = stories.write_article(by=author)
            stories.publish(page, by=author, reviewer=reviewer)
            due(page, timezone.localdate() + timedelta(days=n - 3))
            stories.review(page, by=reviewer, decided_by=reviewer)
            stories.ask(stories.write_article(by=author), by=author)

    publish(5)
    client.force_login(request.getfixturevalue(person))
    client.get(reverse("admin:index"))
    with CaptureQueriesContext(connection) as five:
        client.get(reverse("admin:index"))
    publish(55)
    with CaptureQueriesContext(connection) as sixty:
        client.get(reverse("admin:index"))
    assert len(sixty) == len(five)


def test_an_empty_site_says_that_nothing_waits(client, author) -> None:
    client.force_login(author)
    page = client.get(reverse("admin:index")).content.decode()
    assert "Nothing waits for you." in page
    assert {n for _url, n in numbers_on(client).values()} == {0}


def test_a_coordinator_starts_with_everybodys_and_others_with_their_own(client, author, coordinator) -> None:
    for person, whose in ((author, "mine"), (coordinator, "everybody")):
        client.force_login(person)
        assert client.get(reverse("admin:index")).context["desk"].whose == whose
        assert client.get(reverse("admin:index") + "?whose=nonsense").context["desk"].whose == whose


@pytest.mark.parametrize(
    ("person", "seen", "unseen"),
    [
        ("author", {"drafts", "overdue"}, {"to-approve", "late"}),
        ("reviewer", {"to-approve", "overdue", "late"}, {"mails"}),
        ("coordinator", {"overdue", "late"}, {"to-approve", "drafts", "mails"}),
    ],
)
def test_each_role_sees_what_concerns_it(client, request, busy_site, person, seen, unseen) -> None:
    client.force_login(request.getfixturevalue(person))
    names = numbers_on(client).keys()
    assert (seen - names, unseen & names) == (set(), set())


def test_changes_that_a_clinician_asked_for_come_first(client, author, reviewer) -> None:
    first = stories.write_article(by=author, title="First")
    stories.request_changes(first, by=reviewer)
    stories.write_article(by=author, title="Second", now=timezone.now())
    client.force_login(author)
    desk = client.get(reverse("admin:index")).context["desk"]
    drafts = next(waiting for waiting in desk.waiting if waiting.name == "drafts")
    assert [(line.title, line.mark) for line in drafts.lines] == [("First", "changes requested"), ("Second", "")]


def test_a_request_is_answered_by_the_next_edition(client, author, reviewer) -> None:
    page = stories.write_article(by=author)
    stories.request_changes(page, by=reviewer)
    stories.edit(page, by=author, body="Better.\n")
    later = stories.NOW + timedelta(hours=1)
    stories.publish(page, by=author, reviewer=reviewer, now=later)
    stories.edit(page, by=author, body="Better still.\n")
    client.force_login(author)
    desk = client.get(reverse("admin:index")).context["desk"]
    drafts = next(waiting for waiting in desk.waiting if waiting.name == "drafts")
    assert [line.mark for line in drafts.lines] == [""]


def test_a_review_that_its_clinician_objected_to_counts_no_more(client, administrator, busy_site) -> None:
    client.force_login(administrator)
    review = Review.objects.get(reviewed_on=timezone.localdate() - timedelta(days=70))
    ReviewObjection.objects.create(review=review, words="Not me.", at=timezone.now())
    assert numbers_on(client, "?whose=everybody")["with-a-date"][1] == 2


def test_what_waits_stands_above_the_numbers_of_reviews(client, coordinator, administrator, author, busy_site) -> None:
    for person in (coordinator, administrator, author):
        client.force_login(person)
        shown = client.get(reverse("admin:index"))
        html, desk = shown.content.decode(), shown.context["desk"]
        numbers = html.index('data-number="overdue"')
        waits = [one.name for one in desk.waiting if one.number]
        assert waits and all(html.index(f'data-number="{name}"') < numbers for name in waits)


def test_who_only_plans_reviews_sees_empty_lists_below_the_numbers(client, coordinator) -> None:
    client.force_login(coordinator)
    shown = client.get(reverse("admin:index"))
    html = shown.content.decode()
    empty = [one.name for one in shown.context["desk"].waiting if not one.number]
    assert empty and all(html.index(f'data-number="{name}"') > html.index('data-number="overdue"') for name in empty)
