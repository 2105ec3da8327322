"""Which boxes stand on the form of a reference, in which groups and rows: those of its type, and what is kept besides."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from references.forms import DEFAULT_KIND
from references.kinds import KINDS, LABELS, form_of
from references.record_forms import BOX_OF, boxes_from_record

_NUMBERS = ("DOI", "PMID", "PMCID", "ISBN", "ISSN", "URL", "accessed")
_TAIL = ("language", "abstract", "abstract-licence")
# Boxes that share a row with their neighbours: a reader's eye takes volume, issue and pages as one thing.
_SHORT = frozenset(
    ("issued", "volume", "issue", "page", "number", "edition", "version", "DOI", "PMID", "PMCID", "ISBN", "ISSN")
)
_PAIRS = {
    "publisher": "publisher-place",
    "URL": "accessed",
    "event-title": "event-place",
    "container-title": "container-title-short",
}
_MOST_IN_A_ROW = 4
_SHOWN_OF_KEPT = 80


def fieldsets_of(request, record: Mapping[str, Any]) -> list[tuple]:
    """The fieldsets of the kind that was asked for, or that the record is of."""
    stored = boxes_from_record(record)
    asked = request.POST.get("type") or request.GET.get("type") or ""
    name = asked if asked in KINDS or asked == stored["type"] else stored["type"]
    name = name or DEFAULT_KIND
    kind = form_of(name)
    groups = [
        (None, ["type", *_rows([field for field in kind.boxes if field not in _NUMBERS + _TAIL])]),
        (_("Identifiers and links"), _rows([field for field in kind.boxes if field in _NUMBERS])),
    ]
    found = [(label, {"fields": rows}) for label, rows in groups if rows]
    values = request.POST if request.method == "POST" else stored
    hidden = [field for field in LABELS if field not in kind.boxes and values.get(BOX_OF[field])]
    tail = _rows([field for field in kind.boxes if field in _TAIL])
    if tail:
        found.append((_("Language and abstract"), {"fields": tail, "classes": ("collapse",)}))
    if hidden:
        rows = ((LABELS[field], _short(values[BOX_OF[field]])) for field in hidden)
        said = format_html_join(" · ", "<strong>{}</strong>: {}", rows)
        found.append(
            (
                _("Kept, not shown for this type"),
                {"fields": [BOX_OF[field] for field in hidden], "description": said, "classes": ("kept-values",)},
            )
        )
    return found


def _rows(fields: list[str]) -> list:
    """Boxes, those that belong together as tuples."""
    rows: list[list[str]] = []
    for field in fields:
        last = rows[-1] if rows else []
        joins = last and (
            _PAIRS.get(last[-1]) == field or (field in _SHORT and last[-1] in _SHORT and len(last) < _MOST_IN_A_ROW)
        )
        if joins:
            last.append(field)
        else:
            rows.append([field])
    return [tuple(BOX_OF[field] for field in row) if len(row) > 1 else BOX_OF[row[0]] for row in rows]


def _short(text: str) -> str:
    text = "; ".join(text.splitlines())
    return text if len(text) <= _SHOWN_OF_KEPT else f"{text[: _SHOWN_OF_KEPT - 1]}…"
