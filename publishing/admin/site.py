"""Site settings: one row, so its list is its form."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import actions
from publishing.errors import Refused
from publishing.models import HelpLines, RiskTier, SiteSettings

# Smallest and largest number that makes sense: clinicians, months, days.
LIMITS = {"approvals": (1, 3), "months": (1, 120), "hurry": (0, 365)}


def of_tiers(policy: str) -> tuple[str, ...]:
    """The fields of a policy, the riskiest tier first."""
    return tuple(f"{policy}_{tier}" for tier in RiskTier.values)


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
    radio_fields = dict.fromkeys((*of_tiers("overdue"), "citation_style"), admin.VERTICAL)
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
            _("Before a page is published"),
            {
                "fields": (*of_tiers("approvals"), "typo_needs_approval"),
                "description": _(
                    "How many clinicians must approve exactly the same text. None of them may have written it."
                ),
            },
        ),
        (
            _("How often a page is reviewed"),
            {
                "fields": of_tiers("months"),
                "description": _(
                    "Months from one review to the next. A new interval counts from the next review; it moves no date that "
                    "readers were promised."
                ),
            },
        ),
        (
            _("When a review is late"),
            {
                "fields": of_tiers("overdue"),
                "description": _(
                    "What readers see once the date they were promised has passed. Whoever looks after the page is reminded in "
                    "any case. A change here reaches every page at once."
                ),
            },
        ),
        (
            _("When a fact changes"),
            {
                "fields": of_tiers("hurry"),
                "description": _("Days within which a page that states the fact is to be checked again."),
            },
        ),
        (
            _("Safety notices"),
            {
                "fields": ("confirm_hours",),
                "description": _("Two people show a safety notice: one raises it, and a clinician confirms it."),
            },
        ),
        (
            _("References"),
            {
                "fields": ("citation_style", "mark_concern", "mark_corrected", "mark_superseded"),
                "description": _(
                    "Retracted sources are always marked in the reference lists of pages. The library itself tells readers "
                    "everything. A change here reaches every page at once."
                ),
            },
        ),
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The limits of the policies in words at the field, before the database names its constraint."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        policy, _line, tier = db_field.name.partition("_")
        if tier in RiskTier.values and policy in LIMITS:
            least, most = LIMITS[policy]
            field.validators += [MinValueValidator(least), MaxValueValidator(most)]
            field.widget.attrs |= {"min": least, "max": most}
        return field

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
