"""Two records beside each other: what differs, what is proposed, what comes of it."""

import pytest

from references.choosing import chosen_record, differences, in_words

ANN, A = {"family": "Smith", "given": "Ann B."}, {"family": "Smith", "given": "A"}
PROPOSED = {
    "the one that says something": ({}, {"volume": "3"}, "other"),
    "the one with an identifier": ({"DOI": "10.1/a"}, {}, "one"),
    "the fuller names": ({"author": [A]}, {"author": [ANN]}, "other"),
    "more names": ({"author": [A, A]}, {"author": [A]}, "one"),
    "the fuller date": ({"issued": {"date-parts": [[2017]]}}, {"issued": {"date-parts": [[2017, 1]]}}, "other"),
    "the title that does not shout": ({"title": "A TRIAL OF MANY BONES"}, {"title": "A trial of bones"}, "other"),
    "the journal's full name": (
        {"container-title": "N Engl J Med"},
        {"container-title": "New England Journal"},
        "other",
    ),
    "the first of two alike": ({"page": "1-9"}, {"page": "1–9"}, "one"),
}


@pytest.mark.parametrize(("one", "other", "side"), PROPOSED.values(), ids=PROPOSED)
def test_it_proposes(one, other, side):
    (difference,) = differences(one, other)
    assert difference.proposed == side
    (field,) = one.keys() | other.keys()
    assert chosen_record(one, other, {}) == {field: {"one": one, "other": other}[side][field]}


def test_only_what_differs_is_asked_in_the_order_of_the_form():
    one = {"type": "book", "title": "A", "page": "1", "custom-thing": "x", "volume": "3"}
    other = {"type": "book", "title": "B", "page": "2", "volume": "3"}
    assert [each.field for each in differences(one, other)] == ["title", "page", "custom-thing"]


def test_the_choices_make_the_record_and_nothing_may_be_chosen_too():
    one, other = {"title": "A", "volume": "3", "DOI": "10.1/a"}, {"title": "B", "volume": "3"}
    assert chosen_record(one, other, {"title": "other", "DOI": "other"}) == {"title": "B", "volume": "3"}


@pytest.mark.parametrize(
    ("field", "value", "lines"),
    [
        ("author", [ANN, {"literal": "WHO"}], ("Smith, Ann B.", "WHO")),
        ("issued", {"date-parts": [[2017, 1, 3]]}, ("2017-01-03",)),
        ("title", "A trial", ("A trial",)),
        ("title", "", ()),
        ("author", [], ()),
        ("number", 7, ("7",)),
        ("custom", {"licence": "CC BY", "x": 1}, ("licence: CC BY", "x: 1")),
        ("categories", ["bone", "pain"], ("bone", "pain")),
    ],
)
def test_a_value_is_shown_as_a_person_would_write_it(field, value, lines):
    assert in_words(field, value) == lines
