"""Reports of imports for people: sums, lists of bearable length, rows for a spreadsheet."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from references.actions.retelling import Became
from references.kinds import LABELS
from references.record_forms import date_as_text, name_as_line
from references.standing_words import status_named

MOST = 100  # of each list on one page; the whole report is a file
LONGEST = 300
LISTS = ("created", "updated", "unchanged", "merged", "rejected")


def summed(report: Iterable[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """(list, its word, how many) over all files."""
    files = list(report)
    return [(name, words_of()[name], sum(len(file[name]) for file in files)) for name in LISTS]


def words_of() -> dict[str, str]:
    return {
        "created": _("created"),
        "updated": _("updated"),
        "unchanged": _("unchanged"),
        "merged": _("merged"),
        "rejected": _("rejected"),
    }


def shown(report: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each file with lists as a page shows them, cut to MOST, and how many more there are."""
    return [_shown(file) for file in report]


def _shown(file: dict[str, Any]) -> dict[str, Any]:
    by_key: dict[str, list[dict[str, str]]] = {}
    for key, field, before, after in file["changes"]:
        row = {"field": LABELS.get(field, field), "before": as_words(before), "after": as_words(after)}
        by_key.setdefault(key, []).append(row)
    updated = [{"key": key, "changes": by_key.get(key, [])} for key in file["updated"]]
    lists = {
        "rejected": [dict(zip(("line", "position", "key", "reason"), each, strict=True)) for each in file["rejected"]],
        "remarks": [dict(zip(("line", "key", "message"), each, strict=True)) for each in file["remarks"]],
        "updated": updated,
        "created": file["created"],
        "merged": file["merged"],
        "unchanged": file["unchanged"],
    }
    cut = {
        name: {"all": len(rows), "rows": rows[:MOST], "more": max(0, len(rows) - MOST)} for name, rows in lists.items()
    }
    became = [_said(each) for each in file.get("became", ())]
    return {"name": file["name"], "format": file["format"], "refused": file["refused"], "became": became, **cut}


def _said(each: Any) -> dict[str, Any]:
    """What a record said became of its work, in words. A report of an import that waits is stored as lists."""
    told = dict(zip(Became._fields, each, strict=True)) if isinstance(each, list | tuple) else each
    return told | {"words": _outcome_words(told), "graver": told["status"] in ("retracted", "concern")}


def _outcome_words(told: dict[str, Any]) -> str:
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


def as_words(value: Any) -> str:
    """A field of a record as somebody can read it: names in a row, dates as written, anything else as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        words = value
    elif isinstance(value, list) and all(isinstance(each, dict) for each in value):
        words = "; ".join(map(name_as_line, value))
    elif isinstance(value, dict) and isinstance(value.get("date-parts"), list):
        words = date_as_text(value)
    else:
        words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def as_rows(report: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str, int | str, str, str]]:
    """(file, what, line, record, words) for every record and remark."""
    words = words_of()
    for file in report:
        name = file["name"]
        if file["refused"]:
            yield name, words["rejected"], "", "", file["refused"]
        for each in map(_said, file.get("became", ())):
            yield name, status_named(each["status"]), each["line"], each["key"], each["words"]
        for line, _position, key, reason in file["rejected"]:
            yield name, words["rejected"], line, key, reason
        for line, key, message in file["remarks"]:
            yield name, _("note"), line, key, message
        for key, field, before, after in file["changes"]:
            yield name, words["updated"], "", key, f"{LABELS.get(field, field)}: {as_words(before)} → {as_words(after)}"
        told = {key for key, *_rest in file["changes"]}
        for what in ("created", "updated", "merged", "unchanged"):
            for key in file[what]:
                if what != "updated" or key not in told:
                    yield name, words[what], "", key, ""
