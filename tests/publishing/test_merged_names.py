"""A snapshot that cites the new key of a merged reference, and the one that clinicians know."""

import pytest

from publishing.compiled import Compiled, content_hash
from publishing.merged_names import by_known_names, known_as, rename_in_source

NAMES = {"old": "new"}
RENAMED = {
    "a text": ({"body": "So [@old]."}, {"body": "So [@new]."}),
    "a list of sources": ({"citations": ["a", "old"]}, {"citations": ["a", "new"]}),
    "both in one list": ({"dose_citations": ["new", "old"]}, {"dose_citations": ["new"]}),
    "rows": ({"regimens": [{"key": "old", "timing_citations": ["old"]}]},
             {"regimens": [{"key": "old", "timing_citations": ["new"]}]}),
}  # fmt: skip
LEFT_ALONE = {
    "a title": {"title": "[@old]"},
    "words": {"aliases": ["old"], "name": {"en": "old"}},
    "numbers": {"position": 3, "serious": True, "nothing": None},
    "another key": {"body": "[@older]", "citations": ["older"]},
}


@pytest.mark.parametrize(("before", "after"), RENAMED.values(), ids=RENAMED)
def test_what_a_snapshot_cites_is_renamed(before, after):
    assert rename_in_source(before, NAMES) == after


@pytest.mark.parametrize("source", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_everything_else_of_a_snapshot_stays(source):
    assert rename_in_source(source, NAMES) == source


def test_the_known_snapshot_holds_while_nothing_but_keys_differs():
    known = {"title": "Bones", "body": "So [@old]."}
    kept = {"source": known, "names": NAMES}
    same, edited = {"title": "Bones", "body": "So [@new]."}, {"title": "Bone", "body": "So [@new]."}
    assert known_as(same, kept) is known
    assert known_as(edited, kept) is edited
    assert known_as(same, None) is same


def test_under_the_known_names_a_page_has_the_hash_that_was_decided_on():
    said = {"reference:old": "A trial.", "drug:denosumab": "abc"}
    known = {"body": "So [@old]."}
    now = Compiled("Bones", "en", {"body": "So [@new]."}, {"reference:new": "A trial.", "drug:denosumab": "abc"})
    assert by_known_names(now, known, NAMES).content_hash == content_hash(known, said)
    assert by_known_names(now, known, NAMES).title == "Bones"
