"""What the drug picker of the Markdown field finds: each fact with the words it will print."""

from collections.abc import Iterable

from django.db.models import Q
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from markup import DrugFact
from markup.quoting import NOTE_FIELDS, note_value, stated_value
from publishing.models import Publication
from publishing.staff.access import staff_fragment
from publishing.staff.picking import MOST, asked, found, language_of

FIELDS = ("route", "dose", "frequency", "duration", "infusion-time", "population", "max-daily-dose")


@staff_fragment
@require_GET
def pick_drug(request) -> JsonResponse:
    """Facts of live drugs, as [[drug:key#field]] tokens; a drug is found by its names and brands."""
    rows: list[dict] = []
    for publication in _found_by(asked(request))[:MOST]:
        rows += facts_of(DrugFact.from_json(publication.edition.facts, language_of(request)))
    return found(rows)


@staff_fragment
@require_GET
def complete_drug(request) -> JsonResponse:
    """What can stand where the cursor is inside [[drug:…: `q` is what was typed after the colon. Before a # the drugs it could
    be, after it the facts of that drug with the words each prints."""
    typed, hash_sign, field = asked(request).partition("#")
    if not hash_sign:
        return found(
            {
                "label": publication.title,
                "detail": ", ".join(publication.edition.facts.get("brands") or ()),
                "insert": f"[[drug:{publication.page.key}",
                "goes_on": True,
            }
            for publication in _found_by(typed.replace("-", " "))[:MOST]
        )
    publication = Publication.objects.keyed(("drug",), [typed.strip()]).first()
    if publication is None:
        return found([])
    drug = DrugFact.from_json(publication.edition.facts, language_of(request))
    wanted = field.strip().casefold()
    return found(row for row in facts_of(drug) if row["field"].startswith(wanted) and row["field"])


def _found_by(words: str):
    """Live drugs by their names and brands, first by title."""
    live = Publication.objects.live().of_kind("drug").select_related("page", "edition")
    live = live.defer("edition__html", "edition__plain_text", "edition__source")
    for word in words.split()[:8]:
        live = live.filter(
            Q(title__icontains=word) | Q(page__key__icontains=word) | Q(page__as_drug__products__brand__icontains=word)
        )
    return live.distinct().order_by("title", "pk")


def facts_of(drug: DrugFact) -> Iterable[dict]:
    """The link to the drug's page, its brands, its notes, and every fact of every regimen that is stated."""
    names = {
        "route": _("how it is given"),
        "dose": _("dose"),
        "frequency": _("how often"),
        "duration": _("how long"),
        "infusion-time": _("how long an infusion takes"),
        "population": _("who it is for"),
        "max-daily-dose": _("most in one day"),
        "kidney": _("weak kidneys"),
        "monitoring": _("what is monitored"),
        "supplements": _("supplements"),
    }
    yield _row("", drug.name, _("name, with a link to its page"), f"[[drug:{drug.key}]]")
    if drug.brands:
        yield _row("brand", ", ".join(drug.brands), f"{drug.name}: {_('brand names')}", f"[[drug:{drug.key}#brand]]")
    for regimen in drug.regimens:
        what_for = ", ".join(part for part in (regimen.brand, regimen.indication) if part) or regimen.key
        choice = f" regimen={regimen.key}" if len(drug.regimens) > 1 else ""
        for field in FIELDS:
            if value := stated_value(regimen, field):
                detail = f"{drug.name}: {names[field]} ({what_for})"
                yield _row(field, value, detail, f"[[drug:{drug.key}#{field}{choice}]]")
    for field in NOTE_FIELDS:
        if value := note_value(drug, field):
            yield _row(field, value, f"{drug.name}: {names[field]}", f"[[drug:{drug.key}#{field}]]")


def _row(field: str, label: str, detail: str, insert: str) -> dict:
    return {"field": field, "label": label, "detail": detail, "insert": insert}
