"""The vocabulary that side effects are named from."""

from django.contrib import admin
from django.utils import timezone

from drugs.actions import delete_effect, save_effect
from drugs.admin.shared import SharedWordsAdmin
from drugs.models import Effect


@admin.register(Effect)
class EffectAdmin(SharedWordsAdmin):
    list_display = ("__str__", "key", "snomed")
    search_fields = ("key", "name", "clinical_name", "synonyms", "snomed")
    fields = ("name", "key", "clinical_name", "synonyms", "definition", "snomed")

    def save_model(self, request, obj, form, change):
        save_effect(effect=obj, by=request.user, now=timezone.now())

    def delete_model(self, request, obj):
        delete_effect(effect=obj, by=request.user)
