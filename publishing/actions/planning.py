"""Deciding who reviews which page by when. Moves staff's working dates; what readers were promised stays."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import permissions
from publishing.errors import Refused
from publishing.models import Event, Page, Publication, SiteSettings

NAMED = 10  # titles in one refusal; more would hide the sentence
Dates = tuple[date, int | None]  # due_on, id of the person the review is assigned to


@transaction.atomic
def assign_review(*, pages: Sequence[Page], assigned_to, by, now: datetime) -> int:
    """Give the next review of these pages to one person, or (None) back to whoever looks after each. Gives how many pages
    changed."""
    live = _lock(pages, by)
    _refuse_absent(assigned_to)
    person = assigned_to.pk if assigned_to else None
    return _write({page: (row.due_on, person) for page, row in live.items()}, live, by, now, reason="")


@transaction.atomic
def plan_reviews(
    *,
    plan: Sequence[tuple[Page, date, object]],
    by,
    now: datetime,
    reason: str,
    seen: Mapping[int, Dates] | None = None,
    may_wait: Collection[int] = (),
    broken_promises: int = 0,
) -> int:
    """Set the day and the person of several reviews: rows of (page, due_on, assigned_to). All or none; gives how many pages
    changed. `reason` is kept with each.

    `seen`: by page id, the day and the person (id) that whoever confirms was shown as the present ones; a page that
    somebody changed since is named, and nothing is done. `may_wait`: ids of pages chosen one by one that may become later
    although they are not to be postponed. `broken_promises`: how many of the other pages, as whoever confirms was told,
    will be looked at later than readers were promised. Reviews, and the promise itself, are never touched.
    """
    live = _lock([page for page, _day, _person in plan], by)
    if len(live) != len(plan):
        raise Refused(_("The plan names a page twice. Nothing was planned."))
    if not reason.strip():
        raise Refused(_("Say why these days change: it is kept with every page. Nothing was planned."))
    today = localdate(now)
    for page, day, person in plan:
        _refuse_absent(person)
        if day < today and day != live[page.pk].due_on:
            raise Refused(_("A review cannot be planned for a day that is over. Nothing was planned."))
    if seen is not None:
        _refuse_changed(live, seen)
    wanted = {page.pk: (day, person.pk if person else None) for page, day, person in plan}
    later = [row for pk, row in sorted(live.items()) if is_later(row.due_on, wanted[pk][0]) and pk not in may_wait]
    _refuse_postponed(later)
    _refuse_broken_promises(later, wanted, broken_promises)
    return _write(wanted, live, by, now, reason=reason.strip())


def bring_forward(*, page_ids: Collection[int], by, now: datetime, reason: str) -> int:
    """Something that live pages rest on may have changed: each is looked at within the days that the site sets for its risk, or
    sooner if it is due sooner. Called by verbs that asked who may, inside their transactions; gives how many pages changed."""
    list(Page.objects.select_for_update(no_key=True).filter(pk__in=page_ids).order_by("pk").values_list("pk"))
    rows = Publication.objects.live().filter(page__in=page_ids).select_related("page")
    live = {row.page_id: row for row in rows}
    site = SiteSettings.current()
    wanted = {}
    for pk, row in live.items():
        day = localdate(now) + timedelta(days=site.hurry_days(row.risk_tier or row.page.risk_tier))
        wanted[pk] = (min(row.due_on or day, day), row.assigned_to_id)
    return _write(wanted, live, by, now, reason=reason)


def _lock(pages: Sequence[Page], by) -> dict[int, Publication]:
    """The live publications by page, locked in one order whatever the caller's. Refused unless every page is live."""
    permissions.require_plan_reviews(by)
    wanted = {page.pk for page in pages}
    locked = list(Page.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    live = {row.page_id: row for row in Publication.objects.live().filter(page__in=wanted).select_related("page")}
    missing = [page.title for page in locked if page.pk not in live]
    if missing or len(locked) != len(wanted):
        raise Refused(_("Only live pages can be planned. Not live: %(pages)s.") % {"pages": _named(missing) or "–"})
    return live


def _refuse_absent(person) -> None:
    if person is not None and not (person.is_active and person.is_staff):
        raise Refused(_("%(who)s no longer works here. Choose somebody else.") % {"who": person})


def _refuse_changed(live: Mapping[int, Publication], seen: Mapping[int, Dates]) -> None:
    changed = [row.page.title for pk, row in sorted(live.items()) if seen.get(pk) != (row.due_on, row.assigned_to_id)]
    if changed:
        raise Refused(
            _("Somebody changed these pages meanwhile: %(pages)s. Nothing was planned; propose anew.")
            % {"pages": _named(changed)}
        )


def is_later(was: date | None, day: date) -> bool:
    return was is not None and day > was


def breaks_promise(promised: date | None, was: date | None, day: date) -> bool:
    """Whether moving a review from one day to another makes it come after the day that readers were promised."""
    return promised is not None and day > promised and is_later(was, day)


def _refuse_postponed(later: Sequence[Publication]) -> None:
    """Facts that are held back, and medicines: the pages on which a late review does most harm."""
    guarded = Page.objects.not_to_be_postponed().filter(pk__in=[row.page_id for row in later])
    titles = list(guarded.order_by("pk").values_list("title", flat=True))
    if titles:
        raise Refused(
            _(
                "These pages are about a medicine, or held back from patients, and would be reviewed later: %(pages)s. Tick "
                "each one that may wait. Nothing was planned."
            )
            % {"pages": _named(titles)}
        )


def _refuse_broken_promises(later: Sequence[Publication], wanted: Mapping[int, Dates], told: int) -> None:
    broken = sum(breaks_promise(row.next_review_on, row.due_on, wanted[row.page_id][0]) for row in later)
    if broken > told:
        raise Refused(
            ngettext(
                "%(n)d page would be reviewed later than patients were promised. Tick that you know. Nothing was planned.",
                "%(n)d pages would be reviewed later than patients were promised. Tick that you know. Nothing was planned.",
                broken,
            )
            % {"n": broken}
        )


def _named(titles: Sequence[str]) -> str:
    words = ", ".join(f"“{title}”" for title in titles[:NAMED])
    if len(titles) > NAMED:
        words += " " + _("and %(n)d more") % {"n": len(titles) - NAMED}
    return words


def _write(wanted: Mapping[int, Dates], live: Mapping[int, Publication], by, now, *, reason: str) -> int:
    """Store what differs, with one Event a page. Publication.version stays: readers see none of it."""
    rows, events = [], []
    for pk, (day, person) in sorted(wanted.items()):
        row = live[pk]
        if (row.due_on, row.assigned_to_id) == (day, person):
            continue
        old = _as_json(row)
        row.due_on, row.assigned_to_id = day, person
        rows.append(row)
        events.append(
            Event(
                verb=Event.Verb.PLANNED,
                page_id=pk,
                page_kind=row.page.kind,
                page_title=row.page.title,
                actor_id=by.pk,
                actor_name=by.get_display_name(),
                at=now,
                data={"old": old, "new": _as_json(row), "reason": reason},
            )
        )
    Publication.objects.bulk_update(rows, ["due_on", "assigned_to"], batch_size=200)
    Event.objects.bulk_create(events, batch_size=200)
    return len(rows)


def _as_json(row: Publication) -> dict:
    return {"due_on": row.due_on.isoformat() if row.due_on else None, "assigned_to": row.assigned_to_id}
