"""The page on which a clinician reads a working copy exactly as patients will, and decides.

`changes_since` and DecisionForm, with the templates admin/pages/_changes.html and _decision_form.html, are shared with the
page that a clinician without an account opens by a secret link.
"""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import actions, permissions
from publishing.actions.events import authors_of
from publishing.blocks import blocks_of
from publishing.comparing import changes_since, last_edition
from publishing.errors import NotPermitted, Refused
from publishing.forms_decision import DecisionForm
from publishing.last_read import last_read_by
from publishing.models import SignOff
from publishing.staff.access import change_url, find_page, staff_page
from publishing.staff.showing import public_page
from publishing.staff.steps import methods, posted
from publishing.standing import standing_of
from publishing.wishes import wishes_about


@staff_page
@methods
def approve(request, pk: int) -> HttpResponse:
    """Read, compare, decide. The form carries the hash of what was shown, so that a decision is about nothing else."""
    page = find_page(request, pk)
    compiled = page.compile()
    wishes = wishes_about(page, compiled)
    form = DecisionForm(
        posted(request),
        clinician=request.user,
        blocks=blocks_of(compiled.html),
        wishes=[wish.decided.pk for wish in wishes if wish.is_open and wish.decided.by_id != request.user.pk],
        initial={"seen_hash": compiled.content_hash},
    )
    refused = None
    if request.method == "POST":
        permissions.require_sign_off(request.user, authors=authors_of(page))
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_off(page=page, by=request.user, now=timezone.now(), **form.answers())
        except NotPermitted:
            raise
        except Refused as reason:
            refused = reason
            form.show_again_for(compiled.content_hash)
        else:
            messages.success(request, done_words(form.cleaned_data["decision"]))
            return redirect(change_url(page))
    standing = standing_of(page, person=request.user, compiled=compiled)
    last = last_edition(page)
    context = {
        "page": page,
        "standing": standing,
        "form": form,
        "refused": refused,
        "wishes": wishes,
        "changes": changes_since(last, compiled, url_of=change_url),
        "last_read": last_read_by(request.user, page, compiled, last=last),
        "authors": get_user_model().objects.filter(pk__in=authors_of(page)).order_by("display_name"),
        "change_url": change_url(page),
    }
    top = render_to_string("admin/pages/approve_top.html", context, request)
    bottom = render_to_string("admin/pages/approve_decision.html", context, request)
    return public_page(request, page, compiled, top=top, bottom=bottom)


def done_words(decision: str) -> str:
    if decision == SignOff.Decision.APPROVE:
        return _("Approved, with your name and credentials.")
    return _("Your wish for changes is recorded, and the author sees it at the top of the page.")
