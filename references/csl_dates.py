"""Dates of CSL records: every form in use is read into `date-parts` of whole numbers."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from references.csl_text import plain_text, quoted
from references.csl_vocabulary import LATEST, OLDEST

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep set", "oct", "nov", "dec dic"),
        start=1,
    )
    for name in names.split()
}
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_SEASONS |= {"spr": 1, "sum": 2, "aut": 3, "fal": 3, "win": 4}  # as citation indexes shorten them
_SEASONS |= {"primavera": 1, "verano": 2, "otoño": 3, "invierno": 4}
_WORD = r"([^\W\d_]{3,10})\.?"
_ISO = re.compile(r"(\d{4})(?:-(\d\d?|[XxUu]{2}))?(?:-(\d\d?|[XxUu]{2}))?([~?%])?(?:T[\d:.+Z-]*)?")
_RIS = re.compile(r"(\d{4})/(\d{0,2})(?:/(\d{0,2}))?(?:/.*)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_YEAR_FIRST = re.compile(
    rf"(\d{{4}})[\s,]+{_WORD}(?:\s*[-–/]\s*{_WORD})?(?:[\s,]+(\d{{1,2}})(?:\s*[-–]\s*\d{{1,2}})?)?"
)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:\s+de)?\s+{_WORD}(?:\s+de)?[\s,]+(\d{{4}})")
_MONTH_FIRST = re.compile(rf"{_WORD}(?:\s+(\d{{1,2}})(?:st|nd|rd|th)?,?)?(?:\s+de)?\s+(\d{{4}})")


def read_date(value: object) -> tuple[dict[str, Any], str]:
    """A CSL date with `date-parts` of whole numbers, and a sentence about what was left out ("" when nothing was).

    Reads CSL's own forms, EDTF ("2017-01", "2017-21" a season, "2017/2018"), RIS ("2017/01//"), MEDLINE ("2017
    Jan-Feb") and dates in words. Text that cannot be read is kept as `literal`.
    """
    if isinstance(value, datetime.date):
        return {"date-parts": [[value.year, value.month, value.day]]}, ""
    if not isinstance(value, Mapping):
        text = plain_text(value)
        if text:
            return _date_from_text(text)
        return {}, "" if value in (None, "") else _("This is not a date; it was left out.")
    date: dict[str, Any] = {}
    message = ""
    parts = value.get("date-parts")
    if isinstance(parts, list | tuple) and parts:
        date, message = _date_from_parts(parts if isinstance(parts[0], list | tuple) else [parts])
    for field in ("raw", "edtf", "literal"):
        text = plain_text(value.get(field))
        if text and not date:
            date, message = _date_from_text(text)
    if date:
        season = plain_text(value.get("season")).lower()
        if season in ("1", "2", "3", "4") or season in _SEASONS:
            date["season"] = _SEASONS.get(season) or int(season)
        if value.get("circa"):
            date["circa"] = True
    return date, message


def _date_from_text(text: str) -> tuple[dict[str, Any], str]:
    ends = [_ISO.fullmatch(end) for end in text.split("/")]
    if len(ends) <= 2 and all(ends):
        date, message = _date_from_parts([[end[1], end[2], end[3]] for end in ends if end])
        return (date | {"circa": True} if date and ends[0] and ends[0][4] else date), message
    if found := _RIS.fullmatch(text) or _COMPACT.fullmatch(text):
        return _date_from_parts([list(found.groups())])
    if found := _YEAR_FIRST.fullmatch(text):
        published, first, last, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, first, published = found.groups()
        last = None
    elif found := _MONTH_FIRST.fullmatch(text):
        first, day, published = found.groups()
        last = None
    else:
        return {"literal": text[:100]}, _("%(value)s could not be read as a date; it is shown as it is.") % {
            "value": quoted(text)
        }
    if first.lower() in _SEASONS:
        return _date_from_parts([[published, 20 + _SEASONS[first.lower()]]])
    months = [_MONTHS.get(word[:3].lower()) for word in (first, last) if word]
    if None in months:
        return {"literal": text[:100]}, _("%(value)s could not be read as a date; it is shown as it is.") % {
            "value": quoted(text)
        }
    if len(months) == 2:
        return _date_from_parts([[published, months[0]], [published, months[1]]])
    return _date_from_parts([[published, months[0], day]])


def _date_from_parts(ends: list[Any]) -> tuple[dict[str, Any], str]:
    """One or two ends of [year, month, day], numbers or digits; months 13–16 (CSL) and 21–24 (EDTF) are seasons."""
    date: dict[str, Any] = {}
    messages = []
    for end in ends[:2]:
        words = [plain_text(part) for part in end] if isinstance(end, list | tuple) else []
        numbers = [int(word) if re.fullmatch(r"[0-9]{1,4}", word) else 0 for word in (*words, "", "", "")[:3]]
        if set("".join(words)) <= {"0"}:
            continue  # Crossref's [[null]] and the like mean no date
        if not OLDEST <= numbers[0] <= LATEST:
            messages.append(_("%(value)s is not a year; the date was left out.") % {"value": quoted(words[0])})
            continue
        parts = [numbers[0]]
        month, day = numbers[1:]
        if 13 <= month <= 16 or 21 <= month <= 24:
            date["season"] = month - (12 if month <= 16 else 20)
        elif 1 <= month <= 12:
            parts.append(month)
            if day and _exists(numbers[0], month, day):
                parts.append(day)
            elif day:
                messages.append(_("There is no day %(day)s in that month; it was left out.") % {"day": day})
        elif month:
            messages.append(_("There is no month %(month)s; it was left out.") % {"month": month})
        date.setdefault("date-parts", []).append(parts)
    return (date if "date-parts" in date else {}), " ".join(messages)


def _exists(published: int, month: int, day: int) -> bool:
    try:
        datetime.date(published, month, day)
    except ValueError:
        return False
    return True
