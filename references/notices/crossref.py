"""Crossref's JSON: a work carries `updated-by`, the notice about it `update-to`. Reading the wrong one finds nothing."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from references.formats.entries import CannotRead
from references.notices.told import Told, day_in, day_of_parts, doi_in

MOST_CHARACTERS = 200_000_000
# A partial retraction leaves part of the work standing. What is not named here changes nothing in a work.
_TYPES = {
    "retraction": "retracted",
    "removal": "retracted",
    "withdrawal": "retracted",
    "partial_retraction": "concern",
    "expression_of_concern": "concern",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
    "reinstatement": "current",
}


def read(text: TextIO) -> Iterator[Told]:
    """Of one work, a list of works, or an answer of the interface; `line` counts the works from 1."""
    words = text.read(MOST_CHARACTERS + 1)
    if len(words) > MOST_CHARACTERS:
        raise CannotRead(f"is longer than {MOST_CHARACTERS:,} characters; split it")
    try:
        answer = json.loads(words)
    except json.JSONDecodeError as error:
        raise CannotRead(f"is not JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise CannotRead("is nested too deep") from error
    for position, work in enumerate(_works(answer), start=1):
        yield from told_of_work(work, line=position)


def told_of_work(work: Any, *, line: int = 0) -> Iterator[Told]:
    """What one work of Crossref says of itself (`updated-by`) and, when it is a notice, of another (`update-to`)."""
    doi = doi_in(work.get("DOI")) if isinstance(work, Mapping) else ""
    if not doi:
        yield Told(line=line, problem="This is no work of Crossref: it has no DOI.")
        return
    reported = False
    for update in _updates(work, "updated-by"):
        if status := _status(update):
            reported = True
            yield Told(line, doi, "", status, _dated(update), doi_in(update.get("DOI")), "", _reason(update))
    for update in _updates(work, "update-to"):
        about = doi_in(update.get("DOI"))
        if about and about != doi and (status := _status(update)):
            yield Told(line, about, "", status, _dated(update), doi, "", _reason(update))
    if not reported:
        yield Told(line, doi)


def _works(answer: Any) -> list[Any]:
    if isinstance(answer, list):
        return [work for each in answer for work in _works(each)]
    if isinstance(answer, Mapping) and isinstance(answer.get("message"), Mapping):
        return _works(answer["message"])
    if isinstance(answer, Mapping) and isinstance(answer.get("items"), list):
        return answer["items"]
    return [answer]


def _updates(work: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    updates = work.get(field)
    return [each for each in updates if isinstance(each, Mapping)] if isinstance(updates, list) else []


def _status(update: Mapping[str, Any]) -> str:
    return _TYPES.get(str(update.get("type") or "").lower().replace("-", "_").replace(" ", "_"), "")


def _reason(update: Mapping[str, Any]) -> str:
    return "Partial retraction." if _status(update) == "concern" and "partial" in str(update.get("type")) else ""


def _dated(update: Mapping[str, Any]) -> str:
    updated = update.get("updated")
    if isinstance(updated, Mapping):
        return day_of_parts(updated.get("date-parts")) or day_in(updated.get("date-time"))
    return day_in(updated)
