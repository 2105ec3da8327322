"""CSL-JSON taken apart record by record."""

import json

import pytest

from references.formats.entries import CHUNK
from tests.references.formats.reading import entries, one, told

RECORDS = [
    {"id": f"r{n}", "type": "book", "title": f'Say {{ "hi" }} [{n}] \\ é', "author": [{"family": "A"}]}
    for n in range(5)
]


@pytest.mark.parametrize("indent", [None, 0, 1, 4, "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_records_come_as_they_are_whatever_the_layout(indent, encoding):
    data = json.dumps(RECORDS, indent=indent, ensure_ascii=indent == 1).encode(encoding)
    assert [each.record for each in entries(data)] == RECORDS


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "r1", "title": "T"}',
        '{"items": [{"id": "r1", "title": "T"}]}',
        '{"status": "ok", "message": {"items": [{"id": "r1", "title": "T"}]}}',
        '{"status": "ok", "message": {"id": "r1", "title": "T"}}',
        '[[{"id": "r1", "title": "T"}]]',
    ],
)
def test_one_record_alone_or_in_a_box_is_read(text):
    assert one(text) == {"id": "r1", "title": "T"}


@pytest.mark.parametrize(
    ("note", "fields"),
    [
        ("PMID: 31234567\nPMCID: PMC6543210", {"PMID": "31234567", "PMCID": "PMC6543210"}),
        ("Read in May\r\nPMID: 31234567\r\n", {"PMID": "31234567"}),
        ("DOI: 10.1000/x(1)", {"DOI": "10.1000/x(1)"}),
        ("  PMID:  31234567  ", {"PMID": "31234567"}),
    ],
)
def test_numbers_on_lines_of_the_note_are_read(note, fields):
    record = {"title": "T", "note": note}
    assert one(json.dumps(record)) == record | fields


@pytest.mark.parametrize(
    "note",
    [
        "Comment on PMID: 31234567",
        "PMID: 31234567 and others",
        "PMID: 77",
        "PMID: none",
        "pmid 31234567",
        "PMCID: 6543210 is another",
        "DOI: see below",
        7,
        ["PMID: 31234567"],
    ],
)
def test_other_notes_are_left_alone(note):
    record = {"title": "T", "note": note}
    assert one(json.dumps(record)) == record


def test_a_number_in_its_own_field_counts_more_than_the_note():
    assert one('{"title": "T", "PMID": "5", "note": "PMID: 31234567"}')["PMID"] == "5"


def test_a_record_on_each_line_is_read():
    assert [each.line for each in entries('{"id": "a", "title": "x"}\n{"id": "b", "title": "y"}\n')] == [1, 2]


@pytest.mark.parametrize(
    "bad",
    [
        '{"id": "bad", "title": "x" "type": "book"}',
        '{"id": "bad", "title": "x",}',
        '{"id": "bad", "title": "no end}',
        '{"id": "bad", "title": nothing}',
        "{'id': 'bad'}",
    ],
)
def test_a_bad_record_harms_only_itself(bad):
    text = f'[\n{{"id": "a", "title": "x"}},\n{bad},\n{{"id": "b", "title": "y"}}\n]'
    found = told(text)
    assert [(line, key) for line, key, problem in found if not problem] == [(2, "a"), (4, "b")]
    assert [line for line, _key, problem in found if problem] == [3]


def test_a_record_that_is_never_closed_harms_only_itself():
    text = json.dumps(RECORDS, indent=2).replace("}\n    ]\n  },", "}\n    ]\n  ,", 2)
    assert [each.key for each in entries(text) if not each.problem] == ["r2", "r3", "r4"]
    assert [each.key for each in entries(text) if each.problem] == ["r0", "r1"]


def test_what_is_no_record_is_told():
    found = told('[5, {"id": "a", "title": "x"}, "words", null]')
    assert [bool(problem) for _line, _key, problem in found] == [True, False, True]


def test_strings_cut_anywhere_by_reading_in_portions_are_whole():
    for before in range(CHUNK - 12, CHUNK + 2):
        record = {"id": "a", "note": "x" * before, "title": 'a "quoted\\" \\\\'}
        assert one(json.dumps([record])) == record
