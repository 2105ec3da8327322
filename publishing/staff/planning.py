"""Planning and assigning reviews: chosen in a list or by a rule, shown before and after, done on confirmation."""

from collections.abc import Collection
from datetime import date, timedelta

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import actions, permissions
from publishing.errors import NotPermitted, Refused
from publishing.forms_planning import MOST_PAGES, AssignForm, ConfirmForm, PlanForm
from publishing.models import Page, RiskTier
from publishing.planner import Proposal, Waiting, first_of_month, first_weekday, months_from, propose
from publishing.staff.access import change_url, may_see, page_models, staff_page
from publishing.staff.proposal import load_table, page_rows
from publishing.staff.steps import methods, posted

SALT = "publishing.plan"
SHOWN_FOR = timedelta(hours=12)
RISKS = {tier: place for place, tier in enumerate(RiskTier.values)}


@staff_page
@methods
def plan_reviews(request) -> HttpResponse:
    """Choose, see before and after, confirm. What is confirmed is signed, so that nothing else is done than was shown."""
    permissions.require_plan_reviews(request.user)
    refused = None
    if "apply" in request.POST:
        refused = _apply(request)
        if refused is None:
            return redirect(reverse("admin:publishing_page_changelist"))
    chosen = bool(request.POST.get("pages"))
    form = _form(posted(request), request, chosen=chosen)
    proposal = None
    if request.method == "POST" and form.is_valid():
        ticked = frozenset(int(pk) for pk in request.POST.getlist("may_wait") if pk.isascii() and pk.isdecimal())
        proposal = _propose(request, form.cleaned_data, ticked)
    return _show(request, form, proposal, refused)


def start_plan(request, ids: list[int]) -> HttpResponse:
    """The same page, for pages chosen in a list. Posted on, because a thousand ids are too long for an address."""
    return _show(request, _form(None, request, chosen=True, pages=",".join(map(str, ids))), None, None)


@staff_page
@methods
def assign_reviews(request) -> HttpResponse:
    """Give the next review of pages chosen in a list to one person."""
    permissions.require_plan_reviews(request.user)
    form = AssignForm(posted(request))
    if request.method != "POST" or not form.is_valid() or not form.cleaned_data["pages"]:
        messages.warning(request, _("Choose the live pages in a list first."))
        return redirect(reverse("admin:publishing_page_changelist"))
    pages = list(_seen_by(request).filter(pk__in=form.cleaned_data["pages"]))
    person = form.cleaned_data["assigned_to"]
    try:
        changed = actions.assign_review(pages=pages, assigned_to=person, by=request.user, now=timezone.now())
    except NotPermitted:
        raise
    except Refused as refused:
        return start_assign(request, form.cleaned_data["pages"], refused=refused)
    words = ngettext("%(n)d review assigned.", "%(n)d reviews assigned.", changed) % {"n": changed}
    messages.success(request, words)
    return redirect(reverse("admin:publishing_page_changelist"))


def start_assign(request, ids: list[int], *, refused: Refused | None = None) -> HttpResponse:
    pages = _seen_by(request).with_state().filter(pk__in=ids).order_by("title", "pk")
    context = admin.site.each_context(request) | {
        "title": _("Assign reviews"),
        "form": AssignForm(initial={"pages": ",".join(map(str, ids))}),
        "pages": pages,
        "refused": refused,
    }
    return TemplateResponse(request, "admin/reviews/assign.html", context)


def _seen_by(request):
    """Pages of the kinds this person may see."""
    kinds = [model._meta.model_name for model in page_models() if may_see(request.user, model)]
    return Page.objects.filter(kind__in=kinds)


def _rules(request) -> dict[str, tuple]:
    """The rules a selection can be made by: name → (words, pages)."""
    pages, today = _seen_by(request).with_state(), timezone.localdate()
    return {
        "overdue": (_("overdue"), pages.overdue(today)),
        "30": (_("overdue or due within 30 days"), pages.due_by(today + timedelta(days=30))),
        "90": (_("overdue or due within 90 days"), pages.due_by(today + timedelta(days=90))),
        "365": (_("overdue or due within a year"), pages.due_by(today + timedelta(days=365))),
        "never": (_("live, never reviewed"), pages.never_reviewed()),
    }


