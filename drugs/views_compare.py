"""A comparison of two to four medicines."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drugs.comparing import MOST, compare_drugs
from drugs.finding import Index, fold
from drugs.live_index import live_index
from drugs.safety_told import told_about
from publishing.fields import words_in
from publishing.models import Publication
from publishing.views import answer

LONGEST_NAME = 100
MOST_DRUGS = 5_000
# More boxes than that are no choice but a search: then names are typed.
MOST_BOXES = 40


@require_safe
def compare(request):
    """`?d=key&d=Zometa`: the same table as in an article, from the same live facts. A drug may be asked for by any name."""
    language = request.LANGUAGE_CODE
    live = Publication.objects.live().of_kind("drug").order_by("title", "pk")
    rows = live.values_list("page__key", "title", "edition__facts__name")[:MOST_DRUGS]
    names = {key: words_in(words, language) or title for key, title, words in rows}
    typed = [each[:LONGEST_NAME].strip() for each in request.GET.getlist("d")[: MOST * 4]]
    listed = live_index() if any(each not in names for each in typed) else None
    asked = list(dict.fromkeys(_key_of(each, names, listed, language) for each in typed if each))
    now = timezone.now()
    known = [key for key in asked if key in names]
    told = told_about(known, now=now)
    comparison = compare_drugs(asked, names=names, language=language) if asked else None
    ordered = sorted(names, key=lambda key: (fold(names[key]), key))
    few = len(ordered) <= MOST_BOXES
    boxes = ordered if few else [key for key in asked if key in names]
    return answer(
        request,
        "drugs/compare.html",
        caching=told.caching,
        bulletins=told.printed(language),
        choices=[{"key": key, "name": capfirst(names[key]), "checked": key in asked} for key in boxes],
        blanks=[] if few else range(1, max(MOST - len(boxes), 0) + 1),
        any_drugs=bool(names),
        # On paper: a sheet with doses says where it is from and of which day.
        compared_at=f"{settings.SITE_URL}{request.path}?{urlencode([('d', key) for key in known])}",
        today=timezone.localdate(now),
        table=comparison.html if comparison else None,
        references=comparison.references if comparison else [],
        problems=comparison.problems if comparison else [],
        page_title=_("Compare medicines"),
        description=_("See side by side how medicines are given, and how often."),
    )


def _key_of(typed: str, names: Mapping[str, str], listed: Index | None, language: str) -> str:
    """The key of the drug that somebody means; what they typed where that is not clear."""
    if typed in names or listed is None:
        return typed
    sure = listed.find(typed, language).sure
    return sure.key if sure else typed
