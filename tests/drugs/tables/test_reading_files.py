"""What becomes of a file before any row is judged: tables from every kind of file, and a sentence for what is none."""

import datetime
import io
import json
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from drugs.tables import reading, workbooks
from drugs.tables.cells import Broken, Formula
from drugs.tables.reading import Brought, read_files
from drugs.tables.workbooks import CannotRead


def workbook(*rows: list, title: str = "regimens", change=None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def repacked(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The workbook with other parts in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def read(name: str, content: bytes | str):
    [sheet] = read_files([Brought(name, content.encode() if isinstance(content, str) else content)])
    return sheet


PLAIN = workbook(["drug", "key"], ["denosumab", "usual"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("any.xlsx", PLAIN),
        ("regimens.xlsx", workbook(["drug", "key"], ["denosumab", "usual"], title="Sheet1")),
        ("any.xlsx", workbook(["Drug", " KEY "], ["denosumab", "usual"], title="Regimens")),
        ("regimens.csv", "drug,key\ndenosumab,usual\n"),
        ("My regimens (2).CSV", "drug,key\r\ndenosumab,usual\r\n"),
        ("regimens.csv", "\ufeffdrug;key\ndenosumab;usual\n"),
        ("regimens.csv", "drug\tkey\ndenosumab\tusual\n"),
        ("regimens.csv", "drug,key\ndenosumab,usual\n".encode("utf-16")),
        ("regimens.json", '[{"drug": "denosumab", "key": "usual"}]'),
        ("any.json", '{"regimens": [{"drug": "denosumab", "key": "usual"}]}'),
        ("any.json", '[{"title": "regimens", "data": [{"drug": "denosumab", "key": "usual"}]}]'),
    ],
)
def test_the_same_table_comes_from_every_kind_of_file(name, content):
    sheet = read(name, content)
    first = 1 if name.endswith(".json") else 2  # a list has no row of headings
    assert (sheet.table, sheet.headings, sheet.rows) == ("regimens", ["drug", "key"], [(first, ["denosumab", "usual"])])


def test_rows_have_the_numbers_that_the_spreadsheet_shows():
    content = workbook([], ["drug", "key"], [], ["a", "b"], [None, ""], ["c", "d"])
    assert [number for number, _cells in read("x.xlsx", content).rows] == [4, 6]
    text = 'drug,key\n\na,"two\nlines"\n,\nc,d\n'
    assert [number for number, _cells in read("regimens.csv", text).rows] == [3, 6]


def test_side_effects_are_not_taken_for_effects():
    assert read("side effects.csv", "effect\nfever\n").table == "side_effects"
    assert read("effects 2026.csv", "key\nfever\n").table == "effects"


def test_a_formula_is_never_worked_out_and_an_error_is_no_text():
    [(_number, cells)] = read("x.xlsx", workbook(["a", "b", "c"], ["=1+1", "#REF!", "x"])).rows
    assert (type(cells[0]), cells[0], type(cells[1])) == (Formula, "=1+1", Broken)


def test_numbers_and_dates_stay_what_the_spreadsheet_made_of_them():
    [(_number, cells)] = read("x.xlsx", workbook(["a", "b", "c"], [4.5, 7, datetime.datetime(2026, 3, 4)])).rows
    assert cells == [4.5, 7, datetime.datetime(2026, 3, 4)]


def test_a_text_in_windows_letters_is_read_and_told():
    sheet = read("effects.csv", "key,name_es\nfever,fiebre alta ñ\n".encode("cp1252"))
    assert sheet.rows[0][1][1] == "fiebre alta ñ"
    assert "Windows-1252" in sheet.notes[0]


def test_other_sheets_and_cells_without_a_heading_are_told_and_not_read():
    def other(book, sheet):
        book.create_sheet("Notes of Ann")["A1"] = "hello"

    sheet = read("x.xlsx", workbook(["drug", None, "key"], ["denosumab", "lost", "usual"], change=other))
    assert sheet.rows == [(2, ["denosumab", "usual"])]
    assert ["Notes of Ann" in sheet.notes[0], "row 2" in sheet.notes[1]] == [True, True]


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
SHEET = "xl/worksheets/sheet1.xml"
REFUSED = {
    "nothing": ("regimens.csv", b"", "empty"),
    "a packed file": ("regimens.zip", repacked(b"PK\x05\x06" + bytes(18), {"regimens.csv": b"drug,key"}), "packed file"),
    "half a workbook": ("regimens.xlsx", PLAIN[: len(PLAIN) // 2], "damaged"),
    "an old workbook": ("regimens.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), ".xlsx without a password"),
    "a picture": ("regimens.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "neither a workbook"),
    "macros": ("regimens.xlsm", repacked(PLAIN, {"xl/vbaProject.bin": b"x"}), "macros"),
    "a bomb": ("regimens.xlsx", repacked(PLAIN, {"xl/media/a.bin": bytes(61_000_000)}), "larger than 60 MB"),
    "many parts": ("regimens.xlsx", repacked(PLAIN, {f"x/{n}": b"" for n in range(501)}), "larger than"),
    "entities in a sheet": (
        "regimens.xlsx", repacked(PLAIN, {SHEET: ENTITIES + b"<worksheet>&b;</worksheet>"}), "XML entities",
    ),
    "entities beside the sheets": (
        "regimens.xlsx", repacked(PLAIN, {"xl/workbook.xml": ENTITIES + b"<workbook>&b;</workbook>"}), "XML entities",
    ),
    "a sheet that is no XML": ("regimens.xlsx", repacked(PLAIN, {SHEET: b"<worksheet"}), "damaged"),
    "merged cells": (
        "regimens.xlsx",
        workbook(["drug", "key"], ["a", "b"], [None, "c"], change=lambda book, sheet: sheet.merge_cells("A2:A3")),
        "A2:A3 are merged",
    ),
    "no sheet of ours": ("book.xlsx", workbook(["drug"], title="Sheet1"), "No sheet has the name"),
    "a table without a name": ("stuff.csv", b"drug,key\n", "name of a CSV file"),
    "an empty sheet": ("regimens.xlsx", workbook(), "is empty"),
    "the same heading twice": ("regimens.csv", b"drug,Drug\na,b\n", "“drug” stands twice"),
    "an open quotation mark": ("regimens.csv", b'drug,key\na,"b\nc,d\n', "quotation mark"),
    "too many columns": ("regimens.csv", (",".join(f"c{n}" for n in range(130))).encode(), "columns"),
    "JSON that is none": ("regimens.json", b'[{"drug": ', "no JSON"),
    "JSON without end": ("regimens.json", b"[" * 100_000, "no JSON"),
    "JSON that breaks off": ("regimens.json", b'[\n {"drug": "a"},\n {"drug": ]', "line 3, column 11"),
    "JSON with a number that is none": ("regimens.json", b'[{"drug": NaN}]', "no JSON"),
    "an unknown table": ("x.json", b'{"regimen": []}', "Did you mean “regimens”"),
    "cells with lists": ("x.json", b'{"regimens": [{"drug": ["a"]}]}', "more than one value"),
    "rows that are none": ("x.json", b'{"regimens": ["a"]}', "list of rows"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused_in_a_sentence_that_names_the_file(name, content, words):
    with pytest.raises(CannotRead) as refused:
        read_files([Brought(name, content)])
    assert refused.value.reason.startswith(f"{name}: ")
    assert words in refused.value.reason


def test_the_same_table_in_two_files_is_refused():
    with pytest.raises(CannotRead, match="comes twice"):
        read_files([Brought("regimens.csv", b"drug,key\na,b\n"), Brought("x.xlsx", PLAIN)])


def test_more_rows_than_one_import_takes_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    lines = b"drug,key\n" + b"a,b\n" * 3
    with pytest.raises(CannotRead, match="more than 2 rows"):
        read_files([Brought("regimens.csv", lines)])


def test_a_row_that_says_it_is_far_below_does_not_cost_all_rows_above_it(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_EMPTY", 1_000)
    far = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    far += b'<row r="1"><c r="A1" t="inlineStr"><is><t>drug</t></is></c></row>'
    far += b'<row r="999999999"><c r="A999999999"><v>1</v></c></row></sheetData></worksheet>'
    with pytest.raises(CannotRead, match="too many empty rows"):
        read_files([Brought("regimens.xlsx", repacked(PLAIN, {SHEET: far}))])


def test_a_written_workbook_holds_texts_as_texts_and_no_formula():
    content = workbooks.write([("drugs", ["key", "n"], [True, False], [["=1+1", None], ["3-4", 4]])])
    sheet = load_workbook(io.BytesIO(content))["drugs"]
    assert [(cell.value, cell.data_type) for cell in sheet["A"]] == [("key", "s"), ("'=1+1", "s"), ("3-4", "s")]
    assert (sheet["B3"].value, sheet.column_dimensions["A"].number_format) == (4, "@")


def test_json_keeps_a_formula_as_it_is_because_no_spreadsheet_reads_it():
    assert read("x.json", json.dumps({"drugs": [{"key": "=1+1"}]})).rows == [(1, ["=1+1"])]
