"""What publishing a fact does to the pages that state it: the approved ones follow in the same transaction, the others are
held back and put before their people."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from markup import COMPILER_VERSION
from publishing import affected, permissions
from publishing.actions.change_notes import notes_of, title_in
from publishing.actions.changing import bring_up_to_date, prepare_change_set, refuse_other_facts
from publishing.actions.editions import ROWS_AT_ONCE, save_rows
from publishing.actions.events import make_event
from publishing.actions.holding import end_waiting, hold
from publishing.actions.numbering import MOST_NAMES, lock_shared_numbers, settle_numbers, use_numbers
from publishing.actions.pages_around import refresh_around
from publishing.actions.quiet import carry_review, says_the_same
from publishing.actions.sources import has_reason, keep_warning, marks_for, settle_those_that_say_so, undecided_sources
from publishing.compiled import NUMBERING, REFERENCE, content_hash
from publishing.errors import Refused
from publishing.models import (
    AffectedPage,
    ChangeSet,
    Edition,
    EditionApproval,
    Event,
    Page,
    Publication,
    Significance,
    SignOff,
    SiteSettings,
    Use,
)
from publishing.stated import EVERYTHING, Changed


@dataclass
class Propagated:
    """Ids of the pages that got a new edition, and of those held back."""

    published: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)


def change_set_of(page: Page, edition: Edition, before: Edition, *, by, now: datetime) -> ChangeSet | None:
    """The change set of these exact facts; a new one, with nothing approved, when nobody looked at the pages before. None
    when no live page states them. A change set of other facts is closed."""
    subject = affected.subject_of(page)
    current = ChangeSet.objects.open().filter(subject=subject).select_for_update().first()
    if current is not None and current.proposed_hash != edition.content_hash:
        ChangeSet.objects.filter(pk=current.pk).update(closed_at=now)
        current = None
    if current is None:
        if not affected.quoting_ids([page.pk]):
            return None
        current = ChangeSet.objects.create(
            page_id=page.pk,
            subject=subject,
            title=page.title,
            proposed_hash=edition.content_hash,
            before=before.facts,
            after=edition.facts,
            asked_by=by,
            asked_at=now,
        )
    return current


def propagate(
    *, page: Page, edition: Edition, before: Edition, leave_alone: Collection[int], by, now, site
) -> Propagated:
    """Publish the approved pages of a fact that has just been published, and hold the others. Runs in its transaction, with
    the pages locked. `leave_alone`: pages published by the caller."""
    change_set = change_set_of(page, edition, before, by=by, now=now)
    if change_set is None:
        return Propagated()
    bring_up_to_date(change_set)
    rows = change_set.affected.waiting().exclude(page__in=leave_alone)
    lock_shared_numbers(rows.values_list("page__kind", flat=True))
    done = Propagated(published=_publish_approved(change_set, rows.approved(), by, now))
    held_by_row = _doubtful(rows.exclude(page__in=done.published).light())
    done.held = _hold_rows(change_set, held_by_row, by, now, site)
    ChangeSet.objects.filter(pk=change_set.pk).update(published_at=now)
    return done


def _doubtful(rows) -> list[AffectedPage]:
    """Rows whose page says something else of the fact now, may contradict it, or could not be worked out. A page whose
    words stay the same, or change for another fact that it waits for, needs no holding back."""
    return [
        row
        for row in rows.select_related("page").annotate(kept_fields=F("compiled__changed"))
        if row.prepared_at is None
        or row.contradictions
        or row.problems
        or (row.changes and Changed.from_json(row.kept_fields).fields != ())
    ]


def publish_changed_pages(*, change_set: ChangeSet, by, now: datetime) -> int:
    """Publish the pages of a change that were approved after the fact itself was live: pages held back until now, or those
    that cite a reference whose status changed. Gives how many. Held pages whose fact is what they state are released.

    Pages that quote what was published since they were worked out are worked out again first: an approval stays good for
    the very same content. Where it does not, the refusal says so, and that the page must be read again stays on record.
    """
    permissions.require_publish(by)
    if change_set.page_id and not ChangeSet.objects.filter(pk=change_set.pk, published_at__isnull=False).exists():
        raise Refused(_("These pages are published together with the facts. Publish the facts."))
    approved = set(change_set.affected.waiting().approved().values_list("pk", flat=True))
    prepare_change_set(change_set=change_set, now=now)
    published = _publish_prepared(change_set, by, now)
    if not published:
        # Outside of every transaction: what was worked out anew must not be rolled back with the refusal.
        raise Refused(_why_none(change_set, approved))
    return published


@transaction.atomic
def _publish_prepared(change_set: ChangeSet, by, now: datetime) -> int:
    change_set = ChangeSet.objects.select_for_update(of=("self",)).select_related("page").get(pk=change_set.pk)
    if change_set.closed_at is not None:
        raise Refused(_("These pages are published together with the facts. Publish the facts."))
    refuse_other_facts(change_set)
    bring_up_to_date(change_set)
    rows = change_set.affected.waiting().approved()
    list(
        Page.objects.select_for_update(no_key=True).filter(pk__in=rows.values("page")).order_by("pk").values_list("pk")
    )
    lock_shared_numbers(rows.values_list("page__kind", flat=True))
    section = affected.section_of(change_set)
    if section is not None:
        use_numbers(change_set, section)
    published = _publish_approved(change_set, rows, by, now)
    published |= settle_those_that_say_so(change_set, by, now)
    if section is not None:
        if change_set.affected.waiting().exists():
            raise Refused(_("Pages of this section changed at this very moment. Look at the list, then publish again."))
        refresh_around(page_ids={*published, section.pk})
    if change_set.page_id is None and not change_set.affected.waiting().exists():
        ChangeSet.objects.filter(pk=change_set.pk, published_at=None).update(published_at=now)
    return len(published)


def _why_none(change_set: ChangeSet, approved: Collection[int]) -> str:
    """Why nothing could be published. `approved`: ids of the rows that were approved when somebody asked for it."""
    rows = change_set.affected.waiting().approved()
    if change_set.affected.waiting().filter(pk__in=approved).unprepared().exists():
        return _(
            "Nothing was published yet: what these pages quote was published anew, so what they would say is being worked "
            "out again. Wait until that is done, then publish them."
        )
    changed = change_set.affected.waiting().filter(pk__in=approved, sign_off=None)
    if titles := list(changed.order_by("title").values_list("title", flat=True)[:MOST_NAMES]):
        return _(
            "Nothing was published: %(pages)s would say something else now than what was approved, because something that "
            "it states was published anew. The new words are shown below; a clinician must read and approve them."
        ) % {"pages": ", ".join(f"“{title}”" for title in titles)}
    if names := _waited_for(rows.filter(prepared_at__isnull=False)):
        return _(
            "Nothing was published. The approved pages state what still waits itself: %(names)s. Approve it first."
        ) % {"names": ", ".join(names)}
    return _("No page of this change is approved and unchanged. Look at the list below.")


def _waited_for(rows) -> list[str]:
    """Names of what approved rows were worked out with and what is not live like that: facts that wait in the same change,
    or sources that changed again."""
    approved = list(rows.select_related("page", "edition", "sign_off"))
    if not approved:
        return []
    hashes, marks = affected.live_hashes(approved), marks_for(approved)
    quoted = {(row.language, name, said) for row in approved for name, said in row.compiled["quoted"].items()}
    return sorted(
        {
            name.split(":", 1)[1]
            for language, name, said in quoted
            if said != (marks.get(name) if name.startswith((REFERENCE, NUMBERING)) else hashes.get((language, name)))
        }
    )


def _publish_approved(change_set: ChangeSet, rows, by, now: datetime) -> set[int]:
    """New editions of the rows whose page and facts are still what was approved; ids of their pages."""
    published: set[int] = set()
    for ids in _portions(rows):
        some = AffectedPage.objects.filter(pk__in=ids).order_by("page")
        published |= _publish_some(change_set, list(some.select_related("page", "edition", "sign_off")), by, now)
    return published


def _portions(rows) -> Iterable[list[int]]:
    """Ids of the rows in the order they must go: facts one by one, before the pages that quote them."""
    light = (
        rows.light()
        .select_related("page", "edition")
        .defer("compiled", *(f"edition__{name}" for name in affected.HEAVY))
    )
    ordered = affected.in_order(light.order_by("page"))
    facts = [row.pk for row in ordered if row.page.kind in affected.QUOTED_AS]
    others = [row.pk for row in ordered if row.page.kind not in affected.QUOTED_AS]
    yield from ([pk] for pk in facts)
    yield from (others[start : start + ROWS_AT_ONCE] for start in range(0, len(others), ROWS_AT_ONCE))


def _publish_some(change_set: ChangeSet, rows: Sequence[AffectedPage], by, now: datetime) -> set[int]:
    live = affected.live_pages([row.page_id for row in rows])
    wished = _with_open_wishes(rows)
    rows = [row for row in rows if row.page_id not in wished and _still_approved(row, live.get(row.page_id))]
    rows = [row for row in rows if has_reason(change_set, row)]
    if not rows:
        return set()
    hashes = affected.live_hashes(rows)
    marks = marks_for(rows)
    rows = [row for row in rows if _facts_are_live(row, hashes, marks)]
    if not rows:
        return set()
    pages = affected.specific_pages(row.page for row in rows)
    settle_numbers(rows, pages)
    editions = _insert_editions(change_set, rows, pages, by, now)
    _show(change_set, rows, editions, live, now)
    _note_working_copies(rows, pages)
    Event.objects.bulk_create(
        (
            make_event(
                Event.Verb.PUBLISHED,
                page=pages[row.page_id],
                by=by,
                now=now,
                number=edition.number,
                significance=Significance.PROPAGATED.value,
                hash=edition.content_hash,
                note=edition.change_note,
                change_set=change_set.pk,
            )
            for row, edition in zip(rows, editions, strict=True)
        ),
        batch_size=ROWS_AT_ONCE,
    )
    return {row.page_id for row in rows}


def _show(
    change_set: ChangeSet,
    rows: Sequence[AffectedPage],
    editions: Sequence[Edition],
    live: Mapping[int, Publication],
    now,
) -> None:
    """Put the new editions before readers. What is the same for every page is one statement; a CASE over a thousand pages
    for each column would be most of the time that publishing takes."""
    renamed = []
    for row, edition in zip(rows, editions, strict=True):
        publication = live[row.page_id]
        shown = (publication.title, publication.summary)
        publication.edition, row.became = edition, edition
        publication.title, publication.summary = edition.title, row.compiled["summary"]
        if shown != (publication.title, publication.summary):
            renamed.append(publication)
    publications = [live[row.page_id] for row in rows]
    Publication.objects.bulk_update(publications, ["edition"], batch_size=ROWS_AT_ONCE)
    Publication.objects.bulk_update(renamed, ["title", "summary"], batch_size=ROWS_AT_ONCE)
    shown_now = Publication.objects.filter(pk__in=[publication.pk for publication in publications])
    shown_now.update(held=[], version=F("version") + 1)
    keep_warning(publications, undecided_sources(change_set, [row.page_id for row in rows]))
    reworded = [
        row.page_id for row, edition in zip(rows, editions, strict=True) if not says_the_same(row.edition, edition)
    ]
    shown_now.filter(page__in=reworded).update(updated_at=now)
    carry_review([row for row in rows if row.page_id not in set(reworded)])
    # First, because a row is held or published and never both.
    AffectedPage.objects.filter(pk__in=[row.pk for row in rows]).update(held_at=None)
    AffectedPage.objects.bulk_update(rows, ["became"], batch_size=ROWS_AT_ONCE)
    end_waiting(editions=editions, now=now, but=change_set)


def _with_open_wishes(rows: Iterable[AffectedPage]) -> set[int]:
    """Ids of pages against whose new words a clinician's wish for changes stands, whoever approved them."""
    texts = {(row.page_id, row.new_hash) for row in rows}
    asked = SignOff.objects.filter(page__in={page for page, _hash in texts}).open_wishes()
    return {page for page, text in asked.values_list("page", "content_hash") if (page, text) in texts}


