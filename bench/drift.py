"""A whole download of product labels compared with our drugs: how long it takes, again when nothing is new, and the memory."""

import json
import resource
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from uuid import UUID

from bench.figures import Figure
from bench.world import NOW, People
from drugs.actions import open_proposals
from drugs.actions.watching import ROWS_AT_ONCE, DriftReport
from drugs.drift import open_records
from drugs.drift.matching import Library
from drugs.models import Drug, Product
from drugs.watched import our_products
from publishing import actions

OURS = 500
WORDS = "Give it as the care team says, and look at the patient before each dose. " * 50


def measure(people: People, number: int) -> list[Figure]:
    for n in range(OURS):
        _drug(people, n, step=number // OURS)
    with tempfile.TemporaryDirectory(prefix="wellread-bench-") as folder:
        path = Path(folder, "labels.json")
        _write(path, number)
        before = _memory()
        first, opened = _watch(path, people)
        again, nothing = _watch(path, people)
        size = path.stat().st_size / 1_000_000
    if opened.opened.number < OURS or nothing.opened.number or opened.rejected.number:
        raise AssertionError((opened, nothing))
    note = f"the file has {size:,.0f} MB; {OURS} of ours, {opened.opened.number:,} differences opened"
    name = f"watch {number:,} labels"
    return [
        Figure(f"{name}, clock", first, "s", 120 * number / 100_000, note),
        Figure(f"{name} again, clock", again, "s", 120 * number / 100_000, "nothing new is opened"),
        Figure(f"{name}, memory of the process", _memory(), "MB", 500, f"{before:,.0f} MB before"),
    ]


def _drug(people: People, n: int, *, step: int) -> None:
    page = Drug(
        key=f"bench-drug-{n}", slug=f"bench-drug-{n}", title=f"Bench drug {n}", language="", name={"en": f"drug {n}"}
    )

    def rows() -> None:
        Product.objects.create(drug=page, brand=f"Bench {n}", spl_set_id=_set_id(n * step), spl_version=1)

    actions.record_edit(page=page, by=people.author, now=NOW, save_related=rows)


def _set_id(n: int) -> str:
    return str(UUID(int=n))


def _write(path: Path, number: int) -> None:
    with path.open("w") as file:
        file.write('{\n  "meta": {"results": {"skip": 0}},\n  "results": [\n')
        for n in range(number):
            record = {
                "set_id": _set_id(n),
                "version": "2",
                "effective_time": "20260101",
                "dosage_and_administration": [WORDS],
                "openfda": {
                    "brand_name": [f"Label {n}"],
                    "package_ndc": [f"{n // 1000:05}-{n % 1000:03}-01"],
                    "rxcui": [str(n + 1)],
                    "unii": ["ZZZZZZZZZZ"],
                },
            }
            file.write(f"    {json.dumps(record)}{',' if n < number - 1 else ''}\n")
        file.write("  ]\n}\n")


def _watch(path: Path, people: People) -> tuple[float, DriftReport]:
    started, report = time.perf_counter(), DriftReport()
    library = Library(our_products())
    with path.open("rb") as raw:
        file = open_records(raw, today=NOW.date())
        while portion := list(islice(file.records, ROWS_AT_ONCE)):
            report.add(open_proposals(records=portion, file_name=path.name, by=people.author, now=NOW, library=library))
        file.text.detach()
    return time.perf_counter() - started, report


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
