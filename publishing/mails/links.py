"""Mails to clinicians without an account: the secret link, and the one-time code that shows whose mailbox it went to.

Part of the verb that delivers a mail, in its transaction: the secret is made here, its hash is committed before the mail
leaves, and the words that hold it are kept nowhere.
"""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from publishing import link_secrets
from publishing.mails.addresses import absolute
from publishing.mails.needed import NotNeeded
from publishing.models import Invitation, Mail, ObjectionCheck
from publishing.wishes import open_wishes_on

# A code that comes late would only confuse: the person asked for another one long ago.
CODE_IS_STALE_AFTER = timedelta(minutes=30)


def approval_link(mail: Mail, now: datetime) -> dict:
    """For a clinician of the reviewers' register. `data`: {"invitation": id, "page": id}. Each sending makes a new link, and
    the one before opens nothing any more."""
    invitation = _asked(mail, now)
    request = invitation.request
    if request.content_hash != request.page.working_hash:
        raise NotNeeded  # edited before the mail went out: another will ask about the new text
    token = link_secrets.new_token()
    invitation.token_hash = link_secrets.hash_token(token)
    invitation.code_hash = ""
    invitation.save(update_fields=["token_hash", "code_hash"])
    return {
        "page": request.page,
        "asked_by": request.asked_by.get_display_name(),
        "due_on": request.due_on,
        "note": request.note,
        "wishes": open_wishes_on(request.page, request.content_hash),
        "link": absolute(reverse("sign_off:start", args=[token])),
        "until": invitation.expires_at,
    }


def approval_code(mail: Mail, now: datetime) -> dict:
    """`data`: {"invitation": id}. Each sending makes a new code, and the one before is worth nothing any more."""
    if now - mail.made_at > CODE_IS_STALE_AFTER:
        raise NotNeeded
    invitation = _asked(mail, now)
    code = link_secrets.new_code()
    invitation.code_hash = link_secrets.hash_code(code, invitation_id=invitation.pk)
    invitation.code_expires_at = now + link_secrets.CODE_LIVES
    invitation.code_tries = 0
    invitation.save(update_fields=["code_hash", "code_expires_at", "code_tries"])
    return {
        "page": invitation.request.page,
        "code": code,
        "minutes": int(link_secrets.CODE_LIVES.total_seconds() // 60),
        "asked_by": invitation.request.asked_by.get_display_name(),
    }


def objection_code(mail: Mail, now: datetime) -> dict:
    """For the clinician who is to confirm an objection. `data`: {"objection": id}."""
    if now - mail.made_at > CODE_IS_STALE_AFTER:
        raise NotNeeded
    checks = ObjectionCheck.objects.select_for_update(of=("self",)).select_related("objection__review__page")
    check = checks.filter(objection=mail.data["objection"], confirmed_at__isnull=True).first()
    if check is None:
        raise NotNeeded
    code = link_secrets.new_code()
    check.code_hash = link_secrets.hash_objection_code(code, objection_id=check.objection_id)
    check.code_expires_at = now + link_secrets.CODE_LIVES
    check.code_tries = 0
    check.save(update_fields=["code_hash", "code_expires_at", "code_tries"])
    return {
        "page": check.objection.review.page,
        "code": code,
        "minutes": int(link_secrets.CODE_LIVES.total_seconds() // 60),
    }


def _asked(mail: Mail, now: datetime) -> Invitation:
    """The invitation, locked, while its clinician is still asked, in time, and in the register. Raises NotNeeded."""
    invitations = Invitation.objects.open().select_related("request__page", "request__asked_by", "reviewer")
    invitation = invitations.select_for_update(of=("self",)).filter(pk=mail.data.get("invitation")).first()
    if invitation is None or invitation.reviewer_id is None or invitation.reviewer_id != mail.reviewer_id:
        raise NotNeeded
    if not invitation.reviewer.may_be_asked(on=localdate(now)):
        raise NotNeeded
    if invitation.expires_at is None or invitation.expires_at <= now:
        raise NotNeeded
    return invitation
