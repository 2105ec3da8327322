"""Publish, move, withdraw: the only writers of Editions and Publications."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing import affected, permissions, requirements
from publishing.actions.dates import months_after
from publishing.actions.editions import insert_edition
from publishing.actions.events import authors_of, write_event
from publishing.actions.holding import hold_withdrawn, release
from publishing.actions.locks import lock_quoted, lock_to_publish
from publishing.actions.pages_around import mark_changed, refresh_around, relink
from publishing.actions.propagating import propagate
from publishing.errors import Refused
from publishing.models import (
    Edition,
    Event,
    Page,
    Publication,
    Significance,
    SiteSettings,
    WithdrawalCause,
)

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@transaction.atomic
def publish(
    *, page: Page, by, now: datetime, significance: str = Significance.CLINICAL, change_note: str = ""
) -> Edition:
    """Make the working copy the live edition. Refused, with every reason listed, unless it is complete and a clinician who
    did not write it approved exactly this content (a typo may rest on the approval before it)."""
    return publish_together(pages=[page], by=by, now=now, significance=significance, change_note=change_note)[0]


@transaction.atomic
def publish_together(
    *,
    pages: Sequence[Page],
    by,
    now: datetime,
    significance: str = Significance.CLINICAL,
    change_note: str = "",
    alongside: frozenset[int] = frozenset(),
) -> list[Edition]:
    """Publish several pages in the order given, all or none, so that they may link to each other in circles.

    Quoted pages (drugs, terms) must be live before those that quote them are approved. `alongside`: ids of further pages
    that the caller publishes in the same transaction and that these may link to already.
    """
    permissions.require_publish(by)
    site, _made = SiteSettings.objects.get_or_create(pk=SiteSettings.ONLY_ID)
    batch = frozenset(page.pk for page in pages)
    together = batch | alongside
    lock_to_publish(batch)
    editions, fresh, changed = [], [], []
    for page in pages:
        page = Page.objects.get(pk=page.pk).specific
        before = Publication.objects.live().filter(page=page.pk).select_related("edition").first()
        edition = _publish_one(page, by, now, significance, change_note, site, together)
        editions.append(edition)
        if before is None:
            fresh.append(page)
        changed.append((page, edition, before.edition if before else None))
    for page in fresh:
        relink(page=page, by=by, now=now, leave_alone=together)
    followed = set(batch)
    for page, edition, before in changed:
        followed |= _carry_on(page, edition, before, followed, by, now, significance, site)
    mark_changed(pages=Page.objects.quoting(followed).exclude(pk__in=followed))
    refresh_around(page_ids=batch)
    return editions


def _carry_on(page, edition, before, followed, by, now, significance, site) -> set[int]:
    """Take a changed fact to the pages that state it; ids of those that say the new now. A corrected typo changes no
    meaning, so nothing is held back for it: those pages follow when they are published next."""
    if not affected.fact_name(page):
        return set()
    release(page=page, edition=edition, by=by, now=now)
    if before is None or significance == Significance.TYPO:
        return set()
    done = propagate(page=page, edition=edition, before=before, leave_alone=followed, by=by, now=now, site=site)
    return done.published


def _publish_one(page, by, now, significance, change_note, site, together) -> Edition:
    compiled = page.compile(together=together)
    if lock_quoted(compiled):
        compiled = page.compile(together=together)
    live = Publication.objects.live().filter(page=page).select_related("edition").first()
    if live and live.edition.content_hash == compiled.content_hash:
        raise Refused(_("This exact text of “%(title)s” is live already.") % {"title": page.title})
    problems = requirements.problems_of_content(compiled)
    problems += requirements.problems_of_significance(
        compiled, significance=significance, change_note=change_note, live=live.edition if live else None, site=site
    )
    approvals = requirements.matching_approvals(page, compiled.content_hash, authors=authors_of(page))
    needed = site.approvals_needed(page.risk_tier)
    if (
        not requirements.needs_own_approval(significance, site=site, risk_tier=page.risk_tier)
        and not approvals
        and live
    ):
        approvals, needed = [live.edition.approval], 1
    if len(approvals) < needed:
        problems.append(requirements.problem_of_approval(has=len(approvals), needed=needed))
    if problems:
        raise Refused(_("“%(title)s” cannot be published yet.") % {"title": page.title}, issues=problems)
    edition = insert_edition(
        page=page,
        compiled=compiled,
        approvals=approvals,
        by=by,
        now=now,
        significance=significance,
        change_note=change_note,
    )
    _point_publication(page, compiled, edition, live, site, now)
    Page.objects.filter(pk=page.pk).update(working_hash=compiled.content_hash)
    write_event(
        Event.Verb.PUBLISHED,
        page=page,
        by=by,
        now=now,
        number=edition.number,
        significance=str(significance),
        hash=compiled.content_hash,
        note=change_note,
    )
    return edition


def _point_publication(page, compiled, edition, live, site, now) -> Publication:
    path = live.path if live else page.get_public_path()
    publication = live or Publication.objects.filter(path=path, page=page).first()
    if publication is None and path is not None:
        _refuse_bad_slug(page)
        _refuse_taken(path, page)
    if publication is None:
        publication = Publication(
            page_id=page.pk, path=path, kind=page.kind, first_published_at=now, version=0, site=site
        )
    publication.edition = edition
    publication.language, publication.title, publication.summary = compiled.language, compiled.title, compiled.summary
    publication.moved_to = publication.withdrawn_reason = publication.withdrawn_cause = ""
    publication.withdrawn_at = publication.instead = None
    publication.redirects = False
    publication.held = []
    publication.risk_tier = page.risk_tier
    if publication.due_on is None:
        publication.due_on = months_after(localdate(now), site.review_months(page.risk_tier))
    publication.updated_at = now
    publication.version += 1
    publication.save()
    return publication


def _refuse_bad_slug(page: Page) -> None:
    if not SLUG.fullmatch(page.slug):
        raise Refused(_("An address is made of small letters, digits and hyphens, for example “bone-metastases”."))
    if page.slug in page.RESERVED_SLUGS:
        raise Refused(_("This address is taken by a page of the site itself. Choose another."))


def _refuse_taken(path: str, page: Page) -> None:
    other = Publication.objects.filter(path=path).exclude(page=page).select_related("page").first()
    if other is not None:
        raise Refused(
            _(
                "The address %(path)s belongs to “%(title)s”, or once did: printed leaflets may still carry it. Choose another."
            )
            % {"path": path, "title": other.page.title}
        )


@transaction.atomic
def withdraw(
    *, page: Page, by, now: datetime, cause: str, reason: str, instead: Publication | None = None
) -> Publication:
    """Take a page away from patients. The address answers "gone" with the reason and where to go instead; nothing is lost."""
    permissions.require_publish(by)
    lock_to_publish([page.pk])
    page = Page.objects.get(pk=page.pk).specific
    publication = Publication.objects.live().filter(page=page).select_related("edition", "site").first()
    if publication is None:
        raise Refused(_("This page is not live, so there is nothing to withdraw."))
    if cause not in WithdrawalCause.values or not reason.strip():
        raise Refused(_("Say why the page is withdrawn, in a sentence that patients will read."))
    if instead is not None and (instead.pk == publication.pk or instead.edition_id is None or instead.path is None):
        raise Refused(_("The page to read instead must be another live page."))
    return take_away(page=page, publication=publication, by=by, now=now, cause=cause, reason=reason, instead=instead)


def take_away(
    *,
    page: Page,
    publication: Publication,
    by,
    now: datetime,
    cause: str,
    reason: str,
    instead: Publication | None = None,
) -> Publication:
    """Withdraw a live page without asking who may: for `withdraw`, and for a redaction, which two other people decide."""
    around, before = page.get_neighbour_ids(), publication.edition
    publication.edition = None
    publication.withdrawn_at, publication.withdrawn_cause = now, cause
    publication.withdrawn_reason, publication.instead = reason.strip(), instead
    publication.version += 1
    publication.save()
    write_event(
        Event.Verb.WITHDRAWN, page=page, by=by, now=now, cause=str(cause), reason=reason.strip(), number=before.number
    )
    hold_withdrawn(page=page, before=before, by=by, now=now, site=publication.site)
    mark_changed(pages=Page.objects.quoting([page.pk]))
    relink(page=page, by=by, now=now)
    refresh_around(page_ids=around)
    return publication


@transaction.atomic
def move(*, page: Page, by, now: datetime, slug: str) -> Publication:
    """Give a live page a new address. The old one, and every one before it, leads to the new one for ever."""
    permissions.require_publish(by)
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    old = Publication.objects.live().filter(page=page).first()
    if old is None or old.path is None:
        raise Refused(_("Only a live page can be moved. Change the address of a draft in its form."))
    if Page.objects.filter(kind=page.kind, language=page.language, slug=slug).exclude(pk=page.pk).exists():
        raise Refused(_("Another page of this kind and language has this address already."))
    page.slug = slug
    _refuse_bad_slug(page)
    path = page.get_public_path()
    if path == old.path:
        raise Refused(_("The page has this address already."))
    _refuse_taken(path, page)
    Page.objects.filter(pk=page.pk).update(slug=slug)
    came_from = old.path
    Publication.objects.filter(page=page).exclude(pk=old.pk).exclude(moved_to="").update(moved_to=path)
    Publication.objects.filter(page=page, path=path).delete()
    signpost = Publication(
        page_id=page.pk,
        kind=old.kind,
        language=old.language,
        title=old.title,
        moved_to=path,
        first_published_at=old.first_published_at,
        updated_at=now,
        site_id=old.site_id,
    )
    old.path = path
    old.version += 1
    old.save()
    signpost.path = came_from
    signpost.save()
    write_event(Event.Verb.MOVED, page=page, by=by, now=now, old=came_from, new=path)
    relink(page=page, by=by, now=now)
    refresh_around(page_ids=page.get_neighbour_ids() | {page.pk})
    return old
