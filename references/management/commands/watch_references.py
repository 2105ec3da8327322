"""Ask what became of the references of the library: from files, or from the services that are switched on."""

import json
import sys
import time
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from tqdm import tqdm

from people.lookups import staff_named
from publishing.permissions import NotPermitted
from references.actions.watching import (
    ROWS_AT_ONCE,
    WatchReport,
    note_answer,
    note_not_found,
    record_notices,
    watched,
)
from references.management.files import opened
from references.models import Reference, Source, Status, WatchCheck
from references.notices import SOURCES, open_notices
from references.notices.crossref import told_of_work
from references.resolvers import CannotResolve, resolver_for


class Command(BaseCommand):
    help = (
        f"Look for notices about the references of the library (retractions, expressions of concern, corrections) in "
        f"{', '.join(name for name, _unit in SOURCES.values())}, recognised by what is in them, or ask Crossref with --resolve. "
        "What is found changes the status, opens a re-review of every page that cites it, and makes those pages due sooner. "
        "What is known already changes nothing. A reference that no file names is unknown, not unsuspected. Exit code 1 when "
        "anything was found or could not be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who is recorded as having looked")
        parser.add_argument(
            "--resolve", action="store_true", help="ask Crossref, the references least recently asked first"
        )
        parser.add_argument(
            "--limit", type=int, default=200, metavar="N", help="with --resolve: how many to ask for (200)"
        )
        parser.add_argument(
            "--pause",
            type=float,
            default=1.0,
            metavar="SECONDS",
            help="with --resolve: wait so long between questions (1)",
        )
        parser.add_argument("--dry-run", action="store_true", help="report what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args, files, by, dry_run, **options):
        person = staff_named(by)
        if not files and not options["resolve"]:
            raise CommandError("Name a file, or ask Crossref with --resolve.")
        if options["resolve"] and resolver_for("doi") is None:
            raise CommandError("Crossref is not switched on: REFERENCE_RESOLVERS does not name it.")
        for path in files:  # a wrong file is told before anything is changed
            with opened(path, open_notices):
                pass
        quiet = options["json"]
        reports: dict[str, tuple[str, WatchReport]] = {}
        with ExitStack() as stack:
            if dry_run:
                stack.enter_context(transaction.atomic())
            try:
                for path in dict.fromkeys(files):
                    reports[str(path)] = self._read(path, by=person, quiet=quiet)
                if options["resolve"]:
                    asked = self._ask(by=person, quiet=quiet, **_only(options, "limit", "pause"))
                    reports["Crossref"] = Source.CROSSREF, asked
            except NotPermitted as refused:
                raise CommandError(f"{refused.reason} (--by {by})") from refused
            counts = self._counts(reports)
            if dry_run:
                transaction.set_rollback(True)
        if quiet:
            self._print_json(reports, counts, dry_run=dry_run)
        else:
            self._print(reports, counts, dry_run=dry_run)
        if any(report.hits or report.to_decide or report.unreadable for _source, report in reports.values()):
            sys.exit(1)

    def _read(self, path: Path, *, by, quiet: bool) -> tuple[str, WatchReport]:
        with opened(path, open_notices) as file:
            report = WatchReport()
            with tqdm(desc=str(path), unit=" rows", disable=True if quiet else None, leave=False) as shown:
                while portion := list(islice(file.told, ROWS_AT_ONCE)):
                    report.add(record_notices(told=portion, source=file.source, by=by, now=timezone.now()))
                    shown.update(len(portion))
            if file.source == Source.RETRACTION_WATCH:  # it is a list of everything they know
                note_not_found(source=file.source, known=report.known, by=by, now=timezone.now())
            return file.source, report

    def _ask(self, *, by, quiet: bool, limit: int, pause: float) -> WatchReport:
        """One question after another, the references that nobody asked for longest first; interrupted, the next run goes on."""
        report, crossref = WatchReport(), resolver_for("doi")
        rows = _least_recently_asked(limit)
        for number, row in enumerate(tqdm(rows, unit=" works", disable=True if quiet else None, leave=False)):
            if number:
                time.sleep(pause)
            try:
                told = list(told_of_work(crossref.fetch(doi=row.doi)))
            except CannotResolve as refused:
                unknown = WatchCheck.Outcome.NOT_FOUND if refused.unknown else WatchCheck.Outcome.NO_ANSWER
                note_answer(reference=row, source=Source.CROSSREF, outcome=unknown, by=by, now=timezone.now())
                if not refused.unknown:
                    self.stderr.write(f"{row.key}: {refused.reason}", style_func=str)
                continue
            answered = record_notices(told=told, source=Source.CROSSREF, by=by, now=timezone.now())
            report.add(answered)
            if row.key not in answered.known:  # it answered about another work
                unknown = WatchCheck.Outcome.NOT_FOUND
                note_answer(reference=row, source=Source.CROSSREF, outcome=unknown, by=by, now=timezone.now())
        return report

    def _counts(self, reports: dict[str, tuple[str, WatchReport]]) -> dict[str, int]:
        named = {key for _source, report in reports.values() for key in report.known}
        kept, can_be_found = Reference.objects.kept().count(), watched().count()
        return {"not_found": can_be_found - len(named), "without_identifiers": kept - can_be_found}

    def _print(self, reports: dict[str, tuple[str, WatchReport]], counts: dict[str, int], *, dry_run: bool) -> None:
        for name, (source, report) in reports.items():
            unit = SOURCES[source][1]
            done = f"{len(report.hits)} changed, {len(report.to_decide)} to decide, {len(report.noted)} noted, "
            done += f"{len(report.unchanged)} known already, {len(report.unreadable)} unreadable"
            self.stdout.write(
                f"{name} ({SOURCES[source][0]}): {report.rows} rows; {'would be: ' if dry_run else ''}{done}"
            )
            for what, hits in (
                ("now", report.hits),
                ("to decide: back to", report.to_decide),
                ("noted:", report.noted),
            ):
                for hit in hits:
                    when = ", ".join(filter(None, (hit.dated, hit.notice)))
                    pages = f"; {_some(hit.pages, 'page')} to review" if hit.pages else ""
                    self.stdout.write(
                        f"  {hit.key}: {what} {Status(hit.status).label} ({unit} {hit.line}{', ' if when else ''}{when}){pages}"
                    )
            for line, reason in report.unreadable:
                self.stderr.write(f"{name}:{line}: unreadable: {reason}", style_func=str)
        missing, numberless = counts["not_found"], counts["without_identifiers"]
        self.stdout.write(
            f"{_some(missing, 'reference')} {'was' if missing == 1 else 'were'} not found, which says nothing about "
            f"{'it' if missing == 1 else 'them'}; {numberless} without DOI and PMID cannot be looked for."
        )

    def _print_json(
        self, reports: dict[str, tuple[str, WatchReport]], counts: dict[str, int], *, dry_run: bool
    ) -> None:
        files = {
            name: {
                "source": str(source),
                "rows": report.rows,
                **{
                    what: [each._asdict() for each in getattr(report, what)]
                    for what in ("hits", "noted", "to_decide", "unchanged", "unreadable")
                },
            }
            for name, (source, report) in reports.items()
        }
        self.stdout.write(json.dumps({"dry_run": dry_run, **counts, "files": files}, ensure_ascii=False, indent=1))


def _some(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _only(options: dict, *names: str) -> dict:
    return {name: options[name] for name in names}


def _least_recently_asked(limit: int) -> list[Reference]:
    asked = watched().exclude(doi="").filter(watch_checks__source=Source.CROSSREF)
    rows = watched().exclude(doi="").exclude(pk__in=asked.values("pk")).order_by("pk")[: max(0, limit)]
    never = list(rows)
    checked, failed = F("watch_checks__checked_at"), F("watch_checks__failed_at")
    asked = asked.annotate(last=Max(Greatest(Coalesce(checked, failed), Coalesce(failed, checked)))).order_by(
        "last", "pk"
    )
    return never + list(asked[: max(0, limit - len(never))])
