"""When a safety notice goes: by its date, earlier by one person, later by two; and lapsing, which time does by itself."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from drugs import safety
from drugs.actions.safety import LONGEST, lock, reasoned, require_raise, require_second
from drugs.actions.safety_mails import ask_second_person, tell
from drugs.models import SafetyNotice, SafetyStep, Standing
from publishing import permissions
from publishing.actions import bulletins
from publishing.actions.events import write_event
from publishing.errors import Refused
from publishing.models import Event, SiteSettings

MOST_AT_ONCE = 500


class Time:
    """Who let a notice lapse: nobody."""

    def get_display_name(self) -> str:
        return _("nobody: the time was up")


@transaction.atomic
def end_notice(*, notice: SafetyNotice, reason: str, by, now: datetime) -> SafetyStep:
    """Take a notice down at once, or take back one that waits. One person is enough: what was right yesterday must not
    frighten anybody tonight because nobody else is awake. Whoever confirmed it, or raised it, is told."""
    require_raise(by)
    notice = lock(notice)
    reason, standing = reasoned(reason), notice.standing(now=now)
    if standing not in (Standing.WAITING, Standing.COMING, Standing.ON_SHOW):
        raise Refused(_("There is nothing to end: %(state)s.") % {"state": standing.label})
    waiting = standing == Standing.WAITING
    step = SafetyStep.objects.create(
        notice=notice, kind=SafetyStep.Kind.TAKEN_BACK if waiting else SafetyStep.Kind.ENDED, by=by,
        name=by.get_display_name(), at=now, reason=reason,
    )  # fmt: skip
    people = {notice.raised_by}
    if not waiting:
        bulletins.let_end(key=notice.key, at=now, now=now)
        people.add(notice.steps.get(kind=SafetyStep.Kind.CONFIRMED).by)
    write_event(Event.Verb.NOTICE_ENDED, page=notice.drug, by=by, now=now, notice=notice.pk, reason=reason)
    for person in people - {by}:
        tell(step=step, person=person, now=now)
    return step


@transaction.atomic
def ask_longer(*, notice: SafetyNotice, until: datetime, reason: str, by, now: datetime) -> SafetyStep:
    """Ask for a later end. It goes at the end it has unless a second person agrees in time."""
    require_raise(by)
    notice = lock(notice)
    _refuse_unless_confirmed(notice, now)
    if until <= notice.over_at or until - max(notice.starts_at, now) > LONGEST:
        raise Refused(_("Choose an end later than the present one, and within a year."))
    if waiting_longer(notice, now=now):
        raise Refused(_("Somebody asked to prolong it already. Decide that first."))
    site = SiteSettings.current()
    step = SafetyStep.objects.create(
        notice=notice, kind=SafetyStep.Kind.LONGER_ASKED, by=by, name=by.get_display_name(), at=now,
        reason=reasoned(reason), until=until,
        lapses_at=min(now + timedelta(hours=site.confirm_hours), notice.over_at),
    )  # fmt: skip
    write_event(
        Event.Verb.NOTICE_LONGER, page=notice.drug, by=by, now=now, notice=notice.pk, until=until.isoformat(),
        reason=step.reason,
    )  # fmt: skip
    ask_second_person(notice=notice, step=step, by=by, now=now)
    return step


@transaction.atomic
def decide_longer(
    *, asked: SafetyStep, agreed: bool, by, now: datetime, seen_hash: str = "", reason: str = ""
) -> SafetyStep:
    """The second person agrees to the later end, for exactly what they saw, or refuses and says why."""
    permissions.require(by, "drugs.confirm_safetynotice", to=_("confirm safety notices"))
    notice = lock(asked.notice)
    _refuse_unless_confirmed(notice, now)
    if waiting_longer(notice, now=now) != asked:
        raise Refused(_("This was decided already, or nobody decided it in time."))
    if not agreed:
        step = SafetyStep.objects.create(
            notice=notice, kind=SafetyStep.Kind.LONGER_REFUSED, by=by, name=by.get_display_name(), at=now,
            reason=reasoned(reason), answers=asked,
        )  # fmt: skip
        write_event(Event.Verb.NOTICE_REFUSED, page=notice.drug, by=by, now=now, notice=notice.pk, reason=step.reason)
        tell(step=step, person=asked.by, now=now)
        return step
    require_second(by, asked.by)
    if seen_hash != longer_hash(asked):
        raise Refused(_("The notice changed after you opened it. Please read it again."))
    step = SafetyStep.objects.create(
        notice=notice, kind=SafetyStep.Kind.PROLONGED, by=by, asked_by=asked.by, name=by.get_display_name(),
        role=by.role, credentials=by.credentials, at=now, until=asked.until, answers=asked, seen_hash=seen_hash,
    )  # fmt: skip
    bulletins.let_end(key=notice.key, at=asked.until, now=now)
    write_event(
        Event.Verb.NOTICE_PROLONGED, page=notice.drug, by=by, now=now, notice=notice.pk,
        until=asked.until.isoformat(), asked_by=asked.by.get_display_name(),
    )  # fmt: skip
    tell(step=step, person=asked.by, now=now)
    return step


def waiting_longer(notice: SafetyNotice, *, now: datetime) -> SafetyStep | None:
    """The request to prolong it that waits for a second person."""
    return SafetyStep.objects.waiting_longer(now=now).filter(notice=notice.pk).select_related("by").first()


def longer_hash(asked: SafetyStep) -> str:
    """Stands for what whoever agrees to prolong a notice saw: its words, its pages, and the later end."""
    notice = SafetyNotice.objects.select_related("drug").get(pk=asked.notice_id)
    return safety.seen_hash(notice, [*safety.paths_of(notice.drug), f"until {asked.until.isoformat()}"])


def _refuse_unless_confirmed(notice: SafetyNotice, now: datetime) -> None:
    standing = notice.standing(now=now)
    if standing not in (Standing.COMING, Standing.ON_SHOW):
        raise Refused(_("Only a notice that is confirmed and not over can be prolonged. Raise a new one."))


@transaction.atomic
def note_lapsed(*, now: datetime) -> list[SafetyNotice]:
    """Write down which notices nobody confirmed in time, and tell whoever raised them. They lapsed without this: it is for
    the record, and running it twice changes nothing."""
    noted = []
    for found in list(SafetyNotice.objects.unanswered_too_long(now=now).order_by("pk")[:MOST_AT_ONCE]):
        notice = lock(found)
        if notice.standing(now=now) != Standing.LAPSED or notice.answer is not None:
            continue
        step = SafetyStep.objects.create(notice=notice, kind=SafetyStep.Kind.LAPSED, at=now)
        write_event(
            Event.Verb.NOTICE_LAPSED, page=notice.drug, by=Time(), now=now, notice=notice.pk,
            lapsed_at=min(notice.lapses_at, notice.ends_at).isoformat(),
        )  # fmt: skip
        tell(step=step, person=notice.raised_by, now=now)
        noted.append(notice)
    return noted
