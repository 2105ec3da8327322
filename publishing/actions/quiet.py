"""Editions in which readers find no word changed (docs/adr/0022): what was reviewed before them counts for them."""

from collections.abc import Sequence

from publishing.actions.editions import ROWS_AT_ONCE
from publishing.models import AffectedPage, Edition, Publication


def says_the_same(before: Edition, after: Edition) -> bool:
    """Whether readers find no word changed: such an edition is quiet (EditionQuerySet.telling_quiet_ones)."""
    return all(getattr(before, name) == getattr(after, name) for name in ("title", "plain_text", "references"))


def carry_review(quiet: Sequence[AffectedPage]) -> None:
    """A review of the words before is one of the very same words now (docs/adr/0022): they were not edited since."""
    hashes = {row.edition.content_hash: row.new_hash for row in quiet}
    reviewed = Publication.objects.filter(page__in=[row.page_id for row in quiet], reviewed_hash__in=hashes)
    carried = list(reviewed.only("reviewed_hash"))
    for publication in carried:
        publication.reviewed_hash = hashes[publication.reviewed_hash]
    Publication.objects.bulk_update(carried, ["reviewed_hash"], batch_size=ROWS_AT_ONCE)


def reviewed_hash_of(edition_id: int) -> str:
    """The hash by which a page still says what was reviewed: that of the last edition of which no word changed since."""
    edition = Edition.objects.get(pk=edition_id)
    later = Edition.objects.filter(page=edition.page_id, number__gt=edition.number).order_by("number")
    content_hash = edition.content_hash
    for said, is_quiet in later.telling_quiet_ones().values_list("content_hash", "is_quiet"):
        if not is_quiet:
            break
        content_hash = said
    return content_hash
