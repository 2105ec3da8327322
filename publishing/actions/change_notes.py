"""What readers are told about an edition that follows changed facts: every change that it brings them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing.change_words import change_sentences, in_language
from publishing.compiled import NUMBERING
from publishing.models import AffectedPage, ChangeSet

LONGEST_NOTE = 300


def notes_of(change_set: ChangeSet, rows: Sequence[AffectedPage]) -> dict[int, str]:
    """Page id → note, in the language of the page. What a page was held back for is stated by its new edition too."""
    earlier = _held_for([row.page_id for row in rows])
    written: dict[tuple, str] = {}
    notes = {}
    for row in rows:
        changes = [*(each for each in earlier.get(row.page_id, ()) if each.pk != change_set.pk), change_set]
        key = (row.language, *(each.pk for each in changes))
        if key not in written:
            written[key] = _note(changes, row.language)
        notes[row.page_id] = written[key]
    return notes


def _held_for(page_ids: Iterable[int]) -> dict[int, list[ChangeSet]]:
    """The changes for which each page is held back, the oldest first."""
    held = AffectedPage.objects.held().filter(page__in=list(page_ids)).select_related("change_set").defer("compiled")
    found: dict[int, list[ChangeSet]] = {}
    for row in held.order_by("change_set__asked_at", "change_set"):
        found.setdefault(row.page_id, []).append(row.change_set)
    return found


def _note(changes: Sequence[ChangeSet], language: str) -> str:
    by_subject: dict[str, list[ChangeSet]] = {}
    for change in changes:
        by_subject.setdefault(change.subject, []).append(change)
    with override(language or None):
        note = " ".join(_sentences(each[0].before, each[-1], language) for each in by_subject.values())
        if len(note) > LONGEST_NOTE and len(by_subject) > 1:
            # No change goes unnamed: rather each in general than one cut off.
            note = " ".join(_sentences({}, each[-1], language, after={}) for each in by_subject.values())
    return note if len(note) <= LONGEST_NOTE else f"{note[: LONGEST_NOTE - 1]}…"


def _sentences(before, change: ChangeSet, language: str, *, after: Mapping[str, Any] | None = None) -> str:
    """From what readers read before the first of several changes of a fact to what the last one made of it."""
    if change.subject.startswith(NUMBERING):
        return _("The sources of this page have new numbers. No other word changed.")
    if change.page_id is None:
        return _("The status of a source of this page changed: %(title)s") % {"title": change.title}
    title = title_in(change, language)
    return " ".join(change_sentences(before, change.after if after is None else after, language, title=title))


def title_in(change_set: ChangeSet, language: str) -> str:
    """The name of what changed, as pages of a language say it."""
    return in_language(change_set.after.get("name"), language) or change_set.title
