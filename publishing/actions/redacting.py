"""Redaction: the one way content leaves the record. One person asks, another agrees, and a tombstone stays."""

from collections.abc import Iterable
from datetime import datetime

from django.core.cache import cache
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.events import write_event
from publishing.actions.mailing import post
from publishing.actions.redacted_places import left_of, places_of
from publishing.actions.withdrawing import take_away
from publishing.errors import NotPermitted, Refused
from publishing.models import Edition, Event, Mail, Page, Publication, Redaction, WithdrawalCause

LONGEST_REASON = 500


@transaction.atomic
def ask_redaction(*, page: Page, numbers: Iterable[int], cause: str, reason: str, by, now: datetime) -> Redaction:
    """Ask a second person to empty these editions for good. `reason` stays on the tombstone, where patients read it."""
    permissions.require_redact(by)
    page = Page.objects.select_for_update().get(pk=page.pk)
    chosen = sorted(set(numbers))
    reason = reason.strip()
    if not chosen:
        raise Refused(_("Choose the editions to empty."))
    if cause not in Redaction.Cause.values or not reason or len(reason) > LONGEST_REASON:
        raise Refused(
            _("Say why, in one or two sentences of at most 500 characters that name nobody: they stay for ever.")
        )
    if Redaction.objects.open().filter(page=page.pk).exists():
        raise Refused(_("A redaction of this page waits for a second person already. Decide that one first."))
    _chosen_editions(page, chosen)
    redaction = Redaction.objects.create(
        page=page, numbers=chosen, cause=cause, reason=reason, asked_by=by, asked_at=now
    )
    write_event(Event.Verb.REDACTION_ASKED, page=page, by=by, now=now, numbers=chosen, cause=str(cause))
    # Without the page in their data: what is emptied takes the mails about its page with it, and these say none of its words.
    for person in permissions.who_may_redact().exclude(pk=by.pk).order_by("pk"):
        post(
            kind=Mail.Kind.REDACTION_ASKED, key=f"redaction-asked:{redaction.pk}:{person.pk}", now=now, user=person,
            data={"redaction": redaction.pk},
        )  # fmt: skip
    return redaction


@transaction.atomic
def decide_redaction(*, redaction: Redaction, agreed: bool, by, now: datetime, note: str = "") -> Redaction:
    """The second person agrees, and the content is emptied wherever `places_of` finds it; or somebody refuses. Whoever asked
    may take it back, and can never agree; from the second person `note` says why, and whoever asked is told.

    What stays: the edition's number, dates, hash and approvals, and who redacted it with whom and why. Events stay too,
    with the page's title of their time: the record of who did what is never rewritten.
    """
    permissions.require_redact(by)
    page = Page.objects.select_for_update().get(pk=redaction.page_id)
    redaction = Redaction.objects.select_for_update().get(pk=redaction.pk)
    if redaction.decided_at is not None:
        raise Refused(_("This was decided already."))
    if agreed and by.pk == redaction.asked_by_id:
        raise NotPermitted(_("You asked for this redaction. A second person must agree to it."))
    note = note.strip()
    if by.pk != redaction.asked_by_id:
        if not note or len(note) > LONGEST_REASON:
            raise Refused(
                _("Say in your own words why, in at most 500 characters that name nobody. Nothing was emptied.")
            )
        # Read before anything is emptied: afterwards nobody can tell any more who shares words with it.
        left = left_of(page, redaction.numbers) if agreed else None
        post(
            kind=Mail.Kind.REDACTION_DECIDED, key=f"redaction-decided:{redaction.pk}", now=now, user=redaction.asked_by,
            data={
                "redaction": redaction.pk,
                "sharing": sorted(each.number for each in left.editions) if left else [],
                "copies": left.copies + left.working if left else 0,
            },
        )  # fmt: skip
    redaction.agreed, redaction.decided_by, redaction.decided_at, redaction.note = agreed, by, now, note
    redaction.save(update_fields=["agreed", "decided_by", "decided_at", "note"])
    if not agreed:
        write_event(Event.Verb.REDACTION_REFUSED, page=page, by=by, now=now, numbers=redaction.numbers)
        return redaction
    editions = _chosen_editions(page, redaction.numbers)
    _take_away_live(page, editions, by, now)
    for place in places_of(page, redaction.numbers, by=by):
        place.empty(now=now)
    for edition in editions:
        _empty(edition, redaction, now)
    write_event(
        Event.Verb.REDACTED, page=Page.objects.get(pk=page.pk), by=by, now=now,
        numbers=redaction.numbers, cause=redaction.cause, asked_by=redaction.asked_by.get_display_name(),
    )  # fmt: skip
    # Finished pages are kept under their ETag. Nobody can ask for the old ones any more; they shall not lie about either.
    transaction.on_commit(cache.clear)
    return redaction


def _chosen_editions(page: Page, numbers: list[int]) -> list[Edition]:
    """These editions, without their content; refused when one is missing or emptied already."""
    rows = Edition.objects.filter(page=page.pk, number__in=numbers, redacted_at__isnull=True)
    editions = list(rows.only("number", "page_id").order_by("number"))
    if [edition.number for edition in editions] != sorted(numbers):
        raise Refused(_("One of these editions does not exist, or was emptied already."))
    return editions


def _take_away_live(page: Page, editions: list[Edition], by, now: datetime) -> None:
    """No live page may show, and no other page may quote, what is about to be emptied."""
    ids = [edition.pk for edition in editions]
    publication = Publication.objects.live().filter(page=page.pk, edition__in=ids).select_related("edition").first()
    if publication is None:
        return
    with translation.override(publication.language or translation.get_language()):
        reason = _("This page was taken away because something on it must not be shown.")
    take_away(page=page.specific, publication=publication, by=by, now=now, cause=WithdrawalCause.OTHER, reason=reason)


def _empty(edition: Edition, redaction: Redaction, now: datetime) -> None:
    """The transition that the triggers allow, and nothing else: content columns emptied, two people and the reason named."""
    empty = {
        name: type(getattr(edition, name))()  # "", {} or [], by what the column holds
        for name in Edition.emptied_by_redaction
    }
    # Past the Python guard on purpose, with a plain queryset: the database decides whether this is a redaction.
    models.QuerySet(Edition).filter(pk=edition.pk).update(
        **empty,
        redacted_at=now,
        redacted_by=redaction.asked_by_id,
        redacted_with=redaction.decided_by_id,
        redaction_reason=redaction.reason,
    )
