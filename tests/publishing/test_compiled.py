"""The hash a clinician approves: the same for the same meaning, another for anything else."""

import json

from hypothesis import given
from hypothesis import strategies as st

from publishing.compiled import Compiled, canonical, content_hash

LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=6)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)
SOURCES = st.dictionaries(st.text(max_size=6), VALUES, max_size=4)
QUOTED = st.dictionaries(st.text(max_size=6), st.text(max_size=6), max_size=4)


def backwards(value):
    """The same meaning with every mapping in the other order."""
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    return [backwards(item) for item in value] if isinstance(value, list) else value


@given(SOURCES, QUOTED)
def test_the_order_of_fields_means_nothing(source, quoted):
    assert content_hash(backwards(source), backwards(quoted)) == content_hash(source, quoted)


@given(SOURCES, QUOTED)
def test_a_snapshot_kept_in_a_database_has_the_same_hash(source, quoted):
    kept = json.loads(json.dumps({"source": source, "quoted": quoted}))
    assert content_hash(kept["source"], kept["quoted"]) == content_hash(source, quoted)


@given(SOURCES, SOURCES, QUOTED, QUOTED)
def test_another_meaning_has_another_hash(one, other, quoted, other_quoted):
    same = canonical([one, quoted]) == canonical([other, other_quoted])
    assert (content_hash(one, quoted) == content_hash(other, other_quoted)) == same


@given(SOURCES)
def test_the_source_and_what_it_quotes_are_told_apart(source):
    texts = {key: str(value) for key, value in source.items()}
    if texts:
        assert content_hash(texts, {}) != content_hash({}, texts)


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_character_is_lost(one, other):
    assert (content_hash({"body": one}, {}) == content_hash({"body": other}, {})) == (one == other)


def test_what_looks_alike_is_not_the_same():
    lookalikes = [
        "caf\u00e9", "cafe\u0301", "cafe", "Cafe", "cafe ", " cafe", "cafe\n", "caf\u0435", "", "\x00", None, 0, False, "0",
        [], {}, [""], "[]", "{}", [[]], 1, True, "1", "\ud800",
    ]  # fmt: skip
    assert len({content_hash({"body": value}, {}) for value in lookalikes}) == len(lookalikes)


def test_the_hash_is_64_hexadecimal_digits_and_does_not_change_with_releases():
    """A hash that an approval was given to must mean the same for years."""
    found = content_hash({"title": "Bones", "body": "Bone is *living*.\n"}, {"drug:denosumab": "a1"})
    assert found == "e26ad4b863ab4eaea0d2aa0a79acfa1722968285bcbaf3785c847105eb728c57"


def test_only_source_and_quoted_facts_are_hashed():
    """A link that comes alive or a newer compiler changes bytes, and nothing that was approved."""
    plain = Compiled(title="T", language="en", source={"body": "x"}, quoted={"a": "1"})
    richer = Compiled(
        title="U", language="es", source={"body": "x"}, quoted={"a": "1"}, html="<p>x</p>", plain_text="x",
        facts={"a": 1}, references=({"number": 1},), uses=((1, "links"),), summary="S",
    )  # fmt: skip
    assert plain.content_hash == richer.content_hash
    assert plain.content_hash != Compiled(title="T", language="en", source={"body": "x"}).content_hash
