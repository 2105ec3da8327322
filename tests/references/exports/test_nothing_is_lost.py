"""Whatever stands in the library comes back from every format that is read again."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from references.csl import clean
from references.exports import FORMATS, Work
from references.formats import open_source
from references.formats.carried import Ours
from tests.references.exports.strategies import records

READ_AGAIN = ("csl-json", "ris", "bibtex", "nbib")
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def brought_back(name: str, works: list[Work]) -> list[tuple]:
    source = open_source(io.BytesIO("".join(FORMATS[name].write(works)).encode()))
    found = []
    for entry in source.entries:
        assert (entry.problem, entry.notes) == ("", ())
        cleaned = clean(entry.record)
        found.append((cleaned.key, cleaned.csl, entry.ours or Ours()))
    return found


@pytest.mark.parametrize("name", READ_AGAIN)
@unhurried
@given(csls=st.lists(records, min_size=1, max_size=3), status=st.sampled_from(["", "retracted"]))
def test_any_clean_records_come_back_as_they_were(name, csls, status):
    works = [Work(f"key{place}a", csl, Ours(status)) for place, csl in enumerate(csls)]
    assert brought_back(name, works) == [(work.key, work.csl, work.ours) for work in works]
