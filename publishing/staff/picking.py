"""What the pickers of the Markdown field find among pages and terms. References and drugs have theirs in their own apps."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.http import JsonResponse
from django.views.decorators.http import require_GET

from publishing.lookups import LINKABLE
from publishing.models import Page
from publishing.staff.access import staff_fragment

MOST = 20
LONGEST_QUERY = 100


def asked(request) -> str:
    """The words searched for."""
    return request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip()


def language_of(request) -> str:
    """The language of the page being written."""
    language = request.GET.get("language", "")
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def found(rows: Iterable[dict]) -> JsonResponse:
    """Rows of {"label", "detail", "insert"}: what to show, and the Markdown to insert."""
    return JsonResponse({"results": list(rows)})


@staff_fragment
@require_GET
def pick_page(request) -> JsonResponse:
    """Pages that [[page:key]] can link to."""
    return found(
        {"label": page.title, "detail": _where(page), "insert": f"[[page:{page.key}]]"}
        for page in _pages(request, LINKABLE)
    )


@staff_fragment
@require_GET
def pick_term(request) -> JsonResponse:
    """Terms of the glossary."""
    return found(
        {"label": page.title, "detail": _where(page), "insert": f"[[term:{page.key}]]"}
        for page in _pages(request, ("term",))
    )


def _pages(request, kinds):
    pages = Page.objects.with_state().filter(kind__in=kinds, language=language_of(request))
    for word in asked(request).split()[:8]:
        pages = pages.filter(Q(title__icontains=word) | Q(key__icontains=word))
    return pages.order_by("title", "pk")[:MOST]


def _where(page: Page) -> str:
    kind = Page._meta.get_field(f"as_{page.kind}").related_model._meta.verbose_name
    return f"{str(kind).capitalize()} · {page.state.label}"
