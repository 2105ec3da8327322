"""A notice as readers of each language would see it, by the public template, before anybody does."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drugs import safety
from drugs.actions.safety import require_raise
from drugs.forms_safety import NoticeForm
from drugs.models import Drug, SafetyNotice
from publishing import bulletins
from publishing.errors import NotPermitted
from publishing.places import own_name
from publishing.staff.access import fragment, staff_fragment

MOST_POSTED = 100_000


def printed_of(
    drug: Drug, said: SafetyNotice | NoticeForm, now: datetime, *, by: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    """For each language of the site {"language", "name", "html"}. `said`: a notice, or a form that was sent, whose good fields
    are taken and whose bad ones are shown empty."""
    notice = said if isinstance(said, SafetyNotice) else _unsaved(drug, said, now)
    words = safety.words_of(notice, by=by)
    row = {
        "key": f"{safety.BULLETINS}:{notice.pk or 'new'}",
        "starts": notice.starts_at.isoformat(),
        "ends": (getattr(notice, "over_at", None) or notice.ends_at).isoformat(),
    }
    printed = []
    for code, _name in settings.LANGUAGES:
        shown = bulletins.in_language([{**row, "words": words}], code)
        shown[0]["id"] += f"-{code}"  # each language once on one page
        with translation.override(code):
            html = render_to_string("_components/bulletins.html", {"bulletins": shown, "level": "3"})
        printed.append({"language": code, "name": own_name(code), "html": html})
    return printed


def _unsaved(drug: Drug, form: NoticeForm, now: datetime) -> SafetyNotice:
    form.is_valid()
    good = form.cleaned_data
    return SafetyNotice(
        drug=drug,
        kind=good.get("kind") or SafetyNotice.Kind.OTHER,
        products=good.get("products") or [],
        title=good.get("title") or {},
        text=good.get("text") or {},
        source_url=good.get("source_url") or "",
        starts_at=good.get("starts_at") or now,
        ends_at=good.get("ends_at") or now,
    )


@staff_fragment
@require_POST
def preview(request, pk: int) -> HttpResponse:
    """What the form would show, for the script beside it."""
    try:
        require_raise(request.user)
    except NotPermitted as refused:
        return fragment(str(refused.reason), status=403)
    drug = Drug.objects.filter(pk=pk).first()
    if drug is None or int(request.META.get("CONTENT_LENGTH") or 0) > MOST_POSTED:
        return fragment(_("There is nothing to preview."), status=400)
    now = timezone.now()
    printed = printed_of(drug, NoticeForm(request.POST, drug=drug, now=now), now)
    return HttpResponse(render_to_string("admin/safety/_printed.html", {"printed": printed}, request))
