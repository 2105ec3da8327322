"""A list of names that its source left unfinished: printed with "et al.", exported again, and complete once it is completed."""

import io

import pytest

from references.csl import clean
from references.exports import FORMATS, Work
from references.formats import open_source
from references.formatting import format_reference
from references.more_names import MARK, goes_on
from tests.references.formats.reading import one

FIVE = "Müller, Jan and Doe, Ann and Roe, Bo and Berg, Cy and Li, Di"


def bibtex(names: str, field: str = "author") -> dict:
    return clean(one(f"@article{{m, title={{T}}, {field}={{{names}}}, year=2004, journal={{J}}}}")).csl


@pytest.mark.parametrize(
    ("names", "style", "line"),
    [
        (f"{FIVE} and others", "nlm", "Müller J, Doe A, Roe B, Berg C, Li D, et al. T."),
        (f"{FIVE} and others", "ama", "Müller J, Doe A, Roe B, et al. T."),
        ("Müller, Jan and others", "nlm", "Müller J, et al. T."),
        (FIVE, "nlm", "Müller J, Doe A, Roe B, Berg C, Li D. T."),
    ],
)
def test_it_prints_as_the_style_writes_it(names, style, line):
    assert format_reference(bibtex(names), style=style).startswith(line)


def test_editors_who_go_on_are_several():
    csl = clean(one("@book{m, title={T}, editor={Doe, Ann and others}, publisher={P}, year=2004}")).csl
    assert format_reference(csl, style="nlm").startswith("Doe A, et al., editors. T.")


@pytest.mark.parametrize("name", ["csl-json", "ris", "bibtex", "nbib"])
def test_it_comes_back_from_every_format(name):
    csl = bibtex(f"{FIVE} and others")
    text = "".join(FORMATS[name].write([Work("m", csl)]))
    (entry,) = open_source(io.BytesIO(text.encode())).entries
    assert clean(entry.record).csl == csl
    assert (" and others" in text) is (name == "bibtex")


@pytest.mark.parametrize(
    ("csl", "answer"),
    [
        ({"author": [{"family": "A"}], "custom": {MARK: {"author": 1}}}, True),
        ({"author": [{"family": "A"}, {"family": "B"}], "custom": {MARK: {"author": 1}}}, False),
        ({"author": [], "custom": {MARK: {"author": 0}}}, False),
        ({"author": [{"family": "A"}], "custom": {MARK: {"editor": 1}}}, False),
        ({"author": [{"family": "A"}], "custom": {MARK: "author"}}, False),
        ({"author": [{"family": "A"}], "custom": "text"}, False),
        ({"author": "A", "custom": {MARK: {"author": 1}}}, False),
        ({"author": [{"family": "A"}]}, False),
        ({}, False),
    ],
)
def test_a_list_that_was_completed_since_does_not_go_on(csl, answer):
    assert goes_on(csl, "author") is answer
