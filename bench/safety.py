"""What a safety notice costs: confirming one about a drug that many pages use, and reading such a page before, then and after."""

import time
from datetime import timedelta

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from bench.changed_facts import state_it
from bench.figures import Figure, costs_of
from bench.world import MAIN, People
from drugs import safety
from drugs.actions import confirm_notice, end_notice, raise_notice
from drugs.models import Drug


def measure(people: People, pages: int, *, rounds: int) -> list[Figure]:
    """Raise and confirm a recall of denosumab, with so many more articles that quote it; until a reader sees it."""
    drug = Drug.objects.get(key="denosumab")
    state_it(people, pages)
    now, client = timezone.now(), Client(headers={"host": "127.0.0.1"})
    paths = [f"/articles/states-{n}/" for n in range(0, pages, max(1, pages // 10))]
    quiet = costs_of({"read": lambda: client.get(MAIN)}, rounds=rounds)["read"]
    notice = raise_notice(
        drug=drug, kind="recall", title={"en": "For measuring"}, text={"en": "For measuring only."},
        source_url="https://example.org/", starts_at=now, ends_at=now + timedelta(days=7), by=people.author, now=now,
    )  # fmt: skip
    times = [time.perf_counter()]
    seen = safety.seen_hash(notice, safety.paths_of(drug))
    times.append(time.perf_counter())
    confirm_notice(notice=notice, seen_hash=seen, by=people.reviewer, now=now)
    times.append(time.perf_counter())
    missed = [path for path in paths if b"For measuring only." not in client.get(path).content]
    times.append(time.perf_counter())
    shown = costs_of({"read": lambda: client.get(MAIN)}, rounds=rounds)["read"]
    end_notice(notice=notice, reason="Measured.", by=people.author, now=timezone.now())
    cache.clear()
    name = f"safety notice on {len(safety.paths_of(drug)):,} pages"
    return [
        Figure(f"{name}: work out what is confirmed", times[1] - times[0], "s"),
        Figure(f"{name}: confirm", times[2] - times[1], "s", 2),
        Figure(f"{name}: confirm until {len(paths)} readers saw it", times[3] - times[1], "s", 2),
        Figure(f"{name}: readers at the next request who did not see it", len(missed), "", 0),
        Figure("article, warm, with no notice", quiet.clock, "ms"),
        Figure("article, warm, with a notice", shown.clock, "ms"),
    ]
