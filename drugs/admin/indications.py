"""What regimens are for."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drugs.actions import save_indication
from drugs.models import Indication
from publishing.errors import Refused


@admin.register(Indication)
class IndicationAdmin(admin.ModelAdmin):
    list_display = ("__str__", "key", "icd10cm", "snomed")
    search_fields = ("key", "name", "icd10cm", "snomed")
    search_help_text = _("Searches names, keys and codes.")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def save_model(self, request, obj, form, change):
        save_indication(indication=obj, by=request.user, now=timezone.now())

    def get_readonly_fields(self, request, obj=None):
        return ("key",) if obj is not None else ()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            messages.error(request, refused.reason)
            return HttpResponseRedirect(request.get_full_path())
