"""Medicines A–Z, a page for each, and whatever name somebody knows one by."""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drugs.finding import Found
from drugs.live_index import live_index
from drugs.names import fold
from drugs.safety_told import told_about
from drugs.views_groups import ENTRIES_A_PAGE, path_of, row_of, tell
from publishing.listing import page_of
from publishing.models import Publication
from publishing.places import localised
from publishing.views import answer, for_now, permanently, read_publication

LONGEST_QUERY = 200
MOST_MENTIONS = 50


@require_safe
def index(request):
    """The A–Z; `?letter=z` alone, `?q=` finds one by any of its names, or all of a type or for a condition."""
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    listed = live_index()
    if query:
        found = listed.find(query, request.LANGUAGE_CODE)
        leads = _where_to(found, request.LANGUAGE_CODE)
        return for_now(leads) if leads else _suggestions(request, query, found)
    entries = listed.listed_in(request.LANGUAGE_CODE)
    letters = list(dict.fromkeys(entry.letter for entry in entries))
    chosen = request.GET.get("letter", "")[:1].upper()
    if chosen in letters:
        entries = [entry for entry in entries if entry.letter == chosen]
    page = page_of(request, entries, per_page=ENTRIES_A_PAGE)
    told = tell(request, page)
    shown = list(dict.fromkeys(entry.letter for entry in page))
    ids = {each: f"letter-{number}" for number, each in enumerate(letters, start=1)}
    # With one page every letter is on it; else each has an address of its own.
    leads = {each: f"#{ids[each]}" if shown == letters else f"?{urlencode({'letter': each})}" for each in letters}
    return answer(
        request,
        "drugs/list.html",
        caching=told.caching,
        letters=[{"letter": each, "href": leads[each]} for each in letters],
        groups=[
            {"letter": each, "html_id": ids[each], "drugs": [entry for entry in page if entry.letter == each]}
            for each in shown
        ],
        letter=chosen if chosen in letters else "",
        elsewhere=any(entry.language != request.LANGUAGE_CODE for entry in entries),
        page=page,
        page_title=_("Medicines A–Z"),
        description=_("Medicines by their own names and brand names."),
    )


def _where_to(found: Found, language: str) -> str:
    """The address of what is meant, as far as that is clear."""
    if found.sure:
        return found.sure.path + (f"#{_note_id(found.as_called)}" if found.as_called else "")
    return path_of(found.place, language) if found.place else ""


def _note_id(called: str) -> str:
    """Where a drug's page says that somebody came by this spelling."""
    return f"looked-for-{fold(called).replace(' ', '-')}"


def _suggestions(request, query: str, found: Found, *, status: int = 200):
    told = told_about([entry.key for entry in found.entries], now=timezone.now())
    return answer(
        request,
        "drugs/found.html",
        status=status,
        caching=told.caching,
        query=query,
        found=found,
        entries=told.mark(found.entries, request.LANGUAGE_CODE),
        places=[row_of(place, request.LANGUAGE_CODE) for place in found.places],
        robots="noindex",
        page_title=_("Find a medicine"),
        description=_("Medicines by their own names and brand names."),
    )


@require_safe
def drug_page(request, slug):
    """The page at this address; else the page of the medicine that goes by this name, as far as that is clear."""
    try:
        return read_publication(request, "drugs/drug_page.html", kind="drugpage", extra=_around)
    except Http404:
        return find(request, slug.replace("-", " ").replace("_", " "))


@require_safe
def find(request, words):
    """`/drugs/Zometa/`: 301 to the page of a medicine by a name of its own; 302 by a listed misspelling, to where the page
    says so, and to the medicines of a type or for a condition. Else what it may be: one that is much like a name is asked
    about on a page that says so, never followed."""
    found = live_index().find(words, request.LANGUAGE_CODE)
    leads = _where_to(found, request.LANGUAGE_CODE)
    if leads:
        return permanently(leads) if found.for_good else for_now(leads)
    if found.like:
        return for_now(f"{localised(reverse('drugs:index'), request.LANGUAGE_CODE)}?{urlencode({'q': words})}")
    return _suggestions(request, words[:LONGEST_QUERY], found, status=404)


def _around(publication):
    """What a drug's page has besides what was approved: where it is mentioned, and a note for each listed misspelling. Two
    queries, however many there are."""
    facts = Publication.objects.of_kind("drug").filter(page__key=publication.edition.facts.get("drug", ""))
    ids = [publication.page_id, *facts.values_list("page_id", flat=True)]
    pages = Publication.objects.mentioning(ids).exclude(pk=publication.pk).in_language(publication.language)
    rows = pages.by_title()[:MOST_MENTIONS]
    called = publication.edition.facts.get("also_called") or []
    return {
        "mentioned_on": [{"title": row.title, "path": row.path, "summary": row.summary} for row in rows],
        "spellings": [{"name": name, "html_id": _note_id(name)} for name in called if fold(name)],
    }
