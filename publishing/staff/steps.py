"""What all steps share: each is a page that says what will happen, then a button. Verbs do the work."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from publishing import permissions
from publishing.errors import NotPermitted, Refused
from publishing.models import Page
from publishing.staff.access import change_url
from publishing.standing import standing_of

methods = require_http_methods(["GET", "HEAD", "POST"])


def posted(request):
    """What was sent, for a form; None when the page was only opened."""
    return request.POST if request.method == "POST" else None


def show_step(request, page: Page, *, title: str, button: str, form=None, refused: Refused | None = None, **words):
    """One step's page: what will happen, the form, and a refusal with every issue listed."""
    context = admin.site.each_context(request) | {
        "title": title,
        "page": page,
        "standing": standing_of(page, person=request.user),
        "form": form,
        "button": button,
        "refused": refused,
        "change_url": change_url(page),
        "opts": page._meta,
        **words,
    }
    return TemplateResponse(request, "admin/pages/step.html", context)


def carry_out(request, page: Page, verb: Callable[[], object], *, done: str) -> HttpResponse | Refused:
    """Run a verb in a transaction of its own; back to the page's form, or the refusal to show."""
    try:
        verb()
    except NotPermitted:
        raise
    except Refused as refused:
        return refused
    messages.success(request, done)
    return redirect(change_url(page))


def take_step(request, page: Page, deed: Callable[[], HttpResponse | Refused], *, form=None, **shown) -> HttpResponse:
    """The whole of a step: its page, the deed (a `carry_out`) once a good form is posted, and the page again with what was
    typed when the deed is refused. `shown`: what show_step takes."""
    refused = None
    if request.method == "POST" and (form is None or form.is_valid()):
        result = deed()
        if not isinstance(result, Refused):
            return result
        refused = result
    return show_step(request, page, form=form, refused=refused, **shown)


def require_change(request, page: Page) -> None:
    permissions.require_edit(request.user, page)
