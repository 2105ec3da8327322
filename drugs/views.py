"""Medicines A–Z, a page for each, and a comparison of two to four."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drugs.comparing import MOST, compare_drugs
from publishing.fields import words_in
from publishing.listing import by_letter, page_of
from publishing.models import Publication
from publishing.views import answer, read_publication

DRUGS_A_PAGE = 200
CHOICES = 200


@require_safe
def index(request):
    rows = Publication.objects.pages().of_kind("drugpage").in_language(request.LANGUAGE_CODE).by_title()
    page = page_of(request, rows, per_page=DRUGS_A_PAGE)
    drugs = [_entry(row) for row in page]
    groups = sorted({name for drug in drugs for name in drug["classes"]})
    return answer(
        request,
        "drugs/list.html",
        letters=by_letter(drugs, name=lambda drug: drug["name"], key="drugs"),
        classes=[{"name": name, "drugs": [drug for drug in drugs if name in drug["classes"]]} for name in groups],
        page=page,
        page_title=_("Medicines A–Z"),
        description=_("Medicines by their own names and brand names."),
    )


def _entry(row: Publication) -> dict:
    drug = row.surroundings.get("drug", {})
    return {
        "name": row.title,
        "path": row.path,
        "brands": drug.get("brands", []),
        "classes": drug.get("classes", []),
    }


@require_safe
def drug_page(request, slug):
    return read_publication(request, "drugs/drug_page.html", kind="drugpage", extra=_mentioned_on)


def _mentioned_on(publication):
    """Other pages that quote the drug's facts or link to its page."""
    facts = Publication.objects.of_kind("drug").filter(page__key=publication.edition.facts.get("drug", ""))
    ids = [publication.page_id, *facts.values_list("page_id", flat=True)]
    pages = Publication.objects.mentioning(ids).exclude(pk=publication.pk).in_language(publication.language)
    rows = pages.by_title()[:50]
    return {"mentioned_on": [{"title": row.title, "path": row.path, "summary": row.summary} for row in rows]}


@require_safe
def compare(request):
    """`?d=key&d=key`: the same table as in an article, from the same live facts."""
    language = request.LANGUAGE_CODE
    asked = list(dict.fromkeys(key[:100] for key in request.GET.getlist("d")[: MOST * 4]))
    live = Publication.objects.live().of_kind("drug").select_related("page", "edition")
    rows = live.defer("edition__html", "edition__plain_text", "edition__source").by_title()[:CHOICES]
    names = {row.page.key: words_in(row.edition.facts["name"], language) or row.title for row in rows}
    comparison = compare_drugs(asked, names=names, language=language) if asked else None
    return answer(
        request,
        "drugs/compare.html",
        choices=[{"key": key, "name": name, "checked": key in asked} for key, name in names.items()],
        table=comparison.html if comparison else None,
        references=comparison.references if comparison else [],
        problems=comparison.problems if comparison else [],
        page_title=_("Compare medicines"),
        description=_("See side by side how medicines are given, and how often."),
    )
