"""Saving and deleting the working copy."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.drafting import SEEN_FOR, keep_typed_of_others
from publishing.actions.events import write_event
from publishing.actions.pages_around import refresh_around
from publishing.actions.saved_copies import keep_copy
from publishing.actions.voiding import tell_of_void
from publishing.actions.working import store_hash
from publishing.errors import EditConflict, Refused
from publishing.models import Event, Page, Presence, Publication, RelatedPage, RiskTier


@transaction.atomic
def record_edit(
    *, page: Page, by, now: datetime, opened_version: int | None = None, save_related: Callable[[], None] | None = None
) -> Page:
    """Save the working copy (a new page, or a change to one) and note whether its words changed.

    `opened_version`: the Page.version the person started from; EditConflict when someone saved since. `save_related`
    saves the rows that belong to the page (products, regimens …) and runs after the page itself has an id. A save that
    changed the source is kept as a SavedCopy.
    Content is not judged here: unfinished work can always be saved. A new page belongs to whoever wrote it, unless it
    already names an owner.
    """
    permissions.require_edit(by, page)
    return save_working_copy(page=page, by=by, now=now, opened_version=opened_version, save_related=save_related)


def save_working_copy(
    *, page: Page, by, now: datetime, opened_version: int | None = None, save_related: Callable[[], None] | None = None
) -> Page:
    """What record_edit does once it has asked who may; also for a redaction, which two other people decide."""
    adding = page.pk is None
    before, place, old_hash = None, None, ""
    if adding:
        page.kind = page._meta.model_name
        page.owner = page.owner or by
    else:
        stored = Page.objects.select_for_update().get(pk=page.pk)
        if opened_version is not None and stored.version != opened_version:
            raise EditConflict(conflict_message(stored))
        if (page.key, page.language) != (stored.key, stored.language) and stored.publications.exists():
            raise Refused(
                _("The key and the language of a page stay once it was published: other pages name it by them.")
            )
        was = type(page).objects.get(pk=page.pk)
        compiled = was.compile()
        before, place, old_hash = compiled.source, _place_of(was), compiled.content_hash
        if stored.edited_by and not stored.saved_copies.exists():
            # Written before copies were kept; the next comparison needs it as its base.
            keep_copy(page=page, compiled=compiled, version=stored.version, by=stored.edited_by, at=stored.edited_at)
        page.version = stored.version
    page.version += 1
    page.edited_by, page.edited_at = by, now
    page.save()
    if save_related is not None:
        save_related()
    _raise_risk_tier(page)
    now_is = type(page).objects.get(pk=page.pk)
    if now_is.before_merge is not None and now_is.get_known_source() is not now_is.before_merge["source"]:
        now_is.before_merge = page.before_merge = None
        now_is.save(update_fields=["before_merge"])
    saved = now_is.compile()
    store_hash(page, saved)
    if before != saved.source:
        keep_copy(page=page, compiled=saved, version=page.version, by=by, at=now)
    tell_of_void(page=page, old_hash=old_hash, new_hash=saved.content_hash, by=by, now=now)
    if place is not None and (new_place := _place_of(now_is)) != place:
        refresh_around(page_ids={page.pk} | place[0] | new_place[0])
    verb = Event.Verb.CREATED if adding else Event.Verb.EDITED
    write_event(verb, page=page, by=by, now=now, words=before != saved.source, hash=saved.content_hash)
    return page


def _raise_risk_tier(page: Page) -> None:
    """A live page is treated by its stricter tier at once. A lower one counts from the next edition, which the stricter still
    judges: nobody gets round an approval by calling a medicine background."""
    for publication in Publication.objects.filter(page=page.pk).exclude(risk_tier=page.risk_tier):
        if RiskTier.strictest(publication.risk_tier, page.risk_tier) == page.risk_tier:
            Publication.objects.filter(pk=publication.pk).update(risk_tier=page.risk_tier, version=F("version") + 1)


def _place_of(page: Page) -> tuple[set[int], dict] | None:
    """Where a live page stands among the others (topic, curated order …), None for a page that is not live. No part of what
    a clinician approves, so a change of place shows at once."""
    if not page.publications.live().exists():
        return None
    surroundings = page.get_surroundings()
    return page.get_neighbour_ids(), surroundings | {"breadcrumb": surroundings.get("breadcrumb", [])[:-1]}


def conflict_message(stored: Page) -> str:
    """What the second of two editors is told."""
    who = stored.edited_by.get_display_name() if stored.edited_by else _("Someone")
    when = date_format(localtime(stored.edited_at), "DATETIME_FORMAT") if stored.edited_at else _("meanwhile")
    return _(
        "%(who)s saved this page on %(when)s, after you opened it. Nothing of yours was saved and nothing of theirs was lost: "
        "your text is still here. Open the page in another tab to see their version, bring the two together, and save again."
    ) % {"who": who, "when": when}


@transaction.atomic
def set_related(*, page: Page, related: Sequence[Page], by, now: datetime) -> None:
    """Choose the pages shown as related, in order. Not part of what a clinician approves; shown at once on a live page."""
    permissions.require_edit(by, page.specific)
    page.related_pages.all().delete()
    chosen = [other for other in dict.fromkeys(related) if other.pk != page.pk]
    RelatedPage.objects.bulk_create(
        RelatedPage(page_id=page.pk, related=other, position=position) for position, other in enumerate(chosen)
    )
    write_event(Event.Verb.EDITED, page=page, by=by, now=now, words=False, related=[other.key for other in chosen])
    refresh_around(page_ids=[page.pk])


@transaction.atomic
def delete_draft(*, page: Page, by, now: datetime) -> None:
    """Delete a page that was never published. What patients have read, and decisions about it, cannot be deleted."""
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    permissions.require(by, f"{page._meta.app_label}.delete_{page._meta.model_name}", to=_("delete this page"))
    if page.editions.exists() or page.sign_offs.exists():
        raise Refused(_("This page was approved or published, so it belongs to the record. Withdraw it instead."))
    if page.used_by.exists():
        raise Refused(_("Published pages mention this page. Change those first."))
    here = Presence.objects.others(page, than=by, since=now - SEEN_FOR).first()
    if here is not None:
        raise Refused(
            _("%(who)s has this page open and may be writing. Ask them, or try again in two minutes.")
            % {"who": here.user.get_display_name()}
        )
    write_event(Event.Verb.DELETED, page=page, by=by, now=now, key=page.key)
    keep_typed_of_others(page=page, than=by)
    page.delete()
