"""All kinds of page in one list: for review coordinators, and for whoever picks a related page."""

from django.contrib import admin
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from publishing.admin.filters import PAGE_FILTERS
from publishing.admin.lists import PLANNING_COLUMNS, PageColumns, kind_words, with_columns
from publishing.models import Page
from publishing.staff.access import change_url, may_see, may_see_pages, page_models


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = [(model._meta.model_name, model._meta.verbose_name) for model in page_models()]
        return sorted(kinds, key=lambda kind: str(kind[1]))

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Page)
class EveryPageAdmin(PageColumns, admin.ModelAdmin):
    """Only a list: a title leads to the form of its own kind."""

    list_display = ("title_link", "kind_words", "state_words", "language", *PLANNING_COLUMNS)
    list_display_links = None
    list_filter = (
        *PAGE_FILTERS,
        KindFilter,
        "language",
        "risk_tier",
    )
    list_per_page = 100
    search_fields = ("title", "key")
    search_help_text = _("Searches titles and keys.")
    ordering = ("title", "pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        """Pages of the kinds this person may see."""
        kinds = [model._meta.model_name for model in page_models() if may_see(request.user, model)]
        return with_columns(Page.objects.with_state().filter(kind__in=kinds)).order_by(*self.ordering)

    @admin.display(description=_("title"), ordering="title")
    def title_link(self, page):
        return format_html('<a href="{}">{}</a>', change_url(page), page.title)

    @admin.display(description=_("kind"), ordering="kind")
    def kind_words(self, page):
        return kind_words(page)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        page = self.get_object(request, object_id)
        if page is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect(change_url(page))

    def has_view_permission(self, request, obj=None):
        return may_see_pages(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_module_permission(self, request):
        return may_see_pages(request.user)
