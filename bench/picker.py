"""What the citation picker takes as one types, in libraries of several sizes: the search itself, and the whole request beside
one that finds nothing."""

import random
import statistics
import time
from itertools import count

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.figures import Figure
from bench.world import NOW, People
from references.actions.saving import fill
from references.models import Reference

MOST_MS = 50
PORTION = 1_000
# Beside a few hundred rare words, what most titles of such a library say.
COMMON = (
    "cancer",
    "breast",
    "bone",
    "patients",
    "trial",
    "treatment",
    "randomized",
    "metastases",
    "survival",
    "therapy",
)
ASKED = (
    "c", "ca", "canc", "cancer", "cancer b", "cancer breast", "breast cancer bone", "2017", "cancer 2017", "1", "10.1000",
    "cancer breast bone trial survival therapy", "nothing-like-it", "cancer nothinglikeit", "",
)  # fmt: skip
_numbers = count(1)


def measure(people: People, sizes: list[int], *, rounds: int) -> list[Figure]:
    """Each size with the same questions: common words, letters as they are typed, a name with a title word and a year."""
    chance = random.Random(7)  # noqa: S311
    names = [f"{_word(chance)}" for _ in range(9_000)]
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(get_user_model().objects.get(pk=people.author.pk))
    figures = []
    for size in sizes:
        _fill_up(size, chance, names)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        asked = [*ASKED, *_as_typed(chance)]
        searches, requests, floor = [], [], []
        Reference.objects.newest_matching("cancer", 20)
        for _round in range(rounds):
            for text in asked:
                searches.append(_took(lambda text=text: Reference.objects.newest_matching(text, 20)))
                requests.append(_took(lambda text=text: client.get(reverse("staff:pick-reference"), {"q": text})))
                floor.append(_took(lambda: client.get(reverse("staff:pick-reference"), {"q": "?"})))
        name = f"picker, {size:,} references"
        note = f"{len(asked)} questions; finding nothing takes {statistics.median(floor):.1f} ms"
        figures += [
            Figure(f"{name}: search, median", statistics.median(searches), "ms"),
            Figure(f"{name}: search, 95th percentile", _percentile(searches), "ms", MOST_MS),
            Figure(f"{name}: request, median", statistics.median(requests), "ms", note=note),
            Figure(f"{name}: request, 95th percentile", _percentile(requests), "ms", MOST_MS),
        ]
    return figures


def _took(call) -> float:
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started)


def _percentile(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _as_typed(chance: random.Random) -> list[str]:
    """The name, a word and the year of some references, each letter by letter."""
    asked = []
    for row in chance.sample(list(Reference.objects.values("authors", "title", "year")[:20_000]), 5):
        question = f"{row['authors'].split()[0]} {row['title'].split()[-1]} {row['year']}"
        asked += [question[:length] for length in range(1, len(question) + 1, 2)]
    return asked


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(chance.randint(4, 10)))


def _fill_up(size: int, chance: random.Random, names: list[str]) -> None:
    """References up to so many, written straight to the table."""
    missing = size - Reference.objects.count()
    while missing > 0:
        rows = [_reference(chance, names) for _ in range(min(missing, PORTION))]
        Reference.objects.bulk_create(rows)
        missing -= len(rows)


def _reference(chance: random.Random, names: list[str]) -> Reference:
    number = next(_numbers)
    words = [word for word in COMMON if chance.random() < (0.6 if word == "cancer" else 0.3)]
    words += [names[min(int(chance.paretovariate(0.6)), len(names) - 1)] for _ in range(7)]
    people = [{"family": chance.choice(names).capitalize(), "given": "Ann"} for _ in range(chance.randint(1, 10))]
    row = Reference(key=f"picked{number}", created_at=NOW, changed_at=NOW)
    fill(
        row,
        {
            "type": "article-journal",
            "title": " ".join(words).capitalize(),
            "author": people,
            "issued": {"date-parts": [[chance.randint(1980, 2026)]]},
            "container-title": "Journal of Bones",
            "DOI": f"10.1000/picked.{number}",
            "PMID": str(90_000_000 + number),
        },
    )
    return row
