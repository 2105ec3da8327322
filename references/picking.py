"""What the citation picker of the Markdown field finds."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from publishing.staff.access import staff_fragment
from publishing.staff.picking import MOST, asked, found
from references.models import Reference, Status


@staff_fragment
@require_GET
def pick_reference(request) -> JsonResponse:
    """References by author, title, key, DOI or PMID; the newest first."""
    rows = Reference.objects.matching(asked(request)).order_by("-year", "key")[:MOST]
    return found({"label": _label(row), "detail": row.title, "insert": f"[@{row.key}]"} for row in rows)


def _label(row: Reference) -> str:
    first = row.authors.split(",")[0].split(";")[0].strip() or row.key
    warning = "" if row.status == Status.CURRENT else f" – {row.get_status_display()}"
    return f"{first}{f' {row.year}' if row.year else ''}{warning}"
