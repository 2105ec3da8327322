"""Keeping the library: the only writers of References."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
    reference.csl = cleaned.csl
    reference.type = cleaned.csl.get("type", "")
    reference.title = csl.title(cleaned.csl)[:1000]
    reference.authors = csl.authors_text(cleaned.csl)[:2000]
    reference.year = csl.year(cleaned.csl)
    reference.doi, reference.pmid = cleaned.csl.get("DOI", "").lower(), cleaned.csl.get("PMID", "")
    reference.text = format_reference(cleaned.csl)
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


def _printed(reference: Reference) -> tuple:
    """What pages that cite it print of it; see references.lookups."""
    return reference.text, reference.status, reference.superseded_by_id


def _standing(reference: Reference) -> dict[str, str]:
    """What a change of puts every page that cites it before a clinician."""
    newer = reference.superseded_by.text if reference.superseded_by else ""
    return {"status": str(reference.status), "superseded_by": newer}


def free_key(key: str) -> str:
    """The key, or the first of key-a … that nobody has."""
    taken = set(Reference.objects.filter(key__startswith=key).values_list("key", flat=True))
    if key not in taken:
        return key
    return next(name for name in (f"{key}{suffix}" for suffix in _suffixes()) if name not in taken)


def _suffixes() -> Iterable[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    yield from letters
    for first in letters:
        yield from (first + second for second in letters)


@dataclass
class ImportReport:
    """What an import did: keys, and what was refused as (line or position, reason)."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def import_records(*, records: Iterable[Mapping[str, Any]], by, now: datetime) -> ImportReport:
    """Bring CSL-JSON records into the library. A record is the same as ours when DOI, PMID or key agree. One bad record
    never stops the rest; each is reported with its position in the list, counted from 1."""
    report = ImportReport()
    for position, record in enumerate(records, start=1):
        cleaned = csl.clean(record)
        mine = _same(record, cleaned)
        if mine is not None and mine.csl == cleaned.csl:
            report.unchanged.append(mine.key)
            continue
        reference = mine or Reference(key=_key_for(cleaned))
        known = mine is not None
        try:
            with transaction.atomic():
                save_reference(
                    reference=reference,
                    by=by,
                    now=now,
                    record=cleaned.csl,
                    status=reference.status,
                    superseded_by=reference.superseded_by,
                )
        except permissions.NotPermitted:
            raise
        except Refused as refused:
            report.rejected.append((position, refused.reason))
            continue
        (report.updated if known else report.created).append(reference.key)
    return report


def _same(record: Mapping[str, Any], cleaned) -> Reference | None:
    """Our record of the same work: by DOI, by PMID, by the key it was given unless identifiers say otherwise, or because it
    says the same word for word. A key we made up ourselves is nobody's name: another work may have it."""
    for name, column in (("DOI", "doi"), ("PMID", "pmid")):
        if cleaned.csl.get(name):
            found = Reference.objects.filter(**{column: cleaned.csl[name].lower()}).first()
            if found:
                return found
    if not isinstance(record, Mapping):
        return None
    if csl.plain_text(record.get("id")).lower() != cleaned.key:
        alike = Reference.objects.filter(key__startswith=cleaned.key, title=csl.title(cleaned.csl)[:1000])
        return next((row for row in alike if row.csl == cleaned.csl), None)
    found = Reference.objects.filter(key=cleaned.key).first()
    if found and any(
        getattr(found, column) and cleaned.csl.get(name) and getattr(found, column) != cleaned.csl[name].lower()
        for name, column in (("DOI", "doi"), ("PMID", "pmid"))
    ):
        return None
    return found


def _key_for(cleaned) -> str:
    key = cleaned.key if cleaned.key and len(cleaned.key) <= 70 else csl.suggest_key(cleaned.csl)[:70]
    return free_key(key)
