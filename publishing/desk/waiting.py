"""Short lists of work: what waits for one person, the number of each leading to the whole list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing.desk import questions
from publishing.desk.questions import list_url, url_with
from publishing.models import ChangeSet, Mail, Page, Redaction, Schedule, State
from publishing.staff.access import change_url, page_models

MOST = 5
MAILS = "admin:publishing_mail_changelist"


@dataclass(frozen=True)
class Line:
    """One thing to do. `mark`: a word that lifts it above the others."""

    title: str
    url: str
    detail: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Waiting:
    """A short list of work: its number, which leads to the whole list, and the first lines of it."""

    name: str
    title: str
    number: int
    url: str
    lines: tuple[Line, ...] = ()


def writes(person) -> bool:
    """Whether the person changes any kind of page."""
    return any(person.has_perm(f"{m._meta.app_label}.change_{m._meta.model_name}") for m in page_models())


def waiting_lists(person, everything, pages, chosen, mine, *, concerned: bool) -> list[Waiting]:
    """The short lists, those with something in them first. `concerned`: live pages are this person's work."""
    lists = []
    if person.has_perm("publishing.sign_off_page") and person.is_clinician:
        lists.append(_to_approve(person, everything))
    if person.has_perm("publishing.redact_page"):
        lists.append(_redactions(person))
    if writes(person) and mine:
        lists.append(_unfinished(_("My drafts and changes"), questions.unfinished_of(everything, person), "mine"))
    elif writes(person):
        lists.append(_unfinished(_("Drafts and changes"), questions.unfinished(everything), "all"))
    if not mine and (writes(person) or person.has_perm("publishing.publish_page")):
        lists.append(
            _listed(
                "asked",
                _("Waiting for any clinician"),
                everything.in_state(State.IN_REVIEW).select_related("asked_by").order_by("asked_at"),
                list_url(state=State.IN_REVIEW.value),
                _asked,
            )
        )
    if not concerned:
        return lists
    lists.append(_changes_of_facts(person))
    lists.append(
        _listed(
            "changed-facts",
            _("Facts changed since"),
            questions.quoting_changed_facts(pages),
            list_url(facts="changed", **chosen),
        )
    )
    lists.append(_listed("held", _("Held back from patients"), questions.held(pages), list_url(facts="held", **chosen)))
    lists.append(_refused_times(pages, chosen))
    lists.append(_scheduled(pages, chosen))
    if person.has_perm("publishing.view_mail"):
        lists.append(_mails_in_trouble())
    return sorted(lists, key=lambda one: not one.number)


def _redactions(person) -> Waiting:
    """Texts that somebody else wants emptied. Without the titles of their pages, which may hold what must go."""
    asked = Redaction.objects.waiting_for(person).select_related("asked_by").order_by("asked_at", "pk")
    lines = tuple(
        Line(
            _("Because of %(cause)s") % {"cause": each.get_cause_display()},
            reverse("staff:redaction", args=[each.pk]),
            _asked(each),
        )
        for each in asked[:MOST]
    )
    return Waiting("redactions", _("Redactions waiting for me"), asked.count(), reverse("staff:redactions"), lines)


def _changes_of_facts(person) -> Waiting:
    """Proposed changes of facts, and published ones that still hold pages back: the newest first. Whoever changed the facts is
    told how far they are worked out, and when they are ready."""
    changes = ChangeSet.objects.unfinished().select_related("asked_by", "page").order_by("-asked_at", "-pk")
    lines = tuple(
        Line(
            change.title,
            reverse("staff:change", args=[change.pk]),
            " · ".join(filter(None, (_asked(change), _progress(change)))),
            _ready_mark(change, person),
        )
        for change in changes.with_counts()[:MOST]
    )
    return Waiting("changes", _("Changes of facts"), changes.count(), reverse("staff:changes"), lines)


def _progress(change: ChangeSet) -> str:
    if change.published_at or change.prepared >= change.pages:
        return ""
    return _("being worked out: %(done)d of %(pages)d pages") % {"done": change.prepared, "pages": change.pages}