def _still_approved(row: AffectedPage, publication: Publication | None) -> bool:
    """Whether the approval is of exactly what this row would publish, and the live edition is what it started from."""
    if publication is None or row.prepared_at is None or row.sign_off is None or row.problems:
        return False
    return (
        row.edition_id == publication.edition_id
        and row.sign_off.content_hash == row.new_hash
        and content_hash(row.edition.source, row.compiled["quoted"]) == row.new_hash
        and row.new_hash != publication.edition.content_hash
    )


def _facts_are_live(row: AffectedPage, hashes: Mapping[tuple[str, str], str], marks: Mapping[str, str]) -> bool:
    """Whether every fact and every reference the row was worked out with is what it was: a source that was retracted since
    the approval must not slip by. So nothing that this page was held back for is in doubt any more."""
    return all(
        (marks.get(name) if name.startswith((REFERENCE, NUMBERING)) else hashes.get((row.language, name))) == said
        for name, said in row.compiled["quoted"].items()
    )


def _insert_editions(change_set, rows, pages, by, now) -> list[Edition]:
    numbers = dict(Page.objects.filter(pk__in=pages).annotate(last=Max("editions__number")).values_list("pk", "last"))
    notes = notes_of(change_set, rows)
    editions = Edition.objects.bulk_create(
        (
            Edition(
                page_id=row.page_id,
                number=(numbers[row.page_id] or 0) + 1,
                language=row.language,
                title=row.compiled["title"],
                source=row.edition.source,
                quoted=row.compiled["quoted"],
                html=row.compiled["html"],
                outline=row.compiled["outline"],
                plain_text=row.compiled["plain_text"],
                facts=row.compiled["facts"],
                references=row.compiled["references"],
                significance=Significance.PROPAGATED,
                change_note=notes[row.page_id],
                content_hash=row.new_hash,
                approval=row.sign_off,
                approved_hash=row.sign_off.content_hash,
                compiler_version=COMPILER_VERSION,
                published_at=now,
                published_by=by,
            )
            for row in rows
        ),
        batch_size=ROWS_AT_ONCE,
    )
    words = _approvals_of_words(row.edition for row in rows)
    save_rows(_rows_of(rows, editions, pages, words))
    return editions


