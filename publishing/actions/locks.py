"""Who waits for whom while pages are published. SQLite lets one writer in at a time; here is what PostgreSQL needs.

Publishing a fact locks its page and every page that states it, in one order. Publishing any other page locks that page,
and holds the facts it quotes against change without waiting for them: whoever publishes a fact then sees the new edition,
and nobody waits in a circle. "No key" locks leave rows that point at a page alone.
"""

from collections.abc import Collection

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from publishing import affected
from publishing.compiled import Compiled
from publishing.errors import TryAgain
from publishing.models import Page, Use


def lock_to_publish(page_ids: Collection[int]) -> None:
    """Lock the pages and those that state their facts, in one order whatever the caller's, so that two batches wait for
    each other instead of deadlocking."""
    ids = set(page_ids)
    _lock(ids | affected.quoting_ids(ids))
    # Whoever began to quote these facts while we waited has committed by now, and nobody else can.
    _lock(affected.quoting_ids(ids) - ids)


def _lock(ids: Collection[int]) -> None:
    list(Page.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def lock_quoted(compiled: Compiled) -> bool:
    """Hold the quoted facts as they are until this transaction ends. Gives whether a lock was taken: the page must then
    be compiled again, because a fact may have changed just before. Refused while somebody publishes one of them."""
    ids = sorted({target for target, how in compiled.uses if how == Use.How.QUOTES})
    if not ids or connection.vendor != "postgresql":
        return False
    table = connection.ops.quote_name(Page._meta.db_table)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {table} WHERE id = ANY(%s) ORDER BY id FOR SHARE NOWAIT", [ids])  # noqa: S608
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", "") != "55P03":  # lock not available
            raise
        raise TryAgain(
            _("A fact that this page quotes is being saved or published at this very moment. Publish again.")
        ) from error
    return True
