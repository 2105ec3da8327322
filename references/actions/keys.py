"""Another key for a reference, as long as nobody cites it by the one it has."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import permissions
from publishing.actions.events import write_event
from publishing.errors import Refused
from publishing.models import Event
from references.merging import working_copies_citing
from references.models import Reference

_NAMED = 5


@transaction.atomic
def change_key(*, reference: Reference, key: str, by, now: datetime) -> Reference:
    """Give a reference another key. Refused, with the pages, when an edition or a working copy cites it, when another
    reference has the key, and when no citation could name it."""
    permissions.require(by, "references.change_reference", to=_("change the reference library"))
    stored = Reference.objects.select_for_update().get(pk=reference.pk)
    key = key.strip().lower()
    if key == stored.key:
        return reference
    if reason := why_key_stays(stored):
        raise Refused(reason)
    before, stored.key = stored.key, key
    try:
        stored.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    stored.save()
    write_event(Event.Verb.EDITED, page=None, by=by, now=now, reference=key, key_before=before)
    reference.key = key
    return reference


def why_key_stays(reference: Reference) -> str:
    """Why the key of a reference cannot be changed, with the pages that cite it by that key; "" when it can."""
    if reference.citations.exists():
        return _("The key of this reference stays: published pages cite it by that key.")
    if reference.merged_into_id is not None or reference.merged_from.exists():
        return _("The key of this reference stays: the key of a merged record leads to it.")
    pages = working_copies_citing(reference)
    if not pages:
        return ""
    words = ngettext(
        "The key of this reference stays: this page cites it by that key: %(pages)s.",
        "The key of this reference stays: these pages cite it by that key: %(pages)s.",
        len(pages),
    )
    named = ", ".join(page.title for page in pages[:_NAMED])
    return words % {"pages": named + ("…" if len(pages) > _NAMED else "")}
