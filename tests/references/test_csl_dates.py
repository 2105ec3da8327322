"""Dates of records: every form in use, and what is kept as it is."""

import datetime

import pytest

from references.csl_dates import read_date


@pytest.mark.parametrize(
    ("given_date", "stored"),
    [
        ({"date-parts": [[2017, 1, 3]]}, {"date-parts": [[2017, 1, 3]]}),
        ({"date-parts": [["2017", "01", "03"]]}, {"date-parts": [[2017, 1, 3]]}),
        ({"date-parts": [[2017, None]]}, {"date-parts": [[2017]]}),
        ({"date-parts": [2017, 1]}, {"date-parts": [[2017, 1]]}),
        ({"date-parts": [[2017, 1], [2017, 3]]}, {"date-parts": [[2017, 1], [2017, 3]]}),
        ({"date-parts": [[2017, 13]]}, {"date-parts": [[2017]], "season": 1}),
        ({"date-parts": [[2017]], "season": "Winter"}, {"date-parts": [[2017]], "season": 4}),
        ({"date-parts": [[2017]], "circa": "1"}, {"date-parts": [[2017]], "circa": True}),
        ({"date-parts": [[None]]}, {}),
        ({"date-parts": [[0, 0, 0]]}, {}),
        ({"raw": "2017-01"}, {"date-parts": [[2017, 1]]}),
        ({"literal": "2017"}, {"date-parts": [[2017]]}),
        (2017, {"date-parts": [[2017]]}),
        (datetime.date(2017, 1, 3), {"date-parts": [[2017, 1, 3]]}),
        (datetime.datetime(2017, 1, 3, tzinfo=datetime.UTC), {"date-parts": [[2017, 1, 3]]}),
        # EDTF
        ("2017", {"date-parts": [[2017]]}),
        ("2017-01-03", {"date-parts": [[2017, 1, 3]]}),
        ("2017-1-3", {"date-parts": [[2017, 1, 3]]}),
        ("2017-01-03T10:00:00Z", {"date-parts": [[2017, 1, 3]]}),
        ("2017-21", {"date-parts": [[2017]], "season": 1}),
        ("2017-XX-XX", {"date-parts": [[2017]]}),
        ("2017~", {"date-parts": [[2017]], "circa": True}),
        ("2017/2018", {"date-parts": [[2017], [2018]]}),
        ("2017-11/2018-02", {"date-parts": [[2017, 11], [2018, 2]]}),
        # RIS and MEDLINE
        ("2021/03//", {"date-parts": [[2021, 3]]}),
        ("2021/03/05", {"date-parts": [[2021, 3, 5]]}),
        ("2021/03/05/epub", {"date-parts": [[2021, 3, 5]]}),
        ("2021///", {"date-parts": [[2021]]}),
        ("20210305", {"date-parts": [[2021, 3, 5]]}),
        ("2017 Jan 3", {"date-parts": [[2017, 1, 3]]}),
        ("2017 Jan-Feb", {"date-parts": [[2017, 1], [2017, 2]]}),
        ("2017 Sept", {"date-parts": [[2017, 9]]}),
        ("2017 Spring", {"date-parts": [[2017]], "season": 1}),
        # words
        ("3 January 2017", {"date-parts": [[2017, 1, 3]]}),
        ("January 3, 2017", {"date-parts": [[2017, 1, 3]]}),
        ("January 2017", {"date-parts": [[2017, 1]]}),
        ("3 de enero de 2017", {"date-parts": [[2017, 1, 3]]}),
        ("agosto de 2017", {"date-parts": [[2017, 8]]}),
    ],
)
def test_dates_are_read_from_every_form_in_use(given_date, stored):
    assert read_date(given_date) == (stored, "")
    assert read_date(stored) == (stored, "")


@pytest.mark.parametrize("text", ["03/04/2017", "n.d.", "201X", "12 Foo 2017", "in press", "2017 Jan-Foo"])
def test_a_date_that_is_ambiguous_or_no_date_is_shown_as_it_is(text):
    date, message = read_date(text)
    assert date == {"literal": text}
    assert message.endswith("it is shown as it is.")
