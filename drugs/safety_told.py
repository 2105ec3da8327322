"""What lists of medicines tell of safety notices: one query for a list, however long."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from drugs.finding import Entry
from drugs.safety import BULLETINS
from publishing import bulletins
from publishing.models import Bulletin
from publishing.views import public_until


@dataclass(frozen=True)
class Told:
    """Notices about some drugs at a moment. `rows`: (key of a drug, Bulletin.shown), also of those that begin later."""

    rows: tuple[tuple[str, dict[str, Any]], ...]
    now: datetime

    def mark(self, entries: Iterable[Entry], language: str) -> list[Entry]:
        """The entries, each with what is on show about it, in a few words."""
        told: dict[str, list[str]] = {}
        for key, row in self.rows:
            for each in bulletins.in_language(bulletins.on_show([row], now=self.now), language):
                told.setdefault(key, []).append(each["heading"])
        return [replace(entry, notices=tuple(told.get(entry.key, ()))) for entry in entries]

    def printed(self, language: str) -> list[dict[str, Any]]:
        """All that is on show, each once."""
        rows = {row["key"]: row for _key, row in self.rows}
        return bulletins.in_language(bulletins.on_show(rows.values(), now=self.now), language)

    @property
    def caching(self) -> str:
        """For how long an answer with these is good."""
        return public_until(bulletins.next_change([row for _key, row in self.rows], now=self.now), now=self.now)


def told_about(keys: Collection[str], *, now: datetime) -> Told:
    """The notices about the drugs with these keys."""
    ours = Bulletin.objects.keyed(BULLETINS).not_over(now=now).order_by("starts_at", "pk")
    rows = ours.filter(about__kind="drug", about__key__in=keys)
    return Told(tuple(rows.values_list("about__key", "shown")), now)
