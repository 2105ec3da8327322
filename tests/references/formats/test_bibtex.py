r"""BibTeX and BibLaTeX as they are found: accents, @string, crossref, entries that are never closed."""

import pytest

from tests.references.formats.reading import entries, one, told


def entry(fields: str, kind: str = "article") -> dict:
    return one(f"@{kind}{{key1, {fields}}}")


@pytest.mark.parametrize(
    ("fields", "csl"),
    [
        ("title = {A {DNA} trial}", {"title": "A DNA trial"}),
        ('title = "A ""', None),
        ('title = "Say {"}hi{"}"', {"title": 'Say "hi"'}),
        ("title = {Bones}, subtitle = {A trial}", {"title": "Bones: A trial"}),
        ("title = {Bones?}, subtitle = {A trial}", {"title": "Bones? A trial"}),
        ("TITLE = {Bones}, Year = 2017", {"title": "Bones", "issued": "2017"}),
        ("title = {Bones}, year = {2017}, month = jan", {"issued": "2017 jan"}),
        ("title = {Bones}, year = 2017, month = 1", {"issued": "2017-01"}),
        ('title = {Bones}, year = 2017, month = jan # "~3"', {"issued": "2017 jan 3"}),
        ("title = {Bones}, date = {2017-01-03}", {"issued": "2017-01-03"}),
        ("title = {Bones}, year = {in press}", {"issued": "in press"}),
        ("title = {Bones}, journal = {JAMA}", {"container-title": "JAMA"}),
        ("title = {Bones}, journaltitle = {JAMA}, number = 1", {"container-title": "JAMA", "issue": "1"}),
        ("title = {Bones}, pages = {123--9}", {"page": "123-129"}),
        ("title = {Bones}, eid = {e123}", {"number": "e123"}),
        ("title = {Bones}, doi = {https://doi.org/10.1000/a\\_b}", {"DOI": "https://doi.org/10.1000/a_b"}),
        ("title = {Bones}, doi = {10.1000/a_b--c}", {"DOI": "10.1000/a_b--c"}),
        ("title = {Bones}, note = {PMID: 28030702}", {"PMID": "28030702", "note": "PMID: 28030702"}),
        ("title = {Bones}, eprint = {28030702}, eprinttype = {pubmed}", {"PMID": "28030702"}),
        ("title = {Bones}, url = {https://doi.org/10.1000/x}", {"DOI": "10.1000/x", "URL": "https://doi.org/10.1000/x"}),
        ("title = {Bones}, howpublished = {\\url{https://example.org/a}}", {"URL": "https://example.org/a"}),
        ("title = {Bones}, my-field = {kept}", {"custom": {"bibtex": {"my-field": "kept"}}}),
        ("title = {Bones} year = 2017", {"title": "Bones", "issued": "2017"}),
        ("title = {Bones},,, year = 2017,", {"title": "Bones", "issued": "2017"}),
    ],
)  # fmt: skip
def test_a_field_has_its_place_in_csl(fields, csl):
    if csl is None:
        assert entries(f"@article{{key1, {fields}}}")[0].problem
    else:
        assert csl.items() <= entry(fields).items()


@pytest.mark.parametrize(
    ("kind", "fields", "csl"),
    [
        ("article", "", {"type": "article-journal"}),
        ("book", "series = {S}, number = 3", {"type": "book", "collection-title": "S", "collection-number": "3"}),
        ("incollection", "booktitle = {B}", {"type": "chapter", "container-title": "B"}),
        ("inproceedings", "booktitle = {B}", {"type": "paper-conference"}),
        ("phdthesis", "school = {U}", {"type": "thesis", "publisher": "U", "genre": "PhD thesis"}),
        ("techreport", "institution = {I}, number = 7", {"type": "report", "publisher": "I", "number": "7"}),
        ("online", "urldate = {2026-03-03}", {"type": "webpage", "accessed": "2026-03-03"}),
        ("misc", "url = {https://example.org}", {"type": "webpage"}),
        ("misc", "doi = {10.1000/x}, url = {https://example.org}", {"type": "document"}),
        ("misc", "eprint = {2001.00001}, archiveprefix = {arXiv}", {"type": "article", "number": "arXiv:2001.00001"}),
        ("Dataset", "", {"type": "dataset"}),
        ("unheardof", "", {"type": "document"}),
    ],
)
def test_a_kind_of_entry_is_a_type_of_csl(kind, fields, csl):
    assert csl.items() <= entry(f"title = {{T}}, {fields}", kind).items()


def test_strings_are_filled_in_and_joined():
    text = """
@string{jco = "J Clin Oncol"}
@String(part = {, Part })
@article{a1, title = {T}, journal = jco # part # "2"}
"""
    assert one(text)["container-title"] == "J Clin Oncol, Part 2"


def test_a_string_nobody_defined_is_taken_as_it_is_and_told():
    (found,) = entries("@article{a1, title = {T}, journal = jco}")
    assert found.record["container-title"] == "jco"
    assert found.notes == ("“jco” is no @string of this file; the word itself was taken.",)


