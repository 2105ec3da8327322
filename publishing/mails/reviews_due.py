"""The mail that reminds somebody of reviews: all their pages in one, the most urgent first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing.desk.questions import list_url
from publishing.mails.addresses import absolute, form_of
from publishing.mails.needed import NotNeeded
from publishing.models import Mail, Page

MOST_NAMED = 100  # pages in one part of a mail; the list behind the link has them all


@dataclass(frozen=True)
class Line:
    """One page. `late`: days overdue; `falls_to`: who is to review it, "" when it is the reader themselves."""

    title: str
    url: str
    due_on: date
    late: int
    falls_to: str


@dataclass(frozen=True)
class Part:
    """Pages under one heading; `more`: how many are not named; `url`: the list that has them all."""

    title: str
    lines: tuple[Line, ...]
    more: int
    url: str


def reviews_due(mail: Mail, now: datetime) -> dict:
    """For whoever was reminded: what the mail's Reminder rows name, as far as it is still true."""
    today = localdate(now)
    days = dict(mail.reminders.values_list("page", "due_on"))
    told = Page.objects.filter(reminders__mail=mail).with_state().with_responsible().order_by("due_on", "title", "pk")
    pages = [page for page in told if page.is_live and page.due_on == days[page.pk]]
    if not pages:
        raise NotNeeded
    people = get_user_model().objects.in_bulk({page.assignee_id for page in pages} - {None})
    lines = {True: [], False: []}
    mine = {True: True, False: True}
    for page in pages:
        overdue = page.due_on < today
        is_mine = page.assignee_id == mail.user_id
        mine[overdue] &= is_mine
        falls_to = "" if is_mine else str(people.get(page.assignee_id, _("nobody")))
        lines[overdue].append(Line(page.title, form_of(page), page.due_on, (today - page.due_on).days, falls_to))
    parts = [
        _part(_("Overdue"), lines[True], mine[True], review="overdue"),
        _part(_("Coming up"), lines[False], mine[False], review="90"),
    ]
    return {
        "parts": [part for part in parts if part.lines],
        "overdue": len(lines[True]),
        "coming": len(lines[False]),
        "number": len(pages),
        "others": not (mine[True] and mine[False]),
    }


def _part(title: str, lines: list[Line], mine: bool, **chosen) -> Part:
    """The list is that of the reader's own reviews, unless other people's are among them."""
    url = list_url(**({"falls-to": "me"} if mine else {}), **chosen)
    return Part(title, tuple(lines[:MOST_NAMED]), max(0, len(lines) - MOST_NAMED), absolute(url))
