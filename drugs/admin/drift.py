"""Differences with sources outside: their list, and the line on the form of a drug."""

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from drugs.models import Decision, Difference, Drug, Proposal
from publishing.admin.records import ReadOnlyAdmin
from publishing.staff.access import may_see

MOST_WARNINGS = 3  # the latest decisions about boxed warnings, on the form of their drug


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", _("to decide")), ("decided", _("decided"))]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.open()
        return queryset.decided() if self.value() == "decided" else queryset


class DrugFilter(admin.SimpleListFilter):
    """One drug, as its form leads here; drugs without proposals are no choice."""

    title = _("drug")
    parameter_name = "drug"

    def lookups(self, request, model_admin):
        drugs = Drug.objects.filter(pk__in=Proposal.objects.order_by().values("drug")).order_by("title")
        return list(drugs.values_list("pk", "title")[:200])

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.filter(drug=int(value)) if value.isdecimal() and len(value) < 16 else queryset


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """Only a list: a row leads to the page where it is decided."""

    list_display = ("drug_title", "product", "source", "record_words", "state_words", "opened_at")
    list_filter = (StateFilter, "source", DrugFilter)
    search_fields = ("drug__title", "brand", "record_id")
    search_help_text = _("Searches drugs, brand names and the ids of records.")
    ordering = ("-opened_at", "-pk")
    list_per_page = 50
    csv_columns = (
        (_("drug"), lambda row: row.drug.title),
        (_("product"), lambda row: row.product_words),
        (_("source"), lambda row: row.get_source_display()),
        (_("record"), lambda row: row.record_id),
        (_("version"), lambda row: row.record_version),
        (_("date"), lambda row: row.record_date),
        (_("to decide"), lambda row: row.to_decide),
        (_("found on"), lambda row: row.opened_at),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts().select_related("drug")

    @admin.display(description=_("drug"), ordering="drug__title")
    def drug_title(self, row):
        return row.drug.title

    @admin.display(description=_("product"), empty_value="–")
    def product(self, row):
        return row.product_words or None

    @admin.display(description=_("record"), ordering="record_date", empty_value="–")
    def record_words(self, row):
        version = _("version %(n)s") % {"n": row.record_version} if row.record_version else ""
        day = date_format(row.record_date) if row.record_date else ""
        return ", ".join(filter(None, (version, day))) or None

    @admin.display(description=_("differences"))
    def state_words(self, row):
        if not row.to_decide:
            return _("decided")
        return _("%(open)d of %(all)d to decide") % {"open": row.to_decide, "all": row.told}

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect("staff:proposal", pk=row.pk)

    def has_view_permission(self, request, obj=None):
        return may_see(request.user, Drug)

    def has_module_permission(self, request):
        return may_see(request.user, Drug)


class ShowsDifferences:
    """For the ModelAdmin of drugs: a line on top of the form when a source says otherwise, and what was decided about boxed
    warnings: that must not be forgotten with the difference."""

    change_form_template = "admin/drugs/drug_form.html"

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["differences"] = Difference.objects.open().filter(proposal__drug=obj.pk).count()
            context["warnings_decided"] = Decision.objects.on_warnings_of(obj.pk)[:MOST_WARNINGS]
            context["differences_url"] = f"{reverse('admin:drugs_proposal_changelist')}?drug={obj.pk}&state=open"
        return super().render_change_form(request, context, add, change, form_url, obj)
