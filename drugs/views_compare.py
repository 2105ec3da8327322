"""A comparison of two to four medicines."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drugs.comparing import MOST, compare_drugs
from drugs.finding import Found
from drugs.live_index import live_index
from drugs.names import fold
from drugs.safety_told import told_about
from publishing.fields import words_in
from publishing.models import Publication
from publishing.places import localised, own_name
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
    meant = _meant(dict.fromkeys(each for each in typed if each), names, language)
    asked = list(dict.fromkeys(each.key or each.typed for each in meant))
    known = [key for key in asked if key in names]
    now = timezone.now()
    told = told_about(known, now=now)
    comparison = compare_drugs(asked, names=names, language=language) if asked else None
    ordered = sorted(names, key=lambda key: (fold(names[key]), key))
    few = len(ordered) <= MOST_BOXES
    boxes = ordered if few else known
    return answer(
        request,
        "drugs/compare.html",
        caching=told.caching,
        alternates=_in_other_languages(request, known),
        bulletins=told.printed(language),
        choices=[{"key": key, "name": capfirst(names[key]), "checked": key in asked} for key in boxes],
        blanks=[] if few else range(1, max(MOST - len(boxes), 0) + 1),
        any_drugs=bool(names),
        understood=[{"asked": each.typed, "name": names[each.key]} for each in meant if each.is_misspelt],
        offers=list(_offers(meant, known, names)),
        # On paper: a sheet with doses says where it is from and of which day.
        compared_at=f"{settings.SITE_URL}{request.path}?{urlencode([('d', key) for key in known])}",
        today=timezone.localdate(now),
        table=comparison.html if comparison else None,
        references=comparison.references if comparison else [],
        problems=[*_told_twice(meant, names), *comparison.problems] if comparison else [],
        page_title=_("Compare medicines"),
        description=_("See side by side how medicines are given, and how often."),
    )


def _in_other_languages(request, chosen: list[str]) -> list[dict]:
    """The same comparison in every other language of the site: the facts have their words in each of them."""
    question = f"?{urlencode([('d', key) for key in chosen])}" if chosen else ""
    return [
        {"language": code, "name": own_name(code), "path": localised(request.path_info, code) + question}
        for code, _name in settings.LANGUAGES
        if code != request.LANGUAGE_CODE
    ]


class Meant(NamedTuple):
    """What somebody typed, and the key of the drug that goes by this name; "" where none does: then the keys of drugs with
    names like it. `is_misspelt`: by a misspelling that its editors listed."""

    typed: str
    key: str
    is_misspelt: bool = False
    like: tuple[str, ...] = ()


def _meant(typed: Iterable[str], names: Mapping[str, str], language: str) -> list[Meant]:
    typed = list(typed)
    listed = live_index() if any(each not in names for each in typed) else None
    return [
        Meant(each, each) if listed is None or each in names else _by_name(each, listed.find(each, language), names)
        for each in typed
    ]


def _by_name(typed: str, found: Found, names: Mapping[str, str]) -> Meant:
    """A drug without a page in this language can be compared all the same. What merely looks like a name is never taken for
    it."""
    only = found.sure or (found.entries[0] if len(found.entries) == 1 and found.is_exact else None)
    if only and only.key in names:
        return Meant(typed, only.key, is_misspelt=bool(found.as_called))
    return Meant(typed, "", like=tuple(entry.key for entry in found.entries if entry.key in names)[:MOST])


def _offers(meant: Iterable[Meant], known: list[str], names: Mapping[str, str]) -> Iterator[dict]:
    """For each name that no medicine has: those with names like it, as links to the comparison with them."""
    for each in meant:
        if each.like:
            links = [
                {"name": names[key], "href": "?" + urlencode({"d": list(dict.fromkeys([*known, key]))}, doseq=True)}
                for key in each.like
            ]
            yield {"asked": each.typed, "links": links}


def _told_twice(meant: Iterable[Meant], names: Mapping[str, str]) -> Iterator[str]:
    """Two names of one medicine make no comparison, which is said, as is whose names they are."""
    typed: dict[str, list[str]] = {}
    for each in meant:
        if each.key:
            typed.setdefault(each.key, []).append(each.typed)
    for key, several in typed.items():
        if len(several) > 1:
            yield _("“%(one)s” and “%(other)s” are the same medicine: %(name)s.") % {
                "one": several[0],
                "other": several[1],
                "name": names[key],
            }
