"""Changing what drugs are given for: the only writer of Indications in the admin."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drugs.actions.shared import refuse_used, save_stated_words
from drugs.models import Indication
from publishing import permissions


@transaction.atomic
def save_indication(*, indication: Indication, by, now: datetime) -> Indication:
    """Save an indication. Its name is part of what every drug given for it says, so each of those counts as edited: its
    approval is void until someone else approves the new words."""
    verb = "add" if indication.pk is None else "change"
    permissions.require(by, f"drugs.{verb}_indication", to=_("change the list of indications"))
    ids = () if indication.pk is None else indication.regimen_set.values_list("drug_id", flat=True)
    save_stated_words(sheets=ids, by=by, now=now, save=indication.save)
    return indication


@transaction.atomic
def delete_indication(*, indication: Indication, by) -> None:
    """Take an indication out of the list. Refused while a drug is given for it."""
    permissions.require(by, "drugs.delete_indication", to=_("change the list of indications"))
    refuse_used(indication)
    indication.delete()
