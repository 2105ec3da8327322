"""The numbers that pages of a section share, while pages are published."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from django.utils.translation import gettext as _

from publishing import affected
from publishing.errors import Refused
from publishing.models import AffectedPage, ChangeSet, Page

MOST_NAMES = 5


def lock_shared_numbers(kinds: Iterable[str]) -> None:
    """Before pages of these kinds are compiled for good: nobody else gives numbers until this transaction ends."""
    for kind in sorted(set(kinds)):
        Page._meta.get_field(f"as_{kind}").related_model.lock_shared_numbers()


def settle_numbers(rows: Sequence[AffectedPage], pages: Mapping[int, Page]) -> None:
    """Numbers that others took since these rows were worked out give way to the next free ones."""
    for row in rows:
        page = pages[row.page_id]
        compiled = affected.compiled_of(row)
        again = partial(page.compile_source, row.edition.source)
        settled = page.settle_numbers(compiled, again)
        if settled is not compiled:
            row.compiled |= affected.kept_of(settled)


def use_numbers(change_set: ChangeSet, section: Page) -> None:
    """From now on the section numbers as this change says. Refused unless every page of it can follow at once: readers
    must never find two lists under one name."""
    open_rows = change_set.affected.waiting()
    left = open_rows.exclude(pk__in=open_rows.approved().filter(prepared_at__isnull=False, problems=[]))
    if titles := list(left.order_by("title").values_list("title", flat=True)[:MOST_NAMES]):
        raise Refused(
            _("All pages of a section get their new numbers together. These are not approved yet: %(pages)s.")
            % {"pages": ", ".join(f"“{title}”" for title in titles)}
        )
    section.use_numbers(change_set.after["generation"])
