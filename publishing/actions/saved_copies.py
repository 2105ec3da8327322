"""Keeping the working copy as each save left it. Called by the verbs, inside their transactions."""

from collections.abc import Iterable
from datetime import datetime

from publishing.compiled import Compiled
from publishing.models import ApprovalRequest, Edition, Page, SavedCopy, SignOff

NEWEST_KEPT = 50


def keep_copy(*, page: Page, compiled: Compiled, version: int, by, at: datetime) -> None:
    """One copy of the working copy at this version; then forget what nobody will ask for (see `prune`)."""
    SavedCopy.objects.create(
        page_id=page.pk, version=version, source=compiled.source, content_hash=compiled.content_hash, by=by, at=at
    )
    prune(page=page)


def prune(*, page: Page) -> None:
    """Keep the newest fifty copies of a page; of the older ones those that somebody asked about, approved or published, and
    the save right after each: it is the answer to "which edit voided the approval?". Three queries at most."""
    copies = list(SavedCopy.objects.of(page.pk).order_by("-version").values_list("pk", "content_hash"))
    if len(copies) <= NEWEST_KEPT:
        return
    matters = _hashes_that_matter(page)
    gone = [
        pk
        for place, (pk, content_hash) in enumerate(copies)
        if place >= NEWEST_KEPT and content_hash not in matters and _hash_before(copies, place) not in matters
    ]
    if gone:
        SavedCopy.objects.filter(pk__in=gone).delete()


def _hash_before(copies: list[tuple[int, str]], place: int) -> str | None:
    """The hash of the copy saved before this one; `copies` are the newest first."""
    return copies[place + 1][1] if place + 1 < len(copies) else None


def _hashes_that_matter(page: Page) -> set[str]:
    asked = ApprovalRequest.objects.filter(page=page.pk).order_by().values_list("content_hash")
    decided = SignOff.objects.filter(page=page.pk).order_by().values_list("content_hash")
    published = Edition.objects.filter(page=page.pk).order_by().values_list("content_hash")
    rows: Iterable[tuple[str]] = asked.union(decided, published)
    return {content_hash for (content_hash,) in rows} | {page.asked_hash}
