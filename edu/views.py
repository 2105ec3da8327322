"""Home, topics and articles. Everything comes from Publications."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.models import Publication
from publishing.views import answer, read_publication

FEATURED = 6


@require_safe
def home(request):
    """The topics at the top of the tree, and the first pages their editors put forward."""
    rows = list(Publication.objects.pages().of_kind("topic").in_language(request.LANGUAGE_CODE).by_title()[:200])
    top = [row for row in rows if len(row.surroundings.get("breadcrumb", ())) <= 2]
    top.sort(key=lambda row: row.surroundings.get("position", 0))
    forward = [card for row in top for card in row.surroundings.get("children", ())[:2]]
    topics = {row.path for row in rows}
    featured = {card["path"]: card for card in forward if card["path"] not in topics}
    return answer(
        request,
        "edu/home.html",
        topics=[{"title": row.title, "path": row.path, "summary": row.summary} for row in top],
        featured=list(featured.values())[:FEATURED],
        description=_("Information for patients, checked by clinicians, with its sources."),
    )


@require_safe
def topic(request, slug):
    return read_publication(request, "edu/topic.html", kind="topic")


@require_safe
def article(request, slug):
    return read_publication(request, "edu/article.html", kind="article")
