"""Approving a text of which another clinician asked for changes: never by a count of votes, only knowingly and with a reason."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from publishing.actions.mailing import post
from publishing.errors import Refused
from publishing.models import Mail, OverruledWish, SignOff

LONGEST_REASON = 2_000


def wishes_to_overrule(
    texts: Collection[tuple[int, str]], *, clinician, seen: Collection[int], despite: str
) -> list[SignOff]:
    """The wishes of others that an approval of these texts, (page id, content hash), would go against. Refused unless each
    was on the clinician's screen (`seen`: their ids) and they say why the text is right without it (`despite`)."""
    asked = SignOff.objects.filter(page__in={page for page, _hash in texts}).open_wishes()
    asked = asked.filter(content_hash__in={text for _page, text in texts}).select_related("page").order_by("pk")
    others = [
        wish
        for wish in asked
        if (wish.page_id, wish.content_hash) in texts and clinician not in (wish.by, wish.reviewer)
    ]
    if unseen := [wish for wish in others if wish.pk not in seen]:
        raise Refused(
            _(
                "Nothing was approved: %(who)s asked for changes to “%(title)s”, and you had not been shown that. It is shown "
                "now; please read it, then decide."
            )
            % {"who": unseen[0].name, "title": unseen[0].page.title}
        )
    if others and not despite.strip():
        raise Refused(
            _(
                "%(who)s asked for changes to exactly this text. Say why you approve it without them, or ask for changes "
                "yourself."
            )
            % {"who": others[0].name}
        )
    return others


def overrule(*, wishes: Sequence[SignOff], approvals: Sequence[SignOff], despite: str, now: datetime) -> None:
    """Put on record which approval went against which wish, and why, and tell each clinician who asked."""
    by_text = {(approval.page_id, approval.content_hash): approval for approval in approvals}
    for wish in wishes:
        row = OverruledWish.objects.create(
            sign_off=by_text[wish.page_id, wish.content_hash], wish=wish, reason=despite.strip()[:LONGEST_REASON]
        )
        post(
            kind=Mail.Kind.WISH_OVERRULED,
            key=f"wish-overruled:{row.pk}",
            now=now,
            user=wish.by,
            reviewer=wish.reviewer,
            data={"overruled": row.pk, "page": wish.page_id},
        )


def others_are_waited_for(invitations, *, now: datetime) -> bool:
    """Whether somebody else who was asked about this text can still decide: not taken back, not answered, not expired."""
    return invitations.open().filter(Q(expires_at=None) | Q(expires_at__gt=now)).exists()
