"""Drugs, drug classes and drug pages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from drugs.admin.drift import ShowsDifferences
from drugs.admin.rows import PrecautionInline, ProductInline, RegimenInline, SideEffectInline
from drugs.admin.tables import TableTools
from drugs.forms import DrugPageForm
from drugs.models import Drug, DrugClass, DrugPage
from publishing.admin import FactSheetAdmin, PageAdmin
from publishing.admin.lists import PLANNING_COLUMNS, WITH_PEOPLE
from publishing.admin.pages import PEOPLE_AND_REVIEW, RelatedPageInline


@admin.register(Drug)
class DrugAdmin(TableTools, ShowsDifferences, FactSheetAdmin):
    inlines = (ProductInline, RegimenInline, SideEffectInline, PrecautionInline)
    autocomplete_fields = ("classes",)
    search_fields = ("title", "key", "products__brand")
    search_help_text = _("Searches names, keys and brand names.")
    fieldsets = (
        (None, {"fields": ("name", "key", "pronunciation", "classes", ("prescription", "risk_tier"))}),
        (_("Codes for machines"), {"fields": (("rxnorm", "unii"), ("atc", "snomed")), "classes": ("collapse",)}),
        (
            _("Lists checked by a pharmacist"),
            {
                "fields": ("side_effects_complete", "precautions_complete"),
                "description": _("Until then the lists say that they are not full lists."),
            },
        ),
        PEOPLE_AND_REVIEW,
    )


@admin.register(DrugClass)
class DrugClassAdmin(FactSheetAdmin):
    inlines = (SideEffectInline, PrecautionInline)
    fieldsets = (
        (None, {"fields": ("name", "key", "summary", "risk_tier")}),
        (
            _("Lists checked by a pharmacist"),
            {
                "fields": ("side_effects_complete", "precautions_complete"),
                "description": _("Until then the lists say that they are not full lists."),
            },
        ),
        PEOPLE_AND_REVIEW,
    )


@admin.register(DrugPage)
class DrugPageAdmin(PageAdmin):
    form = DrugPageForm
    public_template = "drugs/drug_page.html"
    inlines = (RelatedPageInline,)
    autocomplete_fields = ("drug",)
    prepopulated_fields = {"slug": ("title",)}
    list_display = ("title", "drug", "state_words", "language", *PLANNING_COLUMNS)
    list_select_related = (*WITH_PEOPLE, "drug")
    fieldsets = (
        (None, {"fields": ("drug", "title", "summary", "body")}),
        (_("Where it stands"), {"fields": (("language", "risk_tier"), "slug", "also_called")}),
        PEOPLE_AND_REVIEW,
    )
