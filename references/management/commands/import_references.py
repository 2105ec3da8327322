"""Bring files of references into the library."""

import json
import sys
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from people.lookups import staff_named
from publishing.permissions import NotPermitted
from references.actions import ImportReport, ImportRun, import_portion
from references.actions.importing import PORTION
from references.actions.retelling import Became
from references.formats import FORMATS, Source, open_source
from references.import_reports import as_words, field_words
from references.management.files import opened
from references.models import Status

MOST_KEYS = 20


class Command(BaseCommand):
    help = (
        f"Import files of references into the library: {', '.join(FORMATS)}, recognised by what is in them. A record that is "
        "there already is updated, and what the file leaves out is kept; a bad one is reported with its line and never stops "
        "the rest. Run it again after an interruption: it goes on where it was. Exit code 1 when any record was rejected."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who is recorded as the librarian")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen and change nothing")
        parser.add_argument(
            "--only-new", action="store_true", help="leave the references that are in the library as they are"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args, files, by, dry_run, **options):
        person = staff_named(by)
        for path in files:  # a wrong file is told before anything is changed
            with opened(path, open_source):
                pass
        reports: dict[str, tuple[Source, ImportReport]] = {}
        interrupted = False
        with ExitStack() as stack:
            if dry_run:
                stack.enter_context(transaction.atomic())
            try:
                wanted = {"tells_rows": dry_run, "only_new": options["only_new"]}
                self._import(files, by=person, reports=reports, quiet=options["json"], wanted=wanted)
            except NotPermitted as refused:
                raise CommandError(f"{refused.reason} (--by {by})") from refused
            except KeyboardInterrupt:
                interrupted = True
            if dry_run:
                transaction.set_rollback(True)
        if options["json"]:
            self._print_json(reports, dry_run=dry_run, interrupted=interrupted)
        else:
            self._print(reports, dry_run=dry_run)
        if interrupted:
            self.stderr.write("Interrupted. What is counted above is done; run the same command again for the rest.")
        if interrupted or any(report.rejected for _source, report in reports.values()):
            sys.exit(1)

    def _import(
        self,
        files: list[Path],
        *,
        by,
        reports: dict[str, tuple[Source, ImportReport]],
        quiet: bool,
        wanted: dict[str, bool],
    ) -> None:
        seen: set[str] = set()
        for path in dict.fromkeys(files):
            with opened(path, open_source) as source:
                run, report = ImportRun(source.keys_are_ours, seen, tells_changes=True, **wanted), ImportReport()
                reports[str(path)] = source, report
                with tqdm(desc=str(path), unit=" records", disable=True if quiet else None, leave=False) as shown:
                    while portion := list(islice(source.entries, PORTION)):
                        report.add(import_portion(entries=portion, by=by, now=timezone.now(), run=run))
                        shown.update(len(portion))

    def _print(self, reports: dict[str, tuple[Source, ImportReport]], *, dry_run: bool) -> None:
        for name, (source, report) in reports.items():
            counts = ", ".join(f"{len(keys)} {what}" for what, keys in _counted(report).items())
            counts = f"{'would be: ' if dry_run else ''}{counts}, {len(report.rejected)} rejected"
            self.stdout.write(f"{name} ({source.format}, {source.encoding}): {counts}")
            for what in ("updated", "merged"):  # somebody should look at what was there already
                if keys := getattr(report, what):
                    more = f" and {len(keys) - MOST_KEYS:,} more (--json names all)" if len(keys) > MOST_KEYS else ""
                    self.stdout.write(f"  {what}: {', '.join(keys[:MOST_KEYS])}{more}")
            self._print_fields(name, report)
            for each in report.became:
                self.stderr.write(f"{name}:{each.line}: {_became(each)}", style_func=str)
            for line, key, message in report.remarks:
                self.stderr.write(f"{name}:{line}: note: {f'{key}: ' if key else ''}{message}", style_func=str)
            for line, position, key, reason in report.rejected:
                called = f"record {position}{f' ({key})' if key else ''}"
                self.stderr.write(f"{name}:{line}: rejected: {called}: {reason}", style_func=str)

    def _print_fields(self, name: str, report: ImportReport) -> None:
        """What would print of new records in a dry run, and what changed in those that were there, of the first ones."""
        for row in [row for row in report.rows if row.what == "created"][:MOST_KEYS]:
            self.stdout.write(f"{name}:{row.line}: created: {row.key}: {row.text}")
        told = set(report.updated[:MOST_KEYS])
        for each in report.changes:
            if each.key in told:
                words = f"{field_words(each.field)}: {as_words(each.before) or '–'} → {as_words(each.after) or '–'}"
                self.stdout.write(f"{name}:{each.line}: updated: {each.key}: {words}")

    def _print_json(self, reports: dict[str, tuple[Source, ImportReport]], *, dry_run: bool, interrupted: bool) -> None:
        files = {
            name: {
                "name": name,
                "format": source.format,
                "encoding": source.encoding,
                "refused": "",
                **report.as_json(),
            }
            for name, (source, report) in reports.items()
        }
        answer = {"dry_run": dry_run, "interrupted": interrupted, "files": files}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))


def _became(each: Became) -> str:
    """ "RETRACTED: smith2012, says PubMed, notice PMID 99; 2 live pages cite it"."""
    status = "LIFT?" if each.outcome == "to_decide" else Status(each.status).label.upper()
    words = f"{status}: {each.key}, says {each.source}{f', notice {each.notice}' if each.notice else ''}"
    if each.outcome == "noted":
        words += "; written down, what holds is as grave or graver"
    return words + (f"; {each.pages} live pages cite it and go to a clinician" if each.pages else "")


def _counted(report: ImportReport) -> dict[str, list[str]]:
    lists = {name: getattr(report, name) for name in ("created", "updated", "unchanged", "merged")}
    return lists | ({"left": report.left} if report.left else {})
