"""The records of decisions are numbered once each, and without a gap: a number in a comment leads to one decision."""

import re
from pathlib import Path

DECISIONS = sorted((Path(__file__).resolve().parents[2] / "docs/adr").glob("[0-9]*.md"))


def test_each_number_is_given_once_and_none_is_missing():
    numbers = [int(path.name.split("-")[0]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_title_has_the_number_of_the_file():
    for path in DECISIONS:
        title = path.read_text(encoding="utf-8").splitlines()[0]
        assert re.match(rf"# {int(path.name.split('-')[0])}\. \S", title), path.name
