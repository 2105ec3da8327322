"""Writing the audit line. Called by the verbs, inside their transactions."""

from django.contrib.auth import get_user_model

from publishing.models import Event, Page, Significance


def write_event(verb: str, *, page: Page | None, by, now, **data) -> Event:
    """One line of the audit trail. `by`: a user, or a reviewer of the register, whose id is none of a user's. `data` must be
    plain JSON."""
    event = make_event(verb, page=page, by=by, now=now, **data)
    event.save()
    return event


def make_event(verb: str, *, page: Page | None, by, now, **data) -> Event:
    """The same, not saved yet: for verbs that touch a thousand pages and write their lines together."""
    return Event(
        verb=verb,
        page_id=page.pk if page else None,
        page_kind=page.kind if page else "",
        page_title=page.title if page else "",
        actor_id=by.pk if isinstance(by, get_user_model()) else None,
        actor_name=by.get_display_name(),
        at=now,
        data=data,
    )


def authors_of(page: Page) -> set[int]:
    """Ids of everyone who changed the words since the last edition that had an approval of its own: none of them may
    approve. Counted by the order of events, not by clocks, which two servers may not share."""
    events = Event.objects.filter(page_id=page.pk)
    resting = [Significance.TYPO.value, Significance.PROPAGATED.value]
    published = events.filter(verb=Event.Verb.PUBLISHED).exclude(data__significance__in=resting)
    last = published.order_by("-pk").values_list("pk", flat=True).first() or 0
    edits = events.filter(verb__in=(Event.Verb.CREATED, Event.Verb.EDITED), data__words=True, pk__gt=last)
    return set(edits.values_list("actor_id", flat=True))
