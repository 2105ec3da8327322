"""Adding a reference by its number: a service is asked, and what it says stands in the ordinary form, to be checked."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from references.models import Reference
from references.resolvers import CannotResolve, is_switched_on, look_up, resolver_for
from references.resolvers.numbers import recognise

IN_SESSION = "looked-up references"
MOST_KEPT = 5  # tabs that one person has open at a time
LONGEST = 300
COLUMNS = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "isbn": "isbn"}
NAMES = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN"}


class ReferenceLookUp:
    """For a ModelAdmin: the page that asks for a number, and what the add form begins with."""

    def get_urls(self):
        wrapped = self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(self.look_up_view))
        return [path("look-up/", wrapped, name="references_reference_look_up"), *super().get_urls()]

    def looked_up(self, request) -> dict:
        """The record that the address of the add form names; {} when there is none."""
        token = request.GET.get("looked_up", "")
        return request.session.get(IN_SESSION, {}).get(token, {}) if token else {}

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {**(extra_context or {}), "may_look_up": is_switched_on()})

    def look_up_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        typed, error = request.POST.get("number", "")[:LONGEST], ""
        if request.method == "POST":
            number = recognise(typed)
            if number is None:
                error = _("This is not a DOI, PMID, PMCID or ISBN. Was a digit mistyped?") if typed.strip() else ""
                error = error or _("Type a number first.")
            elif same := _in_library(*number):
                messages.info(request, _("The library has this already: %(reference)s") % {"reference": same})
                return HttpResponseRedirect(reverse("admin:references_reference_change", args=[same.pk]))
            else:
                try:
                    found = look_up(**{number.kind: number.value})
                except CannotResolve as refused:
                    error = refused.reason
                else:
                    return self._to_the_form(request, found)
        return TemplateResponse(
            request,
            "admin/references/look_up.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": _("Add by number"),
                "typed": typed,
                "error": error,
                "is_on": is_switched_on(),
                "services": [(NAMES[kind], resolver_for(kind)) for kind in NAMES],
            },
        )

    def _to_the_form(self, request, found) -> HttpResponseRedirect:
        token = secrets.token_urlsafe(8)
        kept = list(request.session.get(IN_SESSION, {}).items())[-(MOST_KEPT - 1) :]
        request.session[IN_SESSION] = dict([*kept, (token, found.record)])
        messages.info(
            request,
            _("This is what %(service)s says. Check it against the work itself, then save.")
            % {"service": found.service},
        )
        return HttpResponseRedirect(f"{reverse('admin:references_reference_add')}?looked_up={token}")


def _in_library(kind: str, value: str) -> Reference | None:
    """The record with this number; the one it was merged into, where it was. A chapter is not the book with its ISBN."""
    rows = Reference.objects.filter(**{COLUMNS[kind]: value}).select_related("merged_into")
    if kind == "isbn":
        rows = rows.filter(type="book")
    row = rows.first()
    return row.merged_into or row if row else None
