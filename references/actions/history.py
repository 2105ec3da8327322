"""What an import made of records that were there, in their history: whoever looks at one sees what stood there before."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from references.import_reports import as_words, field_words
from references.models import Reference

LONGEST = 5_000  # characters of one value: whoever wants it back copies it from here


class Overwritten(NamedTuple):
    row: Reference
    before: Mapping[str, Any]


def note_overwritten(*, overwritten: Iterable[Overwritten], by, now: datetime) -> None:
    """One line in the history of each record, with the values before and after."""
    kind = ContentType.objects.get_for_model(Reference)
    LogEntry.objects.bulk_create(
        LogEntry(
            action_time=now,
            user=by,
            content_type=kind,
            object_id=str(each.row.pk),
            object_repr=str(each.row)[:200],
            action_flag=CHANGE,
            change_message=_("Import. %(changes)s") % {"changes": " | ".join(_changes(each))},
        )
        for each in overwritten
    )


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def _changes(each: Overwritten) -> Iterable[str]:
    for field in changed_fields(each.before, each.row.csl):
        values = (as_words(record.get(field), longest=LONGEST) or "–" for record in (each.before, each.row.csl))
        yield f"{field_words(field)}: {' → '.join(values)}"
