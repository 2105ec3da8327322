"""Small steps of a change of facts, through the verbs."""

from publishing import actions
from publishing.models import AffectedPage, ChangeSet, Page, SignOff
from tests import stories


def changed(drug, *, by, weeks=6, now=stories.NOW):
    return stories.change_frequency(drug, weeks=weeks, by=by, now=now)


def prepared(drug, *, by, weeks=6, now=stories.NOW) -> ChangeSet:
    """A changed frequency, with every affected page worked out."""
    changed(drug, by=by, weeks=weeks, now=now)
    return looked_at(drug, by=by, now=now)


def looked_at(page, *, by, now=stories.NOW) -> ChangeSet:
    """The change set of what the working copy says now, with every affected page worked out."""
    change = actions.open_change_set(page=page, by=by, now=now)
    work_out(change, now=now)
    return change


def work_out(change: ChangeSet, *, now=stories.NOW, most=100) -> None:
    while actions.prepare_change_set(change_set=change, now=now, most=most):
        pass


def row_of(change: ChangeSet, page: Page) -> AffectedPage:
    return change.affected.get(page=page.pk)


def approve_all(change: ChangeSet, *, by, now=stories.NOW) -> list[SignOff]:
    """The facts and every page without contradictions or problems."""
    return _approve(change, change.affected.clean(), by, now)


def approve_only(change: ChangeSet, pages, *, by, now=stories.NOW) -> list[SignOff]:
    """The facts and these pages."""
    return _approve(change, change.affected.filter(page__in=[page.pk for page in pages]), by, now)


def _approve(change: ChangeSet, rows, by, now) -> list[SignOff]:
    return actions.approve_change(
        change_set=change,
        by=by,
        now=now,
        pages=dict(rows.values_list("pk", "new_hash")),
        facts_hash=change.proposed_hash,
    )


def publish_fact(change: ChangeSet, *, by, now=stories.NOW):
    return actions.publish(page=change.page, by=by, now=now, change_note="Given less often.")
