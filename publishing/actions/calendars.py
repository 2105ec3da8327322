"""The secret address of a person's review calendar: made, made anew, switched off. Only its hash is stored."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from publishing import permissions
from publishing.actions.events import write_event
from publishing.link_secrets import hash_token, new_token
from publishing.models import Event


@transaction.atomic
def make_calendar_key(*, person, by, now: datetime) -> str:
    """A new key for the address of the person's calendar, told this once; an address made before stops working."""
    key = new_token()
    _store(person, hash_token(key), by, now)
    return key


@transaction.atomic
def switch_off_calendar(*, person, by, now: datetime) -> None:
    """The address stops working, and there is none until a new one is made."""
    _store(person, "", by, now)


def _store(person, key_hash: str, by, now: datetime) -> None:
    permissions.require_own_calendar(by, person)
    locked = get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
    if locked.calendar_key_hash == key_hash:
        return
    what = ("renewed" if locked.calendar_key_hash else "made") if key_hash else "switched off"
    locked.calendar_key_hash = person.calendar_key_hash = key_hash
    locked.save(update_fields=["calendar_key_hash"])
    write_event(Event.Verb.CALENDAR, page=None, by=by, now=now, calendar=what)
