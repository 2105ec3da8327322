"""Another key for a reference, as long as nobody cites it by the one it has."""

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import permissions
from publishing.actions.events import write_event
from publishing.errors import Refused
from publishing.models import Event
from references.merging import working_copies_citing
from references.models import Reference

_NAMED = 5
# What a citation can name: markup.citations reads no key that begins or ends with a hyphen.
_KEY = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9_])?", re.IGNORECASE)


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
    if reason := why_no_key(key):
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


def why_no_key(text: str) -> str:
    """Why no citation could name a reference by this, with a key that would do; "" when one can."""
    if _KEY.fullmatch(text):
        return ""
    example = slugify(text).strip("-_")[:80] or "himelstein2017"
    return _(
        "“%(key)s” cannot be a key: only the letters a to z, digits, hyphens and underscores, without spaces or accents. Write "
        "for example %(example)s."
    ) % {"key": text[:80], "example": example}


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
