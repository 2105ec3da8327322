"""Mails about approvals: asked, decided, void."""

from datetime import datetime

from publishing.mails.addresses import form_of, step_of
from publishing.mails.needed import NotNeeded
from publishing.models import Invitation, Mail, SignOff


def open_invitation(mail: Mail) -> Invitation:
    """The invitation a mail is about. Raises NotNeeded when it was answered or taken back, or the text is another by now."""
    invitations = Invitation.objects.select_related("request__page", "request__asked_by", "user", "reviewer")
    invitation = invitations.filter(pk=mail.data.get("invitation")).first()
    if invitation is None or invitation.revoked_at or invitation.sign_off_id:
        raise NotNeeded
    if invitation.request.content_hash != invitation.request.page.working_hash:
        raise NotNeeded  # edited before the mail went out: another will ask about the new text
    return invitation


def approval_asked(mail: Mail, now: datetime) -> dict:
    """For a clinician with an account. `data`: {"invitation": id}."""
    request = open_invitation(mail).request
    return {
        "page": request.page,
        "asked_by": request.asked_by.get_display_name(),
        "due_on": request.due_on,
        "note": request.note,
        "link": step_of(request.page, "approve"),
    }


def decision(mail: Mail, now: datetime) -> dict:
    """For whoever asked, and the owner. `data`: {"sign_off": id}."""
    decided = SignOff.objects.select_related("page").get(pk=mail.data["sign_off"])
    return {
        "page": decided.page,
        "decided": decided,
        "approved": decided.decision == SignOff.Decision.APPROVE,
        "remarks": decided.block_comments.all(),
        "link": form_of(decided.page),
    }
