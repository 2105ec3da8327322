"""What planning four hundred overdue reviews costs: proposing days for them, and doing what was proposed, each beside a
floor that only reads, or writes, the same rows."""

import re
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.figures import Figure
from bench.world import NOW, People, fill_up
from connect import sample
from publishing.models import Event, Publication

PAGES = 400
PLAN = "/admin/pages/plan/"
ROW = '<th scope="row"><a href="/admin/edu/article/'
SHOWN = re.compile(r'name="shown" value="([^"]+)"')


def measure(people: People, *, rounds: int) -> list[Figure]:
    """The coordinator proposes for everything that is overdue, and confirms. The days are put back after each round."""
    overdue = _make_overdue(people)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(people.everyone[sample.COORDINATOR.username])
    who = people.everyone[sample.REVIEWER.username]
    asked = {
        "which": "overdue",
        "start": f"{timezone.localdate():%Y-%m-01}",
        "months": "24",
        "cap": "100",
        "reviewers": who.pk,
    }

    def propose() -> str:
        html = client.post(PLAN, asked).content.decode()
        if html.count(ROW) != PAGES:
            raise RuntimeError(f"{html.count(ROW)} pages were proposed instead of {PAGES}.")
        return SHOWN.search(html)[1]

    shown = propose()

    def apply() -> None:
        if client.post(PLAN, asked | {"apply": "yes", "shown": shown, "reason": "For measuring."}).status_code != 302:
            raise RuntimeError("The proposal was refused.")

    figures = []
    for name, call, floor in (
        ("propose", propose, lambda: list(Publication.objects.live().filter(pk__in=overdue).defer("edition"))),
        ("apply", apply, lambda: _write(overdue)),
    ):
        figures += _beside(f"{PAGES} overdue pages: {name}", call, floor, overdue, rounds=rounds)
    return figures


def _make_overdue(people: People) -> dict[int, date]:
    """Exactly so many live pages are overdue, none of them one that may not be postponed; their days by publication."""
    today = timezone.localdate()
    fill_up(people, PAGES + Publication.objects.pages().of_kind("article").count(), due=lambda _n: today)
    rows = Publication.objects.live()
    rows.update(due_on=today + timedelta(days=900))
    fillers = list(rows.filter(title__startswith="Filler").order_by("pk").values_list("pk", flat=True)[:PAGES])
    for n, pk in enumerate(fillers):
        rows.filter(pk=pk).update(due_on=today - timedelta(days=1 + n % 180))
    return dict(rows.filter(pk__in=fillers).values_list("pk", "due_on"))


def _write(overdue: dict[int, date]) -> None:
    """What is stored of a plan, and nothing else: a day and a line in the record for each."""
    rows = [Publication(pk=pk, due_on=day) for pk, day in overdue.items()]
    lines = [
        Event(verb=Event.Verb.PLANNED, page_title="Filler", page_kind="article", actor_name="Bench", at=NOW, data={})
        for _row in rows
    ]
    with transaction.atomic():
        Publication.objects.bulk_update(rows, ["due_on"], batch_size=200)
        Event.objects.bulk_create(lines, batch_size=200)


def _beside(name: str, call: Callable, floor: Callable, overdue: dict[int, date], *, rounds: int) -> list[Figure]:
    """The call and its floor take turns; each finds the pages overdue again."""
    taken: dict[Callable, list[float]] = {call: [], floor: []}
    for _round in range(rounds):
        for each, times in taken.items():
            _put_back(overdue)
            started = time.perf_counter()
            each()
            times.append(1000 * (time.perf_counter() - started))
    _put_back(overdue)
    with CaptureQueriesContext(connection) as captured:
        call()
    queries = len(captured)
    _put_back(overdue)
    clock, least = (statistics.median(times) for times in taken.values())
    return [
        Figure(f"{name}, clock", clock, "ms", note=f"the floor: {least:.1f} ms"),
        Figure(f"{name}, clock, times the floor", clock / least, "×"),
        Figure(f"{name}, queries", queries),
    ]


def _put_back(overdue: dict[int, date]) -> None:
    rows = [Publication(pk=pk, due_on=day, assigned_to=None) for pk, day in overdue.items()]
    Publication.objects.bulk_update(rows, ["due_on", "assigned_to"], batch_size=200)
