"""A whole list of retractions compared with a large library: how long it takes, again when nothing is new, and how many queries
each notice costs; some of the works are cited by live pages."""

import csv
import tempfile
import time
from itertools import islice
from pathlib import Path

from django.db import connection

from bench import importing
from bench.figures import Figure
from bench.world import NOW, People, approve, write_article
from publishing import actions
from references.actions.watching import ROWS_AT_ONCE, WatchReport, note_not_found, record_notices
from references.models import Reference
from references.notices import open_notices

ROWS = 60_000
CITED = 50
MOST_SECONDS = 60
HEADINGS = (
    "OriginalPaperDOI",
    "OriginalPaperPubMedID",
    "RetractionNature",
    "RetractionDate",
    "RetractionDOI",
    "Reason",
)
NATURES = ("Retraction", "Expression of concern", "Correction")


def measure(people: People, number: int) -> list[Figure]:
    """`number` references, of which one in fifty is on the list."""
    ours = number // 50
    importing.bring(importing.file_of(number), people)
    keys = Reference.objects.filter(doi__in=[f"10.1000/bench.{n * 50}" for n in range(CITED)]).values_list(
        "key", flat=True
    )
    for key in keys:
        page = write_article(people, f"Bones heal [@{key}].\n")
        approve(people, page)
        actions.publish(page=page, by=people.author, now=NOW)
    with tempfile.TemporaryDirectory(prefix="wellread-bench-") as folder:
        path = Path(folder, "retractions.csv")
        _write(path, ours)
        first, report, queries = _watch(path, people)
        again, nothing, queries_again = _watch(path, people)
    if len(report.hits) != ours or nothing.hits or len(nothing.unchanged) != ours:
        raise AssertionError((len(report.hits), len(nothing.hits), len(nothing.unchanged)))
    pages = sum(hit.pages for hit in report.hits)
    note = f"{ROWS:,} rows, {ours:,} of ours, {pages} live pages put before a clinician"
    name = f"watch {number:,} references"
    return [
        Figure(f"{name}, clock", first, "s", MOST_SECONDS, note),
        Figure(f"{name} again, clock", again, "s", MOST_SECONDS, "nothing new is noted"),
        Figure(f"{name}, queries for each notice of ours", (queries - queries_again) / ours),
        Figure(f"{name} again, queries for 500 rows", queries_again * ROWS_AT_ONCE / ROWS, "", 20),
    ]


def _write(path: Path, ours: int) -> None:
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADINGS)
        every = ROWS // ours
        for n in range(ROWS):
            mine = n % every == 0 and n // every < ours
            doi = f"10.1000/bench.{n // every * 50}" if mine else f"10.1000/elsewhere.{n}"
            rows.writerow((doi, "0", NATURES[n % 3], "3/3/2026 0:00", f"10.1000/notice.{n}", "+Concerns about data;"))


def _watch(path: Path, people: People) -> tuple[float, WatchReport, int]:
    """As the command does."""
    count = [0]

    def counted(execute, sql, params, many, context):
        count[0] += 1
        return execute(sql, params, many, context)

    started, report = time.perf_counter(), WatchReport()
    with path.open("rb") as raw, connection.execute_wrapper(counted):
        file = open_notices(raw)
        while portion := list(islice(file.told, ROWS_AT_ONCE)):
            report.add(record_notices(told=portion, source=file.source, by=people.author, now=NOW))
        note_not_found(source=file.source, known=report.known, by=people.author, now=NOW)
        file.text.detach()
    return time.perf_counter() - started, report, count[0]
