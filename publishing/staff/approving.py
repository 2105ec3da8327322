"""The page on which a clinician reads a working copy exactly as patients will, and decides."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import actions
from publishing.actions.events import authors_of
from publishing.compiled import Compiled
from publishing.differences import Line, compare_sources, compare_texts
from publishing.errors import NotPermitted, Refused
from publishing.forms import DecisionForm
from publishing.lookups import FACTS
from publishing.models import Edition, Page, SignOff
from publishing.staff.access import change_url, find_page, staff_page
from publishing.staff.showing import public_page
from publishing.staff.steps import methods, posted
from publishing.standing import standing_of


@staff_page
@methods
def approve(request, pk: int) -> HttpResponse:
    """Read, compare, decide. The form carries the hash of what was shown, so that a decision is about nothing else."""
    page = find_page(request, pk)
    compiled = page.compile()
    form = DecisionForm(posted(request), initial={"seen_hash": compiled.content_hash})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_off(page=page, by=request.user, now=timezone.now(), **form.cleaned_data)
        except NotPermitted:
            raise
        except Refused as reason:
            refused = reason
            # What is shown now is what the next decision is about.
            form.data = form.data.copy()
            form.data["seen_hash"] = compiled.content_hash
        else:
            messages.success(request, _done(form.cleaned_data["decision"]))
            return redirect(change_url(page))
    standing = standing_of(page, person=request.user, compiled=compiled)
    before = standing.live.edition if standing.live else _last_edition(page)
    context = {
        "page": page,
        "standing": standing,
        "form": form,
        "refused": refused,
        "before": before,
        "authors": get_user_model().objects.filter(pk__in=authors_of(page)).order_by("display_name"),
        "fields": field_changes(before, compiled),
        "words": compare_texts(before.plain_text, compiled.plain_text) if before else [],
        "written": written_changes(before, compiled),
        "quoted": quoted_facts(before, compiled),
        "change_url": change_url(page),
    }
    top = render_to_string("admin/pages/approve_top.html", context, request)
    bottom = render_to_string("admin/pages/approve_decision.html", context, request)
    return public_page(request, page, compiled, top=top, bottom=bottom)


def _done(decision: str) -> str:
    if decision == SignOff.Decision.APPROVE:
        return _("Approved, with your name and credentials. It can be published now.")
    return _("Your wish for changes is recorded, and the author sees it at the top of the page.")


def _last_edition(page: Page) -> Edition | None:
    return page.editions.order_by("-number").first()


def field_changes(before: Edition | None, compiled: Compiled):
    """The fields besides the text that differ from the edition before."""
    return compare_sources(before.source, compiled.source, leave_out={"body"}) if before else []


def written_changes(before: Edition | None, compiled: Compiled) -> list[Line]:
    """The changed lines of the Markdown itself: addresses, tokens, citations and care-card marks have no words that a
    patient reads."""
    if before is None:
        return []
    return compare_texts(before.source.get("body") or "", compiled.source.get("body") or "")


def quoted_facts(before: Edition | None, compiled: Compiled) -> list[dict]:
    """The facts that the text quotes from elsewhere: kind, title, form, and whether they changed since the edition
    before. References stand in the list at the foot of the page, so they are named only when they changed."""
    old = before.quoted if before else {}
    names = [name.split(":", 1) for name in compiled.quoted]
    kinds = {FACTS[kind] for kind, _key in names if kind in FACTS}
    pages = Page.objects.keyed(kinds, [key for _kind, key in names]).filter(language__in=("", compiled.language))
    by_name = {(page.kind, page.key): page for page in pages}
    rows = []
    for kind, key in names:
        changed = bool(before) and old.get(f"{kind}:{key}") not in (None, compiled.quoted[f"{kind}:{key}"])
        page = by_name.get((FACTS.get(kind, ""), key))
        if page is None and not changed:
            continue
        rows.append(
            {
                "title": page.title if page else key,
                "kind": kind,
                "url": change_url(page) if page else "",
                "changed": changed,
            }
        )
    return sorted(rows, key=lambda row: (not row["changed"], row["kind"], row["title"].casefold()))
