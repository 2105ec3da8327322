"""Titles and names that cannot be any: refused with their record, because a title that is cut is another title."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from references.csl_vocabulary import DATE_FIELDS, MAX_LONG_TEXT, MAX_TEXT, NAME_FIELDS, TEXT_FIELDS

MAX_NAME = 1_000  # characters of one part of a name


def refusal(record: object) -> str:
    """Why the record cannot come in; "" for nearly all."""
    if not isinstance(record, Mapping):
        return ""
    title = record.get("title")
    title = title[0] if isinstance(title, list) and title else title
    if isinstance(title, str) and len(title) > MAX_TEXT:
        words = _("The title has %(number)s characters, and at most %(most)s are allowed: %(start)s. Shorten it.")
        return words % _said(title, MAX_TEXT)
    for field in NAME_FIELDS & record.keys():
        names = record[field] if isinstance(record[field], list) else [record[field]]
        for text in (text for name in names for text in (name.values() if isinstance(name, Mapping) else (name,))):
            if isinstance(text, str) and len(text) > MAX_NAME:
                words = _("A name has %(number)s characters, and at most %(most)s are allowed: %(start)s. Shorten it.")
                return words % _said(text, MAX_NAME)
    return ""


def cut_fields(record: object) -> list[str]:
    """Fields that nobody reads here, with a text so long that cleaning cuts it. Of the others cleaning tells itself."""
    if not isinstance(record, Mapping):
        return []
    told = TEXT_FIELDS | NAME_FIELDS | DATE_FIELDS
    return [str(field)[:100] for field, value in record.items() if field not in told and _has_long_text(value)]


def _has_long_text(value: Any, depth: int = 0) -> bool:
    if isinstance(value, str):
        return len(value) > MAX_LONG_TEXT
    if depth > 6:
        return False
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return any(_has_long_text(each, depth + 1) for each in inner)


def _said(text: str, most: int) -> dict[str, str]:
    return {"number": f"{len(text):,}", "most": f"{most:,}", "start": f"“{' '.join(text[:40].split())}…”"}
