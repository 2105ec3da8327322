"""Where a page stands, in words for one person: the box at the top of its form. What may be done next: next_steps.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from markup import Issue
from publishing import affected, permissions, requirements
from publishing.actions.events import authors_of
from publishing.asked import Asked, asked_about, mails_in_trouble
from publishing.change_words import change_words
from publishing.compiled import Compiled
from publishing.errors import NotPermitted
from publishing.lookups import FACTS
from publishing.models import (
    ChangeSet,
    Event,
    Mail,
    Page,
    Publication,
    Schedule,
    Significance,
    SignOff,
    SiteSettings,
    State,
)
from publishing.moments import in_words
from publishing.next_steps import Step, may_change, next_words, steps_for
from publishing.still_held import HeldFact, StillHeld, held_on, still_held_for
from publishing.voids import Void, voided
from publishing.wishes import Wish, wishes_about
from publishing.withdrawals import Withdrawal, withdrawal_of

LATE = timedelta(minutes=15)


@dataclass(frozen=True)
class SetTime:
    """What is to happen to the page, and when, in words. `void`: nothing will, because the text is not approved now.
    `late`: the time has passed, and the command that should have acted has not."""

    does: str
    words: str
    void: bool = False
    late: bool = False


@dataclass(frozen=True)
class ChangedFact:
    """A quoted fact that says something else now: "every 4 weeks → every 6 weeks" where that is known, and where to see
    the whole change."""

    title: str
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class Standing:
    """`blocking`: the issues that stop publishing; `others`: the rest. `wishes`: what clinicians asked to have changed since
    the last edition; `request`: the one that waits for the author (see _open_request). `changed_facts`: what the live edition
    quotes and what says something else by now. `states_this`: how many live pages state these facts, when they are live and
    changed; `change`: their change set, when somebody has looked at those pages. `still_held`: the pages that were left out
    when these facts were published; `held`: what readers of this page are kept from. `why_not_approve`: why this person may not
    approve, "" when they may."""

    state: State
    words: str
    next_words: str
    steps: tuple[Step, ...]
    blocking: tuple[Issue, ...]
    others: tuple[Issue, ...]
    live: Publication | None = None
    withdrawal: Withdrawal | None = None
    approvals: tuple[SignOff, ...] = ()
    approvals_needed: int = 1
    request: SignOff | None = None
    changed_facts: tuple[ChangedFact, ...] = ()
    change: ChangeSet | None = None
    states_this: int = 0
    still_held: StillHeld | None = None
    held: tuple[HeldFact, ...] = ()
    overdue: bool = False
    why_not_approve: str = ""
    asked: Asked | None = None
    mails_in_trouble: tuple[Mail, ...] = ()
    may_ask: bool = False
    voids: tuple[Void, ...] = ()
    wishes: tuple[Wish, ...] = ()
    set_times: tuple[SetTime, ...] = ()
    refused_time: Schedule | None = None

    @property
    def may_approve(self) -> bool:
        """Whether this person may approve this text as it stands."""
        return not self.blocking and not self.why_not_approve and self.state != State.LIVE

    @property
    def missing_approvals(self) -> int:
        """How many clinicians must approve besides those who did."""
        return max(0, self.approvals_needed - len(self.approvals)) if self.state != State.LIVE else 0


def state_of(page: Page, compiled: Compiled, *, live: Publication | None, approved: bool) -> State:
    """Like Page.state, but judged by what the page says now: a quoted fact may have changed since it was saved."""
    if live and live.edition.content_hash == compiled.content_hash:
        return State.LIVE
    if approved:
        return State.SCHEDULED if _times(page, Schedule.Does.PUBLISH) else State.APPROVED
    if page.asked_hash and page.asked_hash == compiled.content_hash:
        return State.IN_REVIEW
    if live:
        return State.LIVE_WITH_CHANGES
    return State.WITHDRAWN if page.publications.withdrawn().exists() else State.DRAFT


def standing_of(page: Page, *, person, compiled: Compiled | None = None, today: date | None = None) -> Standing:
    """Everything the box says. `page` is of its own kind and saved."""
    compiled = compiled or page.compile()
    today = today or timezone.localdate()
    live = Publication.objects.live().filter(page=page.pk).select_related("edition__approval").first()
    approvals = requirements.matching_approvals(page, compiled.content_hash, authors=authors_of(page))
    needed = SiteSettings.current().approvals_needed(page.risk_tier)
    state = state_of(page, compiled, live=live, approved=len(approvals) >= needed)
    if state == State.LIVE:
        approvals = live.edition.all_approvals()
    wishes = wishes_about(page, compiled)
    request = _open_request(page, wishes)
    blocking = tuple(requirements.problems_of_content(compiled))
    why_not = _why_not_approve(page, person)
    states_this, change = _change(page, live, compiled)
    still_held = still_held_for(page, person=person)
    due = live.next_review_on if live else None
    return Standing(
        state=state,
        words=_words(state),
        next_words=next_words(
            state,
            blocking=bool(blocking),
            wished=any(wish.is_open for wish in wishes),
            overdue=bool(due and due < today),
            held=still_held is not None,
        ),
        steps=tuple(
            steps_for(
                page,
                person,
                state=state,
                blocking=bool(blocking),
                live=live,
                why_not_approve=why_not,
                states_this=states_this,
                change=change,
                still_held=still_held,
            )
        ),
        blocking=blocking,
        others=tuple(issue for issue in compiled.issues if not issue.stops_publishing),
        live=live,
        withdrawal=None if live else withdrawal_of(page, compiled),
        approvals=tuple(approvals),
        approvals_needed=needed,
        request=request,
        changed_facts=_changed_facts(live, compiled) if live else (),
        change=change,
        states_this=states_this,
        still_held=still_held,
        held=held_on(live),
        overdue=bool(due and due < today),
        why_not_approve=why_not,
        asked=asked_about(page, compiled.content_hash, now=timezone.now(), today=today)
        if state != State.LIVE
        else None,
        mails_in_trouble=tuple(mails_in_trouble(page)),
        may_ask=may_change(page, person),
        voids=tuple(voided(page, compiled.content_hash)) if state != State.LIVE else (),
        wishes=wishes,
        set_times=tuple(_set_times(page, state)),
        refused_time=_refused_time(page),
    )


def _times(page: Page, *does: str) -> list[Schedule]:
    return list(Schedule.objects.pending().filter(page=page.pk, does__in=does).select_related("set_by"))


def _set_times(page: Page, state: State):
    for schedule in _times(page, *Schedule.Does.values):
        publishes = schedule.does == Schedule.Does.PUBLISH
        said = _("To be published on %(at)s.") if publishes else _("To be withdrawn on %(at)s.")
        # A typo may rest on the approval before it; anything else needs its own until then.
        typo = schedule.significance == Significance.TYPO
        yield SetTime(
            does=schedule.does,
            words=said % {"at": in_words(schedule.at)} + " " + _("Set by %(who)s.") % {"who": schedule.set_by},
            void=publishes and not typo and state != State.SCHEDULED,
            late=schedule.at < timezone.now() - LATE,
        )


def _refused_time(page: Page) -> Schedule | None:
    """The last set time, when what was set could not be done and nobody published, withdrew or set a time since."""
    last = page.schedules.order_by("-pk").first()
    if last is None or last.refused_at is None:
        return None
    later = Event.objects.filter(page_id=page.pk, verb__in=(Event.Verb.PUBLISHED, Event.Verb.WITHDRAWN))
    return None if later.filter(at__gt=last.refused_at).exists() else last


def _open_request(page: Page, wishes: Sequence[Wish]) -> SignOff | None:
    """A wish that stands against the text as it is; else the latest decision on any text of the page, when it asks for changes
    and nobody published the page after it. An edition that only follows from a change elsewhere answers no wish."""
    if wishes and wishes[0].is_open:
        return wishes[0].decided
    # A decision about what a changed fact does to the page answers nothing that was asked about its words.
    decisions = page.sign_offs.exclude(change_set__isnull=False, decision=SignOff.Decision.APPROVE)
    latest = decisions.order_by("-at", "-pk").first()
    if latest is None or latest.decision != SignOff.Decision.CHANGES_REQUESTED:
        return None
    later = page.editions.filter(published_at__gt=latest.at).exclude(significance=Significance.PROPAGATED)
    return None if later.exists() else latest


def _change(page: Page, live: Publication | None, compiled: Compiled) -> tuple[int, ChangeSet | None]:
    """How many live pages state the facts that this page is about to change, and the open change set of exactly these."""
    if live is None or not affected.fact_name(page) or live.edition.content_hash == compiled.content_hash:
        return 0, None
    found = ChangeSet.objects.of_exactly(page.pk, compiled.content_hash)
    return len(affected.quoting_ids([page.pk])), found.with_counts().first()


def _changed_facts(live: Publication, compiled: Compiled) -> tuple[ChangedFact, ...]:
    """The facts that both the live edition and the working copy quote, and that changed between them. What
    only one of them quotes was put in or taken out by the author: no news from elsewhere."""
    old = live.edition.quoted or {}
    names = [name for name, now in compiled.quoted.items() if old.get(name, now) != now]
    if not names:
        return ()
    parts = [name.split(":", 1) for name in names]
    kinds = {FACTS[kind] for kind, _key in parts if kind in FACTS}
    pages = Page.objects.keyed(kinds, [key for _kind, key in parts]).filter(language__in=("", compiled.language))
    titles = {(page.kind, page.key): page.title for page in pages}
    told = _told(names, compiled.language)
    return tuple(
        ChangedFact(titles.get((FACTS.get(kind, ""), key), key), *told.get(f"{kind}:{key}", ("", "")))
        for kind, key in sorted(parts, key=lambda part: (titles.get((FACTS.get(part[0], ""), part[1]), part[1]), part))
    )


def _told(names: list[str], language: str) -> dict[str, tuple[str, str]]:
    """Name of a fact → the newest published change of it in words, and its address. A reference's change is told while it
    is open, because the library shows it at once."""
    subjects = {name: name for name in names} | {f"{name}/{language}": name for name in names}
    rows = ChangeSet.objects.filter(subject__in=subjects, closed_at=None).order_by("asked_at", "pk")
    rows = rows.filter(Q(published_at__isnull=False) | Q(page=None))
    return {
        subjects[row.subject]: (
            change_words(row.before, row.after, get_language() or language),
            reverse("staff:change", args=[row.pk]),
        )
        for row in rows
    }


def _why_not_approve(page: Page, person) -> str:
    try:
        permissions.require_sign_off(person, authors=authors_of(page))
    except NotPermitted as refused:
        return str(refused.reason)
    return ""


def _words(state: State) -> str:
    return {
        State.DRAFT: _("Draft. Patients cannot see it."),
        State.IN_REVIEW: _("Waiting for a clinician's approval."),
        State.APPROVED: _("Approved. Not published yet."),
        State.SCHEDULED: _("Approved. It will be published at the set time."),
        State.LIVE: _("Live. Patients read exactly this text."),
        State.LIVE_WITH_CHANGES: _("Live, and this copy has changes that patients cannot see yet."),
        State.WITHDRAWN: _("Withdrawn. Patients are told why it is gone."),
    }[state]
