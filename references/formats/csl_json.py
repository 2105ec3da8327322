"""CSL-JSON: an array of records, or records one after another."""

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from django.utils.translation import gettext as _

from references.formats.carried import Ours
from references.formats.entries import TOO_LONG, Found
from references.formats.json_objects import BETWEEN, objects_in

_NUMBERS = {
    "PMID": re.compile(r"PMID: {1,9}([1-9]\d{3,8})"),
    "PMCID": re.compile(r"PMCID: {1,9}(PMC[1-9]\d{0,8})"),
    "DOI": re.compile(r"DOI: {1,9}(10\.\d{4,9}/\S{1,190})"),
}
FREE = "wellread"  # in "custom": what a library says of a record besides the record


def read(text: TextIO) -> Iterator[Found]:
    for part in objects_in(text):
        yield from _found(*part)


def _found(line: int, text: str, is_record: bool) -> Iterator[Found]:
    if not text:
        yield Found(line, "", None, TOO_LONG)
        return
    if not is_record:
        yield Found(
            line,
            "",
            None,
            _("“%(words)s” stands between the records and is none; take it out.") % {"words": _short(text)},
        )
        return
    try:
        record = json.loads(text, parse_constant=lambda _name: None)
    except json.JSONDecodeError as error:
        where = line + text.count("\n", 0, error.pos)
        yield Found(
            line,
            _key_in(text),
            None,
            _("Line %(line)s is not JSON: %(reason)s. Mend it and import the file again.")
            % {"line": where, "reason": error.msg},
        )
    except (RecursionError, ValueError):
        yield Found(line, "", None, _("The record is nested too deeply, or has a number that is too long."))
    else:
        yield from _unwrapped(line, record)


def _unwrapped(line: int, record: dict[str, Any]) -> Iterator[Found]:
    """The record; or the records that a service put in a box: {"items": [...]}, {"message": {"items": [...]}}."""
    box = record.get("message") if isinstance(record.get("message"), dict) else record
    items = box.get("items") if isinstance(box, dict) and "title" not in box else None
    for each in items if isinstance(items, list) else [box if box is not record and "title" in box else record]:
        if isinstance(each, dict):
            name = each.get("id", "")
            ours = _ours(each)
            _read_note(each)
            yield Found(line, str(name)[:200] if isinstance(name, str | int) else "", each, "", (), ours)
        else:
            yield Found(line, "", None, _("A reference must be a set of named fields."))


def _ours(record: dict[str, Any]) -> Ours | None:
    """What a library like ours said of the record, taken out of it."""
    custom = record.get("custom")
    said = custom.get(FREE) if isinstance(custom, dict) else None
    if not isinstance(said, dict):
        return None
    rest = {name: value for name, value in custom.items() if name != FREE}
    record["custom"] = rest or said.get("custom")
    return Ours.read(said)


def _read_note(record: dict[str, Any]) -> None:
    """Numbers that programs without a field for them write into the note, each on a line of its own."""
    note = record.get("note")
    for line in note[:20_000].splitlines() if isinstance(note, str) else ():
        for field, pattern in _NUMBERS.items():
            if (found := pattern.fullmatch(line.strip())) and not record.get(field):
                record[field] = found[1]


def _key_in(text: str) -> str:
    found = re.search(r'"id"\s{0,9}:\s{0,9}"([^"\n]{1,100})"', text)
    return found[1] if found else ""


def _short(text: str) -> str:
    words = " ".join(text.strip(BETWEEN)[:200].split())
    return words[:40] + ("…" if len(words) > 40 else "")
