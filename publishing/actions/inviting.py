"""A clinician without an account comes by a secret link: its one-time codes, its one decision, and how it is taken back.

The token and the code themselves are made while their mail is composed (publishing/mails/links.py) and leave in that mail.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from people.models import Reviewer
from publishing import link_secrets, permissions
from publishing.actions.codes import CodeResult, count_code, try_code
from publishing.actions.events import authors_of, write_event
from publishing.actions.mailing import post
from publishing.errors import Refused
from publishing.invitations import LinkState, link_state
from publishing.models import Event, Invitation, Mail, Publication

CODE_KEY = "approval-code:{invitation}:{number}"


@transaction.atomic
def send_code(*, invitation: Invitation, now: datetime) -> Mail:
    """Mail a one-time code to the address in the register. Refused, with what to do, after too many codes."""
    invitation = _locked(invitation.pk)
    if not _is_usable(invitation, now=now):
        raise Refused(_("This link is not open any more."))
    count_code(invitation, now=now)
    number = Mail.objects.filter(key__startswith=CODE_KEY.format(invitation=invitation.pk, number="")).count() + 1
    if number > link_secrets.MOST_CODES_EVER:
        raise Refused(
            _("Too many codes were sent for this link. Please ask %(who)s for a new link.")
            % {"who": invitation.request.asked_by.get_display_name()}
        )
    invitation.save(update_fields=["codes_since", "codes_sent"])
    address = link_secrets.masked(invitation.reviewer.email)
    write_event(
        Event.Verb.CODE_SENT, page=invitation.request.page, by=invitation.reviewer, now=now, to=address, invitation=invitation.pk
    )  # fmt: skip
    return post(
        kind=Mail.Kind.APPROVAL_CODE,
        key=CODE_KEY.format(invitation=invitation.pk, number=number),
        now=now,
        data={"invitation": invitation.pk},
        reviewer=invitation.reviewer,
        language=language_of(invitation),
    )


@transaction.atomic
def enter_code(*, invitation: Invitation, code: str, now: datetime) -> CodeResult:
    """Try a code. A wrong one is counted, so nothing is raised here: that would take the count back. A right one is used
    up."""
    invitation = _locked(invitation.pk)
    if not _is_usable(invitation, now=now):
        return CodeResult.NONE
    result = try_code(invitation, link_secrets.hash_code(code, invitation_id=invitation.pk), now=now)
    if result == CodeResult.RIGHT:
        invitation.opened_at = invitation.opened_at or now
    invitation.save(update_fields=["code_hash", "code_tries", "opened_at"])
    return result


def state_of_link(invitation: Invitation, *, page, content_hash: str, now: datetime) -> LinkState:
    """Where a link stands, for whoever opens it."""
    return link_state(
        invitation,
        now=now,
        content_hash=content_hash,
        is_live=Publication.objects.live().filter(page=page.pk, edition__content_hash=content_hash).exists(),
        is_author=permissions.has_account_among(invitation.reviewer, authors_of(page)),
    )


def revoke_links(*, reviewer: Reviewer, by, now: datetime) -> int:
    """Take back every link of a clinician that still waits for an answer; part of a verb that locked their pages."""
    waiting = Invitation.objects.open().filter(reviewer=reviewer.pk).select_related("request__page")
    waiting = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    for invitation in waiting:
        invitation.revoked_at, invitation.revoked_by, invitation.code_hash = now, by, ""
        invitation.save(update_fields=["revoked_at", "revoked_by", "code_hash"])
        write_event(
            Event.Verb.REVOKED, page=invitation.request.page, by=by, now=now, asked=[str(reviewer)], why="register"
        )
    return len(waiting)


def language_of(invitation: Invitation) -> str:
    """A link speaks the language of its page; facts without a language speak the clinician's."""
    return invitation.request.page.language or invitation.reviewer.language


def _locked(invitation_id: int) -> Invitation | None:
    invitations = Invitation.objects.select_related("request__page", "request__asked_by", "reviewer")
    return invitations.select_for_update(of=("self",)).filter(pk=invitation_id).first()


def _is_usable(invitation: Invitation | None, *, now: datetime) -> bool:
    """Whether a code for it could lead anywhere; what the text says by now is looked at when the page is opened."""
    return (
        invitation is not None
        and invitation.reviewer is not None
        and invitation.sign_off_id is None
        and invitation.revoked_at is None
        and invitation.expires_at is not None
        and invitation.expires_at > now
        and invitation.reviewer.may_be_asked(on=localdate(now))
    )
