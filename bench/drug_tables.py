"""Ten thousand rows of drug tables, five hundred of them bad: tried, then the good sheets saved; and the memory it takes."""

import resource
import sys
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure
from bench.world import NOW, People
from drugs.actions import confirm_tables, try_tables
from drugs.models import Drug
from drugs.tables.reading import Brought
from drugs.tables.tables import TABLES
from drugs.tables.workbooks import write
from drugs.tables.writing import write_tables
from publishing import actions

DRUGS = 500
BAD_DRUGS = 25  # each with a twentieth of the bad rows: sheets are left out whole


def measure(people: People, number: int) -> list[Figure]:
    for n in range(DRUGS):
        drug = Drug(key=f"benchmab-{n}", slug=f"benchmab-{n}", title=f"Benchmab {n}", name={"en": f"benchmab {n}"})
        actions.record_edit(page=drug, by=people.author, now=NOW)
    bad = number // 20
    file = Brought("medicines.xlsx", _workbook(number, bad))
    figures = []
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        waiting = try_tables(files=[file], by=people.author, now=NOW)
    trial = waiting.report["trial"]
    if (len(trial["problems"]), trial["sums"]["bad"]) != (bad, bad):
        raise AssertionError(trial["sums"])
    note = f"{bad:,} rows are bad, and each is listed; {len(captured)} queries"
    figures.append(Figure(f"try {number:,} rows of drug tables, clock", time.perf_counter() - started, "s", 60, note))
    started = time.perf_counter()
    confirm_tables(waiting=waiting, by=people.author, now=NOW, skip_bad=True)
    sheets = len(trial["sheets"])
    note = f"{trial['sums']['good']:,} rows of {sheets} fact sheets, each an edit of its own"
    figures.append(Figure("confirm them, clock", time.perf_counter() - started, "s", 120, note))
    started = time.perf_counter()
    content = write_tables(TABLES, "xlsx")
    figures.append(Figure("export everything as a workbook, clock", time.perf_counter() - started, "s", 30))
    started = time.perf_counter()
    again = try_tables(files=[Brought("all.xlsx", content)], by=people.author, now=NOW)
    if again.report["trial"]["rows"] or again.report["trial"]["problems"]:
        raise AssertionError(again.report["trial"]["sums"])
    note = f"{again.report['trial']['sums']['unchanged']:,} rows, all unchanged"
    figures.append(Figure("try that workbook, clock", time.perf_counter() - started, "s", 60, note))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    figures.append(Figure("memory of the process", most, "MB", 500))
    return figures


def _workbook(number: int, bad: int) -> bytes:
    """Products, spread over the drugs; those of the first few drugs alone have the bad rows."""
    table = TABLES["products"]
    headings = table.headings()
    empty = dict.fromkeys(headings)
    each = number // DRUGS
    wrong = {(n % BAD_DRUGS, n // BAD_DRUGS) for n in range(bad)}
    rows = [
        {
            **empty,
            "drug": f"benchmab-{drug}",
            "brand": f"Brand {drug}-{n}",
            "strength": "120 mg",
            "region": "Mars" if (drug, n) in wrong else "US",
            "form_en": "a solution in a syringe",
            "form_es": "una solución en una jeringa",
            "prescription": "prescription",
            "manufacturer": "A maker of medicines",
        }
        for drug in range(DRUGS)
        for n in range(each)
    ]
    return write([("products", headings, [True] * len(headings), ([row[name] for name in headings] for row in rows))])
