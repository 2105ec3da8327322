"""A change of facts, from the wish to the approval: which pages it touches, what they would say, who approved that."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from publishing import affected, permissions
from publishing.actions.editions import ROWS_AT_ONCE
from publishing.actions.events import authors_of, make_event, write_event
from publishing.actions.overruling import overrule, wishes_to_overrule
from publishing.actions.signing import sign_off
from publishing.errors import Refused
from publishing.models import AffectedPage, ChangeSet, Event, Page, Publication, SignOff

ROW_FIELDS = (
    "title", "language", "new_hash", "compiled", "changes", "contradictions", "problems", "prepared_at", "sign_off",
)  # fmt: skip


@transaction.atomic
def open_change_set(*, page: Page, by, now: datetime) -> ChangeSet:
    """Note that the working copy of a fact page changes what live pages state, and which pages those are.

    The open change set of these very facts is brought up to date; one of earlier facts is closed, with what was approved
    of it. Its rows are filled by `prepare_change_set`.
    """
    page = Page.objects.select_for_update(no_key=True).get(pk=page.pk).specific
    permissions.require_edit(by, page)
    live = Publication.objects.live().filter(page=page.pk).select_related("edition").first()
    if live is None or not affected.fact_name(page):
        raise Refused(_("No live page states these facts yet, so their change affects none."))
    compiled = page.compile()
    if compiled.content_hash == live.edition.content_hash:
        raise Refused(_("Nothing changed: these facts are live already."))
    subject = affected.subject_of(page)
    current = ChangeSet.objects.open().filter(subject=subject).select_for_update().first()
    if current is not None and current.proposed_hash != compiled.content_hash:
        ChangeSet.objects.filter(pk=current.pk).update(closed_at=now)
        current = None
    if current is None:
        current = ChangeSet.objects.create(
            page_id=page.pk,
            subject=subject,
            title=page.title,
            proposed_hash=compiled.content_hash,
            before=live.edition.facts,
            after=compiled.facts,
            asked_by=by,
            asked_at=now,
        )
        write_event(Event.Verb.PROPOSED, page=page, by=by, now=now, hash=compiled.content_hash, change_set=current.pk)
    bring_up_to_date(current)
    return current


def bring_up_to_date(change_set: ChangeSet, page_ids: Collection[int] | None = None) -> None:
    """Rows for exactly the live pages that this change touches now; those whose page, or anything it quotes, changed since
    they were prepared must be prepared again. `page_ids`: the pages, where nobody but the caller knows them."""
    ids = set(page_ids) if page_ids is not None else _touched(change_set)
    live = affected.live_pages(ids, light=True)
    rows = {row.page_id: row for row in change_set.affected.light()}
    gone = [row.pk for row in rows.values() if row.page_id not in live and row.became_id is None]
    AffectedPage.objects.filter(pk__in=gone).delete()
    AffectedPage.objects.bulk_create(
        (
            AffectedPage(
                change_set=change_set,
                page_id=pk,
                edition_id=publication.edition_id,
                title=publication.title,
                language=publication.language,
            )
            for pk, publication in live.items()
            if pk not in rows
        ),
        batch_size=ROWS_AT_ONCE,
    )
    moved = []
    for row in rows.values():
        publication = live.get(row.page_id)
        if publication and row.became_id is None and row.edition_id != publication.edition_id:
            row.edition_id, row.prepared_at = publication.edition_id, None
            moved.append(row)
    AffectedPage.objects.bulk_update(moved, ["edition", "prepared_at"], batch_size=ROWS_AT_ONCE)
    quoted_later = Publication.objects.live().filter(
        page__used_by__edition=OuterRef("edition"), updated_at__gt=OuterRef("prepared_at")
    )
    if change_set.page_id is not None:
        quoted_later = quoted_later.exclude(
            page=change_set.page_id
        )  # its own facts are what the rows were worked out with
    waiting = change_set.affected.waiting().filter(prepared_at__isnull=False)
    stale = list(waiting.filter(Exists(quoted_later)).values_list("pk", flat=True))
    AffectedPage.objects.filter(pk__in=stale).update(prepared_at=None)


def _touched(change_set: ChangeSet) -> set[int]:
    """Ids of the live pages that state the subject. A reference's are those noted when its status changed: which page
    cites it is not this app's to know."""
    section = affected.section_of(change_set)
    if section is not None:
        return section.get_numbered_ids()
    if change_set.page_id is None:
        return set(change_set.affected.values_list("page", flat=True))
    return affected.quoting_ids([change_set.page_id])


