"""Whether an article page costs more when there are more articles: it must not."""

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from bench.article_page import asking, handler_without_middleware, with_queries
from bench.figures import Cost, Figure, costs_of
from bench.urls import kept
from bench.world import MAIN, People, fill_up


def measure(people: People, sizes: list[int], *, rounds: int) -> list[Figure]:
    """The article page with each number of published articles, beside the floor of the same moment."""
    handler = WSGIHandler()
    figures: list[Figure] = []
    smallest: Cost | None = None
    for size in sorted(sizes):
        fill_up(people, size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        ask = asking(handler, MAIN)
        answer, queries = with_queries(ask)
        kept["body"], kept["headers"] = answer.body, {"Content-Type": "text/html"}
        costs = costs_of({"floor": asking(handler_without_middleware(), "/floor/"), "article": ask}, rounds=rounds)
        cost = costs["article"]
        smallest = smallest or cost
        note = f"floor {costs['floor'].cpu:.2f} ms, {cost.cpu / smallest.cpu:.2f} times the smallest"
        figures.append(Figure(f"{size:,} articles: article page, clock", cost.clock, "ms"))
        figures.append(Figure(f"{size:,} articles: article page, CPU", cost.cpu, "ms", note=note))
        figures.append(Figure(f"{size:,} articles: article page, queries", queries, "", 1))
    return figures
