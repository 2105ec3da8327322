"""A page that was taken from readers: everybody who decides about it again is told that, and why."""

import pytest

from publishing import actions
from publishing.withdrawals import withdrawal_of
from tests import stories
from tests.publishing.links import ask_by_link, register

pytestmark = pytest.mark.django_db

REASON = "Soda can hurt <sore> mouths."


@pytest.fixture
def withdrawn(author, reviewer, now):
    page = stories.write_article(by=author, body="Rinse with soda.\n")
    stories.publish(page, by=author, reviewer=reviewer)
    actions.withdraw(page=page, by=author, now=now, cause="safety", reason=REASON)
    return stories.fresh(page)


@pytest.mark.parametrize("step", ["form", "approve", "publish"])
def test_it_stands_wherever_somebody_decides(client, author, reviewer, administrator, withdrawn, step):
    stories.ask(withdrawn, by=author)
    addresses = {
        "form": (author, f"/admin/edu/article/{withdrawn.pk}/change/"),
        "approve": (reviewer, f"/admin/pages/{withdrawn.pk}/approve/"),
        "publish": (author, f"/admin/pages/{withdrawn.pk}/publish/"),
    }
    person, address = addresses[step]
    client.force_login(person)
    html = client.get(address).content.decode()
    assert "it was no longer safe advice" in html
    assert "Soda can hurt &lt;sore&gt; mouths." in html
    assert "The text is still exactly the one that was withdrawn." in html


def test_a_clinician_who_comes_by_link_is_told_too(author, administrator, withdrawn, mailoutbox):
    visitor = ask_by_link(withdrawn, by=author, reviewer=register(by=administrator)).come_in()
    html = visitor.get("page/").content.decode()
    assert "it was no longer safe advice" in html and "Soda can hurt &lt;sore&gt; mouths." in html


def test_another_text_is_not_called_the_one_that_was_withdrawn(author, withdrawn):
    stories.edit(withdrawn, by=author, body="Rinse with water.\n")
    page = stories.fresh(withdrawn)
    found = withdrawal_of(page, page.compile())
    assert found is not None and not found.same_text and found.was_for_harm


def test_a_live_page_and_a_draft_are_not_withdrawn(author, reviewer, withdrawn):
    draft = stories.write_article(by=author, key="draft")
    assert withdrawal_of(draft, draft.compile()) is None
    stories.edit(withdrawn, by=author, body="Rinse with water.\n")
    stories.publish(withdrawn, by=author, reviewer=reviewer)
    page = stories.fresh(withdrawn)
    assert withdrawal_of(page, page.compile()) is None