@transaction.atomic
def prepare_change_set(*, change_set: ChangeSet, now: datetime, most: int = 100) -> int:
    """Work out what up to `most` affected pages would say; gives how many are left. Patients see nothing of it."""
    change_set = ChangeSet.objects.select_for_update(of=("self",)).select_related("page").get(pk=change_set.pk)
    if change_set.closed_at is not None:
        return 0
    bring_up_to_date(change_set)
    unprepared = change_set.affected.unprepared().waiting()
    light = unprepared.select_related("page", "edition").defer("compiled", *(f"edition__{n}" for n in affected.HEAVY))
    everything = list(light)
    rows = affected.in_order(everything)[:most]
    _fill(change_set, rows, now)
    return len(everything) - len(rows)


def _fill(change_set: ChangeSet, rows: list[AffectedPage], now: datetime) -> None:
    if not rows:
        return
    proposed = affected.proposed_by(change_set)
    pages = affected.specific_pages(row.page for row in rows)
    live = affected.live_pages([row.page_id for row in rows])
    # A later row may quote the facts that an earlier one states, so only what states nothing shares its look-ups.
    facts = [row for row in rows if row.page.kind in affected.QUOTED_AS]
    others = [row for row in rows if row.page.kind not in affected.QUOTED_AS]
    for row in facts:
        _fill_one(row, change_set, proposed, pages, live, now)
        affected.add_row(proposed, row)
    affected.fill_shelf(proposed, ((row.language, row.edition.source) for row in others))
    for row in others:
        _fill_one(row, change_set, proposed, pages, live, now)
    AffectedPage.objects.bulk_update(rows, ROW_FIELDS, batch_size=ROWS_AT_ONCE)


def _fill_one(row, change_set, proposed, pages, live, now) -> None:
    publication = live[row.page_id]
    row.edition = publication.edition
    compiled = pages[row.page_id].compile_source(row.edition.source, proposed=proposed)
    affected.fill_row(row, compiled, change_set=change_set, path=publication.path)
    row.prepared_at = now


def authors_of_change(change_set: ChangeSet) -> set[int]:
    """Who may approve none of its pages: everyone who changed the fact since it was last approved."""
    if change_set.page is None:
        return {change_set.asked_by_id}
    return authors_of(change_set.page) | {change_set.asked_by_id}


def refuse_unseen(page: Page, content_hash: str) -> None:
    """Nobody is asked to approve changed facts before somebody saw what they do to the pages that state them."""
    if not affected.fact_name(page) or not page.publications.live().exists():
        return
    if not affected.quoting_ids([page.pk]):
        return
    seen = ChangeSet.objects.open().filter(page=page.pk, proposed_hash=content_hash).first()
    if seen is None or seen.affected.unprepared().waiting().exists():
        raise Refused(
            _("Live pages state these facts. See first what each of them would say: “See which pages it changes”.")
        )


@transaction.atomic
def approve_change(
    *,
    change_set: ChangeSet,
    by,
    now: datetime,
    pages: Mapping[int, str],
    facts_hash: str = "",
    comment: str = "",
    conflict_of_interest: str | None = None,
    seen_wishes: Collection[int] = (),
    despite: str = "",
) -> list[SignOff]:
    """Record a clinician's approval of what affected pages would say: `pages` maps row ids to the hashes they saw.

    `facts_hash`: approve the facts themselves in the same step. Refused as a whole when anything is not what they saw.
    `conflict_of_interest`, `seen_wishes`, `despite`: as for sign_off, for the facts and every page. A page that another
    clinician left out is one against which a wish stands. `comment`: for a retracted source, why the pages may keep what
    they say, without which nothing is approved.
    """
    change_set = ChangeSet.objects.select_for_update(of=("self",)).select_related("page").get(pk=change_set.pk)
    if change_set.closed_at is not None:
        raise Refused(
            _("The facts were changed again after you opened this page. Please read the new change, then decide.")
        )
    permissions.require_sign_off(by, authors=authors_of_change(change_set))
    if change_set.is_retraction and not comment.strip():
        raise Refused(
            _(
                "This source was retracted, which stops publishing. Say why these pages may keep what they say, or leave them "
                "out until another source stands in its place."
            )
        )
    if facts_hash:
        sign_off(
            page=change_set.page,
            by=by,
            now=now,
            seen_hash=facts_hash,
            comment=comment,
            conflict_of_interest=conflict_of_interest,
            seen_wishes=seen_wishes,
            despite=despite,
        )
    refuse_other_facts(change_set)
    rows = list(change_set.affected.light().filter(pk__in=pages).select_related("page").order_by("page"))
    _refuse_stale(rows, pages)
    texts = {(row.page_id, row.new_hash) for row in rows}
    wishes = wishes_to_overrule(texts, clinician=by, seen=seen_wishes, despite=despite) if texts else []
    decisions = SignOff.objects.bulk_create(
        (
            SignOff(
                page_id=row.page_id,
                content_hash=row.new_hash,
                decision=SignOff.Decision.APPROVE,
                by=by,
                change_set=change_set,
                name=by.get_display_name(),
                role=by.role,
                credentials=by.credentials,
                conflict_of_interest=(
                    by.conflicts_of_interest if conflict_of_interest is None else conflict_of_interest.strip()
                ),
                comment=comment.strip(),
                at=now,
            )
            for row in rows
        ),
        batch_size=ROWS_AT_ONCE,
    )
    overrule(wishes=wishes, approvals=decisions, despite=despite, now=now)
    against = {wish.page_id: [each.name for each in wishes if each.page_id == wish.page_id] for wish in wishes}
    for row, decision in zip(rows, decisions, strict=True):
        row.sign_off = decision
    AffectedPage.objects.bulk_update(rows, ["sign_off"], batch_size=ROWS_AT_ONCE)
    Event.objects.bulk_create(
        (
            make_event(
                Event.Verb.SIGNED_OFF,
                page=row.page,
                by=by,
                now=now,
                hash=row.new_hash,
                decision=SignOff.Decision.APPROVE.value,
                change_set=change_set.pk,
                overruled=against.get(row.page_id, []),
            )
            for row in rows
        ),
        batch_size=ROWS_AT_ONCE,
    )
    return decisions


