"""The load of each person, as a file."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.desk.load import columns, load
from publishing.desk.numbers import MINE, pages_seen_by, plans_reviews
from publishing.errors import NotPermitted
from publishing.exporting import csv_response
from publishing.staff.access import staff_page


@staff_page
def load_export(request) -> HttpResponse:
    """?whose=mine for one's own row only."""
    if not plans_reviews(request.user):
        raise NotPermitted(_("Only people who record or plan reviews may see everybody's load."))
    today = timezone.localdate()
    pages = pages_seen_by(request.user)
    if request.GET.get("whose") == MINE:
        pages = pages.to_be_reviewed_by(request.user)
    head = [_("Person"), _("A month"), *(column.label for column in columns(today)), _("Total")]
    rows = ([row.name, row.cap, *(cell.number for cell in row.cells), row.total] for row in load(pages, today=today))
    return csv_response("load.csv", head, rows)
