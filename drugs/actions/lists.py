"""What the public lists of medicines and finding by name read, written again: after an upgrade that wants more of it."""

from collections.abc import Iterator

from django.db import transaction

from drugs.models import DrugPage
from publishing.actions.pages_around import refresh_around
from publishing.models import Publication

PORTION = 100


def behind_the_facts() -> Iterator[Publication]:
    """Live pages about drugs that say otherwise where they are listed than their drug's live facts do."""
    live = Publication.objects.pages().of_kind("drugpage").order_by("pk")
    for publication in live.only("page_id", "path", "surroundings").iterator(chunk_size=PORTION):
        page = DrugPage.objects.get(pk=publication.page_id)
        if page.get_surroundings()["drug"] != (publication.surroundings or {}).get("drug"):
            yield publication


@transaction.atomic
def refresh_lists() -> list[str]:
    """Write the names, types and conditions that pages are listed and found by as the drugs' live facts say. No word of a page
    changes. Gives the addresses of the pages that were behind."""
    behind = list(behind_the_facts())
    for start in range(0, len(behind), PORTION):
        refresh_around(page_ids=[publication.page_id for publication in behind[start : start + PORTION]])
    return [publication.path for publication in behind]
