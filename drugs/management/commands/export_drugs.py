"""Write drug facts as tables for a spreadsheet."""

import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from drugs.models import Drug
from drugs.tables.tables import TABLES
from drugs.tables.writing import FORMATS, write_tables


class Command(BaseCommand):
    help = (
        "Write the working copies of drug facts as tables that import_drugs reads back exactly: a workbook (xlsx) or a JSON file "
        "with all tables, or one table as xlsx, csv or json. Nothing is changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("keys", nargs="*", metavar="DRUG", help="only these drugs, by key; without any, everything")
        parser.add_argument("--format", required=True, choices=FORMATS, help="what to write")
        parser.add_argument(
            "--table", action="append", choices=[*TABLES], help="only this table (may be given several times)"
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="instead of to standard output")

    def handle(self, *args, keys, output, table, **options):
        names = table or list(TABLES)
        if options["format"] == "csv" and len(names) != 1:
            raise CommandError("A CSV file holds one table. Name it with --table, or write xlsx or json.")
        missing = sorted(set(keys) - set(Drug.objects.filter(key__in=keys).values_list("key", flat=True)))
        if missing:
            raise CommandError(f"There is no drug with the key {', '.join(missing)}.")
        content = write_tables(names, options["format"], drugs=keys or None)
        if output is None:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        part = output.with_name(f"{output.name}.part")
        try:
            part.write_bytes(content)
            os.replace(part, output)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CommandError(f"{output}: {error.strerror or error}") from error
