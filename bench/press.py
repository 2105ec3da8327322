"""What publishing costs."""

import statistics
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure
from bench.world import NOW, People, approve, large_text, write_article
from edu.models import Article
from publishing import actions


def measure(people: People, keys: list[str], *, rounds: int) -> list[Figure]:
    """Publish new editions of the large article; only `publish` itself is timed."""
    body = large_text(keys)
    page = write_article(people, body)
    clock, cpu, queries = [], [], 0
    for number in range(rounds):
        page = Article.objects.get(pk=page.pk)
        page.body = f"{body}\nEdition {number}.\n"
        actions.record_edit(page=page, by=people.author, now=NOW)
        approve(people, page)
        if number == 0:
            with CaptureQueriesContext(connection) as captured:
                actions.publish(page=page, by=people.author, now=NOW)
            queries = len(captured)
            continue
        started, spent = time.perf_counter(), time.process_time()
        actions.publish(page=page, by=people.author, now=NOW, change_note="Says more.")
        clock.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (time.process_time() - spent))
    return [
        Figure("publish that article: clock", statistics.median(clock), "ms", 50),
        Figure("publish that article: CPU", statistics.median(cpu), "ms"),
        Figure("publish that article: queries", queries, ""),
    ]
