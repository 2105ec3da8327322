"""BibTeX and BibLaTeX: @string, crossref and xdata resolved, entries read one by one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

from django.utils.translation import gettext as _

from references.formats.bibtex_entries import MAX_VALUE, Malformed, Raw, cut, fields_of, key_of
from references.formats.bibtex_fields import FREE, to_csl
from references.formats.carried import take_back
from references.formats.entries import Found
from references.formats.tagged import lines_of

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NEEDS = re.compile(r"\b(crossref|xdata)\s{0,9}=\s{0,9}[{\"]([^{}\"\n]{1,500})[}\"]", re.IGNORECASE)
_OTHER_FORMAT = re.compile(r"^(?:TY  ?- |PMID- ?\d|FAU ?- )|^<\w|^[\[{]?\s*\{?\s*\"\w+\"\s*:", re.MULTILINE)
MAX_MACROS = 20_000
MAX_WAITING = 20_000
# A child of a volume does not have these of its parent.
_NOT_INHERITED = frozenset(
    "wellread abstract annotation crossref doi eprint file ids keywords note pages shorttitle sortname subtitle title titleaddon "
    "url xdata pmid pmcid author".split()
)


@dataclass
class _Entry:
    line: int
    kind: str
    key: str
    fields: dict[str, str]
    notes: list[str]


@dataclass
class _File:
    """What one file defines for its entries: abbreviations, and the entries that others take fields from."""

    needed: frozenset[str]
    macros: dict[str, str] = field(default_factory=lambda: {name: name for name in _MONTHS})
    parents: dict[str, _Entry] = field(default_factory=dict)
    keys: dict[int, int] = field(default_factory=dict)


def read(text: TextIO) -> Iterator[Found]:
    held: Found | None = None
    for found in _read(text):
        if held and not held.problem and found.record is None and not found.problem:  # words after the last entry
            held = held._replace(notes=(*held.notes, *found.notes))
            continue
        if held:
            yield held
        held = found
    if held and (held.record is not None or held.problem):
        yield held


def _read(text: TextIO) -> Iterator[Found]:
    """Every entry; and at the end what stands after the last one, as notes without a record."""
    file = _File(_needed(text))
    text.seek(0)
    waiting: list[_Entry] = []
    passed_over = ""
    for raw in cut(text):
        if not raw.kind:
            if _OTHER_FORMAT.search(raw.body):
                yield Found(raw.line, "", None, _passed_over(raw, _("It looks like another format: import it alone.")))
            else:
                passed_over = _passed_over(raw)
        elif raw.kind == "string":
            yield from _define(raw, file)
        elif raw.kind not in ("comment", "preamble"):
            entry = _read_entry(raw, file)
            if isinstance(entry, Found):
                yield entry
                continue
            if passed_over:
                entry.notes.append(passed_over)
                passed_over = ""
            _remember(entry, file)
            if _parents_of(entry) - file.parents.keys() and len(waiting) < MAX_WAITING:
                waiting.append(entry)  # its parent stands further down
            else:
                yield from _record(entry, file)
    for entry in waiting:
        yield from _record(entry, file)
    if passed_over:
        yield Found(0, "", None, "", (passed_over,))


def _passed_over(raw: Raw, advice: str = "") -> str:
    words = _("Line %(line)s is no entry and was passed over: “%(words)s”.")
    return f"{words % {'line': raw.line, 'words': raw.body.partition(chr(10))[0][:60]}} {advice}".strip()


def _needed(text: TextIO) -> frozenset[str]:
    """The keys that entries take fields from, found before reading: only those are kept in memory."""
    needed: set[str] = set()
    for _number, line in lines_of(text):
        lowered = line.lower()
        if "crossref" in lowered or "xdata" in lowered:
            for found in _NEEDS.finditer(line):
                needed.update(key.strip().lower() for key in found[2].split(","))
        if len(needed) > MAX_WAITING:
            break
    return frozenset(needed)


def _define(raw: Raw, file: _File) -> Iterator[Found]:
    try:
        if raw.problem:
            raise Malformed(raw.problem, 0)
        values, _notes = fields_of(raw.body, 0, file.macros)
        if len(file.macros) + len(values) > MAX_MACROS or any(len(value) > MAX_VALUE for value in values.values()):
            raise Malformed(_("There are too many @string, or one is too long"), 0)
    except Malformed as wrong:
        yield Found(raw.line, "", None, _("This @string cannot be read: %(reason)s.") % {"reason": wrong})
    else:
        file.macros |= values


def _read_entry(raw: Raw, file: _File) -> _Entry | Found:
    key, place = key_of(raw.body)
    if raw.problem:
        return Found(raw.line, key[:200], None, raw.problem)
    try:
        fields, notes = fields_of(raw.body, place, file.macros)
    except Malformed as wrong:
        line = raw.line + raw.body.count("\n", 0, wrong.place)
        return Found(raw.line, key, None, _("Line %(line)s: %(reason)s.") % {"line": line, "reason": wrong})
    if not any(fields.values()):
        return Found(raw.line, key, None, _("The entry is empty; take it out."))
    if len(fields) > 400:
        return Found(raw.line, key, None, _("The entry has more than 400 fields."))
    return _Entry(raw.line, raw.kind, key, fields, [raw.note, *notes] if raw.note else notes)


def _remember(entry: _Entry, file: _File) -> None:
    name = entry.key.lower()
    if name in file.needed:
        file.parents.setdefault(name, entry)


def _parents_of(entry: _Entry) -> set[str]:
    named = f"{entry.fields.get('xdata', '')},{entry.fields.get('crossref', '')}"
    return {key.strip().lower() for key in named.split(",") if key.strip()}


def _record(entry: _Entry, file: _File) -> Iterator[Found]:
    if entry.kind == "xdata":  # only there for others to take fields from
        return
    fields, notes = _inherited(entry, file, passed=frozenset({entry.key.lower()}))
    csl, more = to_csl(entry.kind, fields)
    if re.search(r"[A-Za-z]", entry.key):
        csl["id"] = entry.key
    csl, ours, wrong = take_back(csl, [fields.get(FREE, "")])
    yield Found(entry.line, entry.key, csl, "", (*entry.notes, *notes, *more, *wrong), ours)


def _inherited(entry: _Entry, file: _File, *, passed: frozenset[str]) -> tuple[dict[str, str], list[str]]:
    """The entry's fields, completed from those it names; a title above is the title of the book here."""
    fields, notes = dict(entry.fields), []
    for source in ("xdata", "crossref"):
        for name in filter(None, (key.strip() for key in fields.get(source, "").split(","))):
            parent = file.parents.get(name.lower())
            if parent is None or name.lower() in passed or len(passed) > 4:
                notes.append(_("“%(name)s”, which it takes fields from, is not in the file.") % {"name": name})
                continue
            above, _notes = _inherited(parent, file, passed=passed | {name.lower()})
            if source == "xdata":
                fields = above | fields
                continue
            taken = {field: value for field, value in above.items() if field not in _NOT_INHERITED}
            for above_name, name_here in (
                ("title", "booktitle"),
                ("subtitle", "booksubtitle"),
                ("author", "bookauthor"),
            ):
                if above.get(above_name):
                    taken.setdefault(name_here, above[above_name])
            fields = taken | fields
    return fields, notes
