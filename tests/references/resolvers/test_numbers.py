"""Whatever somebody pastes, the kind of number is known, or it is said that it is none."""

import pytest

from references.resolvers.numbers import recognise


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("10.1001/JAMA.2016.19425", "doi", "10.1001/jama.2016.19425"),
        ("https://doi.org/10.1001/jama.2016.19425", "doi", "10.1001/jama.2016.19425"),
        ("doi: 10.1001/jama.2016.19425", "doi", "10.1001/jama.2016.19425"),
        (" 28030702 ", "pmid", "28030702"),
        ("PMID: 28030702", "pmid", "28030702"),
        ("https://pubmed.ncbi.nlm.nih.gov/28030702/", "pmid", "28030702"),
        ("PMC5321662", "pmcid", "PMC5321662"),
        ("pmcid: PMC5321662", "pmcid", "PMC5321662"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC5321662/", "pmcid", "PMC5321662"),
        ("978-0-306-40615-7", "isbn", "9780306406157"),
        ("ISBN 0-306-40615-2", "isbn", "9780306406157"),
        ("ISBN-13: 9780306406157", "isbn", "9780306406157"),
    ],
)
def test_a_number_is_recognised(typed, kind, value):
    assert recognise(typed) == (kind, value)


@pytest.mark.parametrize(
    "typed", ["", "himelstein2017", "978-0-306-40615-8", "12345678901", "10.1001", "PMCX", "a b", "\x00"]
)
def test_anything_else_is_none(typed):
    assert recognise(typed) is None
