"""Safety notices for staff: the list of what waits, is on show and was; raising one; and the page where a second person
reads exactly what readers would see, and decides."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drugs import actions, safety
from drugs.actions.safety import require_raise
from drugs.actions.safety_ending import longer_hash, waiting_longer
from drugs.actions.safety_mails import who_may_confirm
from drugs.forms_safety import LongerForm, NoticeForm, ReasonForm, SecondPersonForm
from drugs.models import Drug, SafetyNotice, Standing
from drugs.staff.safety_preview import printed_of
from publishing import permissions
from publishing.errors import NotPermitted, Refused
from publishing.models import Publication
from publishing.staff.access import may_see, staff_page
from publishing.staff.steps import methods, posted

A_PAGE = 50
MOST_NAMED, MOST_FOUND, MOST_PAGES = 10, 20, 500


def _require_see(request) -> None:
    if not may_see(request.user, Drug):
        raise NotPermitted(_("You are not allowed to see this page."))


def _find(pk: int) -> SafetyNotice:
    rows = SafetyNotice.objects.with_steps().select_related("drug", "raised_by")
    notice = rows.filter(pk=pk).first()
    if notice is None:
        raise Http404
    return notice


@staff_page
@require_safe
def notices(request) -> HttpResponse:
    """What waits for a second person, what is on show, a search for the drug to raise one about, and every one there was."""
    _require_see(request)
    now = timezone.now()
    rows = SafetyNotice.objects.select_related("drug", "raised_by")
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    past = SafetyNotice.objects.with_steps().select_related("drug", "raised_by").order_by("-raised_at", "-pk")
    page = Paginator(past, A_PAGE).get_page(request.GET.get("p", "1")[:10])
    for notice in page:
        notice.now = notice.standing(now=now)
    context = admin.site.each_context(request) | {
        "title": _("Safety notices"),
        "waiting": rows.waiting(now=now).order_by("lapses_at", "pk")[:A_PAGE],
        "current": rows.current(now=now).order_by("over_at", "pk")[:A_PAGE],
        "rows": page,
        "asked": asked,
        "found": _drugs(asked) if asked else None,
        "may_raise": request.user.has_perm("drugs.raise_safetynotice"),
        "now": now,
    }
    return TemplateResponse(request, "admin/safety/list.html", context)


def _drugs(asked: str):
    """Drugs with published facts that are called so, or have such a brand."""
    live = Publication.objects.live().of_kind("drug").values("page")
    named = Q(title__icontains=asked) | Q(key__icontains=asked) | Q(products__brand__icontains=asked)
    return Drug.objects.filter(named, pk__in=live).distinct().order_by("title", "pk")[:MOST_FOUND]


@staff_page
@methods
def raise_notice(request, pk: int) -> HttpResponse:
    """The form for a drug."""
    require_raise(request.user)
    drug = Drug.objects.filter(pk=pk).first()
    if drug is None:
        raise Http404
    now = timezone.now()
    kind = request.GET.get("kind", "")  # a boxed warning that a label brings leads here with its kind
    initial = {"kind": kind} if kind in SafetyNotice.Kind.values else {}
    form = NoticeForm(posted(request), drug=drug, now=now, initial=initial)
    return _raise(
        request, drug, form, now, lambda: actions.raise_notice(drug=drug, by=request.user, now=now, **form.answers())
    )


@staff_page
@methods
def reword(request, pk: int) -> HttpResponse:
    """Other words in the place of a notice that waits."""
    require_raise(request.user)
    notice, now = _find(pk), timezone.now()
    form = NoticeForm(posted(request), drug=notice.drug, now=now, initial=NoticeForm.initial_of(notice))
    return _raise(
        request, notice.drug, form, now,
        lambda: actions.reword_notice(notice=notice, by=request.user, now=now, **form.answers()), before=notice,
    )  # fmt: skip


def _raise(request, drug: Drug, form: NoticeForm, now, verb: Callable[[], SafetyNotice], before=None) -> HttpResponse:
    refused, only_look = None, request.POST.get("look") == "1"
    if request.method == "POST" and form.is_valid() and not only_look:
        try:
            made = verb()
        except NotPermitted:
            raise
        except Refused as refusal:
            refused = refusal
        else:
            _say_who_was_told(request)
            return redirect("staff:safety-notice", pk=made.pk)
    context = admin.site.each_context(request) | {
        "title": _("Raise a safety notice") if before is None else _("Reword a safety notice"),
        "drug": drug,
        "before": before,
        "form": form,
        "refused": refused,
        "printed": printed_of(drug, form, now) if request.method == "POST" else [],
        "pages": safety.pages_using(safety.about(drug)).count(),
        "opts": Drug._meta,
    }
    return TemplateResponse(request, "admin/safety/raise.html", context)


def _say_who_was_told(request) -> None:
    """By name, so that whoever raised it knows whom to ring at night."""
    others = who_may_confirm().exclude(pk=request.user.pk).order_by("display_name", "username")
    names = [person.get_display_name() for person in others[:MOST_NAMED]]
    if names:
        words = _("Raised. Readers see nothing until a second person confirms it. Told by mail: %(names)s.")
        messages.success(request, words % {"names": ", ".join(names)})
    else:
        messages.warning(
            request,
            _(
                "Raised, but nobody else may confirm it: that takes a clinical reviewer or a drug editor with credentials."
            ),
        )


@staff_page
@require_safe
def notice(request, pk: int) -> HttpResponse:
    """One notice: what readers see in each language, on which pages, and what was decided."""
    _require_see(request)
    return _show(request, _find(pk))


def _show(request, row: SafetyNotice, *, refused: Refused | None = None, **forms) -> HttpResponse:
    now = timezone.now()
    standing = row.standing(now=now)
    open_now = standing in (Standing.COMING, Standing.ON_SHOW)
    asked = waiting_longer(row, now=now) if open_now else None
    paths = safety.paths_of(row.drug)
    pages = safety.pages_using(safety.about(row.drug)).order_by("path")
    confirmed = row.steps.filter(kind="confirmed").select_related("by").first()
    person = request.user
    may_confirm = person.has_perm("drugs.confirm_safetynotice") and person.is_clinician
    first = asked.by if asked else row.raised_by
    # Whoever may confirm reads it with their own name, as it would be printed; for others nobody has confirmed it.
    confirms = standing == Standing.WAITING and may_confirm and first.pk != person.pk
    by = safety.signed(person, at=now) if confirms else None
    if confirmed:
        by = confirmed.signed()
    context = admin.site.each_context(request) | {
        "title": str(row),
        "notice": row,
        "standing": standing,
        "waits": standing == Standing.WAITING,
        "can_end": standing == Standing.WAITING or open_now,
        "can_prolong": open_now and asked is None,
        "asked_longer": asked,
        "printed": printed_of(row.drug, row, now, by=by),
        "pages": pages.only("title", "path", "language")[:MOST_PAGES],
        "pages_total": len(paths),
        "steps": row.steps.select_related("by").order_by("pk"),
        "seen_hash": longer_hash(asked) if asked else safety.seen_hash(row, paths),
        "mine": first.pk == person.pk,
        "may_raise": person.has_perm("drugs.raise_safetynotice"),
        "may_confirm": may_confirm,
        "others": [] if first.pk != person.pk else list(who_may_confirm().exclude(pk=person.pk)[:MOST_NAMED]),
        "refused": refused,
        "now": now,
        "decision_form": forms.get("decision_form") or SecondPersonForm(),
        "reason_form": forms.get("reason_form") or ReasonForm(auto_id="end_%s"),
        "longer_form": forms.get("longer_form") or LongerForm(auto_id="longer_%s"),
        "opts": Drug._meta,
    }
    return TemplateResponse(request, "admin/safety/notice.html", context)


@staff_page
@require_POST
def confirm(request, pk: int) -> HttpResponse:
    """The second person's answer to the notice, or to a later end that somebody asked for."""
    permissions.require(request.user, "drugs.confirm_safetynotice", to=_("confirm safety notices"))
    row, form, now = _find(pk), SecondPersonForm(request.POST), timezone.now()
    if request.POST.get("decision") not in ("agree", "refuse") or not form.is_valid():
        return _show(request, row, decision_form=form)
    agreed = request.POST["decision"] == "agree"
    said = {"seen_hash": request.POST.get("seen_hash", ""), "by": request.user, "now": now}
    asked = request.POST.get("asked", "")

    def decide():
        if asked:
            step = row.steps.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
            if step is None:
                raise Refused(_("This was decided already, or nobody decided it in time."))
            actions.decide_longer(asked=step, agreed=agreed, reason=form.cleaned_data["reason"], **said)
        elif agreed:
            actions.confirm_notice(notice=row, **said)
        else:
            actions.refuse_notice(notice=row, reason=form.cleaned_data["reason"], by=request.user, now=now)

    if asked:
        done = _("Agreed. It is shown until the later end.") if agreed else _("Refused. It goes when it was going to.")
    else:
        done = _("Confirmed. Readers see it from the next page they open.") if agreed else _("Refused. Nobody saw it.")
    return _carry_out(request, row, decide, done, decision_form=form)


