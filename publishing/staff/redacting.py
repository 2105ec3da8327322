"""Emptying editions for good: one person asks, a second sees exactly what goes and decides."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import actions, permissions
from publishing.actions.redacted_places import left_of, places_of
from publishing.errors import NotPermitted, Refused
from publishing.forms_redaction import RedactionForm, SecondPersonForm
from publishing.models import Edition, Page, Publication, Redaction
from publishing.staff.access import change_url, find_page, staff_page
from publishing.staff.steps import methods, posted, show_step

A_PAGE = 50
MOST_NAMED = 10


@staff_page
@methods
def ask_redaction(request, pk: int) -> HttpResponse:
    """Which editions, and why. Nothing is emptied yet."""
    permissions.require_redact(request.user)
    page = find_page(request, pk)
    waiting = Redaction.objects.open().filter(page=page.pk).first()
    if waiting is not None:
        return redirect("staff:redaction", pk=waiting.pk)
    form = RedactionForm(posted(request), page=page, initial=_asked_before(request, page))
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_redaction(page=page, by=request.user, now=timezone.now(), **form.cleaned_data)
        except NotPermitted:
            raise
        except Refused as refusal:
            refused = refusal
        else:
            _say_who_was_told(request)
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
            "Only for personal data, a picture or story without consent, or a court order. The editions you choose are "
            "emptied, with every copy of exactly their text, and cannot be brought back; that there was an edition, who "
            "approved it and who emptied it stays on record. An edition you do not choose keeps its text, also the words "
            "that it shares with the others: the next page says which do. For advice that is wrong or out of date, "
            "withdraw the page instead."
        ),
    )


@staff_page
@methods
def decide_redaction(request, pk: int) -> HttpResponse:
    """Exactly what will be emptied, word by word, and two buttons. After the decision: what was decided."""
    permissions.require_redact(request.user)
    redaction = Redaction.objects.select_related("page", "asked_by", "decided_by").filter(pk=pk).first()
    if redaction is None:
        raise Http404
    page = find_page(request, redaction.page_id)
    refused = None
    mine = redaction.asked_by_id == request.user.pk
    form = SecondPersonForm(posted(request))
    again = mine and request.POST.get("decision") == "again"
    decided = request.method == "POST" and (again or request.POST.get("decision") in ("agree", "refuse"))
    if decided and (mine or form.is_valid()):
        agreed = request.POST["decision"] == "agree"
        note = "" if mine else form.cleaned_data["note"]
        try:
            actions.decide_redaction(redaction=redaction, agreed=agreed, by=request.user, now=timezone.now(), note=note)
        except NotPermitted:
            raise
        except Refused as refusal:
            refused = refusal
        else:
            if again:
                messages.info(request, _("Your request was taken back. Choose all the editions, and ask again."))
                return redirect(_ask_again_url(redaction))
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
        "texts": [(edition, texts_in(edition.source)) for edition in editions.defer("html", "references", "outline")],
        "open": redaction.decided_at is None,
        "mine": mine,
        "form": form,
        "places": places_of(page, redaction.numbers) if redaction.decided_at is None else [],
        "left": left_of(page, redaction.numbers) if redaction.decided_at is None else None,
        "not_chosen": _not_chosen(redaction) if redaction.agreed else [],
        "is_live": Publication.objects.live().filter(page=page.pk, edition__in=editions).exists(),
        "others": _pages_that_quote(page),
    }
    return TemplateResponse(request, "admin/pages/redaction.html", context)


def _ask_again_url(redaction: Redaction, *also: int) -> str:
    """The form with the same editions, cause and reason, and these editions ticked too."""
    query = urlencode({"again": redaction.pk, "also": also}, doseq=True)
    return f"{reverse('staff:ask-redaction', args=[redaction.page_id])}?{query}"


def _asked_before(request, page: Page) -> dict[str, Any]:
    """What the form starts with when it is opened from an earlier request for the same page."""
    again = request.GET.get("again", "")[:10]
    before = Redaction.objects.filter(page=page.pk, pk=again).first() if again.isdecimal() else None
    if before is None:
        return {}
    also = [int(number) for number in request.GET.getlist("also")[:A_PAGE] if number[:10].isdecimal()]
    return {"numbers": [*before.numbers, *also], "cause": before.cause, "reason": before.reason}


def _not_chosen(redaction: Redaction) -> list[Edition]:
    """Editions of the page that still have their text, each with the way to ask for it too."""
    rows = Edition.objects.filter(page=redaction.page_id, redacted_at__isnull=True).order_by("-number")
    editions = list(rows.only("number", "title", "published_at")[:A_PAGE])
    for edition in editions:
        edition.ask_url = _ask_again_url(redaction, edition.number)
    return editions


def _say_who_was_told(request) -> None:
    """By name, so that whoever asked knows whom to ring. Nobody to tell is said just as plainly."""
    others = permissions.who_may_redact().exclude(pk=request.user.pk).order_by("display_name", "username")
    names = [person.get_display_name() for person in others[:MOST_NAMED]]
    if names:
        words = _("Asked. Nothing is emptied until a second person agrees. Told by mail: %(names)s.")
        messages.success(request, words % {"names": ", ".join(names)})
    else:
        messages.warning(
            request,
            _("Asked, but nobody else may agree to it. Give a second person the role of an administrator."),
        )


def texts_in(source: Any) -> list[str]:
    """Every text of a snapshot as somebody typed it, in the order in which it is kept."""
    if isinstance(source, dict):
        source = list(source.values())
    if isinstance(source, list):
        return [text for value in source for text in texts_in(value)]
    return [source] if isinstance(source, str) and source.strip() else []


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
    """Those that wait for this person first, then those that they asked for, then every one there was."""
    permissions.require_redact(request.user)
    rows = Redaction.objects.select_related("page", "asked_by", "decided_by").order_by("-asked_at", "-pk")
    context = admin.site.each_context(request) | {
        "title": _("Redactions"),
        "waiting": rows.waiting_for(request.user)[:A_PAGE],
        "mine": rows.open().filter(asked_by=request.user)[:A_PAGE],
        "rows": Paginator(rows.filter(decided_at__isnull=False), A_PAGE).get_page(request.GET.get("p", "1")[:10]),
    }
    return TemplateResponse(request, "admin/pages/redactions.html", context)
