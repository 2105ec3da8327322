"""The public reference library: what live pages cite."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.listing import page_of
from publishing.places import localised
from publishing.views import answer
from references.models import Reference
from references.reference_page import citing_pages, told_of

REFERENCES_A_PAGE = 50
LONGEST_QUERY = 200


@require_safe
def index(request):
    query = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip()
    rows = Reference.objects.cited().as_printed().order_by("key")
    page = page_of(request, rows.matching(query) if query else rows, per_page=REFERENCES_A_PAGE)
    page.object_list = [entry(row, request.LANGUAGE_CODE) for row in page.object_list]
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
        return _where_it_is_now(request, key)
    cited_on = citing_pages(request, row)
    return answer(
        request,
        "references/detail.html",
        reference=entry(row, request.LANGUAGE_CODE)
        | {
            "title": row.title,
            "type": type_name(row.type) if row.evidence_type else row.csl.get("genre") or type_name(row.type),
            "doi_url": row.doi_url,
            "pubmed_url": row.pubmed_url,
            "pmc_url": row.pmc_url,
            "web_url": row.url,
        }
        | told_of(row),
        cited_on=cited_on,
        page_title=row.title,
        description=row.line(request.LANGUAGE_CODE)[:300],
    )


def _where_it_is_now(request, key: str):
    """A key that was merged leads to the record that was kept; printed leaflets and old editions name it for ever."""
    merged = Reference.objects.filter(key=key, merged_into__isnull=False).select_related("merged_into").first()
    if merged is None or not Reference.objects.with_a_page().filter(pk=merged.merged_into_id).exists():
        raise Http404
    return HttpResponsePermanentRedirect(localised(merged.merged_into.get_absolute_url(), request.LANGUAGE_CODE))


def entry(row: Reference, language: str) -> dict:
    """A reference as lists of the library show it; the row comes from `as_printed`."""
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
