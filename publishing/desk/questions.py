"""The questions that the desk counts and that lists filter by. One definition serves both, so that a number is always as
long as the list behind it. Each narrows a queryset of pages; none needs annotations of another."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.http import urlencode

from publishing.models import ChangeSet, Edition, Event, Invitation, Publication, Schedule, Significance, SignOff

PAGES = "admin:publishing_page_changelist"


def list_url(**chosen) -> str:
    """The list of all pages, filtered."""
    return url_with(PAGES, **chosen)


def url_with(name: str, **chosen) -> str:
    return f"{reverse(name)}?{urlencode(chosen)}" if chosen else reverse(name)


# How reviews stand, by the name of the choice. `today` is a date of the site's time zone.
REVIEW: dict[str, Callable] = {
    "overdue": lambda pages, today: pages.overdue(today),
    "30": lambda pages, today: pages.due_between(today, today + timedelta(days=30)),
    "60": lambda pages, today: pages.due_between(today, today + timedelta(days=60)),
    "90": lambda pages, today: pages.due_between(today, today + timedelta(days=90)),
    "promised": lambda pages, today: pages.past_promised_date(today),
    "never": lambda pages, today: pages.never_reviewed(),
    "no-evidence": lambda pages, today: pages.reviewed_without_evidence(),
}


def due_in_month(pages, first: date, *, today: date):
    """Live pages due in a month, from today on: what was due before is overdue and has a list of its own."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return pages.due_between(max(first, today), last)


def month_named(name: str) -> date | None:
    """The first day of "2026-12"; None for anything else."""
    try:
        return date.fromisoformat(f"{name}-01")
    except ValueError:
        return None


def of_person(pages, person):
    """Live pages or drafts that a person looks after, or whose next review falls to them."""
    return pages.with_responsible().filter(Q(responsible_id=person.pk) | Q(assignee_id=person.pk))


# Work in hand.


def with_invitation(pages, person):
    """Add `is_invited`: somebody asked this very person to decide on the page as it stands."""
    asked = Invitation.objects.open().filter(
        user=person, request__page=OuterRef("pk"), request__content_hash=OuterRef("working_hash")
    )
    return pages.annotate(is_invited=Exists(asked))


def unfinished(pages):
    """Drafts, and live pages whose working copy somebody changed since. Withdrawn pages rest until somebody asks for their
    approval again; a live page on which only a quoted fact changed has a list of its own."""
    resting = Q(is_live=False, is_withdrawn=True, is_approved=False, is_asked=False)
    before = Publication.objects.live().filter(page=OuterRef("pk"), edition__published_at__lt=OuterRef("edited_at"))
    untouched = Q(is_live=True, working_hash="") & ~Exists(before)
    return pages.with_state().filter(is_current=False).exclude(resting).exclude(untouched)


def unfinished_of(pages, person):
    return unfinished(pages).filter(Q(owner=person) | Q(edited_by=person))


def with_request(pages):
    """Add `is_requested`: a wish for changes stands against the text as it is, or the latest decision asks for changes and no
    edition was published since. The same rule as standing_of's open request, asked of many pages at once."""
    about = SignOff.objects.exclude(change_set__isnull=False, decision=SignOff.Decision.APPROVE)
    later = Edition.objects.filter(page=OuterRef("page"), published_at__gt=OuterRef("at"))
    answered = later.exclude(significance=Significance.PROPAGATED)
    newer = about.filter(page=OuterRef("page")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    )
    asked = SignOff.objects.filter(page=OuterRef("pk"), decision=SignOff.Decision.CHANGES_REQUESTED)
    latest = asked.filter(~Exists(newer), ~Exists(answered))
    standing = asked.filter(content_hash=OuterRef("working_hash")).open_wishes()
    return pages.annotate(is_requested=Exists(latest) | Exists(standing))


def with_wish(pages):
    """Add `has_wish`: another clinician asked for changes to the text as it stands, and nobody answered that."""
    asked = SignOff.objects.filter(page=OuterRef("pk"), content_hash=OuterRef("working_hash"))
    return pages.annotate(has_wish=Exists(asked.open_wishes()))


def with_change(pages):
    """Add `open_change`: the id of the open change set of exactly these facts, on whose page they are decided."""
    change = ChangeSet.objects.of_exactly(OuterRef("pk"), OuterRef("working_hash")).order_by("-pk")
    return pages.annotate(open_change=Subquery(change.values("pk")[:1]))


# What changed elsewhere, and what has a set time.


def quoting_changed_facts(pages):
    """Live pages that quote something whose published words changed since: publish empties their hash."""
    return pages.filter(working_hash="", pk__in=Publication.objects.live().values("page"))


def held(pages):
    """Live pages of which patients are shown a link in place of a fact, until somebody approves its new words."""
    return pages.filter(pk__in=Publication.objects.live().exclude(held=[]).values("page"))


def refused_times(pages):
    """Set times of these pages at which nothing could be done, while nobody published, withdrew or set a time since. The
    same rule as standing_of's refused time, asked of many pages at once."""
    newer = Schedule.objects.filter(page=OuterRef("page"), pk__gt=OuterRef("pk"))
    done = Event.objects.filter(
        page_id=OuterRef("page_id"),
        verb__in=(Event.Verb.PUBLISHED, Event.Verb.WITHDRAWN),
        at__gt=OuterRef("refused_at"),
    )
    refused = Schedule.objects.filter(refused_at__isnull=False, page__in=pages.values("pk"))
    return refused.filter(~Exists(newer), ~Exists(done))


def scheduled(pages):
    return pages.filter(pk__in=Schedule.objects.pending().values("page"))
