"""Changing what drugs share: the only writer of Indications in the admin."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drugs.models import Drug, Indication
from publishing import permissions
from publishing.actions.events import write_event
from publishing.models import Event, Page


@transaction.atomic
def save_indication(*, indication: Indication, by, now: datetime) -> Indication:
    """Save an indication. Its name is part of what every drug given for it says, so each of those counts as edited: its
    approval is void until someone else approves the new words."""
    verb = "add" if indication.pk is None else "change"
    permissions.require(by, f"drugs.{verb}_indication", to=_("change the list of indications"))
    ids = set() if indication.pk is None else set(indication.regimen_set.values_list("drug_id", flat=True))
    list(Page.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    before = {drug.pk: drug.compile() for drug in Drug.objects.filter(pk__in=ids)}
    indication.save()
    for drug in Drug.objects.filter(pk__in=ids):
        saved = drug.compile()
        if saved.content_hash != before[drug.pk].content_hash:
            Page.objects.filter(pk=drug.pk).update(working_hash=saved.content_hash)
            write_event(Event.Verb.EDITED, page=drug, by=by, now=now, words=True, hash=saved.content_hash)
    return indication
