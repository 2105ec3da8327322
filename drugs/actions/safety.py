"""Raising a safety notice, and what the second person says to it. Confirmed, it stands above every page that uses the drug at
the next request.

Every verb locks the notice first, so that two people who decide at the same moment decide one after the other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.core.validators import URLValidator
from django.db import transaction
from django.forms import ValidationError
from django.utils.translation import gettext as _

from drugs import safety
from drugs.actions.safety_mails import ask_second_person, tell
from drugs.models import Drug, SafetyNotice, SafetyStep, Standing
from drugs.models.safety import LONGEST_REASON
from publishing import permissions
from publishing.actions import bulletins
from publishing.actions.events import write_event
from publishing.errors import NotPermitted, Refused
from publishing.models import Event, Publication, SiteSettings

LONGEST = timedelta(days=366)


@transaction.atomic
def raise_notice(
    *,
    drug: Drug,
    kind: str,
    title: Mapping[str, str],
    text: Mapping[str, str],
    source_url: str,
    starts_at: datetime,
    ends_at: datetime,
    by,
    now: datetime,
    products: Sequence[Mapping[str, str]] = (),
) -> SafetyNotice:
    """Ask for words to be shown at once wherever a drug is used. Nothing is shown until `confirm_notice` by a clinician who
    is somebody else; whoever may do so is told by mail. Without one it lapses after SiteSettings.confirm_hours."""
    return _raise(None, drug, kind, title, text, source_url, starts_at, ends_at, products, by, now)


@transaction.atomic
def reword_notice(
    *,
    notice: SafetyNotice,
    kind: str,
    title: Mapping[str, str],
    text: Mapping[str, str],
    source_url: str,
    starts_at: datetime,
    ends_at: datetime,
    by,
    now: datetime,
    products: Sequence[Mapping[str, str]] = (),
) -> SafetyNotice:
    """Put other words in the place of a notice that nobody has confirmed yet. A new row, with hours of its own: whoever has
    the old one on their screen must read again."""
    before = lock(notice)
    refuse_unless_waiting(before, now)
    after = _raise(before, before.drug, kind, title, text, source_url, starts_at, ends_at, products, by, now)
    SafetyStep.objects.create(notice=before, kind=SafetyStep.Kind.REPLACED, by=by, name=by.get_display_name(), at=now)
    return after


def _raise(replaces, drug, kind, title, text, source_url, starts_at, ends_at, products, by, now) -> SafetyNotice:
    require_raise(by)
    if not Publication.objects.live().filter(page=drug.pk).exists():
        raise Refused(_("The facts of this drug are not published, so no page shows them."))
    notice = SafetyNotice(
        drug=drug,
        kind=kind,
        products=[{"brand": each["brand"].strip(), "lots": each["lots"].strip()} for each in products],
        title=_filled(title),
        text=_filled(text),
        source_url=source_url.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        replaces=replaces,
        raised_by=by,
        raised_at=now,
        lapses_at=now + timedelta(hours=SiteSettings.current().confirm_hours),
    )
    _refuse_bad(notice, now)
    _refuse_twice(notice, now)
    notice.save()
    write_event(
        Event.Verb.NOTICE_RAISED, page=drug, by=by, now=now, notice=notice.pk, kind=kind,
        starts=starts_at.isoformat(), ends=ends_at.isoformat(), replaces=replaces and replaces.pk,
    )  # fmt: skip
    ask_second_person(notice=notice, by=by, now=now)
    return notice


def _refuse_twice(notice: SafetyNotice, now: datetime) -> None:
    """The same words about the same drug at the same time would stand twice above every page: somebody raised them already."""
    there = SafetyNotice.objects.filter(drug=notice.drug, kind=notice.kind, starts_at__lt=notice.ends_at)
    there = there.exclude(pk=notice.replaces.pk) if notice.replaces else there
    for other in (*there.waiting(now=now), *there.current(now=now)):
        at_one_time = other.over_at > notice.starts_at
        if at_one_time and (other.title, other.text, other.products) == (notice.title, notice.text, notice.products):
            words = _("The same notice, number %(number)s, %(standing)s. Open that one.")
            raise Refused(words % {"number": other.pk, "standing": other.standing(now=now).label})


def _filled(words: Mapping[str, str]) -> dict[str, str]:
    return {language: said.strip() for language, said in words.items() if said.strip()}


def _refuse_bad(notice: SafetyNotice, now: datetime) -> None:
    if not notice.title or set(notice.title) != set(notice.text):
        raise Refused(_("Give a title and a text in at least one language, and both in each that you write in."))
    if notice.ends_at <= max(notice.starts_at, now):
        raise Refused(_("It must end after it starts, and in the future."))
    if notice.ends_at - max(notice.starts_at, now) > LONGEST:
        raise Refused(_("It may be shown for a year at most. It can be prolonged then."))
    try:
        URLValidator(schemes=["https"])(notice.source_url)
        notice.clean_fields(exclude=["drug", "replaces", "raised_by"])
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages)) from problem


@transaction.atomic
def confirm_notice(*, notice: SafetyNotice, seen_hash: str, by, now: datetime) -> SafetyStep:
    """The second person agrees to exactly what they saw (`seen_hash`, from safety.seen_hash). From here on readers see it."""
    permissions.require(by, "drugs.confirm_safetynotice", to=_("confirm safety notices"))
    notice = lock(notice)
    refuse_unless_waiting(notice, now)
    require_second(by, notice.raised_by)
    if seen_hash != safety.seen_hash(notice, safety.paths_of(notice.drug)):
        raise Refused(
            _("This notice, or the list of pages it appears on, changed after you opened it. Please read it again.")
        )
    step = SafetyStep.objects.create(
        notice=notice, kind=SafetyStep.Kind.CONFIRMED, by=by, asked_by=notice.raised_by, name=by.get_display_name(),
        role=by.role, credentials=by.credentials, at=now, seen_hash=seen_hash,
    )  # fmt: skip
    bulletins.put_up(
        key=notice.key,
        about=safety.about(notice.drug),
        starts_at=notice.starts_at,
        ends_at=notice.ends_at,
        words=safety.words_of(notice, by=safety.signed(by, at=now)),
        now=now,
        rank=safety.rank_of(notice),
    )
    write_event(
        Event.Verb.NOTICE_CONFIRMED, page=notice.drug, by=by, now=now, notice=notice.pk, hash=seen_hash,
        raised_by=notice.raised_by.get_display_name(),
    )  # fmt: skip
    tell(step=step, person=notice.raised_by, now=now)
    return step


@transaction.atomic
def refuse_notice(*, notice: SafetyNotice, reason: str, by, now: datetime) -> SafetyStep:
    """The second person says no, and why. Nothing was shown."""
    permissions.require(by, "drugs.confirm_safetynotice", to=_("refuse safety notices"))
    notice = lock(notice)
    refuse_unless_waiting(notice, now)
    step = SafetyStep.objects.create(
        notice=notice, kind=SafetyStep.Kind.REFUSED, by=by, name=by.get_display_name(), at=now, reason=reasoned(reason)
    )
    write_event(Event.Verb.NOTICE_REFUSED, page=notice.drug, by=by, now=now, notice=notice.pk, reason=step.reason)
    tell(step=step, person=notice.raised_by, now=now)
    return step


def require_raise(by) -> None:
    permissions.require(by, "drugs.raise_safetynotice", to=_("raise, prolong or end safety notices"))


def require_second(by, first) -> None:
    """A clinician who is somebody else, also when they have two accounts with one address."""
    if not by.is_clinician:
        raise NotPermitted(
            _(
                "A safety notice names the clinician who confirmed it. Ask an administrator to add your role and credentials "
                "to your account."
            )
        )
    if by.pk == first.pk or (by.email and by.email.strip().lower() == first.email.strip().lower()):
        raise NotPermitted(_("You asked for this yourself. A second person must confirm it."))


def lock(notice: SafetyNotice) -> SafetyNotice:
    """The notice as it stands, with its steps, and nobody else's turn until this transaction ends."""
    SafetyNotice.objects.select_for_update(no_key=True).get(pk=notice.pk)
    return SafetyNotice.objects.with_steps().select_related("drug", "raised_by").get(pk=notice.pk)


def refuse_unless_waiting(notice: SafetyNotice, now: datetime) -> None:
    standing = notice.standing(now=now)
    if standing != Standing.WAITING:
        raise Refused(
            _("This notice does not wait for a second person any more: %(state)s.") % {"state": standing.label}
        )


def reasoned(reason: str) -> str:
    """The reason, fit to be kept."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(_("Say why, in at most 500 characters."))
    return reason
