"""What waits on the desk because of drugs."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drugs.models import Drug, Proposal
from publishing.desk.questions import url_with
from publishing.desk.waiting import MOST, Line, Waiting
from publishing.staff.access import may_see

PROPOSALS = "admin:drugs_proposal_changelist"


def differences_with_sources(person) -> list[Waiting]:
    """Records that say otherwise than our drugs do, for whoever decides about them; none for the others."""
    if not (may_see(person, Drug) and person.has_perm("drugs.change_drug")):
        return []
    proposals = Proposal.objects.open()
    lines = tuple(
        Line(
            ": ".join(filter(None, (row.drug.title, row.product_words))),
            reverse("staff:proposal", args=[row.pk]),
            " · ".join((row.get_source_display(), _said(row))),
        )
        for row in proposals.with_counts().select_related("drug").order_by("-opened_at", "-pk")[:MOST]
    )
    title = _("Differences with sources")
    return [Waiting("differences", title, proposals.count(), url_with(PROPOSALS, state="open"), lines)]


def _said(row: Proposal) -> str:
    number = ngettext("%(n)d difference", "%(n)d differences", row.to_decide) % {"n": row.to_decide}
    return f"{number}, {date_format(localtime(row.opened_at))}"
