"""What a librarian would mend in the records of the library."""

import json
import sys
from collections.abc import Iterator

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate
from tqdm import tqdm

from references.models import Reference
from references.requirements import Problem, problems_of

PORTION = 500


class Command(BaseCommand):
    help = (
        "Check every reference of the library: missing fields, numbers with a wrong check digit, years that cannot be, pages "
        "that run backwards, titles in capitals. Changes nothing. Exit code 1 when anything was found."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args, **options):
        checked = Reference.objects.kept().count()
        found = list(self._found(checked, quiet=options["json"]))
        if options["json"]:
            rows = [
                {
                    "key": key,
                    "code": each.code,
                    "field": each.field,
                    "message": each.message,
                    "suggestion": each.suggestion,
                }
                for key, each in found
            ]
            self.stdout.write(json.dumps({"checked": checked, "problems": rows}, ensure_ascii=False, indent=1))
        else:
            for key, problem in found:
                self.stdout.write(f"{key}: {problem.field}: {problem.message}")
            mended = len({key for key, _problem in found})
            self.stdout.write(f"{checked} checked, {len(found)} problems in {mended} references.")
        if found:
            sys.exit(1)

    def _found(self, number: int, *, quiet: bool) -> Iterator[tuple[str, Problem]]:
        today = localdate()
        rows = Reference.objects.kept().order_by("key").values_list("key", "csl").iterator(PORTION)
        for key, record in tqdm(rows, total=number, disable=True if quiet else None, leave=False):
            for problem in problems_of(record, today=today):
                yield key, problem
