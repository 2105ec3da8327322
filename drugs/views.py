"""Medicines A–Z, by type and by condition, a page for each, and whatever name somebody knows one by."""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drugs.finding import Entry, Found, Group
from drugs.live_index import live_index
from drugs.safety_told import Told, told_about
from publishing.listing import page_of
from publishing.models import Publication
from publishing.places import localised
from publishing.views import answer, for_now, permanently, read_publication

ENTRIES_A_PAGE = 100
GROUPS_A_PAGE = 200
LONGEST_QUERY = 200


@require_safe
def index(request):
    """The A–Z; `?letter=z` alone, `?q=` finds one by any of its names."""
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    listed = live_index()
    if query:
        found = listed.find(query, request.LANGUAGE_CODE)
        return for_now(found.sure.path) if found.sure else _suggestions(request, query, found)
    entries = listed.in_language(request.LANGUAGE_CODE)
    letters = list(dict.fromkeys(entry.letter for entry in entries))
    chosen = request.GET.get("letter", "")[:1].upper()
    if chosen in letters:
        entries = [entry for entry in entries if entry.letter == chosen]
    page = page_of(request, entries, per_page=ENTRIES_A_PAGE)
    told = _tell(request, page)
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
        page=page,
        page_title=_("Medicines A–Z"),
        description=_("Medicines by their own names and brand names."),
    )


def _tell(request, page) -> Told:
    """Mark the entries of a page that a safety notice is about."""
    told = told_about([entry.key for entry in page], now=timezone.now())
    page.object_list = told.mark(page, request.LANGUAGE_CODE)
    return told


def _suggestions(request, query: str, found: Found, *, status: int = 200):
    return answer(
        request,
        "drugs/found.html",
        status=status,
        query=query,
        found=found,
        robots="noindex",
        page_title=_("Find a medicine"),
        description=_("Medicines by their own names and brand names."),
    )


@require_safe
def drug_page(request, slug):
    """The page at this address; else the page of the medicine that goes by this name, as far as that is clear."""
    try:
        return read_publication(request, "drugs/drug_page.html", kind="drugpage", extra=_mentioned_on)
    except Http404:
        return find(request, slug.replace("-", " ").replace("_", " "))


@require_safe
def find(request, words):
    """`/drugs/Zometta/`: 301 to the page of a medicine by a name of its own, 302 by a misspelling; else what it may be."""
    found = live_index().find(words, request.LANGUAGE_CODE)
    if found.sure:
        return permanently(found.sure.path) if found.for_good else for_now(found.sure.path)
    return _suggestions(request, words[:LONGEST_QUERY], found, status=404)


def _mentioned_on(publication):
    """Other pages that quote the drug's facts or link to its page."""
    facts = Publication.objects.of_kind("drug").filter(page__key=publication.edition.facts.get("drug", ""))
    ids = [publication.page_id, *facts.values_list("page_id", flat=True)]
    pages = Publication.objects.mentioning(ids).exclude(pk=publication.pk).in_language(publication.language)
    rows = pages.by_title()[:50]
    return {"mentioned_on": [{"title": row.title, "path": row.path, "summary": row.summary} for row in rows]}


@require_safe
def classes(request):
    """The tree of types of medicines that have any."""
    counted: dict[Group, set[str]] = {}
    parents: dict[Group, Group | None] = {}
    for entry in live_index().in_language(request.LANGUAGE_CODE):
        for way in entry.classes:
            for place, group in enumerate(way):
                counted.setdefault(group, set()).add(entry.key)
                parents[group] = way[place + 1] if place + 1 < len(way) else None
    rows = [_row(request, "class", group, len(counted[group]), depth) for group, depth in _as_tree(parents)]
    return _groups(request, rows, _("Medicines by type"), _("Types of medicines, and the medicines of each."))


def _as_tree(parents: dict[Group, Group | None]) -> list[tuple[Group, int]]:
    """Each group after the one it is part of, with its depth from 0; those side by side by name."""
    children: dict[Group | None, list[Group]] = {}
    for group in sorted(parents, key=lambda each: each.name.casefold()):
        children.setdefault(parents[group], []).append(group)
    tree: list[tuple[Group, int]] = []
    waiting = [(group, 0) for group in reversed(children.get(None, []))]
    while waiting:
        group, depth = waiting.pop()
        tree.append((group, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(group, []))]
    return tree


@require_safe
def conditions(request):
    counted: dict[Group, int] = {}
    for entry in live_index().in_language(request.LANGUAGE_CODE):
        for group in entry.conditions:
            counted[group] = counted.get(group, 0) + 1
    in_order = sorted(counted.items(), key=lambda each: each[0].name.casefold())
    rows = [_row(request, "condition", group, number) for group, number in in_order]
    return _groups(request, rows, _("Medicines by condition"), _("What medicines are for, and the medicines for each."))


def _groups(request, rows, title: str, description: str):
    page = page_of(request, rows, per_page=GROUPS_A_PAGE)
    return answer(
        request, "drugs/groups.html", groups=page, page=page, page_title=title, heading=title, description=description
    )


def _row(request, name: str, group: Group, number: int, depth: int = 0) -> dict:
    path = localised(reverse(f"drugs:{name}", args=[group.key]), request.LANGUAGE_CODE)
    return {"name": capfirst(group.name), "path": path, "number": number, "depth": min(depth, 5)}


@require_safe
def one_class(request, slug):
    def groups_of(entry: Entry):
        return [group for way in entry.classes for group in way]

    return _group(request, slug, groups_of, _("%(name)s: medicines of this type"))


@require_safe
def one_condition(request, slug):
    return _group(request, slug, lambda entry: entry.conditions, _("Medicines for %(name)s"))


def _group(request, slug: str, groups_of, title: str):
    entries, name = [], ""
    for entry in live_index().in_language(request.LANGUAGE_CODE):
        mine = next((group for group in groups_of(entry) if group.key == slug), None)
        if mine:
            entries.append(entry)
            name = mine.name
    if not entries:
        raise Http404
    heading = capfirst(title % {"name": name})
    page = page_of(request, entries, per_page=ENTRIES_A_PAGE)
    told = _tell(request, page)
    return answer(
        request,
        "drugs/group.html",
        caching=told.caching,
        drugs=page,
        page=page,
        page_title=heading,
        heading=heading,
        description=heading,
    )
