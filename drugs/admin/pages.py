"""Drugs, drug classes and drug pages."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from drugs.admin.drift import ShowsDifferences
from drugs.admin.in_use import KeptWhileUsed
from drugs.admin.rows import CareNoteInline, PrecautionInline, ProductInline, RegimenInline, SideEffectInline
from drugs.admin.safety import ShowsSafetyNotices
from drugs.admin.tables import TableTools
from drugs.facts import incoherent
from drugs.forms import DrugPageForm
from drugs.models import Drug, DrugClass, DrugPage
from publishing.admin import FactSheetAdmin, PageAdmin
from publishing.admin.lists import PLANNING_COLUMNS, WITH_PEOPLE
from publishing.admin.pages import PEOPLE_AND_REVIEW, RelatedPageInline

MOST_DRUGS = 100  # of a class, shown beside it


@admin.register(Drug)
class DrugAdmin(TableTools, ShowsDifferences, ShowsSafetyNotices, FactSheetAdmin):
    inlines = (ProductInline, RegimenInline, SideEffectInline, PrecautionInline, CareNoteInline)
    autocomplete_fields = ("classes",)
    search_fields = ("title", "key", "products__brand")
    search_help_text = _("Searches names, keys and brand names.")
    fieldsets = (
        (
            None,
            {"fields": ("name", "key", ("inn", "us_name"), "pronunciation", "classes", ("prescription", "risk_tier"))},
        ),
        (_("Codes for machines"), {"fields": ("rxnorm", "unii", "atc", "snomed"), "classes": ("collapse",)}),
        (
            _("Lists checked by a pharmacist"),
            {
                "fields": ("side_effects_complete", "precautions_complete"),
                "description": _("Until then the lists say that they are not full lists."),
            },
        ),
        PEOPLE_AND_REVIEW,
    )

    def save_related(self, request, form, formsets, change):
        """What is odd among the regimens is said at once; it stays among the hints until it is mended."""
        super().save_related(request, form, formsets, change)
        regimens = form.instance.regimens.select_related("product", "indication")
        rows = regimens.prefetch_related("dose_references", "timing_references")
        for hint in incoherent([row.as_source() for row in rows]):
            messages.warning(request, hint.message)


@admin.register(DrugClass)
class DrugClassAdmin(KeptWhileUsed, FactSheetAdmin):
    autocomplete_fields = ("parent",)
    list_display = ("title", "parent", "state_words", *PLANNING_COLUMNS)
    list_select_related = (*WITH_PEOPLE, "parent")
    readonly_fields = ("tree",)
    inlines = (SideEffectInline, PrecautionInline)
    fieldsets = (
        (None, {"fields": ("name", "key", "summary", "risk_tier", "parent", "tree")}),
        (
            _("Lists checked by a pharmacist"),
            {
                "fields": ("side_effects_complete", "precautions_complete"),
                "description": _("Until then the lists say that they are not full lists."),
            },
        ),
        PEOPLE_AND_REVIEW,
    )

    @admin.display(description=_("where it stands"))
    def tree(self, obj):
        """The classes above this one, those right below it and the drugs in it, each a link."""
        if obj is None or obj.pk is None:
            return "–"
        above = [*reversed(obj.above())]
        way = format_html_join(
            " › ", "{}", [(_link(page),) for page in above] + [(format_html("<b>{}</b>", obj.title),)]
        )
        below = [*obj.children.order_by("title"), *obj.drugs.order_by("title")[:MOST_DRUGS]]
        items = format_html_join("", "<li>{}</li>", ((_link(page),) for page in below))
        return format_html('{}<ul class="sheets">{}</ul>', way, items) if below else way


def _link(page):
    kind = page._meta.model_name
    return format_html('<a href="{}">{}</a>', reverse(f"admin:drugs_{kind}_change", args=[page.pk]), page.title)


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
