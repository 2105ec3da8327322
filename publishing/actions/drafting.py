"""What people type and have not saved, and who has which page open.

These verbs write no Event. An Event says what happened to a page, for ever; here nothing happened to it yet. What is kept
belongs to one person, is seen by nobody else, changes every few seconds and is gone with the next save.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.errors import Refused
from publishing.models import Autosave, Page, Presence

SEEN_FOR = timedelta(minutes=2)
MOST_BYTES = 400_000
MOST_FORMS = 10
LONGEST_TOKEN = 16
# What a form says of the version it was opened at; a new page has none.
OF_THE_OLD_PAGE = ("opened_version", "merged_version")


def place_of(page: Page, *, token: str = "") -> str:
    """Where an autosave belongs: "article:12:…", or "article:new:…" for a page that has no id yet. `token` is the opened
    form's own, so that what was typed in one never replaces what another still offers back; "" begins them all."""
    return f"{page._meta.model_name}:{page.pk or 'new'}:{token}"


@transaction.atomic
def keep_typed(
    *, page: Page, by, now: datetime, fields: Mapping[str, list[str]], opened_version: int = 0, token: str = ""
) -> Autosave:
    """Keep what one person typed into the form of a page, apart from the page itself. `fields` are the boxes as the browser
    sent them. One row for each form the person has opened, the last ten of a page."""
    permissions.require_edit(by, page)
    if sum(len(name) + sum(map(len, values)) for name, values in fields.items()) > MOST_BYTES:
        raise Refused(_("This is too much to keep while you type. Save it."))
    place = place_of(page, token=token)
    kept, _made = Autosave.objects.update_or_create(
        user=by,
        place=place,
        defaults={
            "page_id": page.pk,
            "opened_version": opened_version,
            "fields": {name: list(values) for name, values in fields.items()},
            "at": now,
        },
    )
    rows = Autosave.objects.filter(user=by, place__startswith=place_of(page)).order_by("-at", "-pk")
    Autosave.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[MOST_FORMS:])).delete()
    return kept


@transaction.atomic
def forget_typed(*, page: Page, by, now: datetime, token: str = "") -> None:
    """The work was saved, or its writer throws it away. `page` as it was in the form: without an id when it was new."""
    Autosave.objects.filter(user=by, place=place_of(page, token=token)).delete()


def keep_typed_of_others(*, page: Page, than) -> None:
    """Before a draft is deleted: what other people typed into it and have not saved is kept as typed into a new page of its
    kind, whose form offers it back to them. Part of the verb that deletes."""
    new = type(page)()
    for kept in Autosave.objects.filter(page=page.pk).exclude(user=than).order_by("pk"):
        kept.place = place_of(new, token=f"{kept.place.rpartition(':')[2]}{kept.pk}"[-LONGEST_TOKEN:])
        kept.page, kept.opened_version = None, 0
        kept.fields = {name: values for name, values in kept.fields.items() if name not in OF_THE_OLD_PAGE}
        kept.save(update_fields=["place", "page", "opened_version", "fields"])


@transaction.atomic
def mark_presence(*, page: Page, by, now: datetime) -> None:
    """This person has the page open now. Who has not been seen for two minutes is forgotten."""
    permissions.require_edit(by, page)
    Presence.objects.filter(page=page.pk, seen_at__lt=now - SEEN_FOR).delete()
    Presence.objects.update_or_create(page_id=page.pk, user=by, defaults={"seen_at": now})
