"""Whether a link to sign off still opens anything. Pure: the questions of the database are asked in actions/inviting.py."""

from datetime import datetime
from enum import StrEnum

from django.utils.timezone import localdate

from publishing.models import Invitation


class LinkState(StrEnum):
    """Where a link stands. Derived, never stored."""

    OPEN = "open"
    ANSWERED = "answered"
    REVOKED = "revoked"
    NOT_LISTED = "not-listed"
    EXPIRED = "expired"
    VOID = "void"
    PUBLISHED = "published"
    OWN_TEXT = "own-text"


def link_state(
    invitation: Invitation, *, now: datetime, content_hash: str, is_live: bool, is_author: bool
) -> LinkState:
    """`content_hash`: of the working copy as it is now. `is_live`: patients read exactly this text already. `is_author`: the
    clinician's address belongs to somebody who wrote what is to be approved."""
    if invitation.sign_off_id is not None:
        return LinkState.ANSWERED
    if invitation.revoked_at is not None:
        return LinkState.REVOKED
    if not invitation.reviewer.may_be_asked(on=localdate(now)):
        return LinkState.NOT_LISTED
    if invitation.expires_at is None or invitation.expires_at <= now:
        return LinkState.EXPIRED
    if invitation.request.content_hash != content_hash:
        return LinkState.VOID
    if is_live:
        return LinkState.PUBLISHED
    return LinkState.OWN_TEXT if is_author else LinkState.OPEN
