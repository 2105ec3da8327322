"""The reviewers' register: clinicians without an account who may be asked to approve by a secret link."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Reviewer
from publishing import permissions
from publishing.actions.events import write_event
from publishing.actions.inviting import revoke_links
from publishing.models import Event, Invitation, Page

# What an event may keep for ever. An address, a note or a conflict of interest stays in the register alone: the event says
# only that it was changed.
KEPT_IN_EVENTS = ("name", "role", "credentials", "language", "checked_on", "expires_on", "is_active")
ONLY_NAMED_IN_EVENTS = ("email", "conflicts_of_interest", "note")


@transaction.atomic
def save_reviewer(*, reviewer: Reviewer, by, now: datetime) -> Reviewer:
    """Enter a clinician into the register, or change an entry; nobody is ever deleted.

    A new address, or an entry that is no longer active, takes back every link that still waits for an answer: the link
    went to somebody whom the register no longer names.
    """
    adding = reviewer.pk is None
    verb = "add" if adding else "change"
    permissions.require(by, f"people.{verb}_reviewer", to=_("change the reviewers' register"))
    if adding:
        reviewer.save()
        write_event(
            Event.Verb.REGISTER, page=None, by=by, now=now, reviewer=reviewer.pk, added=True, name=reviewer.name
        )
        return reviewer
    # The pages first, then the entry: the order in which a decision locks them.
    waiting = Invitation.objects.open().filter(reviewer=reviewer.pk).values_list("request__page", flat=True)
    list(Page.objects.select_for_update().filter(pk__in=list(waiting)).order_by("pk").values_list("pk"))
    stored = Reviewer.objects.select_for_update().get(pk=reviewer.pk)
    reviewer.save()
    changed = _changes(stored, reviewer)
    revoked = 0
    if stored.email.casefold() != reviewer.email.casefold() or not reviewer.is_active:
        revoked = revoke_links(reviewer=reviewer, by=by, now=now)
    if changed:
        data = {"changed": changed, "links_taken_back": revoked}
        write_event(Event.Verb.REGISTER, page=None, by=by, now=now, reviewer=reviewer.pk, name=reviewer.name, **data)
    return reviewer


def _changes(before: Reviewer, after: Reviewer) -> dict[str, list]:
    """What differs: field → [before, after] as text, or [] where the event may not keep the words."""
    kept = {
        name: [_plain(getattr(before, name)), _plain(getattr(after, name))]
        for name in KEPT_IN_EVENTS
        if getattr(before, name) != getattr(after, name)
    }
    named = {name: [] for name in ONLY_NAMED_IN_EVENTS if getattr(before, name) != getattr(after, name)}
    return kept | named


def _plain(value) -> str | bool | None:
    return value if value is None or isinstance(value, str | bool) else value.isoformat()
