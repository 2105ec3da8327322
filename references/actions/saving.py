"""Saving one record of the library."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from string import ascii_lowercase
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions import change_reference
from publishing.actions.events import write_event
from publishing.actions.pages_around import mark_changed
from publishing.errors import Refused
from publishing.models import Event, Page
from references import csl
from references.formatting import format_reference
from references.models import Reference, Status


@transaction.atomic
def save_reference(
    *,
    reference: Reference,
    by,
    now: datetime,
    record: Mapping[str, Any],
    status: str = Status.CURRENT,
    superseded_by: Reference | None = None,
) -> Reference:
    """Save a record of the library from CSL-JSON; every other column is read from it.

    Refused, with the problems, when the record has no title or type, or repeats another's DOI or PMID. Editions keep the
    text of their references as it stood.
    """
    verb = "add" if reference.pk is None else "change"
    permissions.require(by, f"references.{verb}_reference", to=_("change the reference library"))
    cleaned = csl.clean(record)
    fatal = [problem.message for problem in cleaned.problems if problem.fatal]
    if fatal:
        raise Refused(" ".join(fatal))
    stored = Reference.objects.get(pk=reference.pk) if reference.pk else None
    if stored is None:
        reference.created_at = now
    elif reference.key != stored.key:
        raise Refused(_("The key of a reference never changes: pages cite it by that key."))
    reference.key = reference.key or free_key(csl.suggest_key(cleaned.csl))
    fill(reference, cleaned.csl)
    reference.status, reference.superseded_by = status, superseded_by
    reference.changed_at = now
    try:
        reference.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    reference.save()
    if stored is not None and _printed(stored) != _printed(reference):
        citing = Page.objects.filter(publications__edition__citations__reference=reference)
        mark_changed(pages=citing)
        if _standing(stored) != _standing(reference):
            change_reference(
                key=reference.key,
                title=reference.title,
                before=_standing(stored),
                after=_standing(reference),
                path=reference.get_absolute_url(),
                page_ids=set(citing.values_list("pk", flat=True)),
                by=by,
                now=now,
                hold_back=reference.status != Status.CURRENT,
            )
    event = Event.Verb.CREATED if verb == "add" else Event.Verb.EDITED
    write_event(event, page=None, by=by, now=now, reference=reference.key)
    return reference


def fill(reference: Reference, record: dict[str, Any]) -> None:
    """The columns that are read from a clean record."""
    reference.csl = record
    reference.type = record.get("type", "")
    reference.title = csl.title(record)[:1000]
    reference.authors = csl.authors_text(record)[:2000]
    reference.year = csl.year(record)
    reference.doi, reference.pmid = record.get("DOI", "").lower(), record.get("PMID", "")
    reference.text = format_reference(record)


def _printed(reference: Reference) -> tuple:
    """What pages that cite it print of it; see references.lookups."""
    return reference.text, reference.status, reference.superseded_by_id


def _standing(reference: Reference) -> dict[str, str]:
    """What a change of puts every page that cites it before a clinician."""
    newer = reference.superseded_by.text if reference.superseded_by else ""
    return {"status": str(reference.status), "superseded_by": newer}


def free_key(key: str, *, taken: Collection[str] = ()) -> str:
    """The key, or the first of key-a … key-zz that nobody has. `taken`: keys that are about to be given."""
    for names in key_series(key):
        names = [name for name in names if name not in taken]
        stored = set(Reference.objects.filter(key__in=names).values_list("key", flat=True)) if names else names
        free = next((name for name in names if name not in stored), "")
        if free:
            return free
    raise Refused(_("Hundreds of references have the key %(key)s already; give this one a key.") % {"key": key})


def key_series(key: str) -> Iterator[list[str]]:
    """The keys to try, in portions: asked for by name, which an index answers whatever the size of the library."""
    yield [key, *(f"{key}{letter}" for letter in ascii_lowercase)]
    for first in ascii_lowercase:
        yield [f"{key}{first}{second}" for second in ascii_lowercase]
