"""What every verb shares that changes words which several fact sheets state."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from publishing.actions.events import write_event
from publishing.errors import Refused
from publishing.models import Event, Page

NAMED = 10  # users that a refusal names


def refuse_used(row) -> None:
    """Refuse to delete a row that fact sheets state, naming them."""
    users = list(row.sheets_using().order_by("title").values_list("title", flat=True)[:NAMED])
    if users:
        reason = _("“%(name)s” cannot be deleted while these use it: %(users)s.")
        raise Refused(reason % {"name": row, "users": ", ".join(users)})


def save_stated_words(*, sheets: Iterable[int], by, now: datetime, save: Callable[[], object]) -> None:
    """Call `save`, inside the transaction of the caller. Each fact sheet (by primary key) that says something else after it
    counts as edited by this person: its approval is void until someone else approves the new words."""
    ids = set(sheets)
    locked = list(Page.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    before = {page.pk: page.specific.compile().content_hash for page in locked}
    save()
    for page in Page.objects.filter(pk__in=ids).order_by("pk"):
        sheet = page.specific
        saved = sheet.compile()
        if saved.content_hash != before[page.pk]:
            Page.objects.filter(pk=page.pk).update(working_hash=saved.content_hash)
            write_event(Event.Verb.EDITED, page=sheet, by=by, now=now, words=True, hash=saved.content_hash)
