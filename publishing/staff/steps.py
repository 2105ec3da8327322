"""The steps from draft to published page: each a page that says what will happen, then a button. Verbs do the work."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from publishing import actions, permissions
from publishing.errors import NotPermitted, Refused
from publishing.forms import MoveForm, PublishForm, WithdrawForm
from publishing.models import Page, Publication
from publishing.staff.access import change_url, find_page, staff_page
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


def require_change(request, page: Page) -> None:
    permissions.require_edit(request.user, page)


@staff_page
@methods
def publish(request, pk: int) -> HttpResponse:
    page = find_page(request, pk)
    permissions.require_publish(request.user)
    first = not page.editions.exists()
    form = PublishForm(posted(request), first=first)
    refused = None
    if request.method == "POST" and form.is_valid():
        result = carry_out(
            request,
            page,
            lambda: actions.publish(page=page, by=request.user, now=timezone.now(), **form.answers()),
            done=_("Published. Patients read it from now on."),
        )
        if not isinstance(result, Refused):
            return result
        refused = result
    return show_step(
        request,
        page,
        title=_("Publish"),
        button=_("Publish now"),
        form=form,
        refused=refused,
        explanation=_("Patients will read exactly the text that was approved, within a minute."),
    )


@staff_page
@methods
def withdraw(request, pk: int) -> HttpResponse:
    page = find_page(request, pk)
    permissions.require_publish(request.user)
    form = WithdrawForm(posted(request), page=page)
    refused = None
    if request.method == "POST" and form.is_valid():
        result = carry_out(
            request,
            page,
            lambda: actions.withdraw(page=page, by=request.user, now=timezone.now(), **form.cleaned_data),
            done=_("Withdrawn. The old address now says why, and where to go instead."),
        )
        if not isinstance(result, Refused):
            return result
        refused = result
    return show_step(
        request,
        page,
        title=_("Withdraw"),
        button=_("Withdraw this page"),
        form=form,
        refused=refused,
        dangerous=True,
        quoted_by=pages_using(page),
        explanation=_("Patients can no longer read the page. Nothing is deleted, and it can be published again later."),
    )


@staff_page
@methods
def move(request, pk: int) -> HttpResponse:
    page = find_page(request, pk)
    permissions.require_publish(request.user)
    live = Publication.objects.live().filter(page=page.pk).first()
    form = MoveForm(posted(request), initial={"slug": page.slug})
    refused = None
    if request.method == "POST" and form.is_valid():
        result = carry_out(
            request,
            page,
            lambda: actions.move(page=page, by=request.user, now=timezone.now(), slug=form.cleaned_data["slug"]),
            done=_("Moved. The old address leads to the new one for ever."),
        )
        if not isinstance(result, Refused):
            return result
        refused = result
    return show_step(
        request,
        page,
        title=_("Move to a new address"),
        button=_("Move the page"),
        form=form,
        refused=refused,
        address=live.path if live else None,
        explanation=_("Links and printed leaflets keep working: the old address leads to the new one."),
    )


def pages_using(page: Page) -> list[Publication]:
    """Live pages that quote this one or link to it."""
    return list(Publication.objects.mentioning([page.pk]).exclude(page=page.pk).by_title()[:20])
