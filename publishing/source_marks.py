"""Which sources of a page are marked in its reference list, as it is read: by what became of them since it was published, and
by the policy of the site. Nothing is looked up."""

from collections.abc import Iterable, Mapping
from typing import Any

from publishing.models import Publication

_SOURCE = "reference:"


def with_marks(references: Iterable[Mapping[str, Any]], publication: Publication) -> list[Mapping[str, Any]]:
    """The reference list with the status that each source has now. A page whose source changed is held for it, which says
    so without a query; one that was published since says it itself."""
    since = {
        each["fact"].removeprefix(_SOURCE): each["status"]
        for each in publication.held
        if each["fact"].startswith(_SOURCE) and each.get("status")
    }
    shown = publication.site.marked_statuses()
    return [_marked(row, since.get(row.get("key", ""), row.get("status", "")), shown) for row in references]


def _marked(row: Mapping[str, Any], status: str, shown: Iterable[str]) -> Mapping[str, Any]:
    if status not in shown:
        return {**row, "status": "", "superseded_by": None} if row.get("status") not in ("", "current") else row
    return row if status == row.get("status") else {**row, "status": status}