def _ready_mark(change: ChangeSet, person) -> str:
    """Every page is worked out, and the person who changed the facts has not asked for approval yet."""
    waits = change.page is not None and not change.published_at and change.page.asked_hash != change.proposed_hash
    ready = waits and change.prepared >= change.pages and change.asked_by_id == person.pk
    return _("ready: see its pages") if ready else ""


def _mails_in_trouble() -> Waiting:
    mails = Mail.objects.in_trouble().select_related("user", "reviewer").order_by("-made_at", "-pk")
    lines = tuple(
        Line(str(mail), reverse("admin:publishing_mail_change", args=[mail.pk]), mail.last_error[:150])
        for mail in mails[:MOST]
    )
    return Waiting("mails", _("Mails in trouble"), mails.count(), url_with(MAILS, state="trouble"), lines)


def _listed(name, title, pages, url, detail: Callable | None = None) -> Waiting:
    if not pages.query.order_by:
        pages = pages.order_by("title", "pk")
    lines = tuple(Line(page.title, change_url(page), detail(page) if detail else "") for page in pages[:MOST])
    return Waiting(name, title, pages.count(), url, lines)


def _to_approve(person, everything) -> Waiting:
    """What this person was asked for by name first, the earliest day on top; then what any clinician may decide."""
    pages = everything.waiting_for(person)
    shown = questions.with_wish(questions.with_invitation(pages, person)).select_related("asked_by")
    shown = questions.with_change(shown)
    shown = shown.order_by("-is_invited", F("asked_due_on").asc(nulls_last=True), "asked_at", "pk")[:MOST]
    lines = tuple(
        Line(
            page.title,
            _where_to_decide(page),
            _asked(page),
            _approver_mark(page),
        )
        for page in shown
    )
    return Waiting("to-approve", _("Waiting for my approval"), pages.count(), list_url(work="to-approve"), lines)


def _where_to_decide(page: Page) -> str:
    """Changed facts are decided together with the pages that state them."""
    if page.open_change:
        return reverse("staff:change", args=[page.open_change])
    return reverse("staff:approve", args=[page.pk])


def _approver_mark(page: Page) -> str:
    if page.has_wish:
        return _("a colleague asked for changes")
    return _("asked of you") if page.is_invited else ""


def _unfinished(title, pages, choice: str) -> Waiting:
    """What clinicians want changed on top, then what was touched last."""
    shown = questions.with_request(pages).order_by("-is_requested", "-edited_at", "pk")[:MOST]
    lines = tuple(
        Line(page.title, change_url(page), str(page.state.label), _("changes requested") if page.is_requested else "")
        for page in shown
    )
    return Waiting("drafts", title, pages.count(), list_url(work=choice), lines)


def _refused_times(pages, chosen) -> Waiting:
    """What was set for a time and could not be done then, with every reason."""
    times = questions.refused_times(pages).select_related("page").order_by("-refused_at", "pk")
    lines = tuple(
        Line(
            time.page.title,
            change_url(time.page),
            f"{time.get_does_display()} {_moment(time.at)}: {' '.join(time.refusal)}",
            _("not done"),
        )
        for time in times[:MOST]
    )
    url = list_url(scheduled="refused", **chosen)
    return Waiting("refused-times", _("Could not be done at the set time"), times.count(), url, lines)


def _scheduled(pages, chosen) -> Waiting:
    """Pages with a set time, in the order of the times."""
    times = Schedule.objects.pending().filter(page__in=pages.values("pk")).select_related("page").order_by("at", "pk")
    lines = tuple(
        Line(time.page.title, change_url(time.page), f"{time.get_does_display()} {_moment(time.at)}")
        for time in times[:MOST]
    )
    number = questions.scheduled(pages).count()
    return Waiting("scheduled", _("At a set time"), number, list_url(scheduled="yes", **chosen), lines)


def _moment(at) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")


def _asked(page: Page | ChangeSet | Redaction) -> str:
    wanted = getattr(page, "asked_due_on", None)
    if wanted:
        return _("asked by %(who)s, wanted by %(day)s") % {"who": page.asked_by, "day": date_format(wanted)}
    return _("asked by %(who)s on %(day)s") % {"who": page.asked_by, "day": date_format(localtime(page.asked_at))}
