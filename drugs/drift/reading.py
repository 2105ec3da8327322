"""A file of a source outside, opened: whose it is, and its records one after another."""

import json
import re
from collections.abc import Iterator
from datetime import date
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple, TextIO

from drugs.drift import openfda, rxnav, spl
from drugs.drift.records import OPENFDA_LABEL, OPENFDA_NDC, RXNAV, SPL, Record
from references.formats.encodings import open_text
from references.formats.entries import CHUNK, TOO_LONG, CannotRead
from references.formats.json_objects import BETWEEN, objects_in

# Source → its name.
SOURCES = {
    OPENFDA_LABEL: "openFDA label JSON",
    OPENFDA_NDC: "openFDA NDC JSON",
    SPL: "DailyMed SPL XML",
    RXNAV: "RxNav history JSON",
}
JSON = "json"
_KNOWN = "we read openFDA's label and NDC JSON, DailyMed's SPL XML and RxNav's history JSON"
_RESULTS = re.compile(r'"results"\s{0,99}:\s{0,99}\[')
_IN_LIST = " \t\r\n,"
_LONGEST_HEAD = 1_000_000
_ERROR = re.compile(r'"error"\s{0,9}:\s{0,9}\{')


class RecordFile(NamedTuple):
    records: Iterator[Record]
    text: TextIOWrapper  # to be detached or closed by whoever opened the file


def open_records(raw: BinaryIO, *, today: date) -> RecordFile:
    """Recognise a file that can be read twice, and read it bit by bit. Raises CannotRead when all of it is refused."""
    text, _encoding = open_text(raw)
    try:
        format_ = _recognise(text.read(CHUNK))
        text.seek(0)
        records = spl.read(text, today=today) if format_ == SPL else _read_json(text, today)
    except CannotRead:
        text.detach()
        raise
    return RecordFile(records, text)


def _recognise(head: str) -> str:
    start = head.lstrip("\ufeff\0 \t\r\n")
    if not start:
        raise CannotRead("is empty")
    if start[0] in "[{":
        return JSON
    if start[0] != "<":
        raise CannotRead(f"holds nothing that we know; {_KNOWN}")
    if re.search(r"<(?:!doctype html|html)[\s>]", start[:2000], re.IGNORECASE):
        raise CannotRead("is a web page; download the label's XML itself")
    if re.search(r"<document[\s>/]", start):
        return SPL
    raise CannotRead("is XML, but no label: it has no <document> that we know")


def _read_json(text: TextIO, today: date) -> Iterator[Record]:
    """An answer or a download of openFDA has its records in "results"; anything else is objects one after another."""
    head, line = text.read(CHUNK), 1
    if head.lstrip("\ufeff\0 \t\r\n").startswith("{"):
        while not (found := _RESULTS.search(head)) and len(head) < _LONGEST_HEAD and not _is_no_box(head):
            more = text.read(CHUNK)
            if not more:
                break
            head += more
        if found:
            line += head.count("\n", 0, found.end())
            return _in_results(text, head[found.end() :] or " ", line, today)
    return _one_after_another(objects_in(text, begin=head), today)


def _is_no_box(head: str) -> bool:
    """The object begins like a record itself."""
    first = re.match(r'[\ufeff\0\s]{0,99}\{\s{0,999}"([^"]{1,60})"', head)
    return bool(first) and first[1] not in ("meta", "results")


def _in_results(text: TextIO, begin: str, line: int, today: date) -> Iterator[Record]:
    number = 0
    for where, words, is_object in objects_in(text, begin=begin, line=line):
        if not is_object and words.lstrip(_IN_LIST).startswith("]"):
            break  # what follows the list says nothing of a drug
        number += is_object or bool(words.strip(BETWEEN))
        yield from _read_object(where, words, is_object, today)
    else:
        number += 1
        last = "The file ends inside the list of records; download it again."
        yield Record(JSON, line, problem=last)
    if not number:
        yield Record(JSON, line, problem="The list of records is empty.")


def _one_after_another(parts: Iterator[tuple[int, str, bool]], today: date) -> Iterator[Record]:
    for where, words, is_object in parts:
        yield from _read_object(where, words, is_object, today)


def _read_object(line: int, words: str, is_object: bool, today: date) -> Iterator[Record]:
    if not words:
        yield Record(JSON, line, problem=str(TOO_LONG))
        return
    if not is_object:
        said = " ".join(words.strip(BETWEEN)[:60].split())
        yield Record(JSON, line, problem=f"“{said}” stands between the records and is none.")
        return
    try:
        # A number stays as it is written: 0.10 is no 0.1 here, and nobody counts with it.
        record = json.loads(words, parse_constant=str, parse_float=str)
    except json.JSONDecodeError as error:
        yield Record(JSON, line + words.count("\n", 0, error.pos), problem=f"This record is not JSON: {error.msg}.")
        return
    except (RecursionError, ValueError):
        yield Record(JSON, line, problem="The record is nested too deep, or has a number that is too long.")
        return
    if openfda.is_ndc(record):
        yield from openfda.read_ndc(record, line=line, today=today)
    elif openfda.is_label(record):
        yield from openfda.read_label(record, line=line)
    elif rxnav.is_history(record):
        yield from rxnav.read_history(record, line=line)
    elif _ERROR.search(words[:2000]):
        yield Record(JSON, line, problem="This is an error message of openFDA, and no record; ask again.")
    else:
        yield Record(JSON, line, problem=f"This is no record that we know; {_KNOWN}.")
