"""Putting words above many pages at once. Called by the verbs of higher layers, inside their transactions: they ask who may,
have a second person agree, and write the audit line."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from publishing.models import Bulletin


def put_up(
    *,
    key: str,
    about: Collection[int],
    starts_at: datetime,
    ends_at: datetime,
    words: Mapping[str, Mapping[str, Any]],
    now: datetime,
    rank: int = 0,
) -> Bulletin:
    """Show these words from the next request on (or from `starts_at`) on the pages `about` and all that use them. The cost
    does not grow with the number of those. `rank`: where it stands among several, the most urgent is 0."""
    shown = _shown(key, starts_at, ends_at, words, rank)
    bulletin = Bulletin.objects.create(key=key, starts_at=starts_at, ends_at=ends_at, changed_at=now, shown=shown)
    bulletin.about.set(about)
    return bulletin


def let_end(*, key: str, at: datetime, now: datetime, words: Mapping[str, Mapping[str, Any]] | None = None) -> Bulletin:
    """Take them down at another moment than was said: now, or later. `words` take the place of those shown so far."""
    bulletin = Bulletin.objects.select_for_update().get(key=key)
    bulletin.ends_at, bulletin.changed_at = at, now
    bulletin.shown = _shown(
        key, bulletin.starts_at, at, words or bulletin.shown["words"], bulletin.shown.get("rank", 0)
    )
    bulletin.save(update_fields=["ends_at", "changed_at", "shown"])
    return bulletin


def _shown(key: str, starts_at: datetime, ends_at: datetime, words, rank: int) -> dict[str, Any]:
    """A rank of 0 is not written, so that bulletins from before there were ranks stand first."""
    when = {"key": key, "starts": starts_at.isoformat(), "ends": ends_at.isoformat()}
    return when | {"words": dict(words)} | ({"rank": rank} if rank else {})
