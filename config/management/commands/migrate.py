"""Django's migrate, with the frozen tables' triggers, the library's search index and the roles put back afterwards, whatever
happened in between."""

from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections

from config import roles
from publishing import triggers
from references import search_index


class Command(MigrateCommand):
    help = (
        MigrateCommand.help
        + " Also (re)installs the triggers of the tables that are written once, the search index of the reference library, and"
        " the staff roles."
    )

    def handle(self, *args, **options):
        using = options["database"]
        if options["plan"] or options["check_unapplied"]:
            return super().handle(*args, **options)
        if connections[using].vendor == "sqlite":
            # SQLite alters a table by rebuilding it: with triggers in place the rebuild fails or silently drops them.
            triggers.uninstall(using)
            search_index.uninstall(using)
        try:
            super().handle(*args, **options)
        finally:
            triggers.install(using)
            search_index.install(using)
        roles.install(using)
        return None
