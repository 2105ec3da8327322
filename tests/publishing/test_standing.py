"""The box at the top of a page's form: what it tells the author about facts and wishes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from publishing import actions
from publishing.models import SignOff, SiteSettings
from publishing.standing import standing_of
from tests import stories


def form_of(client, page) -> str:
    return client.get(reverse("admin:edu_article_change", args=[page.pk])).content.decode()


@pytest.fixture
def drug(author, reviewer):
    drug = stories.write_drug(by=author, title="Denosumab")
    stories.publish(drug, by=author, reviewer=reviewer)
    return drug


@pytest.fixture
def article(author, reviewer, drug):
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    return page


def ask_for_changes(page, *, by, now, comment="Name the dose.") -> SignOff:
    return actions.sign_off(
        page=page,
        by=by,
        now=now,
        seen_hash=stories.fresh(page).compile().content_hash,
        decision=SignOff.Decision.CHANGES_REQUESTED,
        comment=comment,
    )


def request_on(page, person) -> SignOff | None:
    return standing_of(stories.fresh(page), person=person).request


def test_a_fact_that_changed_since_the_live_edition_is_named(client, author, reviewer, drug, article) -> None:
    stories.change_frequency(drug, weeks=12, by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    client.force_login(author)
    assert "The facts of Denosumab changed since this edition." in form_of(client, article)


def test_a_fact_that_nobody_published_anew_is_not_named(client, author, drug, article) -> None:
    stories.change_frequency(drug, weeks=12, by=author)
    client.force_login(author)
    assert "changed since this edition" not in form_of(client, article)


@pytest.mark.parametrize("body", ["Nothing quoted.", "Given [[drug:denosumab#frequency]] and more."])
def test_what_the_author_put_in_or_took_out_is_no_changed_fact(author, article, body) -> None:
    stories.edit(article, by=author, body=body)
    assert standing_of(stories.fresh(article), person=author).changed_facts == ()


def test_a_wish_for_changes_stays_after_the_author_saved_again(client, author, reviewer, now) -> None:
    page = stories.write_article(by=author)
    ask_for_changes(page, by=reviewer, now=now)
    for body in ("Half of it.\n", "All of it.\n"):
        stories.edit(page, by=author, body=body)
        client.force_login(author)
        form = form_of(client, page)
        assert "Name the dose." in form and "asked for changes" in form


def test_the_latest_wish_is_the_one_that_is_shown(author, reviewer, now) -> None:
    page = stories.write_article(by=author)
    ask_for_changes(page, by=reviewer, now=now)
    ask_for_changes(page, by=reviewer, now=now + timedelta(hours=1), comment="And the timing.")
    assert request_on(page, author).comment == "And the timing."


def test_an_approval_answers_the_wish(author, reviewer, now) -> None:
    page = stories.write_article(by=author)
    ask_for_changes(page, by=reviewer, now=now)
    stories.edit(page, by=author, body="All of it.\n")
    stories.approve(page, by=reviewer, now=now + timedelta(hours=1))
    assert request_on(page, author) is None


def test_a_wish_after_the_approval_is_shown_again(author, reviewer, now) -> None:
    page = stories.write_article(by=author)
    stories.publish(page, by=author, reviewer=reviewer, now=now)
    stories.edit(page, by=author, body="All of it.\n")
    ask_for_changes(page, by=reviewer, now=now + timedelta(hours=1))
    assert request_on(page, author).comment == "Name the dose."


def test_a_typo_published_after_the_wish_answers_it(author, reviewer, now) -> None:
    page = stories.write_article(by=author, body="Some textt.\n")
    stories.publish(page, by=author, reviewer=reviewer, now=now)
    stories.edit(page, by=author, body="Some texxt.\n")
    ask_for_changes(page, by=reviewer, now=now + timedelta(hours=1))
    stories.edit(page, by=author, body="Some text.\n")
    actions.publish(page=page, by=author, now=now + timedelta(hours=2), significance="typo", change_note="")
    assert request_on(page, author) is None


@pytest.mark.parametrize(("tier", "offered"), [("treatment", True), ("medicine", False)])
def test_a_typo_is_offered_only_where_it_needs_no_approval_of_its_own(author, reviewer, administrator, tier, offered):
    page = stories.write_article(by=author, risk_tier=tier)
    stories.publish(page, by=author, reviewer=reviewer)
    SiteSettings.objects.update(typo_needs_approval=False)
    stories.edit(page, by=author, body="Some tekst.\n")
    permission = Permission.objects.get(codename="publish_page")
    author.user_permissions.add(permission)
    person = type(author).objects.get(pk=author.pk)
    assert (
        "Publish a typo" in [step.label for step in standing_of(stories.fresh(page), person=person).steps]
    ) is offered
