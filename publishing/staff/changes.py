"""What a change of facts does to the pages that state it: seen before asking, approved with the facts, mended after."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from publishing import actions, affected, permissions
from publishing.actions.changing import authors_of_change
from publishing.changes_shown import (
    ChangeShown,
    clean_rows,
    digest,
    is_of_numbers,
    same_rows,
    show,
    subject_words,
    words_of,
)
from publishing.errors import NotPermitted, Refused
from publishing.fact_words import facts_compared
from publishing.forms_change import ChangeDecisionForm
from publishing.models import AffectedPage, ChangeSet, Page, SignOff
from publishing.source_news import news_of
from publishing.staff.access import change_url, find_page, may_see, may_see_pages, model_of, staff_page
from publishing.staff.steps import methods
from publishing.wishes import Wish, wishes_about

A_LIST = 50
A_CHUNK = 100


@staff_page
@require_safe
def changes(request) -> HttpResponse:
    """Open changes of facts, and published ones of which pages are still held back."""
    if not may_see_pages(request.user):
        raise NotPermitted(_("You are not allowed to see this page."))
    everything = request.GET.get("show") == "all"
    found = ChangeSet.objects.all() if everything else ChangeSet.objects.unfinished()
    found = found.with_counts().select_related("page", "asked_by").order_by("-asked_at", "-pk")
    screen = Paginator(found, A_LIST).get_page(request.GET.get("page"))
    context = admin.site.each_context(request) | {
        "title": _("Changes of facts"),
        "screen": screen,
        "rows": [(change, words_of(change), subject_words(change)) for change in screen],
        "everything": everything,
    }
    return TemplateResponse(request, "admin/pages/changes_of_facts.html", context)


@staff_page
@methods
def affected_by(request, pk: int) -> HttpResponse:
    """Before asking for approval of changed facts: open their change set, or go to it."""
    page = find_page(request, pk)
    ids = affected.quoting_ids([page.pk]) if affected.fact_name(page) else set()
    current = ChangeSet.objects.open().filter(page=page.pk).first()
    refused = None
    if request.method == "POST":
        try:
            now = timezone.now()
            current = actions.open_change_set(page=page, by=request.user, now=now)
            actions.prepare_change_set(change_set=current, now=now, most=A_CHUNK)
        except NotPermitted:
            raise
        except Refused as reason:
            refused = reason
        else:
            return redirect("staff:change", pk=current.pk)
    elif current is not None and current.proposed_hash == page.compile().content_hash:
        return redirect("staff:change", pk=current.pk)
    context = admin.site.each_context(request) | {
        "title": _("What this change does to other pages"),
        "page": page,
        "number": len(ids),
        "outdated": current,
        "refused": refused,
        "change_url": change_url(page),
        "opts": page._meta,
    }
    return TemplateResponse(request, "admin/pages/change_of_facts_start.html", context)


def find_change(request, pk: int) -> ChangeSet:
    """The change set; 404 when there is none, NotPermitted when this person may not see such facts."""
    if not may_see_pages(request.user):
        raise NotPermitted(_("You are not allowed to see this page."))
    change = ChangeSet.objects.select_related("page", "asked_by").filter(pk=pk).first()
    if change is None:
        raise Http404
    if change.page and not may_see(request.user, model_of(change.page.kind)):
        raise NotPermitted(_("You are not allowed to see this page."))
    return change


@staff_page
@methods
def change(request, pk: int) -> HttpResponse:
    """The change with every page it touches; approved, and published where the facts are live already, from here."""
    change_set = find_change(request, pk)
    facts = _facts_of(request, change_set)
    shown = _show(request, change_set)
    form = _form(request, shown, facts)
    refused = None
    if request.method == "POST":
        try:
            done = _carry_out(request, change_set, form)
        except NotPermitted:
            raise
        except Refused as reason:
            refused = reason
            if form.is_bound:
                form.show_wishes_again()
            # A page that was published meanwhile is worked out anew, or it would be refused for ever.
            actions.prepare_change_set(change_set=change_set, now=timezone.now(), most=A_CHUNK)
            shown = _show(request, change_set)
        else:
            if done:
                messages.success(request, done)
                return redirect(request.get_full_path())
    context = _context(request, change_set, shown, facts) | {"form": form, "refused": refused}
    return TemplateResponse(request, "admin/pages/change_of_facts.html", context)


@dataclass(frozen=True)
class _Facts:
    """The changed facts themselves as they stand now. `wishes`: what clinicians asked to have changed in them; `too`: this
    person is to approve them with the pages."""

    page: Page | None
    is_live: bool
    changed_again: bool
    approvals: tuple[SignOff, ...]
    wishes: tuple[Wish, ...]
    too: bool


def _facts_of(request, change_set: ChangeSet) -> _Facts:
    page = change_set.page.specific if change_set.page else None
    if page is None:
        return _Facts(None, True, False, (), (), False)
    compiled = page.compile()
    is_live = change_set.published_at is not None
    live = affected.live_pages([page.pk], light=True).get(page.pk) if is_live else None
    now_stated = (live.edition.content_hash if live else change_set.proposed_hash) if is_live else compiled.content_hash
    changed_again = now_stated != change_set.proposed_hash
    approvals = page.sign_offs.filter(content_hash=change_set.proposed_hash, decision=SignOff.Decision.APPROVE)
    wishes = () if is_live or changed_again else wishes_about(page, compiled)
    mine = any(each.by_id == request.user.pk for each in approvals) and not any(wish.is_open for wish in wishes)
    return _Facts(page, is_live, changed_again, tuple(approvals), wishes, not is_live and not mine)


def _show(request, change_set: ChangeSet) -> ChangeShown:
    return show(
        change_set,
        which=request.GET.get("show", "words"),
        language=request.GET.get("language", ""),
        number=request.GET.get("page", "1"),
        ticked={_number(value) for value in request.POST.getlist("row")} if request.method == "POST" else None,
    )


def _form(request, shown: ChangeShown, facts: _Facts) -> ChangeDecisionForm:
    """Bound only when something is to be approved, or when the Enter key was pressed: nothing typed is lost."""
    sent = request.POST
    approves = "approve-all" in sent or "approve-ticked" in sent
    mine = request.user.pk
    of_facts = {wish.decided.pk for wish in facts.wishes if wish.is_open and wish.decided.by_id != mine}
    of_rows = {row.row.pk: {wish.pk for wish in row.left_out if wish.by_id != mine} for row in shown.rows}
    against = set().union(*(of_rows.get(_number(value), set()) for value in sent.getlist("row")))
    if sent.get("facts_hash"):
        against |= of_facts
    return ChangeDecisionForm(
        sent if approves or "enter" in sent else None,
        clinician=request.user,
        wishes=of_facts.union(*of_rows.values()),
        is_against=bool(against),
        keeps=shown.change.is_retraction,
    )


def _context(request, change_set: ChangeSet, shown: ChangeShown, facts: _Facts) -> dict:
    change_set.refresh_from_db()
    page = facts.page
    why_not = _why_not_approve(request.user, change_set)
    is_open = change_set.closed_at is None and not facts.changed_again
    may_change = page is not None and request.user.has_perm(f"{page._meta.app_label}.change_{page._meta.model_name}")
    return admin.site.each_context(request) | {
        "title": _title(change_set) % {"title": change_set.title},
        "shown": shown,
        "change": change_set,
        "kind": subject_words(change_set),
        "of_numbers": is_of_numbers(change_set),
        "source": change_set.source,
        "news": news_of(change_set),
        "page": page,
        "opts": page._meta if page else None,
        "change_url": change_url(page) if page else "",
        "facts": () if is_of_numbers(change_set) else facts_compared(change_set, page),
        "facts_wishes": facts.wishes,
        "read_url": reverse("staff:as-patient", args=[page.pk]) if page else "",
        "changed_again": facts.changed_again,
        "newer": ChangeSet.objects.newer_than(change_set),
        "facts_live": facts.is_live,
        "approvals": facts.approvals,
        "facts_too": facts.too,
        "why_not": why_not,
        "may_approve": not why_not and is_open and not shown.left,
        "may_publish": facts.is_live and is_open and request.user.has_perm("publishing.publish_page"),
        "ready": change_set.affected.approved().waiting().count(),
        "may_ask": may_change and not facts.is_live and is_open,
        "seen_same": digest(dict(same_rows(change_set).values_list("pk", "new_hash"))),
    }


def _title(change_set: ChangeSet) -> str:
    if is_of_numbers(change_set):
        return _("New reference numbers: %(title)s")
    return _("What became of a source: %(title)s") if change_set.source else _("Change of facts: %(title)s")


def _why_not_approve(person, change_set: ChangeSet) -> str:
    try:
        permissions.require_sign_off(person, authors=authors_of_change(change_set))
    except NotPermitted as reason:
        return str(reason.reason)
    return ""


def _carry_out(request, change_set: ChangeSet, form: ChangeDecisionForm) -> str:
    """What the pressed button asks for; the sentence to say when it was done, "" when the form needs mending first."""
    sent, now = request.POST, timezone.now()
    if "leave-out" in sent:
        row = change_set.affected.light().filter(pk=_number(sent["leave-out"])).first()
        if row is None:
            raise Refused(_("That page is no longer part of this change."))
        reason = sent.get(f"reason-{row.pk}", "")
        actions.leave_out(change_set=change_set, row=row, by=request.user, now=now, comment=reason)
        return _("“%(title)s” is left out. Its author sees your reason.") % {"title": row.title}
    if "publish" in sent:
        number = actions.publish_changed_pages(change_set=change_set, by=request.user, now=now)
        return ngettext("%(n)d page published.", "%(n)d pages published.", number) % {"n": number}
    if "approve-all" in sent or "approve-ticked" in sent:
        permissions.require_sign_off(request.user, authors=authors_of_change(change_set))
        return _approve(request, change_set, form, now) if form.is_valid() else ""
    raise Refused(_("Choose what to do."))


def _approve(request, change_set: ChangeSet, form: ChangeDecisionForm, now) -> str:
    pages = _chosen(request.POST, change_set)
    facts_hash = request.POST.get("facts_hash", "")
    if not pages and not facts_hash:
        raise Refused(_("Tick at least one page."))
    actions.approve_change(
        change_set=change_set, by=request.user, now=now, pages=pages, facts_hash=facts_hash, **form.answers()
    )
    said = ngettext("%(n)d page approved.", "%(n)d pages approved.", len(pages)) % {"n": len(pages)}
    return f"{_('The facts are approved.')} {said}" if facts_hash else said


def _chosen(sent, change_set: ChangeSet) -> dict[int, str]:
    """Row ids with the hashes that were on the screen: those ticked; those of which no word changes, when they are still the
    ones that were counted; and with "approve all" every page in no doubt on the other screens, likewise."""
    shown = {_number(name[5:]): value for name, value in sent.items() if name.startswith("seen-")}
    ticked = {_number(value) for value in sent.getlist("row")}
    chosen = {pk: shown[pk] for pk in ticked if pk in shown}
    same = dict(same_rows(change_set).values_list("pk", "new_hash"))
    clean = dict(clean_rows(change_set).values_list("pk", "new_hash"))
    everything = "approve-all" in sent
    if digest(same) != sent.get("seen-same", digest(same)) or (everything and digest(clean) != sent.get("seen")):
        raise Refused(_("Nothing was approved: pages changed after you opened this list. It is shown anew."))
    if everything:
        chosen |= {pk: value for pk, value in clean.items() if pk not in shown}
    return same | chosen


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@staff_page
@require_POST
def prepare(request, pk: int) -> HttpResponse:
    """Work out the next pages. A script asks again until none is left; without one, the button does."""
    change_set = find_change(request, pk)
    left = actions.prepare_change_set(change_set=change_set, now=timezone.now(), most=A_CHUNK)
    if request.headers.get("Accept") == "application/json":
        pages = AffectedPage.objects.filter(change_set=change_set).count()
        words = _("%(done)s of %(pages)s pages") % {"done": f"{pages - left:,}", "pages": f"{pages:,}"}
        return JsonResponse({"left": left, "done": pages - left, "pages": pages, "words": words})
    return redirect(reverse("staff:change", args=[pk]))
