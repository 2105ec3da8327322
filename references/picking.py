"""What the citation picker of the Markdown field finds."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from publishing.staff.access import staff_fragment
from publishing.staff.picking import MOST, asked, found
from references.models import Reference, Status


@staff_fragment
@require_GET
def pick_reference(request) -> JsonResponse:
    """References by author, title, year, key, DOI or PMID, as one types; the newest first.

    A row may say more: "warning", what is known against it; "confirm", what to say before it is inserted all the same;
    "instead", the row of what replaced it.
    """
    library = Reference.objects.select_related("superseded_by", "merged_into__superseded_by")
    rows = (row.merged_into or row for row in library.newest_matching(asked(request), MOST))
    return found(_row(row) for row in {row.pk: row for row in rows}.values())


def _row(row: Reference) -> dict:
    shown = _plain_row(row)
    if row.status == Status.CURRENT:
        return shown
    shown["warning"] = str(row.get_status_display())
    if row.status == Status.RETRACTED:
        shown["confirm"] = _(
            "This reference was retracted: its findings cannot be relied on, and a page that cites it cannot be published. "
            "Choose it again to insert it all the same."
        )
    if row.superseded_by:
        shown["instead"] = _plain_row(row.superseded_by)
    return shown


def _plain_row(row: Reference) -> dict:
    first = row.authors.split(",")[0].split(";")[0].strip() or row.key
    return {"label": f"{first} {row.year}" if row.year else first, "detail": row.title, "insert": f"[@{row.key}]"}
