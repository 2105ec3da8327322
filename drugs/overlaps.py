"""Regimens of one drug that readers could not tell apart, or whose key says another timing than they do: hints, since both can
be right. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drugs.timing import IN_DAYS, Timing, days_between, timing_words

_EVERY = re.compile(
    r"(?:^|-)every-(?:(\d+)(?:-to-(\d+)|-(\d+))?-)?(hour|day|week|month|year)s?(?:-|$)",
)
_UNIT = {"hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}
MOST_COMPARED = 50
_CALENDAR = Decimal("0.2")  # "every 3 months" and every 12 weeks are one timing in two ways of speaking


class Told(NamedTuple):
    """What tells one regimen from another: for whom and how it is given, how much and when."""

    key: str
    kind: tuple
    dose: tuple
    timing: Timing


def told(record: Mapping[str, Any], timing: Timing) -> Told:
    """From a regimen as a snapshot states it."""
    words = (str(sorted((record.get(name) or {}).items())) for name in ("population", "duration"))
    kind = (record["indication_key"], record["route"], record["brand"], *words)
    return Told(record["key"], kind, tuple(record["dose"].values()), timing)


def overlapping(regimens: Sequence[Told]) -> Iterator[str]:
    """A sentence for every two that are for the same condition, given in the same way, as the same product to the same people,
    and whose timings meet without being the same ("every 4 weeks" and "every 3 to 4 weeks"), or that are alike in all."""
    alike: dict[tuple, list[Told]] = {}
    for each in regimens:
        if timing_words(each.timing) and each.timing.period is not None:
            alike.setdefault(each.kind, []).append(each)
    for rows in alike.values():
        for one, other in combinations(rows[:MOST_COMPARED], 2):
            first, second = _said(one.timing), _said(other.timing)
            said = {"one": one.key, "other": other.key, "first": first, "second": second}
            if first == second:
                if one.dose == other.dose:
                    yield (
                        _(
                            "The regimens “%(one)s” and “%(other)s” say the same of the same condition: %(first)s. Delete one, "
                            "or say in what they differ."
                        )
                        % said
                    )
            elif _meet(days_between(one.timing), days_between(other.timing)):
                yield (
                    _(
                        "The regimens “%(one)s” and “%(other)s” are for the same condition, and their timings overlap: "
                        "patients read “%(first)s” and “%(second)s”. Is one of them old, or do they differ in whom they are for?"
                    )
                    % said
                )


def contradicting_key(regimen: Told) -> str:
    """A sentence when the key names another timing than the regimen states: “every-12-weeks” that is every 4 weeks; else ""."""
    match = _EVERY.search(regimen.key.lower())
    if not match or regimen.timing.period is None or not timing_words(regimen.timing):
        return ""
    least, most, after, unit = match.groups()
    named = tuple(Decimal(number) * IN_DAYS[_UNIT[unit]] for number in (least or 1, most or after or least or 1))
    same_unit = _UNIT[unit] == regimen.timing.period_unit
    # “twice-every-day” may speak of the day, or of what lies between two doses.
    once = replace(regimen.timing, frequency=None, frequency_max=None)
    for stated in (days_between(regimen.timing), days_between(once)):
        near = all(abs(one - other) <= _CALENDAR * other for one, other in zip(named, stated, strict=True))
        if named == stated or (near and not same_unit):
            return ""
    return _(
        "The key “%(key)s” says another timing than the regimen does: %(timing)s. Pages choose the regimen by this key, so look "
        "whether the timing is right; if it is, make a new regimen with a key that fits and delete this one."
    ) % {"key": regimen.key, "timing": _said(regimen.timing)}


def _said(timing: Timing) -> str:
    return timing_words(timing, get_language() or "en")


def _meet(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
