"""A reference of the library is corrected, superseded or retracted: the pages that cite it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from publishing import affected
from publishing.actions.changing import bring_up_to_date
from publishing.actions.events import write_event
from publishing.actions.holding import hold, release_reference
from publishing.compiled import content_hash
from publishing.models import AffectedPage, ChangeSet, Event, Page, SiteSettings


@transaction.atomic
def change_reference(
    *,
    key: str,
    title: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    mark: str,
    page_ids: Collection[int],
    path: str,
    by,
    now: datetime,
    hold_back: bool,
    also_called: Collection[str] = (),
    notice: Mapping[str, Any] | None = None,
) -> ChangeSet | None:
    """The status of a library reference changed, which shows at once in the library: the pages that cite it are put before
    a clinician, and say so in a banner until they were (`hold_back`). None when no live page cites it.

    `page_ids`: the live pages that cite it; `path`: its page in the library; `before` and `after`: {"status", …}; `mark`: what
    editions that quote it as it is now say of it. A page that says so already is shown again, and waits for nobody.
    `notice`: whose news it is, {"source", "dated", "reason", "links"}, for the clinician. `also_called`: keys of records
    that were merged into it, by which editions may quote it.
    """
    subject = f"reference:{key}"
    names = {subject, *(f"reference:{name}" for name in also_called)}
    AffectedPage.objects.held().filter(change_set__subject__in=names).update(held_at=None)
    ChangeSet.objects.open().filter(subject__in=names).update(closed_at=now)
    ids = set(page_ids) | affected.quoting_ids(page_ids)
    if not ids:
        return None
    list(Page.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    live = affected.live_pages(ids, light=True)
    said = {pk: {row.edition.quoted[name] for name in names & row.edition.quoted.keys()} for pk, row in live.items()}
    quoting = {pk: row for pk, row in live.items() if said[pk]}
    agreeing = {pk for pk in quoting if said[pk] == {mark}}
    nothing_new = quoting if not hold_back else agreeing
    release_reference(publications=[live[pk] for pk in nothing_new], fact=subject, by=by, now=now)
    for name in names - {subject}:  # held from now on under the name that it has now
        release_reference(publications=list(quoting.values()), fact=name, by=by, now=now)
    if quoting and agreeing == set(quoting):
        return None
    current = ChangeSet.objects.create(
        subject=subject,
        title=title[:200],
        proposed_hash=content_hash(dict(after), {}),
        before=dict(before),
        after=dict(after) | ({"notice": dict(notice)} if notice else {}),
        asked_by=by,
        asked_at=now,
    )
    write_event(Event.Verb.PROPOSED, page=None, by=by, now=now, change_set=current.pk, reference=key)
    bring_up_to_date(current, ids)
    if hold_back:
        site, _made = SiteSettings.objects.get_or_create(pk=SiteSettings.ONLY_ID)
        citing = {pk: row for pk, row in quoting.items() if row.path and pk not in agreeing}
        hold(
            publications=list(citing.values()),
            fact=subject,
            titles=dict.fromkeys((row.language for row in citing.values()), title[:200]),
            change_set=current,
            by=by,
            now=now,
            site=site,
            path=path,
            status=after.get("status", ""),
        )
        current.affected.filter(page__in=citing).update(held_at=now)
    return current
