"""What the admin shows of possible duplicates, and where a merged record has gone."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from references.models import PossibleDuplicate, Reference
from references.staff.duplicates import why


class ReferencePairs:
    """For a ModelAdmin: its lists leave merged records out, a record says what it looks like and what was merged into it."""

    def get_queryset(self, request):
        return super().get_queryset(request).kept()

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "looks_like", "merged_records")

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None:
            return fieldsets
        rows = []
        if self.has_change_permission(request, obj) and PossibleDuplicate.objects.to_decide().of(obj).exists():
            rows.append("looks_like")
        if obj.merged_from.exists():
            rows.append("merged_records")
        return [(_("Possible duplicates"), {"fields": rows}), *fieldsets] if rows else fieldsets

    def changelist_view(self, request, extra_context=None):
        extra = {}
        if self.has_change_permission(request):
            number, url = PossibleDuplicate.objects.to_decide().count(), reverse("staff:duplicates")
            label = ngettext("%(n)d possible duplicate", "%(n)d possible duplicates", number) % {"n": number}
            # None to decide about is no news; the page still compares two records by their keys.
            none = {"url": f"{url}#by-key", "label": _("Compare two references")}
            extra = {"tools": [{"url": url, "label": label} if number else none]}
        return super().changelist_view(request, extra | (extra_context or {}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        merged = self._merged(object_id)
        if merged is not None:
            messages.info(request, _("%(key)s was merged into this one.") % {"key": merged.key})
            return HttpResponseRedirect(reverse("admin:references_reference_change", args=[merged.merged_into_id]))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _merged(self, object_id) -> Reference | None:
        if not str(object_id or "").isdecimal() or len(str(object_id)) > 15:
            return None
        return Reference.objects.filter(pk=object_id, merged_into__isnull=False).first()

    @admin.display(description=_("looks like"))
    def looks_like(self, reference):
        pairs = PossibleDuplicate.objects.to_decide().of(reference).select_related("first", "second")[:10]
        rows = []
        for pair in pairs:
            other = pair.second if pair.first_id == reference.pk else pair.first
            url = reverse("staff:merge-references", args=[pair.first_id, pair.second_id])
            rows.append((url, other.key, other.title, why(pair.first, pair.second)))
        return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}: {}</a> {}</li>', rows))

    @admin.display(description=_("merged into this one"))
    def merged_records(self, reference):
        rows = [(row.key, row.text) for row in reference.merged_from.order_by("key")]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", rows))
