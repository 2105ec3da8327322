"""Mails about approvals: asked, decided, void."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from publishing.mails.addresses import absolute, form_of, step_of
from publishing.mails.needed import NotNeeded
from publishing.models import ApprovalRequest, ChangeSet, Invitation, Mail, OverruledWish, SignOff
from publishing.voids import void_of
from publishing.wishes import open_wishes_on


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
        "wishes": open_wishes_on(request.page, request.content_hash),
        "link": _where_to_decide(request),
    }


def _where_to_decide(request: ApprovalRequest) -> str:
    """Changed facts are decided together with the pages that state them."""
    change = ChangeSet.objects.of_exactly(request.page_id, request.content_hash).order_by("-pk").first()
    if change is not None:
        return absolute(reverse("staff:change", args=[change.pk]))
    return step_of(request.page, "approve")


def decision(mail: Mail, now: datetime) -> dict:
    """For whoever asked, and the owner. `data`: {"sign_off": id}."""
    decided = SignOff.objects.select_related("page").get(pk=mail.data["sign_off"])
    return {
        "page": decided.page,
        "decided": decided,
        "approved": decided.decision == SignOff.Decision.APPROVE,
        "remarks": decided.block_comments.all(),
        "overruled": decided.overruled.select_related("wish"),
        "still_asked": [str(each) for each in _still_asked(decided, now)],
        "link": form_of(decided.page),
    }


def _still_asked(decided: SignOff, now: datetime):
    """Who else was asked about the text and can still decide."""
    asked = Invitation.objects.open().filter(request__page=decided.page_id, request__content_hash=decided.content_hash)
    asked = asked.filter(request__content_hash=decided.page.working_hash).select_related("user", "reviewer")
    return asked.filter(Q(expires_at=None) | Q(expires_at__gt=now)).order_by("pk")


def wish_overruled(mail: Mail, now: datetime) -> dict:
    """For the clinician who asked for changes, when another approved the text without them. `data`: {"overruled": id}."""
    row = OverruledWish.objects.select_related("sign_off", "wish__page").get(pk=mail.data["overruled"])
    if row.redacted_at:
        raise NotNeeded
    return {
        "page": row.wish.page,
        "wish": row.wish,
        "approval": row.sign_off,
        "reason": row.reason,
        "link": form_of(row.wish.page) if mail.user_id else "",
    }


def approval_void(mail: Mail, now: datetime) -> dict:
    """For the clinicians and whoever asked them. `data`: {"sign_off": id} or {"request": id}."""
    if "sign_off" in mail.data:
        was = SignOff.objects.select_related("page", "by", "reviewer").get(pk=mail.data["sign_off"])
        mine = mail.recipient == (was.by or was.reviewer)
    else:
        was = ApprovalRequest.objects.select_related("page", "asked_by").filter(pk=mail.data["request"]).first()
        if was is None:
            raise NotNeeded  # the draft was deleted
        mine = mail.user_id != was.asked_by_id
        if mine and not _was_asked(mail, was):
            raise NotNeeded  # they never got the mail that asked them
    if was.content_hash == was.page.working_hash:
        raise NotNeeded  # the text is again what it was
    void = void_of(was)
    return {
        "page": was.page,
        "void": void,
        "editor": void.edit.by.get_display_name() if void.edit else "",
        "changes": void.changes(),
        "mine": mine,
        "link": form_of(was.page) if mail.user_id else "",
    }


def _was_asked(mail: Mail, request: ApprovalRequest) -> bool:
    """Whether a mail that asked this person about this text has gone out."""
    asking = Mail.objects.filter(kind__in=(Mail.Kind.APPROVAL_ASKED, Mail.Kind.APPROVAL_LINK), sent_at__isnull=False)
    asking = asking.filter(user=mail.user_id, reviewer=mail.reviewer_id)
    return asking.filter(data__invitation__in=list(request.invitations.values_list("pk", flat=True))).exists()
