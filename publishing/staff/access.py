"""Who may open a staff page, and what the others are told."""

from collections.abc import Callable
from functools import wraps

from django.apps import apps
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.errors import NotPermitted
from publishing.models import Page


def page_models() -> list[type[Page]]:
    """Every kind of page there is."""
    return [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]


def model_of(kind: str) -> type[Page] | None:
    """The model of a kind of page, None when there is no such kind."""
    return next((model for model in page_models() if model._meta.model_name == kind), None)


def may_see(person, model: type[Page]) -> bool:
    """Whether the person may open pages of this kind, if only to read them."""
    label, name = model._meta.app_label, model._meta.model_name
    return person.has_perm(f"{label}.view_{name}") or person.has_perm(f"{label}.change_{name}")


def may_see_pages(person) -> bool:
    """Whether the person works with any kind of page."""
    return person.is_active and person.is_staff and any(may_see(person, model) for model in page_models())


def find_page(request, pk: int) -> Page:
    """The page of its own kind; 404 when there is none, NotPermitted when this person may not see its kind."""
    page = Page.objects.filter(pk=pk).first()
    if page is None:
        raise Http404
    page = page.specific
    if not may_see(request.user, type(page)):
        raise NotPermitted(_("You are not allowed to see this page."))
    return page


def change_url(page: Page) -> str:
    """The form of a page in the admin; works for a bare Page too, without a query."""
    opts = Page._meta.get_field(f"as_{page.kind}").related_model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[page.pk])


def staff_page(view: Callable) -> Callable:
    """A page for staff: others are led to the login, and a refusal is answered with its reason (403)."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except NotPermitted as refused:
            return not_allowed(request, str(refused.reason))

    def guarded(request, *args, **kwargs):
        # Wrapped on each request, because the admin site is not there yet when this module is imported.
        return admin.site.admin_view(answer)(request, *args, **kwargs)

    return wraps(view)(guarded)


def not_allowed(request, reason: str) -> HttpResponse:
    context = admin.site.each_context(request) | {"title": _("Not allowed"), "reason": reason}
    return TemplateResponse(request, "admin/not_allowed.html", context, status=403)


def staff_fragment(view: Callable) -> Callable:
    """An address that scripts ask: never a redirect to the login, whose page would be shown as if it were the answer."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not may_see_pages(request.user):
            response = fragment(_("Please log in again: you are not signed in, or you may not see this."), status=403)
        else:
            response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answer


def fragment(words: str, *, status: int) -> HttpResponse:
    """One plain sentence in place of a preview. `words` are ours, never somebody's input."""
    return HttpResponse(f"<p>{words}</p>\n", status=status)