def _form(data, request, *, chosen: bool, pages: str = "") -> PlanForm:
    which = []
    if not chosen:
        rules = _rules(request).items()
        which = [(name, f"{words} ({found.order_by().count()})") for name, (words, found) in rules]
    wish = request.GET.get("which", "overdue")
    initial = {"pages": pages, "which": wish, "start": first_of_month(timezone.localdate()).isoformat()}
    return PlanForm(data, today=timezone.localdate(), which=which, chosen=chosen, initial=initial)


def _selection(request, asked: dict) -> tuple[list[Page], int]:
    """The live pages asked for, at most so many, the longest overdue first; and how many there are in all."""
    if asked["pages"]:
        pages = _seen_by(request).with_state().filter(pk__in=asked["pages"], is_live=True)
    else:
        rules = _rules(request)
        pages = rules.get(asked.get("which"), rules["overdue"])[1]
    pages = pages.filter(due_on__isnull=False)
    found = list(pages.with_responsible().order_by("due_on", "pk")[:MOST_PAGES])
    return found, len(found) if len(found) < MOST_PAGES else pages.order_by().count()


def _propose(request, asked: dict, ticked: Collection[int]) -> dict:
    """Everything the page shows of a proposal. `ticked`: pages that were allowed to wait, when it is shown again."""
    today = timezone.localdate()
    pages, of_all = _selection(request, asked)
    share = [person.pk for person in asked["reviewers"]]
    # Nothing is proposed for today: by the time it is confirmed, today is almost over.
    first_day = first_weekday(max(today + timedelta(days=1), asked["start"]))
    columns = months_from(first_day, asked["months"])
    load = Page.objects.load_by_month(until=months_from(columns[-1], 2)[1])
    taken = dict(load)
    for page in pages:
        place = page.assignee_id, first_of_month(page.due_on)
        if place in taken:
            taken[place] -= 1
    people = get_user_model().objects.in_bulk({*share, *(page.assignee_id for page in pages)} - {None})
    caps = {pk: asked["cap"] or person.reviews_a_month for pk, person in people.items()}
    guarded = set(Page.objects.not_to_be_postponed().filter(pk__in=[p.pk for p in pages]).values_list("pk", flat=True))
    proposal = propose(
        pages=[Waiting(page.pk, _risk(page, guarded), page.due_on, page.assignee_id) for page in pages],
        caps={pk: cap for pk, cap in caps.items() if people[pk].is_active},
        share=share,
        taken=taken,
        first_day=first_day,
        months=asked["months"],
    )
    by_id = {page.pk: page for page in pages}
    plan = {slot.page: (slot.due_on, _assigned(by_id[slot.page], slot, share)) for slot in proposal.slots}
    rows = page_rows(proposal, by_id, people, guarded=guarded, ticked=ticked)
    staying = {row.pk: row.was for row in rows if row.stays}
    promises = sum(row.breaks_promise for row in rows if not row.guarded)
    signed = _as_signed(request, by_id, plan) | {
        "guarded": [row.pk for row in rows if row.guarded],
        "promises": promises,
    }
    return {
        "number": len(pages),
        "left_out": of_all - len(pages),
        "rows": rows,
        "guarded": [row.pk for row in rows if row.guarded],
        "promises": promises,
        "moved": sum(row.changed for row in rows),
        "load": load_table(proposal, load, taken, people, caps, staying=staying),
        "months": proposal.months,
        "first_day": first_day,
        **_told(proposal, by_id),
        "shown": signing.dumps(signed, salt=SALT, compress=True),
    }


def _risk(page: Page, guarded: Collection[int]) -> int:
    """The place of a page in the order of urgency: what may not be postponed comes before everything else."""
    return 0 if page.pk in guarded else RISKS.get(page.risk_tier, 1)


