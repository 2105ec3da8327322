"""Help with misspelt names."""

import pytest

from markup import suggest
from markup.names import did_you_mean

DRUGS = ["denosumab", "zoledronic-acid", "pamidronate", "ibandronate"]


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("denosumabb", ("denosumab",)),
        ("Denosumab", ("denosumab",)),
        ("zoledronic", ("zoledronic-acid",)),
        ("pamidronat", ("pamidronate", "ibandronate")),
        ("aspirin", ()),
        ("", ()),
        ("x" * 100_000, ()),
    ],
)
def test_near_names_are_suggested_the_nearest_first(written, near):
    assert suggest(written, DRUGS) == near


def test_at_most_as_many_as_wanted_are_suggested():
    assert suggest("aa", ["aab", "aac", "aad", "aae"], n=2) == suggest("aa", ["aab", "aac", "aad", "aae"])[:2]


@pytest.mark.parametrize(
    ("near", "words"),
    [((), ""), (("a",), "; did you mean 'a'?"), (("a", "b"), "; did you mean 'a' or 'b'?")],
)
def test_suggestions_are_put_as_a_question(near, words):
    assert did_you_mean(near) == words