def _approvals_of_words(editions: Iterable[Edition]) -> dict[int, int]:
    """Edition id → id of the sign-off that its words rest on. A propagated edition's words were approved earlier."""
    approvals = {edition.pk: edition.approval_id for edition in editions}
    earlier = EditionApproval.objects.filter(edition__in=approvals, why=EditionApproval.Why.WORDS)
    return approvals | dict(earlier.values_list("edition", "sign_off"))


def _rows_of(rows, editions, pages, words):
    for row, edition in zip(rows, editions, strict=True):
        compiled = affected.compiled_of(row)
        sign_off = words[row.edition_id]
        if sign_off != row.sign_off_id:
            yield EditionApproval(edition=edition, sign_off_id=sign_off, why=EditionApproval.Why.WORDS)
        for target, how in sorted(compiled.uses):
            yield Use(edition=edition, target_id=target, how=how)
        yield from pages[row.page_id].get_edition_rows(edition, compiled)


def _note_working_copies(rows: Sequence[AffectedPage], pages: Mapping[int, Page]) -> None:
    """A page without edits waiting stays "live"; one with edits stays "live, with changes"."""
    changed = []
    for row in rows:
        page = pages[row.page_id]
        old = row.edition.content_hash
        same = page.working_hash == old or (not page.working_hash and page.get_known_source() == row.edition.source)
        page.working_hash = row.new_hash if same else ""
        changed.append(Page(pk=page.pk, working_hash=page.working_hash))
    Page.objects.bulk_update(changed, ["working_hash"], batch_size=ROWS_AT_ONCE)


def _hold_rows(change_set: ChangeSet, rows: Sequence[AffectedPage], by, now: datetime, site: SiteSettings) -> set[int]:
    live = affected.live_pages([row.page_id for row in rows], light=True)
    rows = [row for row in rows if row.page_id in live]
    titles = {language: title_in(change_set, language) for language in {row.language for row in rows}}
    hold(
        publications=[live[row.page_id] for row in rows],
        fact=affected.fact_of(change_set.subject),
        titles=titles,
        changed={row.page_id: _changed(row) for row in rows},
        change_set=change_set,
        by=by,
        now=now,
        site=site,
    )
    for row in rows:
        row.held_at = now
    AffectedPage.objects.bulk_update(rows, ["held_at"], batch_size=ROWS_AT_ONCE)
    return {row.page_id for row in rows}


def _changed(row: AffectedPage) -> Changed:
    """Which fields the page would state otherwise; everything when it was not worked out, or cannot be published so."""
    if row.prepared_at is None or row.problems:
        return EVERYTHING
    return Changed.from_json(row.kept_fields)
