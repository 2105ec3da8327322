"""Who was asked to approve a page, what came of it, and which mails about the page did not go out: for the box on its form."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing.models import ApprovalRequest, Event, Invitation, Mail, Page, SignOff

MOST_TROUBLES = 5
MOST_CODES_SHOWN = 100


@dataclass(frozen=True)
class SentCode:
    at: datetime
    to: str


@dataclass(frozen=True)
class AskedPerson:
    """One clinician who was asked. `words`: what came of it; `waits`: an answer may still come; `codes`: when their one-time
    codes were sent, and where to."""

    invitation: Invitation
    name: str
    words: str
    waits: bool
    codes: tuple[SentCode, ...] = ()


@dataclass(frozen=True)
class Asked:
    """The newest request about this very text. `late`: the day that was asked for is past and somebody has not answered."""

    request: ApprovalRequest
    people: tuple[AskedPerson, ...]
    late: bool = False


def asked_about(page: Page, content_hash: str, *, now: datetime, today: date) -> Asked | None:
    """Who was asked about this text of the page; None when nobody asked, or the asking was taken back or is over."""
    requests = page.approval_requests.filter(content_hash=content_hash).select_related("asked_by")
    request = requests.order_by("-pk").first()
    if request is None:
        return None
    rows = request.invitations.select_related("user", "reviewer", "sign_off").order_by("pk")
    codes = _codes_sent(page)
    people = tuple(
        replace(_person(invitation, now), codes=tuple(codes.get(invitation.pk, ())))
        for invitation in rows
        if invitation.revoked_at is None
    )
    if not people and page.asked_hash != content_hash:
        return None
    waiting = not people or any(person.waits for person in people)
    return Asked(request, people, late=bool(request.due_on and request.due_on < today and waiting))


def _codes_sent(page: Page) -> dict[int, list[SentCode]]:
    """By the id of the invitation, the newest first."""
    found: dict[int, list[SentCode]] = {}
    events = Event.objects.filter(page_id=page.pk, verb=Event.Verb.CODE_SENT).order_by("-pk")
    events = events.filter(data__has_key="invitation")  # codes that confirm an objection have their place in the review
    for event in events[:MOST_CODES_SHOWN]:
        found.setdefault(event.data.get("invitation"), []).append(SentCode(event.at, event.data.get("to", "")))
    return found


def _person(invitation: Invitation, now: datetime) -> AskedPerson:
    name = str(invitation.reviewer or invitation.user)
    if invitation.sign_off:
        day = date_format(localtime(invitation.sign_off.at))
        approved = invitation.sign_off.decision == SignOff.Decision.APPROVE
        words = _("approved on %(day)s") if approved else _("asked for changes on %(day)s")
        return AskedPerson(invitation, name, words % {"day": day}, False)
    if invitation.expires_at and invitation.expires_at <= now:
        return AskedPerson(invitation, name, _("did not answer in time: the link has expired"), False)
    if invitation.expires_at is None:
        return AskedPerson(invitation, name, _("has not decided yet"), True)
    until = date_format(localtime(invitation.expires_at))
    if invitation.opened_at:
        words = _("opened the link on %(day)s and has not decided yet; it is good until %(until)s")
        return AskedPerson(
            invitation, name, words % {"day": date_format(localtime(invitation.opened_at)), "until": until}, True
        )
    return AskedPerson(
        invitation, name, _("has not opened the link yet; it is good until %(until)s") % {"until": until}, True
    )


def mails_in_trouble(page: Page) -> list[Mail]:
    """Mails about the page that failed and have not gone out."""
    mails = Mail.objects.in_trouble().filter(data__page=page.pk).select_related("user", "reviewer")
    return list(mails.order_by("-pk")[:MOST_TROUBLES])
