"""Write the library, or a part of it, for other programs."""

import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from publishing.models import CitationStyle
from references.exporting import written
from references.exports import FORMATS
from references.models import Reference, Status


class Command(BaseCommand):
    help = (
        "Write references for other programs: all of the library, or those that are named. CSL-JSON, RIS, BibTeX and NBIB come "
        "back from import_references exactly as they were, with their keys. CSV and text are for people. Nothing is changed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "keys", nargs="*", metavar="KEY", help="only these; without any, all that the options leave"
        )
        parser.add_argument("--format", required=True, choices=[*FORMATS], help="what to write")
        parser.add_argument(
            "--output", type=Path, metavar="FILE", help="write into this file instead of to standard output"
        )
        parser.add_argument("--status", choices=Status.values, help="only those with this status")
        parser.add_argument("--cited", action="store_true", help="only those that a live page cites")
        parser.add_argument(
            "--style", choices=CitationStyle.values, default="", help="for csv and text; else that of the site"
        )
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="en")
        parser.add_argument("--json", action="store_true", help="say as JSON how many were written (with --output)")

    def handle(self, *args, keys, output, **options):
        if options["json"] and not output:
            raise CommandError("--json says what was written into a file; add --output FILE.")
        form = FORMATS[options["format"]]
        rows = self._rows(keys, status=options["status"], cited=options["cited"])
        number = rows.count()
        pieces = written(rows, form, style=options["style"], language=options["language"])
        with ExitStack() as stack:
            file, done = (self.stdout._out, None) if not output else _beside(output, stack)
            silent = True if not output or options["json"] else None
            for piece in tqdm(pieces, total=number, unit=" records", disable=silent, leave=False):
                file.write(piece)
            if done:
                done()
        if options["json"]:
            self.stdout.write(json.dumps({"format": options["format"], "file": str(output), "written": number}))
        elif output:
            self.stderr.write(f"{output}: {number:,} references ({form.name})", style_func=str)
        else:
            sys.stdout.flush()

    def _rows(self, keys: list[str], *, status: str | None, cited: bool):
        rows = Reference.objects.cited() if cited else Reference.objects.kept()
        rows = rows.filter(status=status) if status else rows
        if keys:
            rows = rows.filter(key__in=keys)
            missing = sorted(set(keys) - set(rows.values_list("key", flat=True)))
            if missing:
                raise CommandError(f"Not in the library, or left out by the other options: {', '.join(missing)}.")
        return rows


def _beside(output: Path, stack: ExitStack):
    """A file beside the one that is wanted, and what puts it in its place: a failure leaves no half of one."""
    part = output.with_name(f"{output.name}.part")
    try:
        file = stack.enter_context(part.open("w", encoding="utf-8", newline=""))
    except OSError as error:
        raise CommandError(f"{output}: {error.strerror or error}") from error
    stack.callback(part.unlink, missing_ok=True)
    return file, lambda: (file.flush(), os.replace(part, output))
