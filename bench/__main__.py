"""`python -m bench` (or `make bench`): the figures of the budgets, each beside its goal, on a database made for it.

Figures are reported, not asserted: the exit code is 0 whatever they are.
"""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

import django

_folder = tempfile.TemporaryDirectory(prefix="wellread-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
if not os.environ.get("DATABASE_URL", "sqlite").startswith("postgres"):
    os.environ["BENCH_DATABASE"] = str(Path(_folder.name, "bench.sqlite3"))
django.setup()

# After setup, which models need.
from django.db import connection  # noqa: E402

from bench import (  # noqa: E402
    article_page,
    changed_facts,
    compiling,
    coverage,
    desk,
    dosing,
    drift,
    drug_lists,
    drug_tables,
    importing,
    library_list,
    many_articles,
    picker,
    planner,
    press,
    safety,
    watching,
    world,
)
from bench.figures import Figure, as_json, as_table  # noqa: E402

PARTS = (
    "page",
    "compile",
    "publish",
    "scale",
    "desk",
    "planner",
    "facts",
    "references",
    "picker",
    "coverage",
    "dosing",
    "drift",
    "drug_lists",
    "drug_tables",
    "safety",
    "watching",
)


def main() -> None:
    options = _options()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        figures = _measure(options)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
        _folder.cleanup()
    about = {"database": connection.vendor, "python": platform.python_version(), "django": django.get_version()}
    if options.json:
        sys.stdout.write(as_json(figures, **about) + "\n")
        return
    title = ", ".join(f"{name} {value}" for name, value in about.items())
    sys.stdout.write(f"{title}; medians, alone in one process\n\n{as_table(figures)}\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="measure only these parts")
    parser.add_argument("--rounds", type=int, default=200, help="how often each call is timed (default %(default)s)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10, 1_000, 10_000], help="numbers of articles (default 10 1000 10000)"
    )
    options = parser.parse_args()
    if options.rounds < 3 or min(options.sizes) < 1:
        parser.error("--rounds must be at least 3, and each of --sizes at least 1")
    return options


def _measure(options: argparse.Namespace) -> list[Figure]:
    if list(options.only) == ["dosing"]:
        return dosing.measure()  # reads texts alone: no site is made for it
    people = world.load_sample_site()
    keys = world.add_references(people, world.CITATIONS)
    figures: list[Figure] = []
    if "page" in options.only:
        figures += article_page.measure(rounds=options.rounds)
    if "compile" in options.only:
        figures += compiling.measure(keys, rounds=max(3, options.rounds // 4))
    if "publish" in options.only:
        figures += press.measure(people, keys, rounds=max(3, options.rounds // 10))
    if "scale" in options.only:
        figures += many_articles.measure(people, options.sizes, rounds=options.rounds)
    if "desk" in options.only:
        figures += desk.measure(people, max(options.sizes), rounds=max(3, options.rounds // 20))
    if "planner" in options.only:
        figures += planner.measure(people, rounds=max(3, options.rounds // 20))
    if "facts" in options.only:
        figures += changed_facts.measure(people, 1_000)
    if "safety" in options.only:
        figures += safety.measure(people, 1_000, rounds=options.rounds)
    if "references" in options.only:
        figures += importing.measure(people, 10 * max(options.sizes))
        figures += library_list.measure(people, rounds=max(3, options.rounds // 20))
    if "watching" in options.only:
        figures += watching.measure(people, 10 * max(options.sizes))
    if "coverage" in options.only:
        figures += coverage.measure(people, 1_000, keys, rounds=max(3, options.rounds // 20))
    if "dosing" in options.only:
        figures += dosing.measure()
    if "drift" in options.only:
        figures += drift.measure(people, 10 * max(options.sizes))
    if "drug_lists" in options.only:
        figures += drug_lists.measure(people, 2_000, rounds=max(3, options.rounds // 10))
    if "drug_tables" in options.only:
        figures += drug_tables.measure(people, 10_000)
    if "picker" in options.only:
        figures += picker.measure(people, [1_000, 10_000, 100_000], rounds=max(1, options.rounds // 40))
    return figures


if __name__ == "__main__":
    main()