def _told(proposal: Proposal, by_id: dict[int, Page]) -> dict:
    """The pages that get no date, as links, by the reason why."""
    reasons = {"too_many": proposal.too_many, "nobody": proposal.nobody, "later": proposal.later}
    return {name: [(by_id[pk].title, change_url(by_id[pk])) for pk in some] for name, some in reasons.items()}


def _assigned(page: Page, slot, share: list[int]) -> int | None:
    """Reviews are assigned only when people were chosen to share them; else whoever they fall to keeps them as they are."""
    if share or page.assigned_to_id == slot.person:
        return slot.person
    return None


def _as_signed(request, by_id: dict[int, Page], plan: dict[int, tuple[date, int | None]]) -> dict:
    """[page, new day, new person, day it had, person it had] of every page."""
    rows = [
        [pk, day.isoformat(), person, by_id[pk].due_on.isoformat(), by_id[pk].assigned_to_id]
        for pk, (day, person) in plan.items()
    ]
    return {"by": request.user.pk, "rows": rows}


def _apply(request) -> Refused | None:
    """Do what was shown, or say why not."""
    try:
        said = signing.loads(request.POST.get("shown", ""), salt=SALT, max_age=SHOWN_FOR)
        confirm = ConfirmForm(request.POST, guarded=said["guarded"])
        if not confirm.is_valid():
            raise signing.BadSignature
    except (signing.BadSignature, KeyError):
        return Refused(_("This proposal is too old or not complete. Look at the new one below, then confirm it."))
    if said["by"] != request.user.pk:
        return Refused(_("This proposal was made for somebody else. Look at the new one below, then confirm it."))
    pages = Page.objects.in_bulk([row[0] for row in said["rows"]])
    people = get_user_model().objects.in_bulk({row[2] for row in said["rows"]} - {None})
    if len(pages) < len(said["rows"]):
        return Refused(_("One of these pages was deleted meanwhile. Look at the new proposal below, then confirm it."))
    answers = confirm.cleaned_data
    staying = set(said["guarded"]) - set(answers["may_wait"])
    plan = [
        (pages[pk], date.fromisoformat(was if pk in staying else day), people.get(person))
        for pk, day, person, was, _had in said["rows"]
    ]
    seen = {pk: (date.fromisoformat(was), had) for pk, _day, _person, was, had in said["rows"]}
    try:
        changed = actions.plan_reviews(
            plan=plan, by=request.user, now=timezone.now(), reason=answers["reason"], seen=seen,
            may_wait=answers["may_wait"], broken_promises=said["promises"] if answers["promises_known"] else 0,
        )  # fmt: skip
    except NotPermitted:
        raise
    except Refused as refused:
        return refused
    messages.success(request, ngettext("%(n)d review planned.", "%(n)d reviews planned.", changed) % {"n": changed})
    return None


def _show(request, form: PlanForm, proposal: dict | None, refused: Refused | None) -> HttpResponse:
    number = len(form["pages"].value().split(",")) if form["pages"].value() else 0
    context = admin.site.each_context(request) | {
        "title": _("Plan reviews"),
        "form": form,
        "chosen": number,
        "proposal": proposal,
        "confirm": _confirm_form(request, proposal) if proposal else None,
        "settings": _settings(form) if proposal else [],
        "refused": refused,
    }
    return TemplateResponse(request, "admin/reviews/plan.html", context)


def _confirm_form(request, proposal: dict) -> ConfirmForm:
    """With the reason as it was typed, when the confirmation was refused."""
    return ConfirmForm(initial={"shown": proposal["shown"], "reason": request.POST.get("reason", "")})


def _settings(form: PlanForm) -> list[tuple[str, str]]:
    """What was asked for, to be sent along with the confirmation: a refused one proposes anew from it."""
    return [(name, value) for name in form.fields for value in form.data.getlist(name)]
