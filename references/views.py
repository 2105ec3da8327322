"""The public reference library: what live pages cite."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.listing import page_of
from publishing.places import localised
from publishing.views import answer
from references.models import Reference, pages_citing

REFERENCES_A_PAGE = 50
LONGEST_QUERY = 200


@require_safe
def index(request):
    query = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip()
    rows = Reference.objects.cited().as_printed().order_by("key")
    page = page_of(request, rows.matching(query) if query else rows, per_page=REFERENCES_A_PAGE)
    page.object_list = [_entry(row, request.LANGUAGE_CODE) for row in page.object_list]
    return answer(
        request,
        "references/list.html",
        page=page,
        query=query,
        page_title=_("References"),
        description=_("The studies and guidelines that our pages rest on."),
    )


@require_safe
def detail(request, key):
    row = Reference.objects.with_a_page().as_printed().filter(key=key).first()
    if row is None:
        raise Http404
    cited_on = [
        {"title": publication.title, "path": publication.path, "numbers": [number]}
        for publication, number in pages_citing(row)
    ]
    return answer(
        request,
        "references/detail.html",
        reference=_entry(row, request.LANGUAGE_CODE)
        | {
            "title": row.title,
            "type": row.csl.get("genre") or type_name(row.type),
            "doi_url": row.doi_url,
            "pubmed_url": row.pubmed_url,
            "pmc_url": row.pmc_url,
            "url": row.url,
        },
        cited_on=cited_on,
        page_title=row.title,
        description=row.line(request.LANGUAGE_CODE)[:300],
    )


def _entry(row: Reference, language: str) -> dict:
    return {
        "key": row.key,
        "text": row.line(language),
        "url": localised(row.get_absolute_url(), language),
        "year": row.year,
        "status": row.status,
        "superseded_by": {
            "text": row.newer_line(language),
            "url": localised(row.superseded_by.get_absolute_url(), language),
        }
        if row.superseded_by
        else None,
    }


def type_name(csl_type: str) -> str:
    """What a CSL type is called on a page."""
    return {
        "article-journal": _("Journal article"),
        "book": _("Book"),
        "chapter": _("Chapter"),
        "report": _("Report"),
        "webpage": _("Web page"),
        "thesis": _("Thesis"),
        "dataset": _("Dataset"),
    }.get(csl_type, "")
