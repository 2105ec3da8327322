"""What the drug picker of the Markdown field finds: each fact with the words it will print."""

from collections.abc import Iterable

from django.db.models import Q
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from markup import DrugFact
from publishing.models import Publication
from publishing.staff.access import staff_fragment
from publishing.staff.picking import MOST, asked, found, language_of

FIELDS = ("route", "dose", "frequency", "duration")


@staff_fragment
@require_GET
def pick_drug(request) -> JsonResponse:
    """Facts of live drugs, as [[drug:key#field]] tokens; a drug is found by its names and brands."""
    live = Publication.objects.live().of_kind("drug").select_related("page", "edition")
    live = live.defer("edition__html", "edition__plain_text", "edition__source")
    for word in asked(request).split()[:8]:
        live = live.filter(
            Q(title__icontains=word) | Q(page__key__icontains=word) | Q(page__as_drug__products__brand__icontains=word)
        )
    rows: list[dict] = []
    for publication in live.distinct().order_by("title", "pk")[:MOST]:
        rows += facts_of(DrugFact.from_json(publication.edition.facts, language_of(request)))
    return found(rows)


def facts_of(drug: DrugFact) -> Iterable[dict]:
    """The link to the drug's page, its brands, and every fact of every regimen that is stated."""
    names = {
        "route": _("how it is given"),
        "dose": _("dose"),
        "frequency": _("how often"),
        "duration": _("how long"),
    }
    yield {"label": drug.name, "detail": _("name, with a link to its page"), "insert": f"[[drug:{drug.key}]]"}
    if drug.brands:
        brands = ", ".join(drug.brands)
        yield {"label": brands, "detail": f"{drug.name}: {_('brand names')}", "insert": f"[[drug:{drug.key}#brand]]"}
    for regimen in drug.regimens:
        what_for = ", ".join(part for part in (regimen.brand, regimen.indication) if part) or regimen.key
        choice = f" regimen={regimen.key}" if len(drug.regimens) > 1 else ""
        for field in FIELDS:
            if value := getattr(regimen, field):
                yield {
                    "label": value,
                    "detail": f"{drug.name}: {names[field]} ({what_for})",
                    "insert": f"[[drug:{drug.key}#{field}{choice}]]",
                }
