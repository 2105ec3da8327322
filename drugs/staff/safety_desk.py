"""The line on the desk about safety notices that wait for a second person, or for a later end to be confirmed."""

from datetime import datetime

from django.urls import reverse
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

from drugs.models import SafetyNotice, SafetyStep
from publishing.desk.waiting import MOST, Line, Waiting


def waiting_notices(person, *, now: datetime) -> list[Waiting]:
    """One list for whoever may raise or confirm notices, none while nothing waits and for everybody else. What the person
    asked for themselves is in it too: they want to know how long it has left."""
    if not person.has_perm("drugs.raise_safetynotice") and not person.has_perm("drugs.confirm_safetynotice"):
        return []
    raised = SafetyNotice.objects.waiting(now=now).select_related("drug", "raised_by").order_by("lapses_at", "pk")
    longer = SafetyStep.objects.waiting_longer(now=now).select_related("notice__drug", "by").order_by("lapses_at", "pk")
    asked = [(row.lapses_at, str(row), row.pk, row.raised_by) for row in raised[:MOST]]
    asked += [
        (row.lapses_at, _("%(notice)s, for longer") % {"notice": row.notice}, row.notice_id, row.by)
        for row in longer[:MOST]
    ]
    lines = tuple(
        Line(
            title,
            reverse("staff:safety-notice", args=[pk]),
            _("raised by %(who)s, %(left)s left") % {"who": who.get_display_name(), "left": timeuntil(at, now)},
            "" if who == person else _("urgent"),
        )
        for at, title, pk, who in sorted(asked, key=lambda each: each[0])[:MOST]
    )
    number = raised.count() + longer.count()
    if not number:
        return []
    title = _("Safety notices waiting for a second person")
    return [Waiting("safety", title, number, reverse("staff:safety-notices"), lines)]
