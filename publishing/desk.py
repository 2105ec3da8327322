"""What waits for one person: the short lists on the first page of the admin."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.models import Event, Page, Significance, State
from publishing.staff.access import change_url, may_see, page_models

MOST = 8
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    detail: str


@dataclass(frozen=True)
class DeskList:
    """`more_url` leads to the whole list; `empty` is said when there is nothing."""

    title: str
    rows: tuple[Row, ...]
    empty: str
    more_url: str = ""


def lists_for(person) -> list[DeskList]:
    """One query a list, whatever the number of pages."""
    kinds = [model._meta.model_name for model in page_models() if may_see(person, model)]
    pages = Page.objects.filter(kind__in=kinds)
    everything = reverse("admin:publishing_page_changelist")
    lists = []
    if person.has_perm("publishing.sign_off_page") and person.is_clinician:
        waiting = (
            not_written_by(person, pages.in_state(State.IN_REVIEW)).select_related("asked_by").order_by("asked_at")
        )
        lists.append(
            DeskList(
                _("Waiting for my approval"),
                tuple(
                    Row(page.title, reverse("staff:approve", args=[page.pk]), _asked(page)) for page in waiting[:MOST]
                ),
                _("Nothing waits for you."),
                f"{everything}?state={State.IN_REVIEW.value}",
            )
        )
    if any(person.has_perm(f"{m._meta.app_label}.change_{m._meta.model_name}") for m in page_models()):
        mine = pages.with_state().filter(Q(owner=person) | Q(edited_by=person), is_current=False)
        lists.append(
            DeskList(
                _("My drafts and changes"),
                tuple(
                    Row(page.title, change_url(page), str(page.state.label))
                    for page in mine.order_by("-edited_at")[:MOST]
                ),
                _("Everything of yours is live."),
            )
        )
    if person.has_perm("publishing.record_review"):
        due = pages.due_by(timezone.localdate() + SOON).order_by("due_on")
        lists.append(
            DeskList(
                _("Reviews due within 30 days"),
                tuple(Row(page.title, change_url(page), str(page.due_on)) for page in due[:MOST]),
                _("No review is due."),
                f"{everything}?review=30",
            )
        )
    return lists


def not_written_by(person, pages):
    """Pages that this person may approve: they changed no word since the last edition with an approval of its own. The same
    rule as actions.events.authors_of, asked of many pages at once."""
    resting = [Significance.TYPO.value, Significance.PROPAGATED.value]
    published = Event.objects.filter(page_id=OuterRef("page_id"), verb=Event.Verb.PUBLISHED)
    last = published.exclude(data__significance__in=resting).order_by("-pk").values("pk")[:1]
    mine = Event.objects.filter(
        page_id=OuterRef("pk"),
        verb__in=(Event.Verb.CREATED, Event.Verb.EDITED),
        data__words=True,
        actor_id=person.pk,
        pk__gt=Coalesce(Subquery(last), 0),
    )
    return pages.filter(~Exists(mine))


def _asked(page: Page) -> str:
    return _("asked by %(who)s on %(day)s") % {"who": page.asked_by, "day": date_format(page.asked_at)}
