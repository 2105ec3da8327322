"""The list of references in the admin: columns, filters, search."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from references.admin.exporting import ExportActions
from references.admin.filters import AgeFilter, CitedFilter, TypeFilter
from references.models import Reference


class ReferenceList(ExportActions):
    """For a ModelAdmin: what its list shows and finds."""

    list_display = ("key", "title", "first_authors", "year", "status")
    list_filter = ("status", CitedFilter, AgeFilter, TypeFilter, "has_problems")
    list_per_page = 50
    search_fields = ("title", "authors", "key", "doi", "pmid")
    search_help_text = _("Searches titles, authors, keys, DOI and PMID.")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("key")

    def changelist_view(self, request, extra_context=None):
        extra = {
            "library_is_empty": not Reference.objects.exists(),
            "may_import": self.has_add_permission(request),
        }
        return super().changelist_view(request, extra | (extra_context or {}))

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term) if search_term else queryset, False

    @admin.display(description=_("authors"), ordering="authors")
    def first_authors(self, reference):
        return reference.authors if len(reference.authors) <= 60 else f"{reference.authors[:57]}…"
