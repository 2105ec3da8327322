"""The rows of a drug or class: products, regimens, side effects, precautions, notes for care."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from drugs.forms import (
    CareNoteFormSet,
    PrecautionForm,
    ProductFormSet,
    RegimenForm,
    RegimenFormSet,
    RowsFormSet,
    SideEffectFormSet,
)
from drugs.models import CareNote, Precaution, Product, Regimen, SideEffect
from drugs.regions import USUAL_REGION
from publishing.admin.choices import without_side_doors


class Rows(admin.StackedInline):
    """Rows start closed but for their heading, so that a long list can be overlooked."""

    extra = 0
    template = "admin/drugs/rows.html"
    formset = RowsFormSet

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))


class ProductInline(Rows):
    model = Product
    formset = ProductFormSet
    fieldsets = (
        (None, {"fields": (("brand", "region"), "form", ("strength", "prescription"))}),
        (
            _("Maker and market"),
            {"fields": (("manufacturer", "marketing_status"), ("nonproprietary_name", "biosimilar"))},
        ),
        (
            _("Codes and label"),
            {"fields": (("rxnorm", "spl_set_id"), ("spl_version", "label_date"), "ndc")},
        ),
        (None, {"fields": ("position",)}),
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "region":
            kwargs["initial"] = USUAL_REGION
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class RegimenInline(Rows):
    model = Regimen
    form = RegimenForm
    formset = RegimenFormSet
    autocomplete_fields = ("indication", "dose_references", "timing_references")
    fieldsets = (
        (None, {"fields": (("key", "position"), ("product", "indication"), "population", "route")}),
        (
            _("How much"),
            {
                "fields": (
                    ("dose_value", "dose_value_max", "dose_unit"),
                    "confirm_dose",
                    ("max_daily_value", "max_daily_unit"),
                    "dose_references",
                ),
                "description": _("Give the most in one day for medicines that people buy and take themselves."),
            },
        ),
        (
            _("How often"),
            {
                "fields": (
                    ("frequency", "frequency_max"),
                    ("period", "period_max", "period_unit"),
                    "as_needed",
                    "timing_references",
                ),
                "description": _("“Once every 4 weeks” is written: times 1, in each 4, unit weeks."),
            },
        ),
        (_("How long"), {"fields": ("infusion_time", "duration")}),
        (None, {"fields": ("checked_on",)}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("product", "indication")

    def get_formset(self, request, obj=None, **kwargs):
        request.wellread_drug = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "product":
            drug = getattr(request, "wellread_drug", None)
            kwargs["queryset"] = drug.products.all() if drug else self.model.product.get_queryset().none()
            kwargs["help_text"] = _("Save a new product first; then it can be chosen here.")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SideEffectInline(Rows):
    model = SideEffect
    formset = SideEffectFormSet
    autocomplete_fields = ("effect", "references")
    fieldsets = (
        (None, {"fields": ("effect", ("serious", "position"))}),
        (
            _("How common"),
            {
                "fields": (("affected", "out_of"), "band", "frequency"),
                "description": _("“About 3 in 100 people” is written: people who have it 3, out of 100."),
            },
        ),
        (_("When and how long"), {"fields": ("onset", "duration")}),
        (_("What patients can do"), {"fields": ("at_risk", "prevention", "what_to_do", "call_now")}),
        (None, {"fields": ("references",)}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("effect")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "effect":
            # The one side door that stays open: an effect that the vocabulary lacks, for those who may add one.
            field.widget.can_add_related = request.user.has_perm("drugs.add_effect")
        return field


class PrecautionInline(Rows):
    model = Precaution
    form = PrecautionForm
    autocomplete_fields = ("references",)
    fieldsets = ((None, {"fields": (("key", "position", "severity"), "condition", "advice", "references")}),)


class CareNoteInline(Rows):
    model = CareNote
    formset = CareNoteFormSet
    autocomplete_fields = ("references",)
    fieldsets = ((None, {"fields": (("kind", "position"), "words", "references")}),)
