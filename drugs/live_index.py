"""The index of live pages about drugs, kept in memory until one of them changes."""

from functools import lru_cache

from django.conf import settings
from django.db.models import Count, Max, Min, Sum

from drugs.finding import Index, entry_of
from publishing.models import Publication


def live_index() -> Index:
    """Every live page about a drug with the names it is found by, as publishing wrote them: one query, and a second one after
    something was published."""
    pages = Publication.objects.pages().of_kind("drugpage").order_by()
    # A publication's version grows with every change that readers could see; the hashes tell a restored database.
    state = pages.aggregate(
        pages=Count("pk"),
        versions=Sum("version"),
        newest=Max("edition"),
        first=Min("edition__content_hash"),
        last=Max("edition__content_hash"),
        path=Max("path"),
    )
    return index_as_of(tuple(state.values()))


@lru_cache(maxsize=2)
def index_as_of(state: tuple) -> Index:
    """The index of the pages as they are; `state` tells it from what they were before."""
    rows = Publication.objects.pages().of_kind("drugpage").order_by("pk")
    fields = ("path", "title", "language", "surroundings", "edition__facts")
    return Index(tuple(map(entry_of, rows.values(*fields))), settings.LANGUAGE_CODE)
