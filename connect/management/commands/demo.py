"""Load the sample site for local use, once, and print who can log in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from connect import sample
from connect.importing import ImportRefused

PASSWORD = "sample-password-for-local-use"  # noqa: S105 - printed on every start, refused when DEBUG is off


class Command(BaseCommand):
    help = "Load the sample site and its four logins, for local use only (refused when DEBUG is off)."

    def add_arguments(self, parser):
        parser.add_argument("--address", default="", help="print this address with the logins")

    def handle(self, *args, address, **options):
        if not settings.DEBUG:
            raise CommandError("demo makes accounts with a known password, so it runs only with DEBUG=1.")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database has not all its tables yet. Run manage.py migrate first, then demo again.")
        people = sample.make_people(password=PASSWORD)
        if sample.is_loaded():
            self.stdout.write("The sample site is there already; what was edited is kept.")
        else:
            try:
                done = sample.load_sample_site(people=people, now=timezone.now())
            except ImportRefused as refused:
                raise CommandError(str(refused)) from refused
            self.stdout.write(
                f"Loaded the sample site: {len(done.pages)} pages and fact sheets, approved and published."
            )
        self.stdout.write("")
        for person in sample.PEOPLE:
            what = ", ".join(filter(None, (person.display_name, person.role)))
            self.stdout.write(f"  {person.username:<14} {what}")
        self.stdout.write(f"  password for all four: {PASSWORD}")
        if address:
            self.stdout.write(f"\n  Read:  {address}/articles/bone-metastases/\n  Write: {address}/admin/\n")
