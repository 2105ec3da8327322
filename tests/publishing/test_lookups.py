"""What a page may quote: live facts only, in a number of queries that does not grow with the number of names."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from markup import DrugFact, Missing, Name, PageFact, TermFact
from publishing import actions
from publishing.lookups import look_up
from publishing.models import WithdrawalCause
from references.lookups import look_up_references
from tests import stories

pytestmark = pytest.mark.django_db

MANY = 60


def names(kind: str, *keys: str) -> set[Name]:
    return {Name(kind, key) for key in keys}


def queries(do) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        do()
    return len(captured)


@pytest.fixture
def library(author, reviewer):
    """Sixty of everything, live: references, terms, drugs in classes, drug pages, articles."""
    references = [stories.add_reference(by=author, key=f"ref{n}", title=f"Trial {n}") for n in range(MANY)]
    groups = [stories.write_class(by=author, key=f"class{n}") for n in range(MANY)]
    for group in groups:
        stories.approve(group, by=reviewer)
    actions.publish_together(pages=groups, by=author, now=stories.NOW)
    pages = []
    for n in range(MANY):
        drug = stories.write_drug(
            by=author, key=f"drug{n}", brand=f"Brand{n}", references=[references[n]], classes=[groups[n]]
        )
        pages += [
            drug,
            stories.write_term(by=author, key=f"term{n}", title=f"Term {n}"),
            stories.write_article(by=author, key=f"page{n}"),
        ]
    for page in pages:
        stories.approve(page, by=reviewer)
    actions.publish_together(pages=pages, by=author, now=stories.NOW)
    return references


def body(count: int) -> str:
    lines = [
        f"[@ref{n}] [[drug:drug{n}]] [[drug:drug{n}#frequency]] [[term:term{n}]] [[page:page{n}]]\n"
        for n in range(count)
    ]
    return "\n".join(lines) + f"\n::: side-effects class:class{count - 1}\n"


def test_sixty_of_everything_cost_as_many_queries_as_one(library, author, capsys):
    counts = {}
    for count in (1, MANY):
        page = stories.write_article(by=author, body=body(count))
        page = stories.fresh(page)
        counts[count] = queries(page.compile)
        assert [issue for issue in page.compile().issues if issue.code.startswith("unknown")] == []
    with capsys.disabled():
        print(f"\n  queries to compile: {counts[1]} with one of everything, {counts[MANY]} with {MANY}")
    # Drugs that stand in the prose alone cost one query more; with sixty tokens here, none of them is left to be fetched.
    assert counts[MANY] <= counts[1] <= 7


def test_sixty_unknown_names_cost_as_many_queries_as_one(author):
    counts = {}
    for count in (1, MANY):
        wrong = "\n\n".join(
            f"[@nobody{n}] [[drug:nodrug{n}]] [[term:noterm{n}]] [[page:nopage{n}]]" for n in range(count)
        )
        page = stories.fresh(stories.write_article(by=author, body=wrong + "\n"))
        counts[count] = queries(page.compile)
    assert counts[MANY] == counts[1] <= 8


def test_reading_an_article_that_names_sixty_of_everything_costs_one_query(library, author, reviewer, client):
    stories.publish(stories.write_article(by=author, key="all", body=body(MANY)), by=author, reviewer=reviewer)
    assert queries(lambda: client.get("/articles/all/")) == 1


def test_nothing_named_costs_no_query(author):
    assert queries(lambda: look_up([], language="en")) == 0
    assert queries(lambda: look_up_references([])) == 0


def test_a_draft_is_quoted_by_nobody(author, reviewer):
    drug = stories.write_drug(by=author)
    term = stories.write_term(by=author, key="bone")
    found = look_up(names("drug", drug.key) | names("term", term.key), language="en")
    assert found.quoted == {}
    assert all(isinstance(fact, Missing) for fact in found.facts.values())
    stories.publish(drug, by=author, reviewer=reviewer)
    stories.publish(term, by=author, reviewer=reviewer)
    found = look_up(names("drug", drug.key) | names("term", term.key), language="en")
    assert isinstance(found.facts[Name("drug", drug.key)], DrugFact)
    assert isinstance(found.facts[Name("term", term.key)], TermFact)
    assert found.quoted == {
        "drug:denosumab": stories.live(drug).edition.content_hash,
        "term:bone": stories.live(term).edition.content_hash,
    }


def test_what_was_withdrawn_is_quoted_by_nobody(author, reviewer, now):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    actions.withdraw(page=drug, by=author, now=now, cause=WithdrawalCause.SAFETY, reason="Wrong dose.")
    found = look_up(names("drug", drug.key), language="en")
    assert (found.quoted, type(found.facts[Name("drug", drug.key)])) == ({}, Missing)


def test_the_live_words_are_quoted_while_others_are_being_written(author, reviewer):
    term = stories.write_term(by=author, key="bone", definition="Living tissue.")
    stories.publish(term, by=author, reviewer=reviewer)
    stories.edit(term, by=author, definition="Something else.", title="Another word")
    fact = look_up(names("term", "bone"), language="en").facts[Name("term", "bone")]
    assert (fact.name, fact.definition) == ("Bone", "Living tissue.")


def test_a_page_that_is_not_live_has_no_address(author):
    stories.write_article(by=author, key="draft")
    fact = look_up(names("page", "draft"), language="en").facts[Name("page", "draft")]
    assert isinstance(fact, PageFact)
    assert (fact.url, fact.title) == (None, "draft")


def test_pages_of_another_language_are_not_meant(author, reviewer):
    for language, key in (("es", "huesos"), ("en", "bones")):
        stories.publish(stories.write_article(by=author, key=key, language=language), by=author, reviewer=reviewer)
    found = look_up(names("page", "huesos", "bones"), language="en").facts
    assert isinstance(found[Name("page", "huesos")], Missing)
    assert found[Name("page", "bones")].url == "/articles/bones/"


def test_the_translation_is_meant_when_both_have_one_key(author, reviewer):
    for language in ("en", "es"):
        page = stories.write_article(by=author, key="bones", language=language)
        stories.publish(page, by=author, reviewer=reviewer)
    for language, path in (("en", "/articles/bones/"), ("es", "/es/articles/bones/")):
        assert look_up(names("page", "bones"), language=language).facts[Name("page", "bones")].url == path


def test_an_article_is_meant_rather_than_a_topic_of_the_same_key(author, reviewer):
    for write in (stories.write_topic, stories.write_article):
        stories.publish(write(by=author, key="bones"), by=author, reviewer=reviewer)
    assert look_up(names("page", "bones"), language="en").facts[Name("page", "bones")].url == "/articles/bones/"


@pytest.mark.parametrize(
    ("kind", "typed", "near"),
    [
        ("drug", "denosumbab", ("denosumab",)),
        ("drug", "Denosumab", ("denosumab",)),
        ("drug", "xyzzy", ()),
        ("term", "bonee", ("bone",)),
        ("term", "denosumbab", ()),
        ("page", "bonse", ("bone", "bones")),
        ("class", "bisphosphonate", ("bisphosphonates",)),
        ("reference", "himelstein2018", ("himelstein2017",)),
        ("reference", "himmelstein2017", ("himelstein2017",)),
        ("reference", "", ()),
    ],
)
def test_a_misspelt_name_is_answered_with_what_is_near(author, reviewer, kind, typed, near):
    stories.add_reference(by=author)
    for page in (
        stories.write_drug(by=author),
        stories.write_term(by=author, key="bone"),
        stories.write_article(by=author, key="bones"),
        stories.write_class(by=author),
    ):
        stories.publish(page, by=author, reviewer=reviewer)
    if kind == "reference":
        fact = look_up_references([typed]).facts[Name(kind, typed)]
    else:
        fact = look_up(names(kind, typed), language="en").facts[Name(kind, typed)]
    assert fact == Missing(near=near)


def test_a_drug_that_is_a_draft_is_not_suggested_for_itself(author):
    stories.write_drug(by=author)
    assert "denosumab" not in look_up(names("drug", "denosumab"), language="en").facts[Name("drug", "denosumab")].near


@pytest.mark.parametrize("key", ["", " ", "\x00", "x" * 10_000, "é", "😀", "%", "_", "'", '"', "a b"])
def test_strange_names_are_missing_and_break_nothing(author, key):
    for kind in ("drug", "class", "term", "page"):
        if "\x00" in key and connection.vendor == "postgresql":
            continue  # the parser takes only slugs as keys
        assert isinstance(look_up(names(kind, key), language="en").facts[Name(kind, key)], Missing)
