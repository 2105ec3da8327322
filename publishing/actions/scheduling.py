"""Publishing and withdrawing at a set time. What was set is only a wish: everything is asked again when the time has come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import permissions
from publishing.actions.events import write_event
from publishing.actions.locks import lock_to_publish
from publishing.actions.mailing import post
from publishing.actions.press import approvals_to_rest_on, publish
from publishing.actions.set_times import take_back
from publishing.actions.withdrawing import refuse_bad_withdrawal, withdraw
from publishing.errors import Refused, TryAgain
from publishing.models import Event, Mail, Page, Publication, Schedule, Significance, SiteSettings
from publishing.moments import in_words

FARTHEST = timedelta(days=3 * 366)


@transaction.atomic
def set_time(
    *,
    page: Page,
    does: str,
    at: datetime,
    by,
    now: datetime,
    significance: str = Significance.CLINICAL,
    change_note: str = "",
    cause: str = "",
    reason: str = "",
    instead: Publication | None = None,
    redirects: bool = False,
) -> Schedule:
    """Publish the working copy, or withdraw the page, at `at` (aware). A time set before for the same deed gives way.

    Refused when it could not be done now: nobody should rely on a time at which nothing can happen. A page that is to be
    published may be set to be withdrawn at a later time.
    """
    permissions.require_publish(by)
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if at <= now:
        raise Refused(_("This time has passed already: %(at)s. Choose a later one.") % {"at": in_words(at)})
    if at - now > FARTHEST:
        raise Refused(_("This is more than three years ahead. Choose an earlier day."))
    publishing = does == Schedule.Does.PUBLISH
    live = Publication.objects.live().filter(page=page).select_related("edition").first()
    if publishing:
        approvals_to_rest_on(
            page,
            page.compile(),
            live=live,
            significance=significance,
            change_note=change_note,
            site=SiteSettings.current(),
        )
    else:
        first = Schedule.objects.pending().filter(page=page, does=Schedule.Does.PUBLISH, at__lt=at)
        if live is None and not first.exists():
            raise Refused(_("This page is not live, so there is nothing to withdraw."))
        refuse_bad_withdrawal(live, cause=cause, reason=reason, instead=instead, redirects=redirects)
    take_back(page=page, does=does, by=by, now=now)
    schedule = Schedule.objects.create(
        page_id=page.pk,
        does=does,
        at=at,
        significance=significance if publishing else "",
        change_note=change_note.strip() if publishing else "",
        cause="" if publishing else cause,
        reason="" if publishing else reason.strip(),
        instead=None if publishing else instead,
        redirects=redirects and not publishing,
        set_by=by,
        set_at=now,
    )
    write_event(Event.Verb.SCHEDULED, page=page, by=by, now=now, does=str(does), at=at.isoformat())
    return schedule


@transaction.atomic
def cancel_time(*, page: Page, does: str, by, now: datetime) -> None:
    """Take a set time back: nothing will happen at it."""
    permissions.require_publish(by)
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if not Schedule.objects.pending().filter(page=page, does=does).exists():
        raise Refused(_("No time is set any more: it was taken back, or it has come."))
    take_back(page=page, does=does, by=by, now=now)


@dataclass(frozen=True)
class Outcome:
    """What came of one set time: "done", "refused" (with the reasons), or "not ours" when another process was first."""

    schedule: int
    page: str
    does: str
    result: str
    reasons: tuple[str, ...] = ()


@transaction.atomic
def do_at_set_time(*, schedule: Schedule, now: datetime) -> Outcome:
    """Do what was set, as the person who set it, who must still be active and permitted; ask everything again. What cannot
    be done is refused for good, kept with its reasons, and mailed to whoever looks after the page."""
    lock_to_publish([schedule.page_id])
    page = Page.objects.get(pk=schedule.page_id).specific
    # Asked again behind the page's lock: of two processes the second finds it done.
    mine = Schedule.objects.come_due(now=now).select_for_update(of=("self",)).filter(pk=schedule.pk)
    schedule = mine.select_related("set_by", "instead").first()
    if schedule is None:
        return Outcome(0, page.title, "", "not ours")
    try:
        # The reasons are mailed in the language of the page.
        with transaction.atomic(), override(page.language or settings.LANGUAGE_CODE):
            _do(schedule, page, now)
    except TryAgain:
        raise  # somebody else was at it; the time has not passed in vain
    except Refused as refused:
        reasons = _reasons(refused)
        _keep_refusal(schedule, page, reasons, now)
        return Outcome(schedule.pk, page.title, schedule.does, "refused", tuple(reasons))
    return Outcome(schedule.pk, page.title, schedule.does, "done")


def _do(schedule: Schedule, page: Page, now: datetime) -> None:
    by = schedule.set_by
    if schedule.does == Schedule.Does.PUBLISH:
        publish(page=page, by=by, now=now, significance=schedule.significance, change_note=schedule.change_note)
    else:
        # A page to read instead that is gone meanwhile must not keep a page public that was to end.
        instead = schedule.instead if schedule.instead and schedule.instead.edition_id else None
        withdraw(
            page=page,
            by=by,
            now=now,
            cause=schedule.cause,
            reason=schedule.reason,
            instead=instead,
            redirects=schedule.redirects and instead is not None,
        )


def _reasons(refused: Refused) -> list[str]:
    """Every reason as a sentence, the refusal's own first."""
    issues = (f"{issue.message} {issue.fix}".strip() for issue in refused.issues)
    return [str(refused.reason), *issues]


def _keep_refusal(schedule: Schedule, page: Page, reasons: list[str], now: datetime) -> None:
    schedule.refused_at, schedule.refusal = now, reasons
    schedule.save(update_fields=["refused_at", "refusal"])
    by = schedule.set_by
    write_event(Event.Verb.REFUSED, page=page, by=by, now=now, does=schedule.does, reason=" ".join(reasons))
    people = {person.pk: person for person in (page.responsible, by) if person is not None and person.is_active}
    for person in people.values():
        post(
            kind=Mail.Kind.SCHEDULE_REFUSED,
            key=f"schedule-refused:{schedule.pk}:{person.pk}",
            now=now,
            user=person,
            data={"page": page.pk, "schedule": schedule.pk},
        )
