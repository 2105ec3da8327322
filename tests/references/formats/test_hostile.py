"""Files from anyone: recognised or refused with a reason, never a crash, never more memory than one record needs."""

import io
import tracemalloc
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from references.csl import clean
from references.formats import CannotRead, open_source
from references.formats.entries import MAX_RECORD
from references.formats.recognising import BIBTEX, CSL_JSON, ENDNOTE_XML, NBIB, PUBMED_XML, RIS
from tests.references.formats.reading import entries, opened

STARTS = {
    CSL_JSON: '[{"id": "a", "title": "',
    BIBTEX: "@article{a1, title = {",
    RIS: "TY  - JOUR\nTI  - ",
    NBIB: "PMID- 1\nTI  - ",
    PUBMED_XML: "<PubmedArticleSet><PubmedArticle><MedlineCitation>",
    ENDNOTE_XML: "<xml><records><record><titles><title>",
}


@pytest.mark.parametrize(("name", "start"), STARTS.items())
@pytest.mark.parametrize("before", ["", "\ufeff", "\n\n  ", "\r\n"])
def test_a_file_is_recognised_by_what_is_in_it(name, start, before):
    assert opened(before + start).format == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("% made by hand\n\n@article{a, title={x}}", BIBTEX),
        ("Provider: X\n\nTY - JOUR\n", RIS),
        ("@comment{TY  - JOUR}\n@article{a, title={x}}", BIBTEX),
        ("TY  - JOUR\nN1  - see\n@article{x, y}\nER  -\n", RIS),
        ('{"title": "@article{"}', CSL_JSON),
    ],
)
def test_the_first_sign_of_a_format_counts(text, name):
    assert opened(text).format == name


def zipped(name: str = "bomb.ris") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * 10_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"\xff\xfe", "is empty"),
        (zipped(), "packed file"),
        (zipped("[Content_Types].xml"), "document of an office program"),
        (zipped("word/document.xml"), "document of an office program"),
        (b"\x1f\x8b\x08" + b"0" * 50, "packed file"),
        (b"%PDF-1.7\n", "is a PDF"),
        (bytes(range(256)) * 20, "not a text file"),
        (b"just words\nand more", "in no format that we read"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"<html><body>", "web page"),
        (b"<svg></svg>", "neither"),
        (b"FN Clarivate Analytics Web of Science\nVR 1.0\n", "Web of Science"),
        (b"%0 Journal Article\n%T x\n", "refer"),
        (b"title,author\nx,y\n", "in no format that we read"),
    ],
)
def test_what_is_no_file_of_references_is_refused_with_advice(data, reason):
    with pytest.raises(CannotRead, match=reason):
        entries(data)


ENTITIES = """<?xml version="1.0"?>
<!DOCTYPE lolz [ <!ENTITY a "lol"> <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"> %s ]>
<xml><records><record><titles><title>&b;</title></titles></record></records></xml>"""


