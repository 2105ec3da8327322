"""Taking a page away from patients."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.events import write_event
from publishing.actions.holding import end_waiting_of_withdrawn, hold_withdrawn
from publishing.actions.locks import lock_to_publish
from publishing.actions.pages_around import Relinked, mark_changed, refresh_around, relink
from publishing.actions.set_times import settle, take_back
from publishing.errors import Refused
from publishing.models import CLOSING_CAUSES, Event, Page, Publication, Schedule, WithdrawalCause


@transaction.atomic
def withdraw(
    *,
    page: Page,
    by,
    now: datetime,
    cause: str,
    reason: str,
    instead: Publication | None = None,
    redirects: bool = False,
) -> Publication:
    """Take a page away from patients. The address answers "gone" with the reason and where to go instead; nothing is lost.

    `redirects`: whoever comes to the old address is sent straight to `instead`, without reading why. Never for an error or
    for safety, which a reader with an old copy must learn of. Those two also close the old editions, and take back a set
    time of publishing.
    """
    permissions.require_publish(by)
    lock_to_publish([page.pk])
    page = Page.objects.get(pk=page.pk).specific
    publication = Publication.objects.live().filter(page=page).select_related("edition", "site").first()
    if publication is None:
        raise Refused(_("This page is not live, so there is nothing to withdraw."))
    refuse_bad_withdrawal(publication, cause=cause, reason=reason, instead=instead, redirects=redirects)
    return take_away(
        page=page,
        publication=publication,
        by=by,
        now=now,
        cause=cause,
        reason=reason,
        instead=instead,
        redirects=redirects,
    )


def take_away(
    *,
    page: Page,
    publication: Publication,
    by,
    now: datetime,
    cause: str,
    reason: str,
    instead: Publication | None = None,
    redirects: bool = False,
) -> Publication:
    """Withdraw a live page without asking who may: for `withdraw`, and for a redaction, which two other people decide."""
    around, before = page.get_neighbour_ids(), publication.edition
    publication.edition = None
    publication.withdrawn_at, publication.withdrawn_cause = now, cause
    publication.withdrawn_reason, publication.instead = reason.strip(), instead
    publication.redirects = redirects
    publication.version += 1
    publication.save()
    settle(page=page, does=Schedule.Does.WITHDRAW, now=now)
    if cause in CLOSING_CAUSES:
        take_back(page=page, does=Schedule.Does.PUBLISH, by=by, now=now)
    write_event(
        Event.Verb.WITHDRAWN, page=page, by=by, now=now, cause=str(cause), reason=reason.strip(), number=before.number
    )
    end_waiting_of_withdrawn(page=page, now=now)
    hold_withdrawn(page=page, before=before, by=by, now=now, site=publication.site)
    mark_changed(pages=Page.objects.quoting([page.pk]))
    relink(page=page, what=Relinked.WITHDRAWN, by=by, now=now)
    refresh_around(page_ids=around)
    return publication


def refuse_bad_withdrawal(
    publication: Publication | None, *, cause: str, reason: str, instead: Publication | None, redirects: bool
) -> None:
    """Refuse a withdrawal that would not tell patients why, or would lead them nowhere. `publication`: the live one, None
    while the page is not live yet."""
    if cause not in WithdrawalCause.values or not reason.strip():
        raise Refused(_("Say why the page is withdrawn, in a sentence that patients will read."))
    itself = instead is not None and publication is not None and instead.pk == publication.pk
    if instead is not None and (itself or instead.edition_id is None or instead.path is None):
        raise Refused(_("The page to read instead must be another live page."))
    if redirects and cause in CLOSING_CAUSES:
        raise Refused(
            _(
                "A page withdrawn for an error or for safety must say so: readers may have an old copy. Nobody can be sent "
                "straight to the other page; it is offered below the reason."
            )
        )
    if redirects and instead is None:
        raise Refused(_("Choose the page that readers are to be sent to."))
