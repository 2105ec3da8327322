"""RIS as reference managers and publishers write it."""

import pytest

from tests.references.formats.reading import entries, one


def lines(*rows: str, kind: str = "JOUR", end: str = "\n") -> str:
    return end.join([f"TY  - {kind}", *rows, "ER  - ", ""])


@pytest.mark.parametrize(
    ("rows", "csl"),
    [
        (["TI  - Bones"], {"title": "Bones"}),
        (["T1  - Bones"], {"title": "Bones"}),
        (["TI  - Bones", "and joints"], {"title": "Bones and joints"}),
        (["TI - Bones"], {"title": "Bones"}),
        (["TI  -Bones"], {"title": "Bones"}),
        (["TI  - Bones - a trial"], {"title": "Bones - a trial"}),
        (["AU  - Himelstein, A.L."], {"author": [{"family": "Himelstein", "given": "A.L."}]}),
        (["A1  - Smith, J", "A1  - Jones, K"],
         {"author": [{"family": "Smith", "given": "J"}, {"family": "Jones", "given": "K"}]}),
        (["AU  - World Health Organization"], {"author": [{"literal": "World Health Organization"}]}),
        (["T2  - JAMA"], {"container-title": "JAMA"}),
        (["JF  - The Lancet", "JO  - Lancet"], {"container-title": "The Lancet", "container-title-short": "Lancet"}),
        (["JO  - Lancet"], {"container-title": "Lancet"}),
        (["PY  - 2017"], {"issued": "2017"}),
        (["PY  - 2017///"], {"issued": "2017"}),
        (["Y1  - 2017/01//"], {"issued": "2017/01"}),
        (["PY  - 2017", "DA  - 2017/01/03/"], {"issued": "2017/01/03"}),
        (["PY  - 2017", "DA  - Jan 3"], {"issued": "2017 Jan 3"}),
        (["PY  - 2017", "DA  - 2019/01/03"], {"issued": "2017"}),
        (["SP  - 123", "EP  - 9"], {"page": "123-129"}),
        (["SP  - 123-9"], {"page": "123-129"}),
        (["SP  - 48", "EP  - 48"], {"page": "48"}),
        (["DO  - https://doi.org/10.1000/x"], {"DOI": "10.1000/x"}),
        (["M3  - doi: 10.1000/x"], {"DOI": "10.1000/x"}),
        (["UR  - https://dx.doi.org/10.1000/x"], {"DOI": "10.1000/x"}),
        (["AN  - 28030702", "DB  - PubMed"], {"PMID": "28030702"}),
        (["AN  - PMID: 28030702"], {"PMID": "28030702"}),
        (["U1  - 28030702[pmid]"], {"PMID": "28030702"}),
        (["C2  - PMC5321662"], {"PMCID": "PMC5321662"}),
        (["AN  - 614028370", "DB  - Embase"], {"custom": {"ris": {"AN": "614028370"}}}),
        (["SN  - 0098-7484"], {"ISSN": "0098-7484"}),
        (["SN  - 9789241550390"], {"ISBN": "9789241550390"}),
        (["KW  - bone", "KW  - pain"], {"keyword": "bone, pain"}),
        (["N2  - Short.", "AB  - The longer abstract."], {"abstract": "The longer abstract."}),
        (["ID  - himelstein2017"], {"id": "himelstein2017"}),
        (["U3  - one", "U3  - two"], {"custom": {"ris": {"U3": ["one", "two"]}}}),
    ],
)  # fmt: skip
def test_a_tag_has_its_place_in_csl(rows, csl):
    assert (
        csl.items() <= one(lines("TI  - Bones" if not rows[0].startswith(("TI", "T1")) else "VL  - 1", *rows)).items()
    )


@pytest.mark.parametrize(
    ("kind", "rows", "csl"),
    [
        ("CHAP", ["T2  - The Book", "A2  - Smith, J"], {"type": "chapter", "container-title": "The Book"}),
        ("BOOK", ["BT  - The Book"], {"type": "book"}),
        ("RPRT", [], {"type": "report"}),
        ("ELEC", ["Y2  - 2026/03/03/"], {"type": "webpage", "accessed": "2026/03/03"}),
        ("INPR", [], {"type": "article-journal", "status": "in press"}),
        ("THES", ["M3  - PhD thesis"], {"type": "thesis", "genre": "PhD thesis"}),
        ("jour", [], {"type": "article-journal"}),
        ("NOVEL", [], {"type": "document"}),
    ],
)
def test_a_type_of_ris_is_a_type_of_csl(kind, rows, csl):
    assert csl.items() <= one(lines("TI  - Bones", *rows, kind=kind)).items()


def test_a_record_without_its_last_line_is_read_and_told():
    found = entries("TY  - JOUR\nTI  - One\n\nTY  - JOUR\nTI  - Two\nER  - \nTY  - JOUR\nTI  - Three\n")
    assert [each.record["title"] for each in found] == ["One", "Two", "Three"]
    assert [bool(each.notes) for each in found] == [True, False, True]
    assert [each.line for each in found] == [1, 4, 7]


def test_what_a_database_writes_above_is_told_and_harms_nothing():
    (found,) = entries("Provider: A Publisher\nContent: text/plain\n\n" + lines("TI  - Bones"))
    assert found.record["title"] == "Bones"
    assert found.notes == ("Text that belongs to no record was skipped: “Provider: A Publisher”.",)


def test_words_between_two_records_are_told():
    found = entries(lines("TI  - One") + "stray words\n" + lines("TI  - Two"))
    assert [bool(each.problem) for each in found] == [False, True, False]
    assert "stray words" in found[1].problem


def test_an_empty_record_is_told():
    found = entries("TY  - JOUR\nER  - \n" + lines("TI  - Two"))
    assert [each.problem for each in found] == ["The record is empty; take it out.", ""]


def test_a_line_of_an_abstract_that_looks_like_a_tag_stays_in_it():
    assert one(lines("TI  - T", "AB  - We measured", "IL - 6 and IL", "CD4 - positive cells."))["abstract"] == (
        "We measured IL - 6 and IL CD4 - positive cells."
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_every_encoding_and_line_end_reads_the_same(encoding, end):
    text = lines("TI  - Núñez’s bones – a trial", "AU  - Müller, J", end=end)
    assert one(text.encode(encoding))["title"] == "Núñez’s bones – a trial"
