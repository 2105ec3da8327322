"""Home, topics and articles. Everything comes from Publications."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.listing import page_of
from publishing.models import Publication
from publishing.places import crumb
from publishing.views import answer, permanently, read_publication
from references.models import CollectionNumber
from references.views import REFERENCES_A_PAGE, entry

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
def topic_references(request, slug):
    """The list of references that the pages of a section share: every number ever given in it, so that one in print can be
    looked up. 404 for a topic whose pages number their own."""
    address = request.path.removesuffix("references/")
    publication = Publication.objects.at(address).filter(kind="topic").first()
    if publication is None or (publication.edition is None and not publication.moved_to):
        raise Http404
    if publication.moved_to:
        return permanently(f"{publication.moved_to}references/")
    rows = CollectionNumber.objects.in_use_at(publication.page_id)
    page = page_of(request, rows, per_page=REFERENCES_A_PAGE)
    if not page.paginator.count:
        raise Http404
    page.object_list = [
        entry(row.reference.stands_for, request.LANGUAGE_CODE) | {"number": row.number} for row in page.object_list
    ]
    return answer(
        request,
        "edu/topic_references.html",
        page=page,
        topic={"title": publication.title, "path": publication.path},
        breadcrumb=[
            *publication.surroundings.get("breadcrumb", [])[:-1],
            crumb(publication.title, publication.path),
            crumb(_("References")),
        ],
        page_title=_("References of the section “%(title)s”") % {"title": publication.title},
        description=_("The numbered sources that all pages of this section share."),
    )


@require_safe
def article(request, slug):
    return read_publication(request, "edu/article.html", kind="article")
