"""NBIB: full names before short ones, shortened pages made whole, records told apart."""

import pytest

from tests.references.formats.reading import entries, one


@pytest.mark.parametrize(
    ("rows", "csl"),
    [
        ("TI  - Bones and\n      joints.", {"title": "Bones and joints"}),
        ("TI  - T.\nAB  -\nVI  - 3", {"title": "T", "volume": "3"}),
        ("TI  - Really...", {"title": "Really..."}),
        ("TI  - T.\nFAU - Himelstein, Andrew L\nAU  - Himelstein AL",
         {"author": [{"family": "Himelstein", "given": "Andrew L"}]}),
        ("TI  - T.\nAU  - Himelstein AL", {"author": [{"family": "Himelstein", "given": "AL"}]}),
        ("TI  - T.\nFAU - Smith, J\nAU  - Smith J\nAD  - X\nAU  - Jones K",
         {"author": [{"family": "Smith", "given": "J"}, {"family": "Jones", "given": "K"}]}),
        ("TI  - T.\nCN  - Bone Group", {"author": [{"literal": "Bone Group"}]}),
        ("TI  - T.\nCN  - Smith Group of Health, Bones", {"author": [{"literal": "Smith Group of Health, Bones"}]}),
        ("TI  - T.\nPG  - 48-58", {"page": "48-58"}),
        ("TI  - T.\nPG  - 123-9", {"page": "123-129"}),
        ("TI  - T.\nDP  - 2017 Jan-Feb", {"issued": "2017 Jan-Feb"}),
        ("TI  - T.\nJT  - The Lancet\nTA  - Lancet",
         {"container-title": "The Lancet", "container-title-short": "Lancet"}),
        ("TI  - T.\nLID - 10.1000/x [doi]\nAID - S1 [pii]", {"DOI": "10.1000/x", "number": "S1"}),
        ("TI  - T.\nAID - 10.1000/x [doi]\nPG  - 5\nAID - S1 [pii]", {"DOI": "10.1000/x", "page": "5"}),
        ("TI  - T.\nPMC - PMC5321662", {"PMCID": "PMC5321662"}),
        ("TI  - T.\nIS  - 1538-3598 (Electronic)\nIS  - 0098-7484 (Linking)", {"ISSN": "1538-3598"}),
        ("TI  - T.\nMH  - Bone\nOT  - pain", {"keyword": "Bone, pain"}),
        ("TI  - T.\nPT  - Journal Article\nPT  - Retracted Publication",
         {"custom": {"nbib": {"PT": ["Journal Article", "Retracted Publication"]}}}),
        ("BTI - The Book\nPB  - P\nPL  - Bethesda (MD)",
         {"type": "book", "title": "The Book", "publisher-place": "Bethesda (MD)"}),
        ("TI  - Part\nBTI - The Book", {"type": "chapter", "container-title": "The Book"}),
        ("TI  - T.\nGR  - A grant", {"custom": {"nbib": {"GR": "A grant"}}}),
    ],
)  # fmt: skip
def test_a_tag_has_its_place_in_csl(rows, csl):
    assert csl.items() <= one(f"PMID- 28030702\n{rows}\n").items()


def test_records_are_told_apart_with_and_without_an_empty_line():
    text = "PMID- 1\nTI  - One.\n\nPMID- 2\nTI  - Two.\nPMID- 3\nTI  - Three.\n"
    assert [(each.line, each.key, each.record["title"]) for each in entries(text)] == [
        (1, "1", "One"), (4, "2", "Two"), (6, "3", "Three"),
    ]  # fmt: skip


def test_an_empty_line_inside_a_record_does_not_cut_it():
    assert one("PMID- 1\nOWN - NLM\n\nTI  - One.\nDP  - 2017\n")["issued"] == "2017"


def test_an_empty_record_is_told():
    assert [each.problem for each in entries("PMID- 1\n\nPMID- 2\nTI  - Two.\n")] == [
        "The record is empty; take it out.", "",
    ]  # fmt: skip
