"""What a library like ours said of the records it exported: that one was retracted, or that another replaced it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from references.actions.status import Notice, set_status
from references.formats.carried import Ours
from references.models import SEVERITY, Reference, Status


def differs(row: Reference, ours: Ours) -> bool:
    """Whether the file says that something became of a record and the library does not. A person decides then: pages cite it."""
    return ours.status in Status.values and ours.status != row.status


def take_over(*, created: Iterable[Reference], waiting: dict[str, Ours], by, now: datetime) -> None:
    """Give records the status they had where they come from. Only records that this import created: nothing cites them yet.

    `waiting`: what was said, by key. What is done is taken out; a record whose newer one is not here yet stays.
    """
    keys = {*waiting, *(ours.superseded_by for ours in waiting.values() if ours.superseded_by)}
    rows = {row.key: row for row in Reference.objects.filter(key__in=keys)} if keys else {}
    fresh = {row.key for row in created}
    for key, ours in list(waiting.items()):
        newer = rows.get(ours.superseded_by)
        done = newer is not None or not ours.superseded_by
        row = rows.get(key)
        graver = row is not None and key not in fresh and SEVERITY[row.status] > SEVERITY.get(ours.status, 0)
        if row and not graver and ours.status in Status.values and (done or key in fresh):
            notice = Notice(reason=_("It had this status in the library it was exported from."))
            set_status(reference=row, status=ours.status, by=by, now=now, superseded_by=newer, notice=notice)
        if done:
            del waiting[key]
