"""A large file of references: how long it takes to bring in, again when nothing is new, and the memory of the process."""

import io
import resource
import sys
import time
from itertools import islice

from bench.figures import Figure
from bench.world import NOW, People
from references.actions import ImportReport, ImportRun, import_portion
from references.actions.importing import PORTION
from references.formats import open_source

RECORD = (
    "TY  - JOUR\nTI  - A trial of bones, part {n}\nAU  - Author{family}, Ann B.\nAU  - Smith, John\n"
    "AU  - World Health Organization\nT2  - Journal of Bones\nPY  - {year}\nVL  - 3\nIS  - 2\nSP  - 123\nEP  - 9\n"
    "DO  - 10.1000/bench.{n}\nAB  - {abstract}\nER  - \n\n"
)
ABSTRACT = "Bone is living tissue, and the care team can tell what may help when it hurts at night. " * 12


def measure(people: People, number: int) -> list[Figure]:
    file = file_of(number)
    first, again = bring(file, people), bring(file, people)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    note = f"the file has {len(file.getvalue()) // 1_000_000} MB, and lies in memory as well"
    name = f"import {number:,} references"
    return [
        Figure(f"{name}, clock", first, "s", 120 * number / 100_000),
        Figure(f"{name} again, clock", again, "s", 120 * number / 100_000),
        Figure(f"{name}, memory of the process", most, "MB", 500, note),
    ]


def file_of(number: int) -> io.BytesIO:
    """So many records as RIS; the nth has the DOI 10.1000/bench.n."""
    return io.BytesIO(
        b"".join(
            RECORD.format(n=n, family=n % 9_000, year=1990 + n % 35, abstract=ABSTRACT).encode() for n in range(number)
        )
    )


def bring(file: io.BytesIO, people: People) -> float:
    """Import the file as the command does; the seconds it took."""
    file.seek(0)
    started = time.perf_counter()
    source = open_source(file)
    run, report = ImportRun(source.keys_are_ours), ImportReport()
    while portion := list(islice(source.entries, PORTION)):
        report.add(import_portion(entries=portion, by=people.author, now=NOW, run=run))
    source.text.detach()
    if report.rejected:
        raise AssertionError(report.rejected[0])
    return time.perf_counter() - started
