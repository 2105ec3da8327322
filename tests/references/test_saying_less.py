"""What a file says is taken over, but never a part of what the library has already."""

import pytest

from references.saying_less import fields_saying_less
from tests.references.records import article

OURS = article(
    "Himelstein, Andrew L.; Foster, Jared C.; Roberts, John D.",
    [2017, 1, 3],
    title="Dosing of zoledronic acid: a trial",
)


def less(**theirs) -> list[str]:
    authors, issued = theirs.pop("authors", ""), theirs.pop("issued", None)
    return fields_saying_less(article(authors, issued, **theirs), OURS)


@pytest.mark.parametrize(
    ("theirs", "field"),
    [
        ({"authors": "Himelstein, Andrew L."}, "author"),
        ({"authors": "Himelstein, A.; Foster, J."}, "author"),
        ({"authors": "Himelstein, A. L.; Foster, J. C.; Roberts, J. D."}, "author"),
        ({"issued": [2017]}, "issued"),
        ({"issued": [2017, 1]}, "issued"),
        ({"title": "Dosing of Zoledronic Acid"}, "title"),
        ({"title": "Dosing of zoledronic acid."}, "title"),
    ],
)
def test_a_part_of_what_we_have_says_less(theirs, field):
    assert less(**theirs) == [field]


@pytest.mark.parametrize(
    "theirs",
    [
        {},
        {"authors": "Himelstein, Andrew L.; Foster, Jared C.; Roberts, John D."},
        {"authors": "Himelstein, Andrew L.; Foster, Jared C.; Roberts, John D.; Qin, Rui"},
        {"authors": "Himelstein, Andrew Leonard; Foster, Jared C.; Roberts, John D."},
        {"authors": "Foster, Jared C."},
        {"authors": "Himelstein, Andrew L.; Roberts, John D."},
        {"authors": "Himelstein, Bo; Foster, Jared C.; Roberts, John D."},
        {"authors": "=World Health Organization"},
        {"issued": [2017, 1, 3]},
        {"issued": [2018]},
        {"issued": [2017, 2]},
        {"issued": {"literal": "January 2017"}},
        {"title": "Dosing of zoledronic acid: a randomized trial"},
        {"title": "Dosing of zoledronic"},
        {"title": "Dosing"},
        {"volume": "3"},
    ],
)
def test_what_says_more_or_something_else_is_taken(theirs):
    assert less(**theirs) == []
