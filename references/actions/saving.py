"""Saving one record of the library."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from string import ascii_lowercase
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.events import write_event
from publishing.actions.pages_around import mark_changed
from publishing.errors import Refused
from publishing.models import Event
from references import csl
from references.actions.duplicates import note_possible_duplicates
from references.actions.status import BY_A_PERSON, Notice, live_pages_citing, record_status, set_status
from references.formatting import format_reference
from references.likeness import marks
from references.models import Reference, Status
from references.record_forms import LICENCE
from references.requirements import problems_of
from references.search_words import words_of_record

# The columns that `fill` reads from the record.
READ_FROM_RECORD = (
    "csl", "type", "title", "authors", "year", "doi", "pmid", "pmcid", "isbn", "near_start", "near_end", "has_problems", "text",
    "abstract_licence", "abstract_shown",
    "search_text",
)  # fmt: skip


IDENTIFIERS = ("doi", "pmid", "pmcid")


@transaction.atomic
def save_reference(
    *,
    reference: Reference,
    by,
    now: datetime,
    record: Mapping[str, Any],
    status: str = Status.CURRENT,
    superseded_by: Reference | None = None,
    notice: Notice = BY_A_PERSON,
) -> Reference:
    """Save a record of the library from CSL-JSON; the other columns are read from it, except those of the evidence, which are
    saved as they stand on `reference`. `status`, `superseded_by` and `notice` as for set_status.

    Refused, with the problems, when the record has no title or type, or repeats another's DOI, PMID or PMCID. Editions keep the
    text of their references as it stood.
    """
    verb = "add" if reference.pk is None else "change"
    permissions.require(by, f"references.{verb}_reference", to=_("change the reference library"))
    cleaned = csl.clean(record)
    fatal = [problem.message for problem in cleaned.problems if problem.fatal]
    if fatal:
        raise Refused(" ".join(fatal))
    stored = Reference.objects.select_related("superseded_by").get(pk=reference.pk) if reference.pk else None
    if stored is None:
        reference.created_at = now
    elif stored.merged_into_id is not None:
        raise Refused(_("This record was merged into another. Change that one."))
    elif reference.key != stored.key:
        raise Refused(_("The key of a reference never changes together with its record."))
    reference.key = reference.key or free_key(csl.suggest_key(cleaned.csl))
    reference.changed_at = now
    fill(reference, cleaned.csl)
    # A change of the status is a verb of its own, once the record is saved.
    before = stored or Reference(status=status, superseded_by=superseded_by)
    reference.status, reference.superseded_by = before.status, before.superseded_by
    _take_numbers_back(reference)
    try:
        reference.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    reference.save()
    if stored is None:
        if status != Status.CURRENT:
            record_status(
                reference=reference, status=status, by=by, now=now, superseded_by=superseded_by, notice=notice
            )
    else:
        if stored.text != reference.text:
            mark_changed(pages=live_pages_citing(reference))
        if (status, superseded_by) != (stored.status, stored.superseded_by) or notice != BY_A_PERSON:
            set_status(reference=reference, status=status, by=by, now=now, superseded_by=superseded_by, notice=notice)
    note_possible_duplicates(rows=[reference], now=now, forget_stale=stored is not None)
    event = Event.Verb.CREATED if verb == "add" else Event.Verb.EDITED
    write_event(event, page=None, by=by, now=now, reference=reference.key, **_before(stored, reference))
    return reference


def _before(stored: Reference | None, reference: Reference) -> dict[str, Any]:
    """What stood in the fields that were changed, so that it can be had back."""
    if stored is None or stored.csl == reference.csl:
        return {}
    fields = {**stored.csl, **reference.csl}
    return {
        "before": {name: stored.csl.get(name) for name in fields if stored.csl.get(name) != reference.csl.get(name)}
    }


def _take_numbers_back(reference: Reference) -> None:
    """A number that a merged record held for this one is its own again."""
    for column in IDENTIFIERS if reference.pk else ():
        if number := getattr(reference, column):
            Reference.objects.filter(merged_into=reference.pk, **{column: number}).update(**{column: ""})


def fill(reference: Reference, record: dict[str, Any]) -> None:
    """The columns that are read from a clean record. `changed_at` is set: a year is in the future for a day."""
    reference.csl = record
    reference.type = record.get("type", "")
    reference.title = csl.title(record)[:1000]
    reference.authors = csl.authors_text(record)[:2000]
    reference.year = csl.year(record)
    reference.doi, reference.pmid = record.get("DOI", "").lower(), record.get("PMID", "")
    reference.pmcid, reference.isbn = record.get("PMCID", ""), next(iter(csl.isbns(record)), "")
    reference.near_start, reference.near_end = marks(record)
    reference.has_problems = bool(problems_of(record, today=localdate(reference.changed_at)))
    custom = record.get("custom")
    reference.abstract_licence = str(custom.get(LICENCE, ""))[:100] if isinstance(custom, Mapping) else ""
    # Without a licence nobody may read it here, whatever was allowed before.
    reference.abstract_shown = reference.abstract_shown and bool(reference.abstract_licence)
    reference.text = format_reference(record)
    # Found by the keys of what was merged into it, too.
    keys = [reference.key, *(reference.merged_from.values_list("key", flat=True) if reference.pk else ())]
    reference.search_text = words_of_record(
        key=" ".join(keys), title=reference.title, authors=reference.authors, year=reference.year, csl=record
    )


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
