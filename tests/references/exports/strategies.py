"""Clean records with everything that has ever broken an export: signs of the formats, odd names, dates in part."""

from hypothesis import strategies as st

from references.csl import TYPES, clean
from references.csl_vocabulary import DATE_FIELDS, NAME_FIELDS, TEXT_FIELDS

_SIGNS = [
    "{", "}", "\\", "\\'e", "{\\\"u}", "--", "---", "''", "``", "~", "^", "$x$", "#", "%", "_", "&", "@article{a,", "@",
    "ER  - ", "TY  - JOUR", "PMID- 5", "wellread: {}", ",", ";", " and ", " and others", "=", '"', "é", "Ł", "β", "–", "’",
    "\u200d", "中", "1-9", "12--8", "S12-8", "et al.", ".", "?", "doi:10.1000/x", "PMID: 77", "PMC99",
    "https://a.example/b?c=d&e={f}", "\\u0020",
]  # fmt: skip
words = st.lists(st.sampled_from(_SIGNS) | st.text(max_size=8) | st.just("Bone"), min_size=1, max_size=5).map(" ".join)
tight = st.lists(st.sampled_from(_SIGNS) | st.text(max_size=3), min_size=1, max_size=4).map("".join)
texts = words | tight
names = st.fixed_dictionaries(
    {},
    optional={
        "family": texts,
        "given": texts | st.sampled_from(["Ann B.", "AB", "Jr"]),
        "suffix": st.sampled_from(["Jr", "III", "MD"]),
        "non-dropping-particle": st.sampled_from(["van", "de la"]),
        "dropping-particle": st.just("de"),
        "literal": texts | st.sampled_from(["World Health Organization", "Smith AB", "Barnes and Noble, Inc."]),
    },
)
ends = st.tuples(st.integers(1000, 2999), st.integers(1, 12), st.integers(1, 28))
parts = st.builds(lambda end, size: list(end[:size]), ends, st.integers(1, 3))
dates = st.fixed_dictionaries(
    {"date-parts": st.lists(parts, min_size=1, max_size=2)},
    optional={"season": st.integers(1, 4), "circa": st.just(True)},
) | st.fixed_dictionaries({"literal": texts})
_kept = st.dictionaries(
    st.sampled_from(["C1", "C8", "AN", "MHDA", "GR", "PT", "howpublished", "x-y", "file"]),
    texts | st.lists(texts, min_size=1, max_size=2),
)
others = st.recursive(
    texts | st.booleans() | st.integers(-9, 9), lambda inner: st.lists(inner, max_size=3), max_leaves=4
)
_identifiers = {
    "DOI": st.sampled_from(
        ["10.1000/a", "10.1000/A_b(1)<2>;{x}", "10.1002/(SICI)1097-0258(19980815)17:15/16<1661::AID-SIM968>3.0.CO;2-2"]
    ),
    "PMID": st.integers(1, 10**8).map(str),
    "PMCID": st.integers(1, 10**7).map("PMC{}".format),
    "ISBN": st.sampled_from(["9780306406157", "0306406152 9780306406157"]),
    "ISSN": st.sampled_from(["1234-5678", "1234-567X", "odd"]),
    "URL": st.sampled_from(["https://a.example/b_c~d%20e?f=#g", "http://b.example/{x}"]),
    "page": st.sampled_from(["48-58", "S12-S18", "e77", "123-9", "48", "1-2, 5-6"]) | texts,
    "number": texts,
    "keyword": st.lists(texts, max_size=4).map(", ".join),
}
_fields = (
    dict.fromkeys(TEXT_FIELDS - {"title", "type"}, texts)
    | {field: st.lists(names, max_size=4) for field in NAME_FIELDS}
    | dict.fromkeys(DATE_FIELDS, dates)
    | _identifiers
    | {
        "custom": st.dictionaries(st.sampled_from(["ris", "bibtex", "nbib", "endnote"]), _kept) | others,
        "x-own": others,
    }
)
_usual = (
    "author",
    "issued",
    "container-title",
    "volume",
    "issue",
    "page",
    "DOI",
    "PMID",
    "publisher",
    "URL",
    "abstract",
    "custom",
)


def _filled(chosen: set[str], kind: str, title: str) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries({field: _fields[field] for field in sorted(chosen)}).map(
        lambda fields: clean({"type": kind, "title": title} | fields).csl
    )


records = (
    st.tuples(
        st.sets(st.sampled_from(_usual) | st.sampled_from(sorted(_fields)), max_size=9),
        st.sampled_from(sorted(TYPES)) | st.sampled_from(["article-journal", "book", "chapter", "webpage", "report"]),
        texts,
    )
    .flatmap(lambda chosen: _filled(*chosen))
    .filter(lambda csl: csl.get("title"))
)
