"""Public lists: pages of a list, and A–Z groups. Pure but for Django's paginator."""

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby

from django.core.paginator import Paginator


def page_of(request, rows, *, per_page: int):
    """One page of a list; a number that is no page gives the nearest one."""
    return Paginator(rows, per_page).get_page(request.GET.get("page", "1")[:10])


def first_letter(text: str) -> str:
    """The letter a title is filed under: accents folded, so that "ácido" stands under A; "#" for anything else."""
    folded = unicodedata.normalize("NFKD", text.strip())[:1].upper()[:1]  # "ß" is two letters in capitals
    return folded if folded.isalpha() else "#"


def by_letter(entries: Iterable[dict], *, name: Callable[[dict], str], key: str) -> list[dict]:
    """[{"letter": "A", key: [entries…]}, …], entries in the order of their names whatever their accents or capitals."""

    def sorting(entry):
        folded = unicodedata.normalize("NFKD", name(entry)).casefold()
        return first_letter(name(entry)), "".join(c for c in folded if not unicodedata.combining(c))

    ordered = sorted(entries, key=sorting)
    return [{"letter": letter, key: list(group)} for letter, group in groupby(ordered, lambda e: first_letter(name(e)))]
