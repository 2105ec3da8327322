"""Giving a page another address."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.events import write_event
from publishing.actions.pages_around import Relinked, refresh_around, relink
from publishing.errors import Refused
from publishing.models import Event, Page, Publication

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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
    refuse_bad_slug(page)
    path = page.get_public_path()
    if path == old.path:
        raise Refused(_("The page has this address already."))
    refuse_taken(path, page)
    came_from = old.path
    try:
        with transaction.atomic():
            _point_to(page, old, path, slug=slug, now=now)
    except IntegrityError:
        # Someone else took the address between the question and the deed.
        raise Refused(_("Another page took this address at this very moment. Choose another.")) from None
    write_event(Event.Verb.MOVED, page=page, by=by, now=now, old=came_from, new=path)
    relink(page=page, what=Relinked.MOVED, by=by, now=now)
    refresh_around(page_ids=page.get_neighbour_ids() | {page.pk})
    return old


def _point_to(page: Page, old: Publication, path: str, *, slug: str, now: datetime) -> None:
    """Give the live row the new address, and leave a signpost at the one it had; signposts from before point on too."""
    Page.objects.filter(pk=page.pk).update(slug=slug)
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
    signpost.path, old.path = old.path, path
    old.version += 1
    old.save()
    signpost.save()


def refuse_bad_slug(page: Page) -> None:
    if not SLUG.fullmatch(page.slug):
        raise Refused(_("An address is made of small letters, digits and hyphens, for example “bone-metastases”."))
    if page.slug in page.RESERVED_SLUGS:
        raise Refused(_("This address is taken by a page of the site itself. Choose another."))


def refuse_taken(path: str, page: Page) -> None:
    other = Publication.objects.filter(path=path).exclude(page=page).select_related("page").first()
    if other is not None:
        raise Refused(
            _(
                "The address %(path)s belongs to “%(title)s”, or once did: printed leaflets may still carry it. Choose another."
            )
            % {"path": path, "title": other.page.title}
        )
