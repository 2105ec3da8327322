"""Two records of one work become one. docs/adr/0026 says what happens to the pages that cite them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions import rename_cited, rename_typed
from publishing.actions.events import write_event
from publishing.actions.pages_around import mark_changed
from publishing.errors import EditConflict, Refused
from publishing.models import Event, Page
from references import csl
from references.actions.duplicates import note_possible_duplicates
from references.actions.saving import IDENTIFIERS, fill
from references.actions.status import Notice, live_pages_citing, put_before_a_clinician, record_status, standing
from references.merging import graver, ids_to_hold, working_copies_citing
from references.models import PossibleDuplicate, Reference, Status

MAY_BE_REPLACED = (Status.SUPERSEDED, Status.CONCERN, Status.RETRACTED)
# What people noted beside the record: the kept one's, and the other's where it says nothing.
WHAT_WAS_JUDGED = ("evidence_type", "evidence_level", "funding", "conflicts_of_interest", "archive_url")


class Merged(NamedTuple):
    """`pages_kept` cite the kept record now and keep every approval, because they print the same; `pages_changed` print
    something else and have to be approved again before they are published next."""

    reference: Reference
    pages_kept: tuple[Page, ...]
    pages_changed: tuple[Page, ...]


@transaction.atomic
def merge_references(*, keep: Reference, drop: Reference, record: Mapping[str, Any], by, now: datetime) -> Merged:
    """Make one reference of two records of the same work: `keep` with its key, as `record` (CSL-JSON) says.

    Every working copy cites `keep` from now on; editions stay as they were. `drop` stays for them, its key leads to `keep`,
    and so do its identifiers. The graver status counts. EditConflict when somebody saved either record since the person
    read it (`changed_at`); Refused when they are one and the same, or one replaces the other.
    """
    permissions.require(by, "references.change_reference", to=_("change the reference library"))
    keep, drop = _locked(keep, drop)
    cleaned = csl.clean(record)
    if fatal := [problem.message for problem in cleaned.problems if problem.fatal]:
        raise Refused(" ".join(fatal))
    was_keep, was_drop = Reference.objects.get(pk=keep.pk), Reference.objects.get(pk=drop.pk)
    citing = {row.pk: set(live_pages_citing(row).values_list("pk", flat=True)) for row in (keep, drop)}
    working = _hold_pages(drop, citing[keep.pk] | citing[drop.pk])
    before = {page.pk: page.compile() for page in working}
    _save(keep, drop, cleaned.csl, now)
    _tell_live_pages(keep, was_keep, was_drop, citing, by, now)
    names = {drop.key: keep.key}
    outcome = {
        page.pk: rename_cited(page=page, before=before[page.pk], names=names, by=by, now=now) for page in working
    }
    rename_typed(names=names)
    _forget_pairs(keep, drop, now)
    write_event(
        Event.Verb.EDITED, page=None, by=by, now=now, reference=keep.key, merged=drop.key, pages=sorted(outcome)
    )
    return Merged(
        keep,
        tuple(page for page in working if outcome[page.pk]),
        tuple(page for page in working if not outcome[page.pk]),
    )


def _locked(keep: Reference, drop: Reference) -> tuple[Reference, Reference]:
    """Both rows as stored, held in one order whoever keeps which, so that two people merging the same pair wait for each
    other. Without a key lock: editions that are published meanwhile may go on pointing at them."""
    if keep.pk == drop.pk:
        raise Refused(_("A reference cannot be merged into itself."))
    rows = Reference.objects.select_for_update(no_key=True, of=("self",)).select_related("superseded_by")
    stored = {row.pk: row for row in rows.filter(pk__in=(keep.pk, drop.pk)).order_by("pk")}
    if len(stored) < 2 or any(row.merged_into_id is not None for row in stored.values()):
        raise Refused(_("One of these records was merged or deleted meanwhile. Nothing was changed."))
    for seen in (keep, drop):
        if stored[seen.pk].changed_at != seen.changed_at:
            raise EditConflict(
                _("Somebody changed %(reference)s after you opened this page. Nothing was merged; please look again.")
                % {"reference": stored[seen.pk]}
            )
    if stored[keep.pk].superseded_by_id == drop.pk or stored[drop.pk].superseded_by_id == keep.pk:
        raise Refused(
            _("One of the two replaces the other, so the library says that they are different works. Mend that first.")
        )
    return stored[keep.pk], stored[drop.pk]


def _hold_pages(drop: Reference, live: set[int]) -> list[Page]:
    """The working copies that cite the dropped record. Every page that is about to be written is locked, in one order; then
    they are read again, because somebody may have saved one while we waited."""
    ids = ids_to_hold(working_copies_citing(drop), live)
    list(Page.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    return [page for page in working_copies_citing(drop) if page.pk in ids]


def _save(keep: Reference, drop: Reference, record: dict[str, Any], now: datetime) -> None:
    gravest = graver(keep, drop)
    numbers = {name: [getattr(drop, name), getattr(keep, name)] for name in IDENTIFIERS}
    keep.changed_at = drop.changed_at = now
    fill(keep, record)
    for name in WHAT_WAS_JUDGED:
        setattr(keep, name, getattr(keep, name) or getattr(drop, name))
    newer = gravest.superseded_by or keep.superseded_by or drop.superseded_by
    keep.status = gravest.status
    keep.superseded_by = newer if keep.status in MAY_BE_REPLACED else None
    for name, known in numbers.items():
        # A number that the kept record has no longer goes on leading to it, by way of the other.
        kept_number = getattr(keep, name)
        setattr(drop, name, next((number for number in known if number not in ("", kept_number)), ""))
        if kept_number:
            Reference.objects.filter(merged_into__in=(keep, drop), **{name: kept_number}).update(**{name: ""})
    drop.merged_into, drop.superseded_by = keep, None
    # Nobody finds it by its words any more, nor as a possible duplicate.
    drop.isbn = drop.near_start = drop.near_end = drop.search_text = ""
    drop.has_problems = False
    Reference.objects.filter(pk=keep.pk).update(**dict.fromkeys(IDENTIFIERS, ""))  # the two may trade numbers
    drop.save()
    Reference.objects.filter(merged_into=drop).update(merged_into=keep)
    fill(keep, record)  # once more: the words it is found by have the other keys among them
    try:
        keep.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    keep.save()


def _tell_live_pages(keep, was_keep, was_drop, citing: Mapping[int, set[int]], by, now: datetime) -> None:
    """As when a record is saved: pages that would print something else say "with changes", and another status is put before
    the clinicians of every page that cites either."""
    for was in (was_keep, was_drop):
        if was.text != keep.text:
            mark_changed(pages=Page.objects.filter(pk__in=citing[was.pk]))
    if standing(was_keep) != standing(keep):
        reason = _("%(key)s was merged into it") % {"key": was_drop.key}
        record_status(
            reference=keep, status=keep.status, by=by, now=now, superseded_by=keep.superseded_by,
            notice=Notice(reason=reason),
        )  # fmt: skip
    changed = next((was for was in (was_keep, was_drop) if standing(was) != standing(keep)), None)
    if changed is not None:
        put_before_a_clinician(keep, before=standing(changed), by=by, now=now)


def _forget_pairs(keep: Reference, drop: Reference, now: datetime) -> None:
    """Pairs with the dropped record are decided now; what is not the one is not the other."""
    pairs = PossibleDuplicate.objects.of(drop)
    for pair in pairs.exclude(different_at=None).exclude(first=keep.pk).exclude(second=keep.pk):
        other = pair.second_id if pair.first_id == drop.pk else pair.first_id
        PossibleDuplicate.objects.update_or_create(
            first_id=min(keep.pk, other),
            second_id=max(keep.pk, other),
            defaults={
                "found_at": pair.found_at, "different_at": pair.different_at, "different_by_id": pair.different_by_id
            },
        )  # fmt: skip
    pairs.delete()
    note_possible_duplicates(rows=[keep], now=now, forget_stale=True)
