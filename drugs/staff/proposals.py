"""What a source says otherwise of a drug: ours and theirs side by side, and the decision of a drug editor."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drugs.actions import dismiss, review_again, say_acted, take_over
from drugs.drift.comparing import DATED, MARKETING, NDC, TAKABLE, VERSION
from drugs.drift.records import BOXED_WARNING, DOSAGE, RXNAV
from drugs.models import Decision, Difference, Drug, Proposal, SafetyNotice
from drugs.models.products import Marketing
from markup import DrugFact
from publishing import affected, permissions
from publishing.errors import NotPermitted, Refused
from publishing.models import Publication
from publishing.staff.access import find_page, may_see, staff_page
from publishing.staff.steps import methods

CHOICE, LATER, OURS, ACTED = "decide-", "later", "ours", "acted"
_EVERY = "every"
_A_SECTION = (BOXED_WARNING, DOSAGE)
_CALLS_FOR_REVIEW = (VERSION, DATED, *_A_SECTION)


@dataclass(frozen=True)
class Choice:
    """One way to decide about a difference: a radio button."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Shown:
    """A difference with what became of it, or how it can be decided. `ours`, `theirs`: lines."""

    row: Difference
    ours: list[str]
    theirs: list[str]
    is_section: bool
    decision: Decision | None
    choices: tuple[Choice, ...] = ()
    # What was taken over, in words; whether the reason was written once for several decisions.
    taken: tuple[str, ...] = ()
    shares_reason: bool = False


