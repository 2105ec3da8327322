"""What regimens are for."""

from django.contrib import admin
from django.utils import timezone

from drugs.actions import delete_indication, save_indication
from drugs.admin.shared import SharedWordsAdmin
from drugs.models import Indication


@admin.register(Indication)
class IndicationAdmin(SharedWordsAdmin):
    list_display = ("__str__", "key", "icd10cm", "snomed")
    search_fields = ("key", "name", "icd10cm", "snomed")

    def save_model(self, request, obj, form, change):
        save_indication(indication=obj, by=request.user, now=timezone.now())

    def delete_model(self, request, obj):
        delete_indication(indication=obj, by=request.user)
