"""Emptying editions for good: one person asks, a second sees exactly what goes and decides."""

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import actions, permissions
from publishing.actions.redacted_places import places_of
from publishing.errors import NotPermitted, Refused
from publishing.forms_redaction import RedactionForm
from publishing.models import Edition, Page, Publication, Redaction
from publishing.staff.access import change_url, find_page, staff_page
from publishing.staff.steps import methods, posted, show_step

A_PAGE = 50


@staff_page
@methods
def ask_redaction(request, pk: int) -> HttpResponse:
    """Which editions, and why. Nothing is emptied yet."""
    permissions.require_redact(request.user)
    page = find_page(request, pk)
    waiting = Redaction.objects.open().filter(page=page.pk).first()
    if waiting is not None:
        return redirect("staff:redaction", pk=waiting.pk)
    form = RedactionForm(posted(request), page=page)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_redaction(page=page, by=request.user, now=timezone.now(), **form.cleaned_data)
        except NotPermitted:
            raise
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(
                request, _("Asked. Send this address to the second person; nothing is emptied until they agree.")
            )
            return redirect("staff:redaction", pk=asked.pk)
    return show_step(
        request,
        page,
        title=_("Empty editions for good"),
        button=_("Ask a second person"),
        form=form,
        refused=refused,
        dangerous=True,
        explanation=_(
            "Only for personal data, a picture or story without consent, or a court order. The text is emptied everywhere and "
            "cannot be brought back; that there was an edition, who approved it and who emptied it stays on record. For "
            "advice that is wrong or out of date, withdraw the page instead."
        ),
    )


@staff_page
@methods
def decide_redaction(request, pk: int) -> HttpResponse:
    """Exactly what will be emptied, and two buttons. After the decision: what was decided."""
    permissions.require_redact(request.user)
    redaction = Redaction.objects.select_related("page", "asked_by", "decided_by").filter(pk=pk).first()
    if redaction is None:
        raise Http404
    page = find_page(request, redaction.page_id)
    refused = None
    if request.method == "POST" and request.POST.get("decision") in ("agree", "refuse"):
        agreed = request.POST["decision"] == "agree"
        try:
            actions.decide_redaction(redaction=redaction, agreed=agreed, by=request.user, now=timezone.now())
        except NotPermitted:
            raise
        except Refused as refusal:
            refused = refusal
        else:
            done = _("Emptied. Readers see it within a minute.") if agreed else _("Not emptied. Nothing was changed.")
            messages.success(request, done)
            return redirect("staff:redactions")
    editions = Edition.objects.filter(page=page.pk, number__in=redaction.numbers).order_by("number")
    context = admin.site.each_context(request) | {
        "title": _("Empty editions for good"),
        "redaction": redaction,
        "page": page,
        "opts": page._meta,
        "change_url": change_url(page),
        "refused": refused,
        "editions": editions.defer("html", "source", "plain_text", "references", "outline"),
        "open": redaction.decided_at is None,
        "mine": redaction.asked_by_id == request.user.pk,
        "places": places_of(page, redaction.numbers) if redaction.decided_at is None else [],
        "is_live": Publication.objects.live().filter(page=page.pk, edition__in=editions).exists(),
        "others": _pages_that_quote(page),
    }
    return TemplateResponse(request, "admin/pages/redaction.html", context)


def _pages_that_quote(page: Page) -> list[Page]:
    """Pages whose editions quote this one's facts, live or old: their text holds what they quoted, and is redacted there."""
    quoting = Page.objects.filter(
        editions__uses__target=page.pk, editions__uses__how="quotes", editions__redacted_at=None
    )
    pages = list(quoting.distinct().order_by("title", "pk")[:50])
    for other in pages:
        other.redact_url = reverse("staff:ask-redaction", args=[other.pk])
    return pages


@staff_page
@methods
def redactions(request) -> HttpResponse:
    """Those that wait first, then every one there was."""
    permissions.require_redact(request.user)
    rows = Redaction.objects.select_related("page", "asked_by", "decided_by").order_by("-asked_at", "-pk")
    context = admin.site.each_context(request) | {
        "title": _("Redactions"),
        "waiting": rows.open()[:A_PAGE],
        "rows": Paginator(rows.filter(decided_at__isnull=False), A_PAGE).get_page(request.GET.get("p", "1")[:10]),
    }
    return TemplateResponse(request, "admin/pages/redactions.html", context)
