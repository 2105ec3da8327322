"""From a text with citations to the rows of its reference list: every number leads somewhere and back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.actions import set_status
from references.compiling import compile_markdown, label
from references.models import Citation
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(author):
    return [stories.add_reference(by=author, key=key, title=f"Trial {key}", DOI=f"10.1000/{key}") for key in "abcdef"]


def compiled(text: str):
    return compile_markdown(text, title="T", language="en", source={"body": text})


def numbers(result) -> dict[str, int]:
    return {row["key"]: row["number"] for row in result.references}


def test_numbers_follow_the_first_citation(library):
    result = compiled("One [@c]. Two [@a; @c]. Three [@b].\n")
    assert numbers(result) == {"c": 1, "a": 2, "b": 3}
    assert [row["number"] for row in result.references] == [1, 2, 3]


def test_every_use_leads_back_and_is_labelled(library):
    result = compiled("One [@a]. Two [@a; @b]. Three [@a].\n")
    uses = {row["key"]: row["uses"] for row in result.references}
    assert [use["label"] for use in uses["a"]] == ["a", "b", "c"]
    assert [use["label"] for use in uses["b"]] == ["a"]
    for row in result.references:
        for use in row["uses"]:
            assert f'id="{use["anchor"]}"' in result.html


def test_every_number_leads_to_a_row(library):
    result = compiled("[@a] [@b; @c; @d] [@f, p. 3]\n\n::: callout\nText [@e].\n:::\n")
    targets = set(re.findall(r'href="#ref-(\d+)"', result.html))
    assert targets <= {str(row["number"]) for row in result.references}
    assert len(result.references) == 6


@pytest.mark.parametrize("text", ["[@nobody]", "[@a; @nobody]", "[@a] [@nobody] [@b]", "[@nobody; @noone]"])
def test_what_is_unknown_gets_no_number_and_no_row(library, text):
    result = compiled(text + "\n")
    assert "nobody" not in {row["key"] for row in result.references}
    assert "[@" not in result.html
    assert "unknown-reference" in {issue.code for issue in result.issues}
    assert sorted(numbers(result).values()) == list(range(1, len(result.references) + 1))


def test_the_rows_carry_what_the_list_prints(library):
    (row,) = compiled("[@a]\n").references
    assert row["text"] == library[0].text
    assert row["url"] == "/references/a/"
    assert row["doi_url"] == "https://doi.org/10.1000/a"
    assert (row["pubmed_url"], row["status"]) == ("", "current")


def test_only_printed_references_are_part_of_what_is_approved(library):
    result = compiled("[@a]\n")
    assert set(result.quoted) == {"reference:a"}
    assert "Trial a" in result.quoted["reference:a"]


def test_references_that_a_quoted_fact_cites_are_listed_and_approved_with_it(author, reviewer, library):
    drug = stories.write_drug(by=author, references=[library[3]])
    stories.publish(drug, by=author, reviewer=reviewer)
    result = compiled("[@a]\n\n::: drug-table denosumab\n")
    assert set(numbers(result)) == {"a", "d"}
    assert set(result.quoted) == {"reference:a", "reference:d", "drug:denosumab"}


def test_citations_become_rows_of_the_edition(author, reviewer, library):
    page = stories.write_article(by=author, body="[@b] [@a] [@b]\n")
    edition = stories.publish(page, by=author, reviewer=reviewer).edition
    rows = Citation.objects.filter(edition=edition).order_by("number")
    assert [(row.reference.key, row.number, len(row.places)) for row in rows] == [("b", 1, 2), ("a", 2, 1)]


def test_compiling_twice_gives_the_same(library):
    text = "[@b] [@a]\n\n## Head\n\n[@c; @a]\n"
    assert compiled(text) == compiled(text)


def test_a_text_without_citations_has_no_list():
    result = compiled("Plain.\n")
    assert (result.references, result.cited, dict(result.quoted)) == ((), (), {})


@pytest.mark.parametrize(
    ("n", "name"),
    [(0, "a"), (1, "b"), (25, "z"), (26, "aa"), (27, "ab"), (51, "az"), (52, "ba"), (701, "zz"), (702, "aaa")],
)
def test_the_labels_go_on_after_z(n, name):
    assert label(n) == name


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_no_two_labels_are_the_same(one, other):
    assert (label(one) == label(other)) == (one == other)


@pytest.mark.parametrize(
    ("status", "instead"),
    [("current", "@newer"), ("corrected", "@newer"), ("superseded", ""), ("concern", ""), ("retracted", "")],
)
def test_a_newer_source_is_offered_only_where_it_stands(author, now, status, instead):
    newer = stories.add_reference(by=author, key="newer", title="Newer")
    older = stories.add_reference(by=author, key="older", title="Older")
    set_status(reference=older, status="superseded", superseded_by=newer, by=author, now=now)
    set_status(reference=newer, status=status, by=author, now=now)
    (issue,) = compiled("One [@older].\n").issues
    assert (issue.code, issue.instead) == ("superseded-reference", instead)
    assert "replaced by 'newer'" in issue.message
