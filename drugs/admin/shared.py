"""Lists of words that fact sheets share: indications and effects."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from drugs.admin.in_use import KeptWhileUsed
from publishing.errors import Refused


class SharedWordsAdmin(KeptWhileUsed, admin.ModelAdmin):
    """The key stays once it is made; what the verb refuses is a message on the form."""

    search_help_text = _("Searches names, keys and codes.")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_readonly_fields(self, request, obj=None):
        return ("key",) if obj is not None else ()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            messages.error(request, refused.reason)
            return HttpResponseRedirect(request.get_full_path())
