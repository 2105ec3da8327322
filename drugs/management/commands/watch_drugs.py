"""Compare our drugs with what openFDA, DailyMed and RxNav say of them, and put what differs before a person."""

import json
import sys
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from drugs.actions.watching import ROWS_AT_ONCE, DriftReport, may_watch, open_proposals, tell_owners
from drugs.drift import SOURCES, open_records
from drugs.drift.matching import Library
from drugs.models import Field
from drugs.watched import our_products
from people.lookups import staff_named
from publishing.permissions import NotPermitted
from references.management.files import opened

_SHOWN = 20


class Command(BaseCommand):
    help = (
        f"Compare codes, marketing status, versions and dates of labels with ours, from {', '.join(SOURCES.values())}, "
        "recognised by what is in them. What differs becomes a proposal for a person; nothing of ours is changed, and a dose is "
        "never read. What is open already, or was dismissed with the same value, is not opened again. Exit code 1 when anything "
        "was opened or could not be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who is recorded as having looked")
        parser.add_argument("--dry-run", action="store_true", help="report what would be opened and change nothing")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args, files, by, dry_run, **options):
        person = staff_named(by)
        try:
            may_watch(person)
        except NotPermitted as refused:
            raise CommandError(f"{refused.reason} (--by {by})") from refused
        reports: dict[str, DriftReport] = {}
        unreadable: dict[str, str] = {}
        with ExitStack() as stack:
            if dry_run:
                stack.enter_context(transaction.atomic())
            library = Library(our_products())
            for path in dict.fromkeys(files):
                report = reports[str(path)] = DriftReport()
                try:
                    self._read(path, report, library, by=person, quiet=options["json"])
                except CommandError as refused:  # the other files go on
                    unreadable[str(path)] = str(refused)
            told = set().union(*(report.drugs for report in reports.values()))
            tell_owners(drug_ids=told, by=person, now=timezone.now())
            if dry_run:
                transaction.set_rollback(True)
        (self._print_json if options["json"] else self._print)(reports, unreadable, dry_run=dry_run)
        if unreadable or any(r.opened.number or r.clash.number or r.rejected.number for r in reports.values()):
            sys.exit(1)

    def _read(self, path: Path, report: DriftReport, library: Library, *, by, quiet: bool) -> None:
        today = timezone.localdate()
        name = path.name.encode("utf-8", "replace").decode()  # a name may hold bytes that are no text
        with (
            opened(path, lambda raw: open_records(raw, today=today)) as file,
            tqdm(desc=str(path), unit=" records", disable=True if quiet else None, leave=False) as shown,
        ):
            while portion := list(islice(file.records, ROWS_AT_ONCE)):
                report.add(open_proposals(records=portion, file_name=name, by=by, now=timezone.now(), library=library))
                shown.update(len(portion))

    def _print(self, reports: dict[str, DriftReport], unreadable: dict[str, str], *, dry_run: bool) -> None:
        for name, report in reports.items():
            if name in unreadable:
                self.stderr.write(unreadable[name], style_func=str)
            if name not in unreadable or report.rows:
                self.stdout.write(f"{name}: {'would be: ' if dry_run else ''}{_numbers(report)}")
                self._print_lists(name, report)

    def _print_lists(self, name: str, report: DriftReport) -> None:
        labels = dict(Field.choices)
        for found in report.opened.rows[:_SHOWN]:
            whose = " ".join(filter(None, (found.drug, found.product)))
            self.stdout.write(
                f"  {whose}: {labels[found.field]}: ours {_short(found.ours)}, theirs {_short(found.theirs)} "
                f"(record {found.record}, line {found.line})"
            )
        for what, some in (
            ("earlier version of the label, left alone", report.older),
            ("about several of our products", report.shared),
            ("would be about several drugs, so nothing was opened", report.clash),
            ("looks like, by its name alone, so not compared", report.looks_like),
        ):
            for about in some.rows[:_SHOWN]:
                self.stdout.write(
                    f"  {about.record} ({about.title}), line {about.line}: {what}: {', '.join(about.ours)}"
                )
            self._and_more(some)
        self._and_more(report.opened)
        for line, reason in report.rejected.rows[:_SHOWN]:
            self.stderr.write(f"{name}:{line}: rejected: {reason}", style_func=str)
        self._and_more(report.rejected)

    def _and_more(self, some) -> None:
        if some.number > _SHOWN:
            self.stdout.write(f"  and {some.number - min(_SHOWN, len(some.rows))} more (--json lists up to a thousand)")

    def _print_json(self, reports: dict[str, DriftReport], unreadable: dict[str, str], *, dry_run: bool) -> None:
        files = {
            name: {
                "unreadable": unreadable.get(name, ""),
                **{number: getattr(report, number) for number in DriftReport.NUMBERS},
                **{
                    what: {
                        "number": getattr(report, what).number,
                        "rows": [row._asdict() for row in getattr(report, what).rows],
                    }
                    for what in DriftReport.LISTS
                },
            }
            for name, report in reports.items()
        }
        self.stdout.write(json.dumps({"dry_run": dry_run, "files": files}, ensure_ascii=False, indent=1))


def _numbers(report: DriftReport) -> str:
    return (
        f"{report.rows} records; {report.matched} matched ({report.unchanged} say what we say), {report.related} of the same "
        f"substance, {report.unmatched} about none of ours, {report.looks_like.number} look like ours, "
        f"{report.older.number} older, {report.clash.number} unclear, {report.rejected.number} rejected; "
        f"{report.proposals} proposals with {report.opened.number} differences opened, {report.waiting} open already, "
        f"{report.dismissed} dismissed before, {report.settled} settled"
    )


def _short(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words if len(words) <= 80 else words[:79] + '…'}”" if words else "nothing"
