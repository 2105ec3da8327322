"""The rows of a drug or class: products, regimens, side effects, precautions."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from drugs.forms import RegimenForm
from drugs.models import Precaution, Product, Regimen, SideEffect
from publishing.admin.choices import without_side_doors


class Rows(admin.StackedInline):
    """Rows start closed but for their heading, so that a long list can be overlooked."""

    extra = 0
    template = "admin/drugs/rows.html"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))


class ProductInline(Rows):
    model = Product
    fieldsets = ((None, {"fields": (("brand", "strength"), "form", ("prescription", "rxnorm", "position"))}),)


class RegimenInline(Rows):
    model = Regimen
    form = RegimenForm
    autocomplete_fields = ("indication", "dose_references", "timing_references")
    fieldsets = (
        (None, {"fields": (("key", "position"), ("product", "indication"), "route")}),
        (
            _("How much"),
            {"fields": (("dose_value", "dose_value_max", "dose_unit"), "dose_references")},
        ),
        (
            _("How often"),
            {
                "fields": (
                    ("frequency", "frequency_max"),
                    ("period", "period_max", "period_unit"),
                    "as_needed",
                    "duration",
                    "timing_references",
                ),
                "description": _("“Once every 4 weeks” is written: times 1, in each 4, unit weeks."),
            },
        ),
        (None, {"fields": ("checked_on",)}),
    )

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
    autocomplete_fields = ("effect", "references")
    fieldsets = (
        (None, {"fields": ("effect", ("serious", "position"))}),
        (
            _("How common, when, how long"),
            {"fields": (("affected", "out_of"), "band", "frequency", "onset", "duration")},
        ),
        (_("What patients can do"), {"fields": ("at_risk", "prevention", "what_to_do", "call_now")}),
        (None, {"fields": ("references",)}),
    )


class PrecautionInline(Rows):
    model = Precaution
    autocomplete_fields = ("references",)
    fieldsets = ((None, {"fields": (("key", "position", "severity"), "condition", "advice", "references")}),)
