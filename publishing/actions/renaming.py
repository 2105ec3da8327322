"""Two references of the library were merged: working copies cite the one that stays. docs/adr/0026."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from markup import rename_citations
from publishing.actions.events import write_event
from publishing.actions.saved_copies import keep_copy
from publishing.actions.voiding import tell_of_void
from publishing.actions.working import store_hash
from publishing.compiled import Compiled
from publishing.merged_names import known_as
from publishing.models import Autosave, Event, Page


@transaction.atomic
def rename_cited(*, page: Page, before: Compiled, names: Mapping[str, str], by, now: datetime) -> bool:
    """Let the working copy cite the new key of each old one in `names`. Called by the verb that merges, which asks who may,
    holds the pages in order, and gives `before`: the working copy as it compiled before anything was merged.

    Where it prints the same, every approval, request and set time stays good, and the answer is True. Otherwise those who
    approved are told, as when its words were edited. Nobody becomes an author: no word of theirs is in it.
    """
    source = page.get_source()
    known = known_as(source, page.before_merge)
    chain = page.before_merge["names"] if known is not source else {}
    save_rows = page.cite_instead(names)
    page.before_merge = {"source": before.source, "names": _joined(chain, names)}
    page.version += 1
    page.edited_by, page.edited_at = by, now
    page.save()
    if save_rows is not None:
        save_rows()
    now_is = type(page).objects.get(pk=page.pk)
    saved = now_is.compile()
    prints_the_same = saved.content_hash == before.content_hash
    if not prints_the_same:
        Page.objects.filter(pk=page.pk).update(before_merge=None)
        now_is.before_merge = None
        saved = now_is.compile()
        keep_copy(page=page, compiled=saved, version=page.version, by=by, at=now)
    store_hash(page, saved)
    tell_of_void(page=page, old_hash=before.content_hash, new_hash=saved.content_hash, by=by, now=now)
    write_event(Event.Verb.EDITED, page=page, by=by, now=now, words=False, hash=saved.content_hash, renamed=dict(names))
    return prints_the_same


def _joined(earlier: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """From the keys that clinicians know to those of now, after one merge or several."""
    joined = {old: names.get(new, new) for old, new in earlier.items()}
    return joined | {old: new for old, new in names.items() if old not in earlier.values()}


def rename_typed(*, names: Mapping[str, str]) -> int:
    """The same in what people typed and have not saved, so that nobody's box brings an old key back. Gives how many."""
    changed = []
    for kept in Autosave.objects.select_for_update(of=("self",)).order_by("pk").iterator():
        fields = {name: [_renamed(value, names) for value in values] for name, values in kept.fields.items()}
        if fields != kept.fields:
            kept.fields = fields
            changed.append(kept)
    Autosave.objects.bulk_update(changed, ["fields"], batch_size=200)
    return len(changed)


def _renamed(text: str, names: Mapping[str, str]) -> str:
    return rename_citations(text, names) if any(name in text for name in names) else text
