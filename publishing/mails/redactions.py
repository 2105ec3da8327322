"""Mails about redactions. They name no page and repeat no word of it: a mailbox is one more place that nobody could empty."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    """For whoever asked. `data`: {"redaction": id, "sharing": numbers of editions that keep some of the same words, "copies":
    how many of the working copy and its saved copies do}."""
    redaction = _redaction(mail)
    return _about(redaction) | {
        "who": redaction.decided_by.get_display_name(),
        "left": _what_stays(mail.data.get("sharing", []), mail.data.get("copies", 0)),
    }


def _what_stays(sharing: list[int], copies: int) -> str:
    """Where some of the same words still stand, by number alone; "" when nowhere."""
    said = []
    if sharing:
        words = ngettext(
            "Edition %(numbers)s of the page was not chosen and still holds some of the same words.",
            "Editions %(numbers)s of the page were not chosen and still hold some of the same words.",
            len(sharing),
        )
        said.append(words % {"numbers": ", ".join(map(str, sharing))})
    if copies:
        words = ngettext(
            "%(n)d copy of its unpublished text, for example a saved copy, still holds some of them.",
            "%(n)d copies of its unpublished text, for example saved copies, still hold some of them.",
            copies,
        )
        said.append(words % {"n": copies})
    if sharing:
        said.append(_("If one of these must go too, open the redaction and ask for it."))
    return " ".join(said)


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
