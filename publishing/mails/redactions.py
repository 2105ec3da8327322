"""Mails about redactions. They name no page and repeat no word of it: a mailbox is one more place that nobody could empty."""

from datetime import datetime

from django.urls import reverse

from publishing.mails.addresses import absolute
from publishing.mails.needed import NotNeeded
from publishing.models import Mail, Redaction


def redaction_asked(mail: Mail, now: datetime) -> dict:
    """For everybody who may be the second person. `data`: {"redaction": id}."""
    redaction = _redaction(mail)
    if redaction.decided_at is not None:
        raise NotNeeded
    return _about(redaction)


def redaction_decided(mail: Mail, now: datetime) -> dict:
    """For whoever asked. `data`: {"redaction": id}."""
    redaction = _redaction(mail)
    return _about(redaction) | {"who": redaction.decided_by.get_display_name()}


def _redaction(mail: Mail) -> Redaction:
    redaction = Redaction.objects.select_related("asked_by", "decided_by").filter(pk=mail.data["redaction"]).first()
    if redaction is None:
        raise NotNeeded
    return redaction


def _about(redaction: Redaction) -> dict:
    return {
        "redaction": redaction,
        "asked_by": redaction.asked_by.get_display_name(),
        "number": len(redaction.numbers),
        "link": absolute(reverse("staff:redaction", args=[redaction.pk])),
    }
