"""What the desk costs, and the list behind one of its numbers, on a site with many pages."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.figures import Figure, cost_of
from bench.world import People, fill_up
from connect import sample
from publishing.models import Publication

MOST_MS = 300
REVIEWERS = 12


def measure(people: People, total: int, *, rounds: int) -> list[Figure]:
    """A coordinator's desk and the list of what is overdue; of every 25 pages one is overdue, the others are due in the
    two years to come, spread over some people."""
    today = timezone.localdate()
    fill_up(people, total, due=lambda n: today + timedelta(days=-(n % 60) - 1 if n % 25 == 0 else n % 730))
    _assign()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(people.everyone[sample.COORDINATOR.username])
    pages = Publication.objects.live().count()
    figures = []
    for name, address in (("desk", "/admin/"), ("list of what is overdue", "/admin/publishing/page/?review=overdue")):

        def ask(address: str = address) -> None:
            if client.get(address).status_code != 200:
                raise RuntimeError(address)

        ask()
        with CaptureQueriesContext(connection) as captured:
            ask()
        queries = len(captured)  # at once: the next request empties the log
        cost = cost_of(ask, rounds=rounds)
        figures.append(Figure(f"{pages:,} pages: {name}, clock", cost.clock, "ms", MOST_MS))
        figures.append(Figure(f"{pages:,} pages: {name}, CPU", cost.cpu, "ms"))
        figures.append(Figure(f"{pages:,} pages: {name}, queries", queries))
    return figures


def _assign() -> None:
    """Two of three reviews are assigned to somebody."""
    users = [
        get_user_model().objects.get_or_create(username=f"bench{n}", defaults={"is_staff": True})[0]
        for n in range(REVIEWERS)
    ]
    publications = list(Publication.objects.live().only("pk").order_by("pk"))
    for n, publication in enumerate(publications):
        publication.assigned_to = users[n % REVIEWERS] if n % 3 else None
    Publication.objects.bulk_update(publications, ["assigned_to"], batch_size=1000)
