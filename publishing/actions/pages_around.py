"""What publishing one page does to the others: links that come alive, and the surroundings kept as data."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing.actions.editions import insert_edition
from publishing.actions.events import write_event
from publishing.models import Edition, Event, Page, Publication, Significance


class Relinked(StrEnum):
    """What happened to the page that others link to."""

    LIVE = "live"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


def relink(*, page: Page, what: Relinked, by, now: datetime, leave_alone: Iterable[int] = ()) -> list[Edition]:
    """New editions of the live pages that link to this one, so that a link leads somewhere exactly while its page is live.

    Only the links change: an edition is made only when its content hash stays the one that was approved. Pages whose
    quoted facts have changed meanwhile keep their edition until someone approves them anew. The day they were updated stays,
    and where no word changed the history of readers leaves the edition out (EditionQuerySet.telling_quiet_ones).
    """
    # As published: the title of the working copy may not be approved.
    title = page.publications.order_by("moved_to", "-pk").values_list("title", flat=True).first() or ""
    made = []
    for publication in Publication.objects.linking_to(page.pk).exclude(page__in=list(leave_alone)).order_by("page"):
        old = publication.edition
        linking = publication.page.specific
        compiled = linking.compile_source(old.source)
        if compiled.content_hash != old.content_hash or compiled.html == old.html:
            continue
        compiled = linking.settle_numbers(compiled, partial(linking.compile_source, old.source))
        edition = insert_edition(
            page=linking,
            compiled=compiled,
            approvals=[old.approval],
            by=by,
            now=now,
            significance=Significance.PROPAGATED,
            change_note=_note(what, title, linking.language),
        )
        publication.edition = edition
        publication.version += 1
        publication.save(update_fields=["edition", "version"])
        write_event(
            Event.Verb.PUBLISHED,
            page=linking,
            by=by,
            now=now,
            number=edition.number,
            significance=Significance.PROPAGATED.value,
            hash=edition.content_hash,
            note=f"link to {page.kind} {page.key}",
        )
        made.append(edition)
    return made


def _note(what: Relinked, title: str, language: str) -> str:
    """What happened to the link, in the words of the page it stands on."""
    with override(language or None):
        words = {
            Relinked.LIVE: _("“%(title)s” can be read now, and a link on this page leads there."),
            Relinked.MOVED: _("“%(title)s” has a new address, and a link on this page leads there."),
            Relinked.WITHDRAWN: _("“%(title)s” was withdrawn, so the link to it became plain words."),
        }[what]
        return words % {"title": title}


def refresh_around(*, page_ids: Iterable[int]) -> None:
    """Recompute the surroundings (breadcrumb, related, children, alternates) of these pages and of their neighbours.

    A row is written only when something changed, so that caches of untouched pages stay good.
    """
    pages = {page.pk: page.specific for page in Page.objects.filter(pk__in=set(page_ids))}
    neighbours = set().union(*(page.get_neighbour_ids() for page in pages.values())) if pages else set()
    for page in Page.objects.filter(pk__in=neighbours - set(pages)):
        pages[page.pk] = page.specific
    for publication in Publication.objects.live().filter(page__in=pages):
        surroundings = pages[publication.page_id].get_surroundings()
        if surroundings.get("breadcrumb"):
            # Its own name as published: the working copy's may not be approved yet.
            surroundings["breadcrumb"][-1]["title"] = publication.title
        if surroundings != publication.surroundings:
            publication.surroundings = surroundings
            publication.version += 1
            publication.save(update_fields=["surroundings", "version"])


def mark_changed(*, pages: QuerySet[Page]) -> int:
    """Note that what these pages quote is no longer what is live: their working copy is not their live edition any more,
    so lists show "live, with changes" until someone looks. No public byte changes. Gives the number of pages."""
    return Page.objects.filter(pk__in=pages.values("pk")).update(working_hash="")
