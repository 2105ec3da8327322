"""The numbers that a section's pages share: sharing them, renumbering, and going back to page by page."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from edu.models import Article, Topic
from publishing import permissions
from publishing.actions.changing import bring_up_to_date
from publishing.actions.events import write_event
from publishing.actions.pages_around import refresh_around
from publishing.compiled import NUMBERING, content_hash
from publishing.errors import Refused
from publishing.models import ChangeSet, Event, Publication
from references.models import Collection, CollectionNumber, Reference
from references.search_words import folded


class Order(models.TextChoices):
    """How a section's list is numbered anew."""

    CITATION = "citation", gettext_lazy("by first citation, in the order of the section’s pages")
    ALPHABET = "alphabet", gettext_lazy("by the alphabet")


@transaction.atomic
def share_numbers(*, topic: Topic, by, now: datetime, order: str = Order.CITATION) -> ChangeSet | None:
    """Number the references of a topic and all below it in one list, or number that list anew: a change that a clinician
    approves and that is published for all pages at once. None when no live page cites anything, so that it holds at once.
    """
    collection = _begin(topic, by)
    pages = topic.get_numbered_ids()
    generation = (collection.numbers.aggregate(last=models.Max("generation"))["last"] or 0) + 1
    generation = max(generation, collection.generation + 1)
    references = _in_order(topic, pages, Order(order))
    CollectionNumber.objects.bulk_create(
        CollectionNumber(collection=collection, generation=generation, number=number, reference_id=reference)
        for number, reference in enumerate(references, start=1)
    )
    return _propose(topic, collection, generation, pages, by, now)


@transaction.atomic
def number_each_page(*, topic: Topic, by, now: datetime) -> ChangeSet | None:
    """Let each page of a section number its own references again. The numbers of the shared list stay taken."""
    collection = _begin(topic, by)
    if not collection.generation:
        raise Refused(_("Each page of this section numbers its own references already."))
    return _propose(topic, collection, 0, topic.get_numbered_ids(), by, now)


def _begin(topic: Topic, by) -> Collection:
    permissions.require_edit(by, topic)
    if not Publication.objects.live().filter(page=topic.pk).exists():
        raise Refused(_("Publish the topic first: the shared list has its address below that of the topic."))
    collection, _made = Collection.objects.get_or_create(page_id=topic.pk)
    return Collection.objects.select_for_update().get(pk=collection.pk)


def _propose(topic, collection, generation: int, pages: set[int], by, now) -> ChangeSet | None:
    subject = f"{NUMBERING}{topic.pk}"
    ChangeSet.objects.open().filter(subject=subject).update(closed_at=now)
    if not pages:
        topic.use_numbers(generation)
        refresh_around(page_ids=[topic.pk])
        return None
    after = {"generation": generation}
    change = ChangeSet.objects.create(
        subject=subject,
        title=topic.title,
        proposed_hash=content_hash({subject: generation}, {}),
        before={"generation": collection.generation},
        after=after,
        asked_by=by,
        asked_at=now,
    )
    write_event(Event.Verb.PROPOSED, page=topic, by=by, now=now, change_set=change.pk)
    bring_up_to_date(change, pages)
    return change


def _in_order(topic: Topic, pages: set[int], order: Order) -> list[int]:
    """Ids of the references that the live pages cite, in the order they are to be numbered."""
    live = {row.page_id: row for row in Publication.objects.live().filter(page__in=pages).select_related("edition")}
    found: dict[int, None] = {}
    for page in _reading_order(topic):
        if page in live:
            found |= dict.fromkeys(_cited(live[page].edition))
    if order == Order.ALPHABET:
        lines = dict(Reference.objects.filter(pk__in=found).values_list("pk", "text"))
        return sorted(found, key=lambda pk: (folded(lines[pk]), pk))
    return list(found)


def _cited(edition) -> Iterable[int]:
    """Ids of the references of an edition by their first citation in its text."""
    places = {match[1]: match.start() for match in re.finditer(r' id="([^"]+)"', edition.html)}
    rows = edition.citations.values_list("reference", "number", "places")
    first = {
        reference: (min((places.get(place, len(edition.html)) for place in anchors), default=0), number)
        for reference, number, anchors in rows
    }
    return sorted(first, key=first.__getitem__)


def _reading_order(topic: Topic) -> list[int]:
    """Ids of a topic and all below it as readers meet them: the topic, the pages put first, its topics, its articles."""
    found: dict[int, None] = {}

    def visit(one: Topic) -> None:
        if one.pk in found:
            return
        found[one.pk] = None
        articles = list(Article.objects.filter(topic=one).order_by("title").values_list("pk", "key"))
        topics = list(one.subtopics.order_by("position", "title"))
        by_key = {key: pk for pk, key in articles}
        below = {each.key: each for each in topics}
        for key in one.featured:
            if key in by_key:
                found[by_key[key]] = None
            elif key in below:
                visit(below[key])
        for each in topics:
            visit(each)
        found.update(dict.fromkeys(pk for pk, _key in articles))

    visit(topic)
    return list(found)
