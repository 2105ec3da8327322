"""Sources of live pages that somebody has to decide about: what readers go on being told, and what ends it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from publishing import affected
from publishing.actions.editions import ROWS_AT_ONCE
from publishing.actions.holding import release_reference
from publishing.compiled import REFERENCE
from publishing.models import AffectedPage, ChangeSet, Publication


def marks_for(rows: Sequence[AffectedPage]) -> dict[str, str]:
    """What the references these rows cite would print today."""
    page = affected.specific_pages([rows[0].page])[rows[0].page_id]
    return page.get_reference_marks({name for row in rows for name in row.compiled["quoted"]})


def undecided_sources(change_set: ChangeSet, page_ids: Collection[int]) -> set[tuple[int, str]]:
    """(page, "reference:…"): sources of these pages whose own change waits for a clinician. That a page marks them in its list
    says nothing of whether what rests on them may stand."""
    rows = AffectedPage.objects.waiting().filter(page__in=page_ids, change_set__closed_at=None)
    others = rows.exclude(change_set=change_set.pk).filter(change_set__subject__startswith=REFERENCE)
    return set(others.values_list("page", "change_set__subject"))


def keep_warning(publications: Sequence[Publication], undecided: Collection[tuple[int, str]]) -> None:
    """Readers go on being told of sources that nobody has decided about."""
    warning = []
    for publication in publications:
        publication.held = [each for each in publication.held if (publication.page_id, each["fact"]) in undecided]
        if publication.held:
            warning.append(publication)
    Publication.objects.bulk_update(warning, ["held"], batch_size=ROWS_AT_ONCE)


def settle_those_that_say_so(change_set: ChangeSet, by, now: datetime) -> set[int]:
    """Approved pages that mark the source already, because another change was published first: no edition, and no warning
    any more. Ids of them."""
    if not change_set.source:
        return set()
    rows = list(change_set.affected.waiting().approved().select_related("sign_off", "edition"))
    live = affected.live_pages([row.page_id for row in rows], light=True)
    marks = marks_for(rows) if rows else {}
    settled = [
        row
        for row in rows
        if row.prepared_at is not None
        and row.page_id in live
        and row.edition_id == live[row.page_id].edition_id
        and row.new_hash == row.sign_off.content_hash == live[row.page_id].edition.content_hash
        and has_reason(change_set, row)
        and all(marks.get(name) == said for name, said in row.compiled["quoted"].items() if name.startswith(REFERENCE))
    ]
    release_reference(publications=[live[row.page_id] for row in settled], fact=change_set.subject, by=by, now=now)
    for row in settled:
        row.became, row.held_at = row.edition, None
    AffectedPage.objects.bulk_update(settled, ["became", "held_at"], batch_size=ROWS_AT_ONCE)
    return {row.page_id for row in settled}


def has_reason(change_set: ChangeSet, row: AffectedPage) -> bool:
    """A page that cites a retracted source goes out only with a clinician's reason to keep what it says."""
    return not change_set.is_retraction or bool(row.sign_off.comment.strip())
