"""Records that may be of one work: noted when one of them is saved, for a person to decide."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.events import write_event
from publishing.errors import Refused
from publishing.models import Event
from references.likeness import closeness, nearly_alike, same_isbn
from references.models import PossibleDuplicate, Reference

LARGEST_BLOCK = 50  # more records than that with one mark are a series, not copies
MOST_LOOKED_AT = 5_000
_MARKS = ("near_start", "near_end", "isbn")


def note_possible_duplicates(
    *, rows: Collection[Reference], now: datetime, forget_stale: bool = False
) -> list[tuple[Reference, Reference]]:
    """Compare saved rows with the library and keep the pairs that are nearly alike. Gives them as (row, other), the new row
    first. `forget_stale`: the rows were changed, so pairs that nobody decided about and that are alike no longer go.

    Two queries and an insert, whatever the number of rows.
    """
    others = _in_one_block(rows)
    found: dict[tuple[int, int], tuple[Reference, Reference, bool]] = {}
    for row in rows:
        if row.merged_into_id is not None:
            continue
        for other in others:
            if other.pk == row.pk or not any(
                getattr(row, mark) and getattr(row, mark) == getattr(other, mark) for mark in _MARKS
            ):
                continue
            number = same_isbn(row.csl, other.csl)
            if number or nearly_alike(row.csl, other.csl):
                found.setdefault((min(row.pk, other.pk), max(row.pk, other.pk)), (row, other, number))
    if forget_stale:
        for pair in PossibleDuplicate.objects.to_decide().filter(Q(first__in=rows) | Q(second__in=rows)):
            again = found.get((pair.first_id, pair.second_id))
            if again is None:
                pair.delete()
            elif (now_is := closeness(again[0].csl, again[1].csl)) != pair.closeness:
                pair.closeness = now_is
                pair.save(update_fields=["closeness"])
    if found:
        PossibleDuplicate.objects.bulk_create(
            (
                PossibleDuplicate(
                    first_id=first,
                    second_id=second,
                    same_number=number,
                    closeness=closeness(row.csl, other.csl),
                    found_at=now,
                )
                for (first, second), (row, other, number) in found.items()
            ),
            ignore_conflicts=True,  # known already, and perhaps decided
        )
    return [(row, other) for row, other, _number in found.values()]


def _in_one_block(rows: Collection[Reference]) -> list[Reference]:
    """Every record of the library that shares a mark with one of the rows; marks that a crowd shares do not count."""
    wanted = {mark: {getattr(row, mark) for row in rows if getattr(row, mark)} for mark in _MARKS}
    if not any(wanted.values()):
        return []
    shared = Q(pk__in=[])
    for mark, values in wanted.items():
        if values:
            shared |= Q(**{f"{mark}__in": values})
    near = list(
        islice(Reference.objects.kept().filter(shared).order_by().values_list("pk", *_MARKS).iterator(), MOST_LOOKED_AT)
    )
    sizes = Counter((mark, value) for _pk, *values in near for mark, value in zip(_MARKS, values, strict=True) if value)
    pks = [
        pk
        for pk, *values in near
        if any(
            value in wanted[mark] and 1 < sizes[mark, value] <= LARGEST_BLOCK
            for mark, value in zip(_MARKS, values, strict=True)
            if value
        )
    ]
    return list(Reference.objects.filter(pk__in=pks).only("key", "csl", "merged_into", *_MARKS)) if pks else []


@transaction.atomic
def set_apart(*, pairs: Sequence[PossibleDuplicate], by, now: datetime) -> None:
    """Two records are of different works. Remembered, so that the pair is not proposed again."""
    permissions.require(by, "references.change_reference", to=_("change the reference library"))
    locked = PossibleDuplicate.objects.select_for_update().select_related("first", "second")
    for pair in locked.filter(pk__in=[pair.pk for pair in pairs]).order_by("pk"):
        if pair.different_at is not None:
            raise Refused(_("Somebody has decided already that these are different works."))
        pair.different_by, pair.different_at = by, now
        pair.save()
        write_event(
            Event.Verb.EDITED, page=None, by=by, now=now, reference=pair.first.key, different_from=pair.second.key
        )
