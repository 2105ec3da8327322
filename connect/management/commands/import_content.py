"""Bring a folder of Markdown and YAML files in as working copies."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from connect.importing import ImportRefused, import_content
from people.lookups import staff_named


class Command(BaseCommand):
    help = (
        "Import a folder of articles, topics, glossary terms, drugs and references as working copies; nothing is published. "
        "All of it or, when anything is wrong, none of it: every problem is listed with file and line."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who is recorded as the author")
        parser.add_argument("--with-site", action="store_true", help="also import site.yaml (the site settings)")
        parser.add_argument("--keep-existing", action="store_true", help="leave alone what is there already")
        parser.add_argument("--dry-run", action="store_true", help="check everything and change nothing")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args, folder, by, dry_run, with_site, keep_existing, **options):
        person = staff_named(by)
        try:
            done = import_content(
                folder,
                by=person,
                now=timezone.now(),
                site_by=person if with_site else None,
                dry_run=dry_run,
                keep_existing=keep_existing,
            )
        except ImportRefused as refused:
            self._report_problems(refused.problems, as_json=options["json"])
            sys.exit(1)
        if options["json"]:
            report = {
                "created": done.created,
                "updated": done.updated,
                "unchanged": done.unchanged,
                "warnings": [problem._asdict() for problem in done.warnings],
                "dry_run": dry_run,
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
            return
        for problem in done.warnings:
            self.stderr.write(str(problem), style_func=str)
        counts = f"{len(done.created)} created, {len(done.updated)} updated, {len(done.unchanged)} unchanged"
        self.stdout.write(f"Checked, nothing changed: {counts}." if dry_run else f"Imported: {counts}.")

    def _report_problems(self, problems, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"problems": [p._asdict() for p in problems]}, ensure_ascii=False, indent=1))
            return
        for problem in problems:
            self.stderr.write(str(problem), style_func=str)
        self.stderr.write(f"Nothing was imported: {len(problems)} to mend.", style_func=str)
