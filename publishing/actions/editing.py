"""From an edit to a clinician's decision."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing import permissions, requirements
from publishing.actions.events import authors_of, write_event
from publishing.actions.pages_around import refresh_around
from publishing.actions.saved_copies import keep_copy
from publishing.compiled import Compiled
from publishing.errors import EditConflict, Refused
from publishing.models import Event, Page, Publication, RelatedPage, SignOff


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
    adding = page.pk is None
    before, place = None, None
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
        before, place = compiled.source, _place_of(was)
        if stored.edited_by and not stored.saved_copies.exists():
            # Written before copies were kept; the next comparison needs it as its base.
            keep_copy(page=page, compiled=compiled, version=stored.version, by=stored.edited_by, at=stored.edited_at)
        page.version = stored.version
    page.version += 1
    page.edited_by, page.edited_at = by, now
    page.save()
    if save_related is not None:
        save_related()
    Publication.objects.filter(page=page.pk).exclude(risk_tier=page.risk_tier).update(
        risk_tier=page.risk_tier, version=F("version") + 1
    )
    now_is = type(page).objects.get(pk=page.pk)
    saved = now_is.compile()
    _store_hash(page, saved)
    if before != saved.source:
        keep_copy(page=page, compiled=saved, version=page.version, by=by, at=now)
    if place is not None and (new_place := _place_of(now_is)) != place:
        refresh_around(page_ids={page.pk} | place[0] | new_place[0])
    verb = Event.Verb.CREATED if adding else Event.Verb.EDITED
    write_event(verb, page=page, by=by, now=now, words=before != saved.source, hash=saved.content_hash)
    return page


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
def ask_for_approval(*, page: Page, by, now: datetime) -> Page:
    """Say that the working copy is ready for a clinician. Refused, with every problem listed, while it could not be
    published anyway."""
    permissions.require_edit(by, page.specific)
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    compiled = page.compile()
    _refuse_problems(compiled, _("This page is not ready for approval yet."))
    if page.publications.live().filter(edition__content_hash=compiled.content_hash).exists():
        raise Refused(_("There is nothing to approve: this exact text is live already."))
    page.asked_hash, page.asked_by, page.asked_at = compiled.content_hash, by, now
    page.save(update_fields=["asked_hash", "asked_by", "asked_at"])
    _store_hash(page, compiled)
    write_event(Event.Verb.ASKED, page=page, by=by, now=now, hash=compiled.content_hash)
    return page


@transaction.atomic
def sign_off(
    *,
    page: Page,
    by,
    now: datetime,
    seen_hash: str,
    decision: str = SignOff.Decision.APPROVE,
    comment: str = "",
) -> SignOff:
    """Record one clinician's decision on exactly the content they saw.

    `seen_hash` is the content hash of what was on their screen: when the page changed since, the decision is refused,
    because it would be about other words.
    """
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    permissions.require_sign_off(by, authors=authors_of(page))
    compiled = page.compile()
    if compiled.content_hash != seen_hash:
        raise Refused(_("The page changed after you opened it. Please read it again, then decide."))
    if decision == SignOff.Decision.APPROVE:
        _refuse_problems(compiled, _("This page cannot be approved yet, because it could not be published."))
    elif not comment.strip():
        raise Refused(_("Say what should change, so that the author knows."))
    decided = SignOff.objects.create(
        page_id=page.pk,
        content_hash=compiled.content_hash,
        decision=decision,
        by=by,
        name=by.get_display_name(),
        role=by.role,
        credentials=by.credentials,
        conflict_of_interest=by.conflicts_of_interest,
        comment=comment.strip(),
        at=now,
    )
    _store_hash(page, compiled)
    if decision != SignOff.Decision.APPROVE:
        # It waits for its author now, not for a clinician.
        Page.objects.filter(pk=page.pk).update(asked_hash="", asked_by=None, asked_at=None)
    write_event(Event.Verb.SIGNED_OFF, page=page, by=by, now=now, hash=compiled.content_hash, decision=str(decision))
    return decided


@transaction.atomic
def delete_draft(*, page: Page, by, now: datetime) -> None:
    """Delete a page that was never published. What patients have read, and decisions about it, cannot be deleted."""
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    permissions.require(by, f"{page._meta.app_label}.delete_{page._meta.model_name}", to=_("delete this page"))
    if page.editions.exists() or page.sign_offs.exists():
        raise Refused(_("This page was approved or published, so it belongs to the record. Withdraw it instead."))
    if page.used_by.exists():
        raise Refused(_("Published pages mention this page. Change those first."))
    write_event(Event.Verb.DELETED, page=page, by=by, now=now, key=page.key)
    page.delete()


def _refuse_problems(compiled: Compiled, reason: str) -> None:
    problems = requirements.problems_of_content(compiled)
    if problems:
        raise Refused(reason, issues=problems)


def _store_hash(page: Page, compiled: Compiled) -> None:
    page.working_hash = compiled.content_hash
    Page.objects.filter(pk=page.pk).update(working_hash=compiled.content_hash)