@pytest.mark.parametrize("parent_first", [True, False])
def test_a_chapter_takes_from_its_book_what_it_lacks(parent_first):
    book = (
        "@book{book1, title = {The Book}, editor = {Smith, Ann}, publisher = {P}, year = 2001, doi = {10.1000/book}}\n"
    )
    chapter = "@inbook{ch1, crossref = {book1}, title = {The Chapter}, year = 2002}\n"
    found = {each.key: each.record for each in entries(book + chapter if parent_first else chapter + book)}
    assert found["ch1"] == {
        "type": "chapter", "id": "ch1", "title": "The Chapter", "container-title": "The Book", "publisher": "P",
        "issued": "2002", "editor": [{"family": "Smith", "given": "Ann"}],
    }  # fmt: skip
    assert found["book1"]["title"] == "The Book"


def test_a_parent_that_is_not_there_is_told_and_the_entry_read():
    (found,) = entries("@inbook{ch1, crossref = {gone}, title = {The Chapter}}")
    assert found.record["title"] == "The Chapter"
    assert found.notes == ("“gone”, which it takes fields from, is not in the file.",)


def test_entries_that_are_each_others_parent_end():
    found = entries("@book{a1, crossref={b1}, title={A}}\n@book{b1, crossref={a1}, title={B}}")
    assert {each.record["title"] for each in found} == {"A", "B"}


def test_comments_and_preambles_are_no_records():
    text = (
        "A word before.\n@comment{jabref-meta: x}\n@preamble{ {\\newcommand} }\n% @@ x\n@article{a1, title={T}}\nafter"
    )
    assert told(text) == [(5, "a1", "")]


def test_an_entry_that_is_never_closed_harms_only_itself():
    text = "@article{a1, title={One}}\n@article{b1, title={Two, year=2000\n\n@article{c1,\n title={Three}}\n"
    first, second, third = entries(text)
    assert (first.record["title"], third.record["title"]) == ("One", "Three")
    assert (second.line, second.key) == (2, "b1")
    assert "never closed" in second.problem


def test_an_entry_that_lacks_only_its_last_bracket_is_read():
    found = entries("@book{a1, title={One}\n@book{b1, title={Two}")
    assert [each.record["title"] for each in found] == ["One", "Two"]
    assert all("bracket is missing" in each.notes[0] for each in found)


@pytest.mark.parametrize(
    ("body", "line"),
    [("a1 title={x}", 1), ("a1,\n title={x},\n rubbish here", 3), ("a1,\n title=", 2), ('a1,\n\n title="x', 3)],
)
def test_an_entry_that_cannot_be_read_is_told_with_its_line(body, line):
    (found,) = entries(f"@article{{{body}}}")
    assert found.problem.startswith(f"Line {line}: ")


@pytest.mark.parametrize("text", ["@article{a1,}", "@article{a1}", "@article{a1, title={}, year={}}", "@article{,}"])
def test_an_empty_entry_is_told(text):
    assert entries(text)[0].problem == "The entry is empty; take it out."


def test_a_field_that_stands_there_twice_keeps_its_first_words():
    (found,) = entries("@article{a1, title={One}, title={Two}, title={One}}")
    assert found.record["title"] == "One"
    assert found.notes == ("The field “title” stands there twice; the first was kept.",)


def test_round_brackets_and_windows_line_ends_are_read():
    text = "@article(a1,\r\n title = {Bones (and joints)},\r\n year = 2017\r\n)\r\n"
    assert one(text)["title"] == "Bones (and joints)"


def test_a_key_without_a_letter_is_nobodys_name():
    assert entry("title={T}")["id"] == "key1"
    assert "id" not in one("@article{123, title={T}}")


def test_strings_that_multiply_themselves_are_refused():
    """Each is twice the one before: sixty would fill any memory."""
    lines = ["@string{a0 = {xxxxxxxxxxxxxxxx}}", *(f"@string{{a{n + 1} = a{n} # a{n}}}" for n in range(60))]
    found = entries("\n".join([*lines, "@article{k1, title = {T}, note = a60}"]))
    assert found[-1].record["title"] == "T"
    assert any("too long" in each.problem for each in found)


@pytest.mark.parametrize(
    "other",
    ["TY  - JOUR\nTI  - B\nER  - \n", "PMID- 5\nTI  - B\n", '{"id": "b", "title": "B"}\n', "<record>B</record>\n"],
)
def test_a_record_of_another_format_after_an_entry_is_rejected_with_its_line(other):
    first, second = entries(f"@book{{a, title={{A}}}}\n\n{other}")
    assert (first.problem, second.line) == ("", 3)
    assert "It looks like another format" in second.problem


def test_words_after_the_last_entry_are_told():
    (found,) = entries("@book{a, title={A}}\nMy own list\n")
    assert found.problem == ""
    assert found.notes == ("Line 2 is no entry and was passed over: “My own list”.",)


def test_words_between_entries_are_told_and_comments_are_not():
    text = "% Encoding: UTF-8\n@book{a, title={A}}\n}\nMy own list\n@comment{x}\n@book{b, title={B}}\n"
    first, second = entries(text)
    assert first.notes == ()
    assert second.notes == ("Line 4 is no entry and was passed over: “My own list”.",)
