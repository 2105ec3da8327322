"""Bring tables of drug facts in as working copies."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from drugs.actions import import_tables
from drugs.actions.tables import MAX_BYTES
from drugs.tables.planning import Plan
from drugs.tables.reading import Brought, read_files
from drugs.tables.tables import TABLES
from drugs.tables.workbooks import CannotRead
from people.lookups import staff_named
from publishing.errors import NotPermitted, Refused


class Command(BaseCommand):
    help = (
        f"Bring tables of drug facts in: a workbook (.xlsx) with sheets called {', '.join(TABLES)}, or one .xlsx, .csv or .json "
        "file a table with its name. What is new or changed is saved as an edit of each fact sheet; nothing is published and "
        "nothing is deleted. With one bad row nothing is imported, unless --skip-bad leaves the bad fact sheets out. Exit code "
        "1 when any row is bad."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who is recorded as the editor")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen and change nothing")
        parser.add_argument(
            "--skip-bad", action="store_true", help="import the good fact sheets, leave the bad ones out"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args, files, by, dry_run, skip_bad, **options):
        person, now = staff_named(by), timezone.now()
        brought = [_brought(path) for path in dict.fromkeys(files)]
        try:
            with transaction.atomic():
                report = Plan(read_files(brought), by=person, now=now).report()
                report["done"] = not dry_run and (skip_bad or not report["problems"])
                if report["done"]:
                    report = import_tables(files=brought, by=person, now=now, skip_bad=skip_bad)
        except NotPermitted as refused:
            raise CommandError(f"{refused.reason} (--by {by})") from refused
        except (CannotRead, Refused) as refused:
            raise CommandError(refused.reason) from refused
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": dry_run, **report}, ensure_ascii=False, indent=1))
        else:
            self._print(report)
        if report["problems"]:
            sys.exit(1)

    def _print(self, report) -> None:
        for note in report["notes"]:
            self.stderr.write(f"note: {note}", style_func=str)
        for table, row, column, message in report["problems"]:
            where = f"{table}, row {row}{f', {column}' if column else ''}"
            self.stderr.write(f"{where}: {message}", style_func=str)
        for table, row, name, what, left_out, changes in report["rows"]:
            told = "; ".join(f"{column}: {old or '(empty)'} → {new or '(empty)'}" for column, old, new in changes)
            state = "left out" if left_out else what
            self.stdout.write(f"{table}, row {row} ({name}): {state}{f': {told}' if what == 'changed' else ''}")
        sums = report["sums"]
        counts = ", ".join(
            f"{sums[name]:,} {name.replace('_', ' ')}" for name in ("new", "changed", "unchanged", "bad", "left_out")
        )
        done = f"{len(report['sheets']):,} fact sheets saved" if report["done"] else "nothing was changed"
        self.stdout.write(f"{counts}: {done}")


def _brought(path: Path) -> Brought:
    try:
        if not path.is_file():
            raise CommandError(f"{path}: is not a file")
        if path.stat().st_size > MAX_BYTES:
            raise CommandError(f"{path}: is larger than {MAX_BYTES:,} bytes; split it")
        return Brought(path.name, path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror or error}") from error
