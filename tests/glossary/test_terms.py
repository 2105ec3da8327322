"""Terms: the plain definition stands wherever the word is used, and the word's page knows where that is."""

import pytest

from publishing import actions
from publishing.errors import Refused
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(author, reviewer):
    term = stories.write_term(
        by=author, key="hypercalcemia", title="Hypercalcemia", definition="Too much calcium in the blood."
    )
    stories.publish(term, by=author, reviewer=reviewer)
    return term


def test_the_definition_stands_after_the_first_use_only(term, author, reviewer, client):
    page = stories.write_article(
        by=author, key="bones", body="[[term:hypercalcemia]] and again [[term:hypercalcemia]].\n"
    )
    html = stories.publish(page, by=author, reviewer=reviewer).edition.html
    assert html.count("Too much calcium in the blood") == 1
    assert html.count('href="/glossary/hypercalcemia/"') == 2


def test_a_new_definition_needs_the_page_approved_again(term, author, reviewer, now):
    page = stories.write_article(by=author, key="bones", body="[[term:hypercalcemia]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(term, by=author, definition="A high level of calcium.")
    stories.publish(term, by=author, reviewer=reviewer)
    assert "Too much calcium" in stories.live(page).edition.html
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now, change_note="Follows the glossary.")
    stories.publish(page, by=author, reviewer=reviewer)
    assert "A high level of calcium" in stories.live(page).edition.html


def test_the_words_page_lists_the_live_pages_that_use_it(term, author, reviewer, now, client):
    page = stories.write_article(by=author, key="bones", title="About bones", body="[[term:hypercalcemia]].\n")
    draft = stories.write_article(by=author, title="A secret draft", body="[[term:hypercalcemia]].\n")
    assert "About bones" not in client.get("/glossary/hypercalcemia/").content.decode()
    before = client.get("/glossary/hypercalcemia/")["ETag"]
    stories.publish(page, by=author, reviewer=reviewer)
    response = client.get("/glossary/hypercalcemia/", headers={"If-None-Match": before})
    assert response.status_code == 200
    assert "About bones" in response.content.decode() and draft.title not in response.content.decode()
    actions.withdraw(page=page, by=author, now=now, cause="other", reason="Gone.")
    assert "About bones" not in client.get("/glossary/hypercalcemia/").content.decode()


def test_the_list_groups_by_letter_whatever_accents_and_capitals(author, reviewer, client):
    for title in ("bone", "Ácido", "anemia", "Zinc", "5-FU"):
        stories.publish(stories.write_term(by=author, title=title), by=author, reviewer=reviewer)
    text = client.get("/glossary/").content.decode()
    places = [text.index(f">{title}<") for title in ("5-FU", "Ácido", "anemia", "bone", "Zinc")]
    assert places == sorted(places)


def test_a_term_of_one_language_is_not_quoted_in_another(term, author):
    page = stories.write_article(by=author, language="es", body="[[term:hypercalcemia]].\n")
    issues = stories.fresh(page).compile().issues
    assert "unknown-term" in {issue.code for issue in issues}


def test_what_a_term_says_is_hashed(author):
    term = stories.write_term(by=author, key="bone")
    seen = {stories.fresh(term).compile().content_hash}
    for name, value in {
        "title": "Other", "definition": "Other.", "clinical_name": "Os", "aliases": ["bones"], "body": "More.\n",
    }.items():  # fmt: skip
        seen.add(stories.edit(term, by=author, **{name: value}).compile().content_hash)
    assert len(seen) == 6


def test_what_readers_do_not_see_is_not_hashed(author):
    term = stories.write_term(by=author, key="bone")
    before = stories.fresh(term).compile().content_hash
    stories.edit(term, by=author, risk_tier="medicine", owner=author, slug="other")
    assert stories.fresh(term).compile().content_hash == before