@pytest.mark.parametrize(
    "more", ["", '<!ENTITY c SYSTEM "passwd.txt">', '<!ENTITY % d SYSTEM "http://example.org/x"> %d;']
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_declares_entities_is_refused(more, encoding):
    with pytest.raises(CannotRead, match="entities of its own"):
        entries((ENTITIES % more).encode(encoding))


def test_a_document_type_inside_a_record_is_refused_and_the_rest_is_read():
    inner = "<record><!DOCTYPE x [<!ENTITY a 'b'>]><titles><title>&a;</title></titles></record>"
    good = "<record><titles><title>Good</title></titles></record>"
    found = entries(f"<xml><records>{good}{inner}{good}</records></xml>")
    assert [bool(each.problem) for each in found] == [False, True, False]


def test_a_reference_to_an_entity_outside_is_only_text():
    text = "<xml><records><record><titles><title>&xxe; stays</title></titles></record></records></xml>"
    assert entries(text)[0].record["title"] == "&xxe; stays"


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3"])
def test_a_formula_is_text_and_stays_text(formula):
    assert entries(f"TY  - JOUR\nTI  - {formula}\nER  - \n")[0].record["title"] == formula


HUGE = MAX_RECORD + 200_000
TOO_LONG = {
    CSL_JSON: ('[{"id": "a", "title": "', "x", '"},\n{"id": "b", "title": "Good"}]'),
    BIBTEX: ("@article{a1, title = {", "x", "}}\n@article{b1, title={Good}}"),
    RIS: ("TY  - JOUR\nTI  - ", "x", "\nER  - \nTY  - JOUR\nTI  - Good\nER  -"),
    NBIB: ("PMID- 1\nTI  - ", "x", "\n\nPMID- 2\nTI  - Good\n"),
    PUBMED_XML: (
        "<PubmedArticle><A>", "x",
        "</A></PubmedArticle>\n<PubmedArticle><MedlineCitation><Article><ArticleTitle>Good</ArticleTitle></Article>"
        "</MedlineCitation></PubmedArticle>",
    ),
    ENDNOTE_XML: ("<record><a>", "x", "</a></record>\n<record><titles><title>Good</title></titles></record>"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_LONG)
@pytest.mark.parametrize("filling", ["x", "a line of words, and = so on\n"])
def test_a_record_of_megabytes_is_refused_and_the_next_one_read(name, filling):
    start, _x, end = TOO_LONG[name]
    if name == CSL_JSON and "\n" in filling:
        filling = "a line of words\\n"
    found = entries(start + filling * (HUGE // len(filling)) + end)
    assert [bool(each.problem) for each in found] == [True, False]
    assert "longer than" in found[0].problem
    assert found[1].record["title"] == "Good"


@pytest.mark.parametrize("name", ["BibTeX", "RIS", "NBIB"])
def test_a_name_of_megabytes_breaks_nothing(name):
    start = {
        "BibTeX": "@article{a1, title={T}, author = {",
        "RIS": "TY  - JOUR\nTI  - T\nAU  - ",
        "NBIB": "PMID- 1\nTI  - T\nFAU - ",
    }
    end = "}}" if name == "BibTeX" else "\n"
    (entry,) = entries(start[name] + "van der Long, A and " * 60_000 + "A, B" + end)
    assert clean(entry.record).csl["title"] == "T"


@pytest.mark.parametrize("name", STARTS)
def test_memory_does_not_grow_with_the_file(name):
    """Ten times the records, the same memory: what is kept is one record and the part of the file around it."""
    one = {
        CSL_JSON: '{"id": "a", "title": "A trial of bones", "abstract": "%s"},\n',
        BIBTEX: "@article{a1, title = {A trial of bones}, abstract = {%s}}\n",
        RIS: "TY  - JOUR\nTI  - A trial of bones\nAB  - %s\nER  - \n",
        NBIB: "PMID- 1\nTI  - A trial of bones\nAB  - %s\n\n",
        PUBMED_XML: "<PubmedArticle><MedlineCitation><PMID>1</PMID><A>%s</A></MedlineCitation></PubmedArticle>\n",
        ENDNOTE_XML: "<record><titles><title>A trial</title></titles><abstract>%s</abstract></record>\n",
    }[name] % ("words " * 200)  # fmt: skip
    peaks = []
    for times in (150, 1_500):
        source = opened(one * times)
        tracemalloc.start()
        assert sum(1 for _entry in source.entries) == times
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 500_000


SCRAPS = ["\n", " ", "  - ", "}", "{", "{}", '"', "\\", ",", "=", "#", "@", "<", ">", "/", "&", ";", "]]>", "<![CDATA[", "<!--",
          "ER  - \n", "TY  - JOUR\n", "AU  - ", "PMID- 5\n", "@book{", "@string{", "crossref = {a1}", "title = {x}", "</record>",
          "<record>", "</PubmedArticle>", "<PubmedArticle>", "<PMID>", "<Article>", "\x00", "\ufeff", "\u2028", "é", "10.1000/x",
          "and ", "jan", "2017", "null", "[", "]", ":", '"id"']  # fmt: skip


@pytest.mark.parametrize(("name", "start"), STARTS.items())
@given(scraps=st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=8)), max_size=30))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_a_reader_and_every_record_can_be_cleaned(name, start, scraps):
    found = opened((start + "".join(scraps)).encode("utf-8", "surrogatepass"))
    assert found.format == name
    for entry in found.entries:
        assert (entry.record is None) == bool(entry.problem)
        assert entry.line >= 1
        clean(entry.record or {})


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\xfe\xff\x00T\x00Y")
@example(b"{")
@settings(deadline=None)
def test_no_bytes_break_it(data):
    try:
        found = list(open_source(io.BytesIO(data)).entries)
    except CannotRead as refused:
        assert refused.reason
    else:
        assert all((entry.record is None) == bool(entry.problem) for entry in found)
