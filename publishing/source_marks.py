"""Which sources of a page are marked in its reference list, as it is read: by what became of them since it was published, and
by the policy of the site. Nothing is looked up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from publishing.models import Publication
from publishing.notices import held_subjects

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


@dataclass(frozen=True)
class DoubtedSource:
    """A source that readers are told of above the text. `number`: its number in the list, 0 where it has none any more."""

    status: str
    title: str
    path: str
    number: int = 0


def doubted_sources(
    references: Iterable[Mapping[str, Any]], publication: Publication
) -> tuple[list[DoubtedSource], list[DoubtedSource]]:
    """The sources that somebody has yet to decide about; and the retracted ones that the page goes on citing because a
    clinician let it stand. `references`: with their marks of today."""
    rows = {row.get("key", ""): row for row in references}
    undecided = {}
    for subject in held_subjects(publication):
        if subject.status:
            key = subject.fact.removeprefix(_SOURCE)
            number = rows.get(key, {}).get("number", 0)
            undecided[key] = DoubtedSource(subject.status, subject.title, subject.path, number)
    kept = [
        DoubtedSource("retracted", row.get("text", ""), row.get("url", ""), row.get("number", 0))
        for key, row in rows.items()
        if row.get("status") == "retracted" and key not in undecided
    ]
    return sorted(undecided.values(), key=lambda each: each.number), kept
