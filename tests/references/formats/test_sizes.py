"""Names and titles of megabytes are refused with their record, and no other text is cut in silence."""

import pytest

from references.formats.sizes import cut_fields, refusal


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"title": "x" * 2_001}, "The title has 2,001 characters"),
        ({"title": ["x" * 3_000_000]}, "The title has 3,000,000 characters"),
        ({"title": "T", "author": [{"family": "N" * 1_200_000}]}, "A name has 1,200,000 characters"),
        ({"title": "T", "editor": [{"family": "A"}, {"literal": "N" * 1_001}]}, "A name has 1,001 characters"),
        ({"title": "T", "author": ["N" * 1_001]}, "A name has 1,001 characters"),
        ({"title": "T", "author": {"given": "N" * 1_001}}, "A name has 1,001 characters"),
    ],
)
def test_what_cannot_be_a_title_or_a_name_is_refused(record, words):
    assert refusal(record).startswith(words)


@pytest.mark.parametrize(
    "record",
    [
        {"title": "x" * 2_000},
        {"title": "T", "author": [{"family": "N" * 1_000}]},
        {"title": "T", "abstract": "x" * 100_000},
        {"title": "T", "author": [{"family": "A"}] * 5_000},
        {"title": 5, "author": 7},
        {"title": None, "author": None},
        {},
        [],
    ],
)
def test_everything_else_is_not(record):
    assert refusal(record) == ""


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        ({"custom": {"ris": {"N2": ["x" * 20_001]}}}, ["custom"]),
        ({"x-own": "x" * 20_001}, ["x-own"]),
        ({"x-own": "x" * 20_000, "custom": {"a": [1, None]}}, []),
        ({"abstract": "x" * 20_001}, []),
        ("text", []),
    ],
)
def test_a_long_text_that_cleaning_cuts_is_named(record, fields):
    assert cut_fields(record) == fields
