"""Bringing an earlier text back into the working copy. It is an edit like any other: whoever restores is its author, and it
is approved anew before patients read it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.editing import record_edit
from publishing.actions.events import write_event
from publishing.errors import Refused
from publishing.models import Edition, Event, Page, SavedCopy


@transaction.atomic
def restore_edition(*, page: Page, edition: Edition, by, now: datetime, opened_version: int | None = None) -> Page:
    """Make the text of an edition the working copy. The one there is stays among the saved copies.

    `opened_version`: the Page.version the person looked at; EditConflict when someone saved since.
    """
    if edition.page_id != page.pk:
        raise Refused(_("This edition belongs to another page."))
    if edition.redacted_at is not None:
        raise Refused(_("This edition was emptied for good. There is nothing to restore."))
    return _restore(page, edition.source, by, now, opened_version, number=edition.number)


@transaction.atomic
def restore_saved_copy(*, page: Page, copy: SavedCopy, by, now: datetime, opened_version: int | None = None) -> Page:
    """Make a saved copy the working copy again."""
    if copy.page_id != page.pk:
        raise Refused(_("This copy belongs to another page."))
    return _restore(page, copy.source, by, now, opened_version, version=copy.version)


def _restore(page: Page, source, by, now: datetime, opened_version: int | None, **which) -> Page:
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    permissions.require_edit(by, page)
    if page.get_source() == source:
        raise Refused(_("The working copy says exactly this already."))
    save_rows = page.restore_source(source)
    page = record_edit(page=page, by=by, now=now, opened_version=opened_version, save_related=save_rows)
    write_event(Event.Verb.RESTORED, page=page, by=by, now=now, **which)
    return page
