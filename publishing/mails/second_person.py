"""Mails about whatever two people decide in a higher layer: the row they are about says what is in them."""

from datetime import datetime

from django.apps import apps

from publishing.mails.addresses import absolute
from publishing.mails.needed import NotNeeded
from publishing.models import Mail


def second_person(mail: Mail, now: datetime) -> dict:
    """`data`: {"about": label of a model, "pk": id}. The row's `letter(now=…)` gives {"subject", "words", "link", "link_words"},
    or None when there is nothing left to tell."""
    row = apps.get_model(mail.data["about"])._base_manager.filter(pk=mail.data["pk"]).first()
    letter = row.letter(now=now) if row else None
    if letter is None:
        raise NotNeeded
    return {"letter": letter, "link": absolute(letter["link"])}
