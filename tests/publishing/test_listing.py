"""Public lists: pages of a list, and A to Z."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from publishing.listing import by_letter, first_letter, page_of


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("1", 1), ("2", 2), ("3", 3), ("4", 3), ("0", 3), ("-1", 3), ("999999999999", 3), ("", 1), ("x", 1), ("1.5", 1),
        ("2 ", 2), ("٢", 2), ("²", 1), ("\x00", 1), ("2\x00", 1), ("1e1", 1), ("9" * 5_000, 3), ("٣" * 5_000, 3), ("😀", 1),
        ("last", 1), ("[]", 1),
    ],
)  # fmt: skip
def test_a_number_that_is_no_page_gives_the_nearest_one(asked, number):
    request = RequestFactory().get("/", {"page": asked})
    assert page_of(request, range(25), per_page=10).number == number


def test_without_a_number_it_is_the_first_page():
    page = page_of(RequestFactory().get("/"), range(25), per_page=10)
    assert (page.number, list(page), page.paginator.num_pages) == (1, list(range(10)), 3)


def test_an_empty_list_has_one_empty_page():
    assert list(page_of(RequestFactory().get("/?page=7"), [], per_page=10)) == []


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Bone", "B"), ("bone", "B"), ("ácido", "A"), ("Ácido", "A"), ("a\u0301cido", "A"), ("ñandú", "N"), ("ß", "S"),
        ("5-FU", "#"), ("(bone)", "#"), ("", "#"), ("   ", "#"), ("  bone", "B"), ("😀", "#"), ("·", "#"), ("½", "#"),
        ("\u0301", "#"), ("Ω", "Ω"), ("骨", "骨"), ("ﬁne", "F"),
    ],
)  # fmt: skip
def test_the_letter_a_title_is_filed_under(name, letter):
    assert first_letter(name) == letter


def names_by_letter(names: list[str]) -> dict[str, list[str]]:
    groups = by_letter([{"name": name} for name in names], name=lambda entry: entry["name"], key="entries")
    return {group["letter"]: [entry["name"] for entry in group["entries"]] for group in groups}


def test_names_stand_in_their_order_whatever_their_accents_or_capitals():
    assert names_by_letter(["zoledronic", "Ácido", "acetaminophen", "Bone", "aspirin", "5-FU", "álamo"]) == {
        "#": ["5-FU"],
        "A": ["acetaminophen", "Ácido", "álamo", "aspirin"],
        "B": ["Bone"],
        "Z": ["zoledronic"],
    }


@given(st.lists(st.text(max_size=5), max_size=12))
def test_nobody_is_lost_and_no_letter_stands_twice(names):
    groups = by_letter([{"name": name} for name in names], name=lambda entry: entry["name"], key="entries")
    letters = [group["letter"] for group in groups]
    assert len(letters) == len(set(letters))
    assert sorted(entry["name"] for group in groups for entry in group["entries"]) == sorted(names)
    assert all(first_letter(entry["name"]) == group["letter"] for group in groups for entry in group["entries"])
