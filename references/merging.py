"""What merging two references would touch. Reads only; actions/merging.py does it."""

from collections.abc import Iterable, Mapping
from typing import Any

from publishing import affected
from publishing.merged_names import rename_in_source
from publishing.models import Page
from references import csl
from references.formatting import format_reference
from references.models import SEVERITY, CitingPage, Reference


def graver(one: Reference, other: Reference) -> Reference:
    """Of two records the one with the graver status; the first when both have the same."""
    return max((one, other), key=lambda row: SEVERITY[row.status])


def working_copies_citing(reference: Reference) -> list[Page]:
    """Pages, as their own kind, whose working copy cites a reference; a query or two for each kind of page."""
    found: list[Page] = []
    for kind in _citing_kinds():
        pages = kind.naming(reference).select_related(*kind.SOURCE_NEEDS).order_by("pk")
        names = {reference.key: f"{reference.key}-renamed"}
        for page in pages:
            source = page.get_source()
            if rename_in_source(source, names) != source:
                found.append(page)
    return sorted(found, key=lambda page: page.pk)


def _citing_kinds() -> list[type[CitingPage]]:
    fields = (relation.related_model for relation in Page._meta.related_objects if relation.one_to_one)
    return [model for model in fields if issubclass(model, CitingPage)]


def ids_to_hold(working: Iterable[Page], live: Iterable[int]) -> set[int]:
    """Every page that a merge may write to: those that cite in their working copy, those that do live, and those that quote
    them."""
    ids = set(live)
    return {page.pk for page in working} | ids | affected.quoting_ids(ids)


def prints_the_same(*, keep: Reference, drop: Reference, record: Mapping[str, Any]) -> bool:
    """Whether pages that cite `drop` would go on printing the line they print, and say the same of what became of it."""
    worse = graver(keep, drop)
    same_status = (worse.status, worse.superseded_by_id) == (drop.status, drop.superseded_by_id)
    return same_status and format_reference(csl.clean(record).csl) == drop.text
