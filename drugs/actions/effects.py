"""Changing the vocabulary that side effects are named from: the only writer of Effects."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drugs.actions.shared import refuse_used, save_stated_words
from drugs.models import Effect
from publishing import permissions


@transaction.atomic
def save_effect(*, effect: Effect, by, now: datetime) -> Effect:
    """Save an effect of the vocabulary. Its words are part of what every drug and class that states it says, so each of those
    counts as edited: its approval is void until someone else approves the new words."""
    verb = "add" if effect.pk is None else "change"
    permissions.require(by, f"drugs.{verb}_effect", to=_("change the list of effects"))
    stated = () if effect.pk is None else effect.stated.values_list("drug_id", "drug_class_id")
    ids = {drug or drug_class for drug, drug_class in stated}
    save_stated_words(sheets=ids, by=by, now=now, save=effect.save)
    return effect


@transaction.atomic
def delete_effect(*, effect: Effect, by) -> None:
    """Take an effect out of the vocabulary. Refused while a drug or class states it."""
    permissions.require(by, "drugs.delete_effect", to=_("change the list of effects"))
    refuse_used(effect)
    effect.delete()