def refuse_other_facts(change_set: ChangeSet) -> None:
    """The pages were worked out with these facts; others would make them say something else."""
    if change_set.page is None:
        return
    page = change_set.page.specific
    if change_set.published_at is not None:
        live = Publication.objects.live().filter(page=page.pk, edition__content_hash=change_set.proposed_hash)
        same = live.exists()
    else:
        same = page.compile().content_hash == change_set.proposed_hash
    if not same:
        raise Refused(
            _("The facts were changed again after you opened this page. Please read the new change, then decide.")
        )


def _refuse_stale(rows: Iterable[AffectedPage], seen: Mapping[int, str]) -> None:
    rows = list(rows)
    live = dict(
        Publication.objects.live().filter(page__in=[row.page_id for row in rows]).values_list("page", "edition")
    )
    stale = [
        row.title
        for row in rows
        if row.prepared_at is None or row.new_hash != seen[row.pk] or live.get(row.page_id) != row.edition_id
    ]
    if stale or len(rows) != len(seen):
        named = ", ".join(f"“{title}”" for title in stale[:5]) or _("a page")
        raise Refused(
            _(
                "Nothing was approved: %(pages)s changed after you opened this page. The new words are shown now; please "
                "read them, then decide."
            )
            % {"pages": named}
        )
    if blocked := [row.title for row in rows if row.problems]:
        named = ", ".join(f"“{title}”" for title in blocked[:5])
        raise Refused(_("Nothing was approved: %(pages)s could not be published as it stands.") % {"pages": named})


@transaction.atomic
def leave_out(*, change_set: ChangeSet, row: AffectedPage, by, now: datetime, comment: str) -> SignOff:
    """Leave one page out of a change, with the reason: a wish for changes that stands against what the page would say. It
    keeps its words, and is held back behind a notice when the facts are published. An approval takes it back in."""
    change_set = ChangeSet.objects.select_for_update(of=("self",)).select_related("page").get(pk=change_set.pk)
    if change_set.closed_at is not None:
        raise Refused(
            _("The facts were changed again after you opened this page. Please read the new change, then decide.")
        )
    permissions.require_sign_off(by, authors=authors_of_change(change_set))
    row = change_set.affected.light().select_related("page").get(pk=row.pk)
    if not comment.strip():
        raise Refused(_("Say why “%(title)s” is left out, so that its author knows.") % {"title": row.title})
    if row.became_id is not None or not row.new_hash:
        raise Refused(_("This page was published with the change already."))
    decision = SignOff.objects.create(
        page_id=row.page_id,
        content_hash=row.new_hash,
        decision=SignOff.Decision.CHANGES_REQUESTED,
        by=by,
        change_set=change_set,
        name=by.get_display_name(),
        role=by.role,
        credentials=by.credentials,
        conflict_of_interest=by.conflicts_of_interest,
        comment=comment.strip(),
        at=now,
    )
    AffectedPage.objects.filter(pk=row.pk).update(sign_off=None)
    write_event(
        Event.Verb.SIGNED_OFF,
        page=row.page,
        by=by,
        now=now,
        hash=row.new_hash,
        decision=decision.decision.value,
        change_set=change_set.pk,
    )
    return decision
