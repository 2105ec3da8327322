"""Reports of imports for people: sums, lists of bearable length, rows for a spreadsheet, fields in words. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from references.kinds import LABELS
from references.more_names import MARK
from references.record_forms import LICENCE, date_as_text, name_as_line
from references.standing_words import status_named

MOST = 100  # of each list on one page; the whole report is a file
LONGEST = 300
LISTS = ("created", "updated", "unchanged", "merged", "left", "rejected")
_BROUGHT = ("created", "updated", "merged", "left", "unchanged")
_WORDS = {
    **LABELS,
    "type": gettext_lazy("Type of source"),
    "note": gettext_lazy("Note"),
    "annote": gettext_lazy("Note"),
    "keyword": gettext_lazy("Keywords"),
    "source": gettext_lazy("Database"),
    "status": gettext_lazy("State of publication"),
    "section": gettext_lazy("Section"),
    "contributor": gettext_lazy("Contributors"),
    "collection-editor": gettext_lazy("Editors of the series"),
    "original-title": gettext_lazy("Original title"),
    "title-short": gettext_lazy("Short title"),
    "number-of-pages": gettext_lazy("Number of pages"),
    "number-of-volumes": gettext_lazy("Number of volumes"),
    "custom": gettext_lazy("Fields of other programs"),
}
_PROGRAMS = {"ris": "RIS", "nbib": "PubMed", "bibtex": "BibTeX", "endnote": "EndNote"}
# The parts of what an import that waits since an older version stored as lists.
_PARTS = {
    "rejected": ("line", "position", "key", "reason"),
    "remarks": ("line", "key", "message"),
    "changes": ("key", "field", "before", "after"),
    "became": ("line", "key", "status", "outcome", "source", "dated", "notice", "pages"),
    "rows": ("what", "line", "position", "key", "text"),
}


def summed(report: Iterable[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """(list, its word, how many) over all files. "left" only where somebody left something."""
    files = list(report)
    sums = [(name, words_of()[name], sum(len(file.get(name, ())) for file in files)) for name in LISTS]
    return [each for each in sums if each[0] != "left" or each[2]]


def words_of() -> dict[str, str]:
    return {
        "created": _("created"),
        "updated": _("updated"),
        "unchanged": _("unchanged"),
        "merged": _("merged"),
        "left": _("left alone"),
        "rejected": _("rejected"),
    }


def field_words(field: str) -> str:
    """A field of CSL as the form calls it."""
    return str(_WORDS.get(field, field))


def shown(report: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each file with lists as a page shows them, cut to MOST, and how many more there are."""
    return [_shown(place, file) for place, file in enumerate(report)]


def offered(report: Iterable[dict[str, Any]]) -> set[tuple[int, int]]:
    """(file, record) of what the page of a trial shows, to be left out one by one."""
    return {
        (place, row["position"])
        for place, file in enumerate(shown(report))
        for name in ("created", "updated")
        for row in file[name]["rows"]
    }


def _shown(place: int, file: dict[str, Any]) -> dict[str, Any]:
    by_key: dict[str, list[dict[str, str]]] = {}
    for change in _parts(file, "changes"):
        said = {"field": field_words(change["field"])}
        said |= {when: as_words(change[when]) for when in ("before", "after")}
        by_key.setdefault(change["key"], []).append(said)
    lists: dict[str, list[Any]] = {name: _parts(file, name) for name in ("rejected", "remarks")}
    for name in _BROUGHT:
        lists[name] = [row | {"changes": by_key.get(row["key"], [])} for row in _rows(file, name)]
    cut = {
        name: {"all": len(rows), "rows": rows[:MOST], "more": max(0, len(rows) - MOST)} for name, rows in lists.items()
    }
    became = [each | {"words": outcome_words(each)} for each in _parts(file, "became")]
    head = {name: file[name] for name in ("name", "format", "refused")}
    return head | {"place": place, "became": became} | cut


def _parts(file: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [
        each if isinstance(each, dict) else dict(zip(_PARTS[name], each, strict=False)) for each in file.get(name, ())
    ]


def _rows(file: dict[str, Any], what: str) -> list[dict[str, Any]]:
    """Its records of one kind; by key alone where the report does not say where they stand."""
    rows = [row for row in _parts(file, "rows") if row["what"] == what]
    return rows or [{"key": key, "line": 0, "position": 0, "text": ""} for key in file.get(what, ())]


def outcome_words(told: Mapping[str, Any]) -> str:
    """What a record said became of its work, in words."""
    said = {"status": status_named(told["status"]), "source": told["source"]}
    if told["outcome"] == "to_decide":
        return _("%(source)s says that it was reinstated; only a person lifts a status.") % said
    words = _("%(status)s, says %(source)s.") % said
    if told["notice"]:
        words += " " + _("The notice: %(notice)s.") % {"notice": told["notice"]}
    if told["outcome"] == "noted":
        words += " " + _("It is written down; what holds already is as grave or graver.")
    if told["pages"]:
        pages = ngettext(
            "%(number)s live page cites it and is put before a clinician.",
            "%(number)s live pages cite it and are put before a clinician.",
            told["pages"],
        )
        words += " " + pages % {"number": told["pages"]}
    return words


def as_words(value: Any, *, longest: int = LONGEST) -> str:
    """A field of a record as somebody can read it: names in a row, dates as written, what other programs said by their names."""
    if value is None:
        return ""
    if isinstance(value, str):
        words = value
    elif isinstance(value, list) and all(isinstance(each, dict) for each in value):
        words = "; ".join(map(name_as_line, value))
    elif isinstance(value, dict) and isinstance(value.get("date-parts"), list):
        words = date_as_text(value)
    elif isinstance(value, dict) and value.keys() <= {*_PROGRAMS, LICENCE, MARK}:
        words = "; ".join(_of_programs(value))
    else:
        words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _of_programs(custom: Mapping[str, Any]) -> Iterator[str]:
    """ "RIS AN: 32801018", "PubMed PT: Journal Article, Retracted Publication"."""
    for program, said in custom.items():
        if program == LICENCE:
            yield f"{field_words(program)}: {said}"
        elif program == MARK and isinstance(said, dict):
            yield from (_("%(field)s: and others") % {"field": field_words(field)} for field in said)
        else:
            for name, texts in said.items() if isinstance(said, dict) else ((str(said), ""),):
                joined = ", ".join(map(str, texts)) if isinstance(texts, list) else str(texts)
                yield f"{_PROGRAMS.get(program, program)} {name}: {joined}"


def as_rows(report: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str, int | str, str, str]]:
    """(file, what, line, record, words) for every record and remark."""
    words = words_of()
    for file in report:
        name = file["name"]
        if file["refused"]:
            yield name, words["rejected"], "", "", file["refused"]
        for each in _parts(file, "became"):
            yield name, status_named(each["status"]), each["line"], each["key"], outcome_words(each)
        for each in _parts(file, "rejected"):
            yield name, words["rejected"], each["line"], each["key"], each["reason"]
        for each in _parts(file, "remarks"):
            yield name, _("note"), each["line"], each["key"], each["message"]
        for each in _parts(file, "changes"):
            told = f"{field_words(each['field'])}: {as_words(each['before'])} → {as_words(each['after'])}"
            yield name, words["updated"], each.get("line") or "", each["key"], told
        told_already = {each["key"] for each in _parts(file, "changes")}
        for what in ("created", "updated", "merged", "left", "unchanged"):
            for row in _rows(file, what):
                if what != "updated" or row["key"] not in told_already:
                    yield name, words[what], row["line"] or "", row["key"], row["text"]
