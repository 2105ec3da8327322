"""Records nobody thought of: strategies for tests that invent their own input."""

from hypothesis import strategies as st

from references.csl import TYPES

FIELD_NAMES = """
type title author editor issued accessed container-title container-title-short volume issue page number edition
publisher publisher-place PMID PMCID genre status language original-title collection-title collection-number supplement-number
DOI URL family given suffix literal non-dropping-particle dropping-particle date-parts season raw circa
"""
FIELDS = FIELD_NAMES.split()
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([*TYPES, "a, .b", "..", " ,", "J."]),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), inner),
    max_leaves=30,
)
words = st.text(alphabet="abcXYZ 0123456789", max_size=12) | st.integers(0, 3000)
names = st.lists(
    st.dictionaries(st.sampled_from(["family", "given", "literal", "suffix", "non-dropping-particle"]), words),
    max_size=8,
)
dates = st.fixed_dictionaries({"date-parts": st.lists(st.lists(st.integers(0, 2100), max_size=3), max_size=2)})
plausible = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(TYPES))},
    optional={
        **dict.fromkeys(FIELDS[FIELDS.index("container-title") : FIELDS.index("DOI")], words),
        "title": words | st.just("[Translated]"),
        "genre": words | st.sampled_from(["Package insert", "Trial registration", "Master's thesis"]),
        "language": words | st.sampled_from(["en", "es", "fre"]),
        "author": names,
        "editor": names,
        "issued": dates | words,
        "accessed": dates,
        "DOI": st.just("10.1000/abc"),
        "URL": st.just("https://example.org/a"),
    },
)
