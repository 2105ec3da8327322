"""The glossary: every term with its plain definition, and a page for each."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.listing import by_letter, page_of
from publishing.models import Publication
from publishing.views import answer, read_publication

TERMS_A_PAGE = 200


@require_safe
def index(request):
    rows = Publication.objects.pages().of_kind("term").in_language(request.LANGUAGE_CODE).by_title()
    page = page_of(request, rows, per_page=TERMS_A_PAGE)
    terms = [{"name": row.title, "definition": row.summary, "path": row.path} for row in page]
    return answer(
        request,
        "glossary/list.html",
        letters=by_letter(terms, name=lambda term: term["name"], key="terms"),
        page=page,
        page_title=_("Glossary"),
        description=_("Medical words in plain language."),
    )


@require_safe
def term(request, slug):
    return read_publication(request, "glossary/term.html", kind="term", extra=_mentioned_on)


def _mentioned_on(publication):
    pages = Publication.objects.mentioning([publication.page_id]).by_title()[:50]
    return {"mentioned_on": [{"title": row.title, "path": row.path, "summary": row.summary} for row in pages]}
