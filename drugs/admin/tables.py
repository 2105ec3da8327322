"""The way from the list of drugs to their tables."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from drugs.staff.tables import file_response
from drugs.tables.tables import TABLES

FORMATS = ("xlsx", "json")  # what can hold several tables


class TableTools:
    """For the ModelAdmin of drugs: the selected ones as a workbook with all that belongs to them. Whoever may see the facts
    may take them along."""

    def get_actions(self, request):
        actions = super().get_actions(request)
        if self.has_view_permission(request):
            for form in FORMATS:
                name = f"export_tables_as_{form}"
                actions[name] = _action(form), name, _("Export tables as %(format)s") % {"format": form.upper()}
        return actions

    def changelist_view(self, request, extra_context=None):
        tool = {"url": reverse("staff:drug-tables"), "label": _("Import and export tables")}
        return super().changelist_view(request, {"tools": [tool]} | (extra_context or {}))


def _action(form: str) -> Callable:
    def export(model_admin, request, queryset) -> HttpResponse:
        keys = list(queryset.order_by("key").values_list("key", flat=True))
        return file_response(list(TABLES), form, name="medicines", drugs=keys)

    return export
