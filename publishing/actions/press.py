"""Publish: with moving.py and withdrawing.py the only writer of Editions and Publications."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing import affected, permissions, requirements
from publishing.actions.dates import months_after
from publishing.actions.editions import insert_edition
from publishing.actions.events import authors_of, write_event
from publishing.actions.holding import end_waiting, release
from publishing.actions.locks import lock_quoted, lock_to_publish
from publishing.actions.moving import refuse_bad_slug, refuse_taken
from publishing.actions.numbering import lock_shared_numbers
from publishing.actions.pages_around import Relinked, mark_changed, refresh_around, relink
from publishing.actions.propagating import propagate
from publishing.actions.set_times import settle
from publishing.errors import Refused
from publishing.models import (
    Edition,
    Event,
    Page,
    Publication,
    RiskTier,
    Schedule,
    Significance,
    SignOff,
    SiteSettings,
)


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
    lock_shared_numbers(page.kind for page in pages)
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
        relink(page=page, what=Relinked.LIVE, by=by, now=now, leave_alone=together)
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
    approvals = approvals_to_rest_on(
        page, compiled, live=live, significance=significance, change_note=change_note, site=site
    )
    compiled = page.settle_numbers(compiled, partial(page.compile, together=together))
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
    end_waiting(editions=[edition], now=now)
    Page.objects.filter(pk=page.pk).update(working_hash=compiled.content_hash)
    settle(page=page, does=Schedule.Does.PUBLISH, now=now)
    write_event(
        Event.Verb.PUBLISHED,
        page=page,
        by=by,
        now=now,
        number=edition.number,
        significance=str(significance),
        hash=compiled.content_hash,
    )
    return edition


def approvals_to_rest_on(page, compiled, *, live, significance: str, change_note: str, site) -> list[SignOff]:
    """The approvals that publishing the page as it stands would rest on. Refused, with every reason listed, when it could
    not be published like this."""
    if live and live.edition.content_hash == compiled.content_hash:
        raise Refused(_("This exact text of “%(title)s” is live already.") % {"title": page.title})
    problems = requirements.problems_of_content(compiled)
    problems += requirements.problems_of_significance(
        compiled, significance=significance, change_note=change_note, live=live.edition if live else None, site=site
    )
    approvals = requirements.matching_approvals(page, compiled.content_hash, authors=authors_of(page))
    tier = RiskTier.strictest(page.risk_tier, live.risk_tier if live else "")
    needed = site.approvals_needed(tier)
    may_rest = not requirements.needs_own_approval(significance, site=site, risk_tier=tier)
    may_rest = may_rest and live and not approvals
    if wishes := requirements.problems_of_wishes(page, compiled.content_hash):
        problems += wishes
    elif may_rest:
        approvals, needed = [live.edition.approval], 1
    elif len(approvals) < needed:
        problems.append(requirements.problem_of_approval(has=len(approvals), needed=needed))
    if problems:
        raise Refused(_("“%(title)s” cannot be published yet.") % {"title": page.title}, issues=problems)
    return approvals


def _point_publication(page, compiled, edition, live, site, now) -> Publication:
    path = live.path if live else page.get_public_path()
    publication = live or Publication.objects.filter(path=path, page=page).first()
    if publication is None and path is not None:
        refuse_bad_slug(page)
        refuse_taken(path, page)
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
