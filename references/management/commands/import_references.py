"""Bring CSL-JSON files into the reference library."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from people.lookups import staff_named
from references.actions import ImportReport, import_records

MAX_BYTES = 20_000_000


class Command(BaseCommand):
    help = (
        "Import CSL-JSON files (an array of records) into the reference library. A record that is already there, by DOI, PMID "
        "or key, is updated; a bad one is reported and never stops the rest. Exit code 1 when any was rejected."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who is recorded as the librarian")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args, files, by, dry_run, **options):
        person = staff_named(by)
        reports: dict[str, ImportReport] = {}
        read = [(str(path), self._read(path)) for path in files]
        with transaction.atomic():
            for name, records in read:
                shown = tqdm(records, desc=name, unit="record", disable=None, leave=False)
                reports[name] = import_records(records=shown, by=person, now=timezone.now())
            if dry_run:
                transaction.set_rollback(True)
        if options["json"]:
            rows = {name: asdict(report) for name, report in reports.items()}
            self.stdout.write(json.dumps({"dry_run": dry_run, "files": rows}, ensure_ascii=False, indent=1))
        else:
            self._print(reports, dry_run=dry_run)
        if any(report.rejected for report in reports.values()):
            sys.exit(1)

    def _read(self, path: Path) -> list:
        try:
            if path.stat().st_size > MAX_BYTES:
                raise CommandError(f"{path}: is larger than {MAX_BYTES:,} bytes; split it")
            value = json.loads(path.read_bytes().decode("utf-8-sig"))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{path}: is not UTF-8 text; save it as UTF-8") from error
        except json.JSONDecodeError as error:
            raise CommandError(f"{path}:{error.lineno}: is not JSON: {error.msg}") from error
        except RecursionError as error:
            raise CommandError(f"{path}: is nested too deeply to be a list of references") from error
        records = value if isinstance(value, list) else [value]
        if not all(isinstance(record, dict) for record in records):
            raise CommandError(f"{path}: expected a list of CSL-JSON records ({{…}})")
        return records

    def _print(self, reports: dict[str, ImportReport], *, dry_run: bool) -> None:
        for name, report in reports.items():
            counts = (
                f"{len(report.created)} created, {len(report.updated)} updated, {len(report.unchanged)} unchanged, "
                f"{len(report.rejected)} rejected"
            )
            self.stdout.write(f"{name}: {'would be: ' if dry_run else ''}{counts}")
            for position, reason in report.rejected:
                self.stderr.write(f"{name}: record {position}: {reason}", style_func=str)
