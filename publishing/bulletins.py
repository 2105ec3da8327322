"""What a page prints of its bulletins at one moment, and how long that answer is good. Pure.

Rows are Bulletin.shown: {"key", "starts", "ends", "words": {language: …}, "rank"}, also of bulletins that begin later.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

# Half of it may pass in a cache in front of us and half in a browser that cannot know how long that cache had it.
CACHES = 2


def on_show(rows: Iterable[Mapping[str, Any]] | None, *, now: datetime) -> list[Mapping[str, Any]]:
    """Those that are printed now: the most urgent first, and then in the order in which they come."""
    printed = [row for row in rows or () if _moment(row, "starts") <= now < _moment(row, "ends")]
    return sorted(printed, key=lambda row: row.get("rank", 0))


def next_change(rows: Iterable[Mapping[str, Any]] | None, *, now: datetime) -> datetime | None:
    """When the first of them begins or ends; None when nothing is known to change."""
    moments = [_moment(row, name) for row in rows or () for name in ("starts", "ends")]
    return min((moment for moment in moments if moment > now), default=None)


def seconds_good(until: datetime | None, *, now: datetime, most: int) -> int:
    """For how many seconds an answer may be kept that must not be seen after `until`: at most `most`, and 0 in the last
    moment before."""
    return most if until is None else max(0, min(most, int((until - now).total_seconds() // CACHES)))


def in_language(rows: Sequence[Mapping[str, Any]], language: str) -> list[dict[str, Any]]:
    """What is printed of each in one language of the site, with its moments as datetimes."""
    return [
        {
            **(
                row["words"].get(language)
                or row["words"].get(settings.LANGUAGE_CODE)
                or next(iter(row["words"].values()))
            ),
            "key": row["key"],
            "id": row["key"].replace(":", "-"),
            "starts": _moment(row, "starts"),
            "ends": _moment(row, "ends"),
        }
        for row in rows
    ]


def mark(rows: Sequence[Mapping[str, Any]]) -> str:
    """A short hash of all that is printed, for an ETag; "" when nothing is."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:12] if rows else ""


def _moment(row: Mapping[str, Any], name: str) -> datetime:
    return datetime.fromisoformat(row[name])