@staff_page
@methods
def proposal(request, pk: int) -> HttpResponse:
    """One record of a source with everything that it says otherwise."""
    if not may_see(request.user, Drug):
        raise NotPermitted(_("You are not allowed to see this page."))
    row = Proposal.objects.select_related("opened_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    drug = find_page(request, row.drug_id)
    refused = None
    if request.method == "POST":
        permissions.require_edit(request.user, drug)
        try:
            done = _carry_out(request, row)
        except NotPermitted:
            raise
        except Refused as reason:
            refused = reason
        else:
            messages.success(request, done)
            return redirect("staff:proposal", pk=pk)
    shown = _shown(request, row, drug)
    to_decide = [each for each in shown if each.decision is None]
    may_decide = request.user.has_perm("drugs.change_drug")
    context = admin.site.each_context(request) | {
        "title": _("What a source says otherwise"),
        "proposal": row,
        "drug": drug,
        "opts": Proposal._meta,
        "drug_url": reverse("admin:drugs_drug_change", args=[drug.pk]),
        "of_drug_url": f"{reverse('admin:drugs_proposal_changelist')}?drug={drug.pk}&state=open",
        "shown": shown,
        "refused": refused,
        "may_decide": may_decide and bool(to_decide),
        "opened_version": request.POST.get("opened_version", "") if refused else drug.version,
        "reason": request.POST.get("reason", ""),
        "link": _link(row),
        "raise_url": _raising(request, drug, to_decide),
        "is_flattened": row.source.startswith("openfda") and any(each.is_section for each in shown),
        "review": _review(row, shown) if may_decide else None,
    }
    return TemplateResponse(request, "admin/drugs/proposal.html", context)


def _carry_out(request, row: Proposal) -> str:
    now = timezone.now()
    if "review" in request.POST:
        number = review_again(proposal=row, by=request.user, now=now)
        if not number:
            return _("The facts and their pages are due soon enough already. Nothing was changed.")
        return ngettext("%(n)d review was brought forward.", "%(n)d reviews were brought forward.", number) % {
            "n": number
        }
    offered = {each.pk: each for each in row.differences.open()}
    decided = {
        _number(name.removeprefix(CHOICE)): value
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and value != LATER
    }
    kept = [pk for pk, value in decided.items() if value == OURS]
    acted = [pk for pk, value in decided.items() if value == ACTED]
    taken = {
        pk: list(offered[pk].offered) if value == _EVERY and pk in offered else [value.partition(":")[2]]
        for pk, value in decided.items()
        if value not in (OURS, ACTED)
    }
    if not kept and not taken and not acted:
        raise Refused(_("Nothing is decided yet: choose for at least one difference."))
    reason = request.POST.get("reason", "")
    with transaction.atomic():
        if kept:
            dismiss(proposal=row, ids=kept, by=request.user, now=now, reason=reason)
        if acted:
            say_acted(proposal=row, ids=acted, by=request.user, now=now, reason=reason)
        if taken:
            opened = _number(request.POST.get("opened_version", ""))
            take_over(proposal=row, chosen=taken, by=request.user, now=now, opened_version=opened, reason=reason)
    said = []
    if taken:
        said.append(_("Taken over into the working copy. Readers see it after an approval: ask for one."))
    if acted:
        said.append(_("Closed with what you did. The same words are not put before you again."))
    if kept:
        said.append(_("Ours stays. The same value is not put before you again."))
    return " ".join(said)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _shown(request, proposal: Proposal, drug: Drug) -> list[Shown]:
    rows = list(proposal.differences.select_related("decision__by", "decision__newer").order_by("pk"))
    regimens = _regimens(request, drug) if any(row.field == DOSAGE for row in rows) else []
    decisions = [row.decision for row in rows if getattr(row, "decision", None)]
    reasons = Counter((each.by_id, each.at, each.reason) for each in decisions if each.reason)
    shown = []
    for row in rows:
        decision = getattr(row, "decision", None)
        is_section = row.field in _A_SECTION
        ours = regimens if row.field == DOSAGE else _words(row, row.ours).splitlines()
        asked = decision is None and request.user.has_perm("drugs.change_drug")
        choices = _choices(row, request.POST.get(f"{CHOICE}{row.pk}", LATER)) if asked else ()
        taken = tuple(_words(row, value) for value in decision.taken) if decision else ()
        shares = bool(decision) and reasons[decision.by_id, decision.at, decision.reason] > 1
        theirs = _words(row, row.theirs).splitlines()
        shown.append(Shown(row, ours, theirs, is_section, decision, choices, taken, shares))
    return shown


def _words(row: Difference, value: str) -> str:
    """A value as people read it: a date in their language, a status in words. What the source adds to it stays."""
    if row.field == DATED and value:
        return date_format(date.fromisoformat(value))
    status, _blank, more = value.partition(" ")
    if row.field == MARKETING and status in Marketing.values:
        return f"{Marketing(status).label} {more}".strip()
    return value


def _choices(row: Difference, chosen: str) -> tuple[Choice, ...]:
    words = [(LATER, _("Decide later"))]
    if row.field in TAKABLE:
        words += [(f"take:{value}", _("Take over: %(value)s") % {"value": _words(row, value)}) for value in row.offered]
    if row.field == NDC and len(row.offered) > 1:
        words.append((_EVERY, _("Take over all of them")))
    if row.field == BOXED_WARNING:
        words.append((ACTED, _("I acted: a safety notice, a changed fact (say what below)")))
    words.append((OURS, _("I have read it; ours stays") if row.field not in TAKABLE else _("Ours stays")))
    return tuple(Choice(value, label, value == chosen) for value, label in words)


def _regimens(request, drug: Drug) -> list[str]:
    """How our working copy says the drug is given, a line a regimen."""
    facts = DrugFact.from_json(drug.compile().facts, request.LANGUAGE_CODE)
    return [
        " · ".join(filter(None, (each.brand, each.indication, each.route, each.dose, each.frequency, each.duration)))
        for each in facts.regimens
    ]


def _link(proposal: Proposal) -> str:
    """Where the label itself can be read."""
    if proposal.source == RXNAV:
        return f"https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&searchTerm={proposal.record_id}"
    if proposal.record_id.count("-") == 4:
        return f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={proposal.record_id}"
    return ""


def _raising(request, drug: Drug, to_decide: list[Shown]) -> str:
    """Where a notice about a boxed warning that nobody decided about is raised; "" without one, or for who may not."""
    warned = any(each.row.field == BOXED_WARNING and each.theirs for each in to_decide)
    if not warned or not request.user.has_perm("drugs.raise_safetynotice"):
        return ""
    return f"{reverse('staff:safety-raise', args=[drug.pk])}?kind={SafetyNotice.Kind.BOXED_WARNING}"


def _review(proposal: Proposal, shown: list[Shown]) -> dict | None:
    """How many live pages would be looked at again, and when the first of them is due; None when the label is not newer."""
    if not any(each.row.field in _CALLS_FOR_REVIEW for each in shown):
        return None
    ids = {proposal.drug_id} | affected.quoting_ids([proposal.drug_id])
    days = list(Publication.objects.live().filter(page__in=ids).order_by("due_on").values_list("due_on", flat=True))
    return {"number": len(days), "first": min((day for day in days if day), default=None)} if days else None
