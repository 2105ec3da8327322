"""Site settings: one row, so its list is its form."""

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import actions
from publishing.errors import Refused
from publishing.models import HelpLines, SiteSettings


class HelpLinesInline(admin.StackedInline):
    model = HelpLines
    extra = 0
    min_num = 1
    max_num = len(settings.LANGUAGES)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "language",
                    ("emergency_number", "emergency_label"),
                    ("care_team_phone", "care_team_label"),
                    ("all_hours_phone", "all_hours_label"),
                )
            },
        ),
    )


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin):
    inlines = (HelpLinesInline,)
    actions = None
    fieldsets = (
        (None, {"fields": ("name", "is_sample")}),
        (
            _("Help banner"),
            {
                "fields": ("banner_text", "banner_url", ("banner_starts", "banner_ends")),
                "description": _("Shown on every page between the two dates, without publishing anything again."),
            },
        ),
        (
            _("Reviews and approvals"),
            {"fields": ("months_medicine", "months_treatment", "months_background", "typo_needs_approval")},
        ),
    )

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        if SiteSettings.objects.filter(pk=SiteSettings.ONLY_ID).exists():
            return redirect(reverse("admin:publishing_sitesettings_change", args=[SiteSettings.ONLY_ID]))
        return redirect(reverse("admin:publishing_sitesettings_add"))

    def save_model(self, request, obj, form, change):
        """Nothing yet: save_related saves the settings with their lines, in one verb."""

    def save_related(self, request, form, formsets, change):
        super_save_related = super().save_related
        actions.save_site_settings(
            site=form.instance,
            by=request.user,
            now=timezone.now(),
            save_related=lambda: super_save_related(request, form, formsets, change),
        )

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            messages.error(request, refused.reason)
            return HttpResponseRedirect(request.get_full_path())

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not SiteSettings.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False
