"""`manage.py refresh_drug_lists`: write again by what names, types and conditions pages about medicines are listed and found.
Once after an upgrade that says so."""

import json

from django.core.management.base import BaseCommand

from drugs.actions import behind_the_facts, refresh_lists


class Command(BaseCommand):
    help = (
        "Write again by what names, types and conditions the pages about medicines are listed and found, from the published"
        " facts. No word of a page changes."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="list the pages and write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args, **options):
        paths = [row.path for row in behind_the_facts()] if options["dry_run"] else refresh_lists()
        if options["json"]:
            self.stdout.write(json.dumps({"refreshed": paths}))
            return
        for path in paths:
            self.stdout.write(path)
        self.stdout.write(f"{len(paths)} pages {'would be' if options['dry_run'] else 'were'} brought up to date")
