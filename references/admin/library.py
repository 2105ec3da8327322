"""The reference library in the admin, put together from its list and its form."""

from django.contrib import admin

from references.admin.form import ReferenceFormPages
from references.admin.list import ReferenceList
from references.admin.looking_up import ReferenceLookUp
from references.admin.pairs import ReferencePairs
from references.models import Reference


@admin.register(Reference)
class ReferenceAdmin(ReferencePairs, ReferenceList, ReferenceFormPages, ReferenceLookUp, admin.ModelAdmin):
    def get_view_on_site_url(self, obj=None):
        """Nobody is led to a page that is not there: a source has one once a page cites it."""
        public = obj is not None and obj.pk and Reference.objects.with_a_page().filter(pk=obj.pk).exists()
        return super().get_view_on_site_url(obj) if public else None

    def has_delete_permission(self, request, obj=None):
        """Only what nothing cites; a wrong record that was cited is marked instead."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (
            obj is None or not (obj.citations.exists() or obj.status_records.exists() or obj.merged_from.exists())
        )
