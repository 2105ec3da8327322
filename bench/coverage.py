"""What the report on evidence costs on a site with many pages that cite much, and what counting one page costs."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure, cost_of
from bench.world import CITATIONS, People, fill_up, large_text
from connect import sample
from edu.models import Article
from publishing.models import Publication
from references.actions import count_coverage
from references.models import Citation, Coverage, Reference
from references.models.coverage import places_in

MOST_MS = 300
AT_ONCE = 2_000
LIST = "/admin/references/coverage/"


def measure(people: People, total: int, keys: list[str], *, rounds: int) -> list[Figure]:
    """`total` pages with CITATIONS references each, as a coordinator opens the report: all, sorted and narrowed."""
    fill_up(people, total)
    _cite(keys)
    count_coverage()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(people.everyone[sample.COORDINATOR.username])
    pages = Publication.objects.live().count()
    one = Coverage.objects.live().get(edition__page__key="bone-metastases")
    figures = []
    asked = {
        "report on evidence": LIST,
        "the same, oldest evidence first": f"{LIST}?o=-6",
        "the same, one kind, owner and language": f"{LIST}?kind=article&language=en&by={people.author.pk}&found=any",
        "one page of it": f"{LIST}{one.pk}/change/",
    }
    for name, address in asked.items():

        def ask(address: str = address) -> None:
            if client.get(address).status_code != 200:
                raise RuntimeError(address)

        ask()
        with CaptureQueriesContext(connection) as captured:
            ask()
        queries = len(captured)  # at once: the next request empties the log
        cost = cost_of(ask, rounds=rounds)
        figures.append(Figure(f"{pages:,} pages: {name}, clock", cost.clock, "ms", MOST_MS))
        figures.append(Figure(f"{pages:,} pages: {name}, queries", queries))
    compiled = Article(key="large", language="en", title="Large", body=large_text(keys)).compile()
    cost = cost_of(lambda: places_in(compiled), rounds=rounds)
    return [*figures, Figure("counting an article of 3,000 words", cost.cpu, "ms", note="part of publishing it")]


def _cite(keys: list[str]) -> None:
    """Every page that cites nothing yet cites CITATIONS references, of years from 1990 on."""
    references = list(Reference.objects.filter(key__in=keys).order_by("pk")[:CITATIONS])
    for n, reference in enumerate(references):
        Reference.objects.filter(pk=reference.pk).update(year=1990 + n % 36)
    editions = Publication.objects.of_kind("article").live().filter(edition__citations__isnull=True)
    rows = [
        Citation(edition_id=edition, reference=reference, number=n, places=[])
        for edition in editions.values_list("edition", flat=True)
        for n, reference in enumerate(references, start=1)
    ]
    Citation.objects.bulk_create(rows, batch_size=AT_ONCE)
