"""A change of facts in a few words: "every 4 weeks → every 6 weeks". Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

STATED = ("dose", "frequency", "route", "duration")
LONGEST = 200
MOST = 3


def change_words(before: Mapping[str, Any], after: Mapping[str, Any], language: str) -> str:
    """The values of regimens, the definition or the status that differ, in one language; "" when it is anything else."""
    pairs = list(dict.fromkeys(_pairs(before, after, language)))
    if not pairs:
        return ""
    shown = "; ".join(f"{old or '–'} → {new or '–'}" for old, new in pairs[:MOST])
    words = shown + (" …" if len(pairs) > MOST else "")
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _pairs(before, after, language: str) -> Iterable[tuple[str, str]]:
    old = {row["key"]: row for row in before.get("regimens") or ()}
    for row in after.get("regimens") or ():
        if row["key"] in old:
            for name in STATED:
                pair = in_language(old[row["key"]].get(name), language), in_language(row.get(name), language)
                if pair[0] != pair[1]:
                    yield pair
    for name in ("definition", "status"):
        was, now = in_language(before.get(name), language), in_language(after.get(name), language)
        if was != now:
            yield was, now


def in_language(value: Any, language: str) -> str:
    """Words of one language, else English, else nothing."""
    if isinstance(value, str):
        return value
    return (value or {}).get(language) or (value or {}).get("en") or ""
