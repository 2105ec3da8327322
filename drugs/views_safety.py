"""The list of safety notices for everybody: what is on show now, and what was in the last twelve months."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drugs.safety import BULLETINS
from publishing import bulletins
from publishing.listing import page_of
from publishing.models import Bulletin, Publication
from publishing.views import answer, public_until

A_PAGE = 50
PAST = timedelta(days=365)


@require_safe
def safety(request):
    """What is on show comes first, page by page."""
    now = timezone.now()
    ours = Bulletin.objects.keyed(BULLETINS)
    page = page_of(request, ours.seen_since(now - PAST, now=now).prefetch_related("about"), per_page=A_PAGE)
    rows = list(page.object_list)
    where = _drug_pages(rows, request.LANGUAGE_CODE)
    return answer(
        request,
        "drugs/safety.html",
        caching=public_until(ours.next_change(now=now), now=now),
        current=_printed([row for row in rows if not row.is_over], where, request.LANGUAGE_CODE),
        past=_printed([row for row in rows if row.is_over], where, request.LANGUAGE_CODE),
        page=page,
        page_title=_("Safety notices about medicines"),
        description=_("Recalls, serious warnings and shortages of the medicines on this site."),
    )


def _printed(rows: Iterable[Bulletin], where: dict[int, Publication], language: str) -> list[dict]:
    printed = bulletins.in_language([row.shown for row in rows], language)
    for each, row in zip(printed, rows, strict=True):
        page = next((where[page.pk] for page in row.about.all() if page.pk in where), None)
        each["drug_page"] = {"title": page.title, "path": page.path} if page else None
    return printed


def _drug_pages(rows: Iterable[Bulletin], language: str) -> dict[int, Publication]:
    """The live page about each drug in this language, by page id."""
    ids = {page.pk for row in rows for page in row.about.all()}
    pages = Publication.objects.pages().of_kind("drugpage").in_language(language).filter(page__in=ids)
    return {row.page_id: row for row in pages.only("page_id", "title", "path")}