@staff_page
@require_POST
def end(request, pk: int) -> HttpResponse:
    """Take it down, or take it back."""
    require_raise(request.user)
    row, form = _find(pk), ReasonForm(request.POST, auto_id="end_%s")
    if not form.is_valid():
        return _show(request, row, reason_form=form)
    said = form.cleaned_data | {"by": request.user, "now": timezone.now()}
    return _carry_out(
        request,
        row,
        lambda: actions.end_notice(notice=row, **said),
        _("Ended. No reader sees it."),
        reason_form=form,
    )


@staff_page
@require_POST
def longer(request, pk: int) -> HttpResponse:
    """Ask for a later end."""
    require_raise(request.user)
    row, form = _find(pk), LongerForm(request.POST, auto_id="longer_%s")
    if not form.is_valid() or not form.cleaned_data["until"]:
        return _show(request, row, longer_form=form)
    said = {"until": form.cleaned_data["until"], "reason": form.cleaned_data["reason"]}
    return _carry_out(
        request, row, lambda: actions.ask_longer(notice=row, by=request.user, now=timezone.now(), **said),
        _("Asked. It goes at its present end unless a second person agrees."), longer_form=form,
    )  # fmt: skip


def _carry_out(request, row: SafetyNotice, verb: Callable[[], object], done: str, **forms) -> HttpResponse:
    try:
        verb()
    except NotPermitted:
        raise
    except Refused as refused:
        return _show(request, _find(row.pk), refused=refused, **forms)
    messages.success(request, done)
    return redirect("staff:safety-notice", pk=row.pk)
