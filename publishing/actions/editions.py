"""Writing an edition's frozen rows. Called by the verbs, inside their transactions."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Model

from markup import COMPILER_VERSION
from publishing.compiled import Compiled
from publishing.models import Edition, EditionApproval, Page, SignOff, Use

ROWS_AT_ONCE = 200


def insert_edition(
    *,
    page: Page,
    compiled: Compiled,
    approvals: Sequence[SignOff],
    by,
    now: datetime,
    significance: str,
    change_note: str = "",
) -> Edition:
    """Write the frozen rows of a new edition. The caller has checked that it may exist; the database checks again that it
    is what was approved. It rests on the first of `approvals` by constraint; the others are kept beside it."""
    approval, *further = approvals
    last = page.editions.order_by("-number").values_list("number", flat=True).first() or 0
    edition = Edition.objects.create(
        page_id=page.pk,
        number=last + 1,
        language=compiled.language,
        title=compiled.title,
        source=compiled.source,
        quoted=compiled.quoted,
        html=compiled.html,
        outline=list(compiled.outline),
        plain_text=compiled.plain_text,
        facts=compiled.facts,
        references=list(compiled.references),
        significance=significance,
        change_note=change_note.strip(),
        content_hash=compiled.content_hash,
        approval=approval,
        approved_hash=approval.content_hash,
        compiler_version=COMPILER_VERSION,
        published_at=now,
        published_by=by,
    )
    EditionApproval.objects.bulk_create(EditionApproval(edition=edition, sign_off=each) for each in further)
    Use.objects.bulk_create(Use(edition=edition, target_id=target, how=how) for target, how in sorted(compiled.uses))
    save_rows(page.get_edition_rows(edition, compiled))
    return edition


def save_rows(rows: Iterable[Model]) -> None:
    """Write unsaved rows of any tables, each table's together."""
    by_table: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    for model, some in by_table.items():
        model._default_manager.bulk_create(some, batch_size=ROWS_AT_ONCE)
