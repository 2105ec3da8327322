"""Holding back what a changed fact makes doubtful, and showing it again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from publishing import affected
from publishing.actions.editions import ROWS_AT_ONCE
from publishing.actions.events import make_event, write_event
from publishing.actions.mailing import post
from publishing.change_words import in_language
from publishing.compiled import REFERENCE
from publishing.lookups import DRUG_PAGE, FACTS
from publishing.models import AffectedPage, ChangeSet, Edition, Event, Mail, Page, Publication, SiteSettings
from publishing.stated import EVERYTHING, Changed


def hold(
    *,
    publications: Sequence[Publication],
    fact: str,
    titles: Mapping[str, str],
    by,
    now: datetime,
    site: SiteSettings,
    change_set: ChangeSet | None = None,
    changed: Mapping[int, Changed] | None = None,
    **more: str,
) -> None:
    """Hold back what live pages state of one fact, bring their review forward, and tell the people who look after them.

    `titles`: the fact's name by language; `changed`: which fields of it, by page id, and all of it for a page that is not
    named there; `more`: further words kept with the entry.
    """
    since, which = now.isoformat(), change_set.pk if change_set else None
    about = _pages_about(fact)
    paths = {row.language: row.path for row in about}
    # A page about the fact that is held back itself does not say what holds now; nor does any when the fact was withdrawn.
    holding = {publication.pk for publication in publications}
    says_now = {row.language for row in about if row.pk not in holding and not _is_held(row, fact)} if which else set()
    for publication in publications:
        before = [Changed.from_json(each) for each in publication.held if each["fact"] == fact]
        fields = (changed or {}).get(publication.page_id, EVERYTHING)
        for earlier in before:
            fields = fields.joined(earlier)
        entry = {
            "fact": fact,
            "title": titles.get(publication.language, fact),
            "change_set": which,
            "since": since,
            "path": paths.get(publication.language, ""),
            "holds_now": publication.language in says_now,
            **fields.as_json(),
            **more,
        }
        publication.held = [each for each in publication.held if each["fact"] != fact] + [entry]
        hurry = localdate(now) + timedelta(days=site.hurry_days(publication.risk_tier or publication.page.risk_tier))
        publication.due_on = min(publication.due_on or hurry, hurry)
        publication.version += 1
    Publication.objects.bulk_update(publications, ["held", "due_on", "version"], batch_size=ROWS_AT_ONCE)
    Event.objects.bulk_create(
        (
            make_event(
                Event.Verb.HELD, page=publication.page, by=by, now=now, fact=fact, change_set=which,
                due_on=publication.due_on.isoformat(),
            )
            for publication in publications
        ),
        batch_size=ROWS_AT_ONCE,
    )  # fmt: skip
    _tell(publications, fact=fact, change_set=change_set, now=now)


def where_to_read(fact: str) -> dict[str, str]:
    """Where readers of each language find what holds now: the page about the drug, or the glossary's. Kept with the entry,
    so that answering a reader costs no further query; a page that moves leaves a redirect."""
    return {row.language: row.path for row in _pages_about(fact)}


def _pages_about(fact: str) -> list[Publication]:
    kind, _colon, key = fact.partition(":")
    page_kind = {"drug": DRUG_PAGE, "term": FACTS["term"]}.get(kind)
    if page_kind is None:
        return []
    pages = Publication.objects.pages().of_kind(page_kind).filter(page__key=key)
    return list(pages.only("language", "path", "held"))


def _is_held(publication: Publication, fact: str) -> bool:
    return any(each["fact"] == fact for each in publication.held)


def _tell(publications: Sequence[Publication], *, fact: str, change_set: ChangeSet | None, now: datetime) -> None:
    """One mail to each person, never one a page."""
    pages = Page.objects.filter(pk__in=[publication.page_id for publication in publications])
    by_person: dict[int, list[int]] = {}
    for pk, person in pages.with_responsible().order_by("pk").values_list("pk", "responsible_id"):
        if person is not None:
            by_person.setdefault(person, []).append(pk)
    people = Page._meta.get_field("owner").related_model.objects.in_bulk(by_person)
    for person, ids in sorted(by_person.items()):
        post(
            kind=Mail.Kind.PAGES_HELD,
            key=f"pages-held:{fact}:{change_set.pk if change_set else 0}:{now.isoformat()}:{person}",
            now=now,
            data={"fact": fact, "change_set": change_set.pk if change_set else None, "pages": ids},
            user=people[person],
        )


def release(*, page: Page, edition: Edition, by, now: datetime) -> None:
    """A fact that says again what pages state of it: they hold it back no longer."""
    fact = affected.fact_name(page)
    live = affected.live_pages(set(Page.objects.quoting([page.pk]).held().values_list("pk", flat=True)), light=True)
    again = []
    for publication in live.values():
        kept = [each for each in publication.held if each["fact"] != fact]
        if len(kept) < len(publication.held) and publication.edition.quoted.get(fact) == edition.content_hash:
            publication.held, publication.version = kept, publication.version + 1
            again.append(publication)
    Publication.objects.bulk_update(again, ["held", "version"], batch_size=ROWS_AT_ONCE)
    # Of this fact only: a page may be held back for another one as well.
    of_this = AffectedPage.objects.held().filter(change_set__page=page.pk)
    of_this.filter(page__in=[publication.page_id for publication in again]).update(held_at=None)
    for publication in again:
        write_event(Event.Verb.RELEASED, page=publication.page, by=by, now=now, fact=fact)


def release_reference(*, publications: Sequence[Publication], fact: str, by, now: datetime) -> None:
    """Pages that say of a source what holds of it now, or that need not warn of it any more, take their banner down."""
    again = [each for each in publications if _is_held(each, fact)]
    for publication in again:
        publication.held = [each for each in publication.held if each["fact"] != fact]
        publication.version += 1
    Publication.objects.bulk_update(again, ["held", "version"], batch_size=ROWS_AT_ONCE)
    for publication in again:
        write_event(Event.Verb.RELEASED, page=publication.page, by=by, now=now, fact=fact)


def hold_withdrawn(*, page: Page, before: Edition, by, now: datetime, site: SiteSettings) -> set[int]:
    """The facts were withdrawn: the pages that quote them stop stating them."""
    fact = affected.fact_name(page)
    if not fact:
        return set()
    ids = set(Page.objects.quoting([page.pk]).values_list("pk", flat=True))
    publications = list(affected.live_pages(ids, light=True).values())
    languages = {publication.language for publication in publications}
    titles = {language: in_language(before.facts.get("name"), language) or page.title for language in languages}
    hold(publications=publications, fact=fact, titles=titles, by=by, now=now, site=site)
    return {publication.page_id for publication in publications}


def end_waiting(*, editions: Sequence[Edition], now: datetime, but: ChangeSet | None = None) -> None:
    """Pages that were published state every fact as it is live: they wait in no change of facts any more, whichever it was
    that they were held back for. The change of a reference's status ends with its last page.

    `but`: the change that they followed, if any; what a clinician has to decide of their other sources goes on waiting."""
    became = {edition.page_id: edition for edition in editions}
    waiting = _waiting_since_published(became)
    if but is not None:
        undecided = Q(change_set__subject__startswith=REFERENCE, change_set__closed_at=None)
        waiting = waiting.exclude(undecided & ~Q(change_set=but.pk))
    rows = list(waiting.only("page", "change_set"))
    for row in rows:
        row.held_at, row.became = None, became[row.page_id]
    AffectedPage.objects.bulk_update(rows, ["held_at", "became"], batch_size=ROWS_AT_ONCE)
    _end_references({row.change_set_id for row in rows}, now)


def end_waiting_of_withdrawn(*, page: Page, now: datetime) -> None:
    """A page that readers find no longer holds nothing back from them."""
    rows = _waiting_since_published([page.pk])
    change_sets = set(rows.values_list("change_set", flat=True))
    rows.delete()
    _end_references(change_sets, now)


def _waiting_since_published(page_ids: Iterable[int]) -> QuerySet[AffectedPage]:
    """Rows of these pages that wait although the change itself is live."""
    is_live = Q(held_at__isnull=False) | Q(change_set__published_at__isnull=False)
    return AffectedPage.objects.waiting().filter(is_live, page__in=list(page_ids))


def _end_references(change_sets: Collection[int], now: datetime) -> None:
    waiting = AffectedPage.objects.waiting().filter(change_set=OuterRef("pk"))
    ended = ChangeSet.objects.open().filter(pk__in=change_sets, page=None).exclude(Exists(waiting))
    ended.update(published_at=now)
