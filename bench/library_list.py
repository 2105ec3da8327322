"""The library's list in the admin, however the library is filtered; measured with what the import has just brought in."""

import statistics
import time

from django.test import Client

from bench.figures import Figure
from bench.world import People
from references.models import Reference

LIST = "/admin/references/reference/"
MOST_MS = 300
ASKED = {
    "all": "",
    "cited by live pages": "?cited=live",
    "cited before": "?cited=withdrawn",
    "never cited": "?cited=never",
    "of the last 5 years": "?age=5",
    "of another type": "?type=other",
    "old, never cited": "?age=older&cited=never",
    "searched": "?q=bones",
    "by title": "?o=2",
    "last page": "?p={last}",
}


def measure(people: People, *, rounds: int) -> list[Figure]:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(people.author)
    size = Reference.objects.count()
    figures = []
    for name, query in ASKED.items():
        address = LIST + query.format(last=size // 50)
        took = [_took(client, address) for _round in range(rounds)]
        figures.append(Figure(f"library of {size:,}: {name}", statistics.median(took), "ms", MOST_MS))
    return figures


def _took(client: Client, address: str) -> float:
    started = time.perf_counter()
    status = client.get(address).status_code
    if status != 200:
        raise RuntimeError(f"{address} answered {status}.")
    return 1_000 * (time.perf_counter() - started)
