"""What is held back from readers, as staff see it: on the facts that changed, and on the page that states them."""

from dataclasses import dataclass

from django.urls import reverse

from publishing import affected
from publishing.actions.changing import authors_of_change
from publishing.forms import clinicians
from publishing.models import AffectedPage, ChangeSet, Page, Publication
from publishing.notices import fields_in_words, held_subjects

MOST_NAMES = 5


@dataclass(frozen=True)
class StillHeld:
    """Pages that still hold back what they state of facts that were published. `url`: their list; `approvers`: names of
    clinicians who may approve them there, `more` of whom are not named; `mine`: this person is one of them."""

    pages: int
    url: str
    approvers: tuple[str, ...]
    more: int
    mine: bool


@dataclass(frozen=True)
class HeldFact:
    """What one page holds back of one fact: "denosumab", "dose, how often", and where its change is seen."""

    title: str
    fields: str
    url: str


def still_held_for(page: Page, *, person) -> StillHeld | None:
    """For a page that states facts: the pages that were left out when they were published. None when there are none."""
    if not affected.fact_name(page):
        return None
    rows = AffectedPage.objects.held().filter(change_set__page=page.pk)
    held = list(rows.order_by("change_set__published_at", "pk").values_list("change_set", "page"))
    if not held:
        return None
    change_set = ChangeSet.objects.select_related("page").get(pk=held[-1][0])
    authors = authors_of_change(change_set)
    able = [each for each in clinicians() if each.pk not in authors]
    return StillHeld(
        pages=len({which for _change, which in held}),
        url=f"{reverse('staff:change', args=[change_set.pk])}?show=held",
        approvers=tuple(each.get_display_name() for each in able[:MOST_NAMES]),
        more=max(0, len(able) - MOST_NAMES),
        mine=any(each.pk == person.pk for each in able),
    )


def held_on(live: Publication | None) -> tuple[HeldFact, ...]:
    """What readers of a page are kept from, fact by fact. Nothing is left out for a source."""
    if live is None or not live.held:
        return ()
    changes = {each["fact"]: each.get("change_set") for each in live.held}
    return tuple(
        HeldFact(
            title=subject.title,
            fields=fields_in_words(subject.changed.fields),
            url=reverse("staff:change", args=[changes[subject.fact]]) if changes[subject.fact] else "",
        )
        for subject in held_subjects(live)
        if not subject.status
    )
