"""The reference library in the admin."""

import json

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from publishing.admin.choices import without_side_doors
from publishing.errors import Refused
from publishing.models import SiteSettings
from references.actions import save_reference
from references.forms import ReferenceForm
from references.models import Reference, pages_citing


@admin.register(Reference)
class ReferenceAdmin(admin.ModelAdmin):
    form = ReferenceForm
    list_display = ("key", "title", "first_authors", "year", "status")
    list_filter = ("status", "type")
    list_per_page = 50
    search_fields = ("title", "authors", "key", "doi", "pmid")
    search_help_text = _("Searches titles, authors, keys, DOI and PMID.")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    autocomplete_fields = ("superseded_by",)
    readonly_fields = ("as_printed", "cited_on", "as_json")
    fieldsets = (
        (None, {"fields": ("type", "title", "authors", "container_title", ("issued", "volume", "issue", "page"))}),
        (_("Identifiers and links"), {"fields": (("doi", "pmid"), ("url", "accessed"))}),
        (_("Publisher"), {"fields": (("publisher", "publisher_place"),)}),
        (_("In the library"), {"fields": ("key", ("status", "superseded_by"))}),
        (_("On pages"), {"fields": ("as_printed", "cited_on")}),
        (_("The whole record"), {"fields": ("as_json",), "classes": ("collapse",)}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("key")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_readonly_fields(self, request, obj=None):
        return (*self.readonly_fields, "key") if obj is not None else self.readonly_fields

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj is not None else self.fieldsets[:4]

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term) if search_term else queryset, False

    def save_model(self, request, obj, form, change):
        save_reference(
            reference=obj,
            by=request.user,
            now=timezone.now(),
            record=form.record,
            status=form.cleaned_data["status"],
            superseded_by=form.cleaned_data["superseded_by"],
        )
        for note in form.notes:
            messages.warning(request, note)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            messages.error(request, refused.reason)
            return HttpResponseRedirect(request.get_full_path())

    def has_delete_permission(self, request, obj=None):
        """Only what nothing cites; a wrong record that was cited is marked instead."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.citations.exists())

    @admin.display(description=_("authors"), ordering="authors")
    def first_authors(self, reference):
        return reference.authors if len(reference.authors) <= 60 else f"{reference.authors[:57]}…"

    @admin.display(description=_("as printed"))
    def as_printed(self, reference):
        """In the style of the site, in each of its languages where they differ."""
        style = SiteSettings.current().citation_style
        lines = dict.fromkeys(reference.line(language, style=style) for language, _name in settings.LANGUAGES)
        return format_html_join("", "<p>{}</p>", ((line,) for line in lines))

    @admin.display(description=_("cited on"))
    def cited_on(self, reference):
        rows = [(row.path, row.title, number) for row, number in pages_citing(reference)]
        if not rows:
            return _("No live page cites it.")
        return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a> [{}]</li>', rows))

    @admin.display(description="CSL-JSON")
    def as_json(self, reference):
        text = json.dumps(reference.csl, indent=2, ensure_ascii=False, sort_keys=True)
        return format_html("<pre>{}</pre>", text)
