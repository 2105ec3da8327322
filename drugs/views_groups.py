"""Medicines by type and by condition: the lists of both, and the medicines of each."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drugs.finding import Group, Place, Shelf
from drugs.live_index import live_index
from drugs.safety_told import Told, told_about
from publishing.listing import page_of
from publishing.places import localised
from publishing.views import answer

ENTRIES_A_PAGE = 100
GROUPS_A_PAGE = 200


@require_safe
def classes(request):
    """The tree of types of medicines that have any."""
    index, language = live_index(), request.LANGUAGE_CODE
    counted: dict[str, set[str]] = {}
    parents: dict[Place, Place | None] = {}
    for entry in index.listed_in(language):
        for way in entry.classes:
            places = [index.place(Shelf.CLASS, group.key) for group in way]
            for place, wider in zip(places, [*places[1:], None], strict=True):
                counted.setdefault(place.group.key, set()).add(entry.key)
                parents[place] = wider
    rows = [
        row_of(place, language) | {"number": len(counted[place.group.key]), "depth": min(depth, 5)}
        for place, depth in _as_tree(parents, language)
    ]
    return _groups(request, rows, _("Medicines by type"), _("Types of medicines, and the medicines of each."))


def _as_tree(parents: dict[Place, Place | None], language: str) -> list[tuple[Place, int]]:
    """Each place after the one it is part of, with its depth from 0; those side by side by name."""
    children: dict[Place | None, list[Place]] = {}
    for place in sorted(parents, key=lambda each: _name(each.group, language)):
        children.setdefault(parents[place], []).append(place)
    tree: list[tuple[Place, int]] = []
    waiting = [(place, 0) for place in reversed(children.get(None, []))]
    while waiting:
        place, depth = waiting.pop()
        tree.append((place, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(place, []))]
    return tree


def _name(group: Group, language: str) -> str:
    return group.in_language(language).text.casefold()


@require_safe
def conditions(request):
    index, language = live_index(), request.LANGUAGE_CODE
    counted: dict[Place, int] = {}
    for entry in index.listed_in(language):
        for place in [index.place(Shelf.CONDITION, group.key) for group in entry.conditions]:
            counted[place] = counted.get(place, 0) + 1
    in_order = sorted(counted, key=lambda place: _name(place.group, language))
    rows = [row_of(place, language) | {"number": counted[place], "depth": 0} for place in in_order]
    return _groups(request, rows, _("Medicines by condition"), _("What medicines are for, and the medicines for each."))


def _groups(request, rows, title: str, description: str):
    page = page_of(request, rows, per_page=GROUPS_A_PAGE)
    return answer(
        request, "drugs/groups.html", groups=page, page=page, page_title=title, heading=title, description=description
    )


def row_of(place: Place, language: str) -> dict:
    """A place for templates: its name, in the reader's language where it has one, and where it leads."""
    name = place.group.in_language(language)
    return {"name": capfirst(name.text), "language": name.language, "path": path_of(place, language)}


def path_of(place: Place, language: str) -> str:
    """The address of the medicines of a type or for a condition."""
    return localised(reverse(f"drugs:{place.shelf}", args=[place.group.key]), language)


@require_safe
def one_class(request, slug):
    return _group(request, Shelf.CLASS, slug, _("%(name)s: medicines of this type"))


@require_safe
def one_condition(request, slug):
    return _group(request, Shelf.CONDITION, slug, _("Medicines for %(name)s"))


def _group(request, shelf: Shelf, slug: str, title: str):
    index, language = live_index(), request.LANGUAGE_CODE
    entries = [entry for entry in index.listed_in(language) if any(group.key == slug for group in entry.groups(shelf))]
    if not entries:
        raise Http404
    heading = capfirst(title % {"name": index.place(shelf, slug).group.in_language(language).text})
    page = page_of(request, entries, per_page=ENTRIES_A_PAGE)
    told = tell(request, page)
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


def tell(request, page) -> Told:
    """Mark the entries of a page that a safety notice is about."""
    told = told_about([entry.key for entry in page], now=timezone.now())
    page.object_list = told.mark(page, request.LANGUAGE_CODE)
    return told
