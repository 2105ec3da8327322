"""A list as CSV: every row of it, filtered and sorted as on the screen, not only the page that is shown."""

from collections.abc import Callable, Sequence

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse

from publishing.exporting import csv_response

CHUNK = 500  # rows fetched at a time, so that a long list never stands in memory as a whole


class CsvExport:
    """For a ModelAdmin: an address `export/` beside its list. `csv_columns`: pairs of a head and a function of a row.

    `for_csv` may add to the queryset what the columns read, so that no row costs a query.
    """

    csv_columns: Sequence[tuple[str, Callable]] = ()

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("export/", self.admin_site.admin_view(self.export_view), name=name), *super().get_urls()]

    def for_csv(self, queryset):
        return queryset

    def export_view(self, request):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            rows = self.for_csv(self.get_changelist_instance(request).get_queryset(request))
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self._list_address())
        lines = ([read(row) for _head, read in self.csv_columns] for row in rows.iterator(chunk_size=CHUNK))
        return csv_response(f"{self.opts.model_name}.csv", [head for head, _read in self.csv_columns], lines)

    def changelist_view(self, request, extra_context=None):
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_export")
        chosen = request.GET.urlencode()
        extra = {"export_url": f"{address}?{chosen}" if chosen else address}
        return super().changelist_view(request, extra | (extra_context or {}))

    def _list_address(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
