"""What one person sees first: work that waits for them, how reviews stand, how late they come. Each role sees only what
concerns it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing.desk import lateness, questions
from publishing.desk.chart import Chart, charts
from publishing.desk.load import Column, Row, columns, load
from publishing.desk.questions import list_url
from publishing.models import Page, Review, Schedule, State
from publishing.staff.access import change_url, may_see, page_models

MOST = 5
MINE, EVERYBODY = "mine", "everybody"
REVIEWS = "admin:publishing_review_changelist"


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


@dataclass(frozen=True)
class Number:
    """`number` pages or reviews, all of them behind `url`. `look`: "late" for what should not be, else ""."""

    name: str
    title: str
    number: int
    url: str
    look: str = ""


@dataclass(frozen=True)
class Lateness:
    """Average days late over `number` of `of` rows behind `url`; `days` None when there is nothing to average."""

    name: str
    title: str
    days: int | None
    number: Number
    of: Number | None = None


@dataclass(frozen=True)
class Desk:
    whose: str
    waiting: tuple[Waiting, ...] = ()
    reviews: tuple[Number, ...] = ()
    lateness: tuple[Lateness, ...] = ()
    months: tuple[Column, ...] = ()
    load: tuple[Row, ...] = ()
    charts: tuple[Chart, ...] = ()
    reviews_first: bool = False

    @property
    def is_quiet(self) -> bool:
        """Nothing at all waits for this person, and no review is overdue."""
        late = [number for number in self.reviews if number.name == "overdue"]
        return not any(one.number for one in (*self.waiting, *late))

    @property
    def is_everybody(self) -> bool:
        return self.whose == EVERYBODY


def desk_for(person, *, today: date, whose: str = "") -> Desk:
    """Everything on one person's desk. `whose`: "mine" or "everybody"; whoever plans reviews starts with everybody's."""
    if whose not in (MINE, EVERYBODY):
        whose = EVERYBODY if person.has_perm("publishing.plan_reviews") else MINE
    everything = pages_seen_by(person)
    mine = whose == MINE
    pages = questions.of_person(everything, person) if mine else everything
    chosen = {"whose": person.pk} if mine else {}
    plans = plans_reviews(person)
    waiting = tuple(_waiting(person, everything, pages, chosen, mine))
    if not (plans or writes(person) or person.has_perm("publishing.publish_page")):
        return Desk(whose, waiting)
    rows = load(everything.to_be_reviewed_by(person) if mine else everything, today=today) if plans else []
    return Desk(
        whose,
        waiting,
        tuple(_reviews(pages, chosen, today)),
        tuple(_lateness(pages, chosen, today)) if plans else (),
        tuple(columns(today)),
        tuple(rows),
        tuple(charts(rows)),
        # Who plans reviews and writes nothing has no other work here.
        reviews_first=person.has_perm("publishing.plan_reviews") and not writes(person),
    )


def pages_seen_by(person):
    """Pages of the kinds this person may see: what their lists show."""
    models = page_models()
    kinds = [model._meta.model_name for model in models if may_see(person, model)]
    return Page.objects.all() if len(kinds) == len(models) else Page.objects.filter(kind__in=kinds)


def plans_reviews(person) -> bool:
    """Whether dates and loads of reviews are this person's work."""
    return person.has_perm("publishing.plan_reviews") or person.has_perm("publishing.record_review")


def writes(person) -> bool:
    """Whether the person changes any kind of page."""
    return any(person.has_perm(f"{m._meta.app_label}.change_{m._meta.model_name}") for m in page_models())


def _waiting(person, everything, pages, chosen, mine):
    """The short lists, those with something in them first."""
    lists = []
    if person.has_perm("publishing.sign_off_page") and person.is_clinician:
        lists.append(_to_approve(person, everything))
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
    lists.append(
        _listed(
            "changed-facts",
            _("Facts changed since"),
            questions.quoting_changed_facts(pages),
            list_url(facts="changed", **chosen),
        )
    )
    lists.append(_listed("held", _("Held back from patients"), questions.held(pages), list_url(facts="held", **chosen)))
    lists.append(_scheduled(pages, chosen))
    return sorted(lists, key=lambda one: not one.number)


def _listed(name, title, pages, url, detail: Callable | None = None) -> Waiting:
    if not pages.query.order_by:
        pages = pages.order_by("title", "pk")
    lines = tuple(Line(page.title, change_url(page), detail(page) if detail else "") for page in pages[:MOST])
    return Waiting(name, title, pages.count(), url, lines)


def _to_approve(person, everything) -> Waiting:
    """What this person was asked for by name first, the earliest day on top; then what any clinician may decide."""
    pages = everything.waiting_for(person)
    shown = questions.with_invitation(pages, person).select_related("asked_by")
    shown = shown.order_by("-is_invited", F("asked_due_on").asc(nulls_last=True), "asked_at", "pk")[:MOST]
    lines = tuple(
        Line(
            page.title,
            reverse("staff:approve", args=[page.pk]),
            _asked(page),
            _("asked of you") if page.is_invited else "",
        )
        for page in shown
    )
    return Waiting("to-approve", _("Waiting for my approval"), pages.count(), list_url(work="to-approve"), lines)


def _unfinished(title, pages, choice: str) -> Waiting:
    """What clinicians want changed on top, then what was touched last."""
    shown = questions.with_request(pages).order_by("-is_requested", "-edited_at", "pk")[:MOST]
    lines = tuple(
        Line(page.title, change_url(page), str(page.state.label), _("changes requested") if page.is_requested else "")
        for page in shown
    )
    return Waiting("drafts", title, pages.count(), list_url(work=choice), lines)


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
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")


def _asked(page: Page) -> str:
    wanted = getattr(page, "asked_due_on", None)
    if wanted:
        return _("asked by %(who)s, wanted by %(day)s") % {"who": page.asked_by, "day": date_format(wanted)}
    return _("asked by %(who)s on %(day)s") % {"who": page.asked_by, "day": date_format(localtime(page.asked_at))}


def _reviews(pages, chosen, today: date):
    for name, title, look in (
        ("overdue", _("Overdue"), "late"),
        ("30", _("Due within 30 days"), ""),
        ("60", _("Due within 60 days"), ""),
        ("90", _("Due within 90 days"), ""),
        ("promised", _("Past the date promised to readers"), "late"),
        ("never", _("Never reviewed"), ""),
        ("no-evidence", _("Reviewed without evidence"), ""),
    ):
        number = questions.REVIEW[name](pages, today).count()
        yield Number(name, title, number, list_url(review=name, **chosen), look if number else "")


def _lateness(pages, chosen, today: date):
    number = questions.REVIEW["overdue"](pages, today).count()
    overdue = Number("overdue-now", _("overdue now"), number, list_url(review="overdue", **chosen))
    yield Lateness("overdue-now", _("Overdue now"), lateness.days_overdue(pages, today=today), overdue)
    reviews = Review.objects.filter(page__in=pages.values("pk"))
    late, kept = lateness.late(reviews, today=today), lateness.with_a_date(reviews, today=today)
    yield Lateness(
        "reviews-late",
        _("Reviews of the last 12 months"),
        lateness.days_late(reviews, today=today),
        Number("late", _("late"), late.count(), _reviews_url(late="late", **chosen)),
        Number("with-a-date", _("with a date to keep"), kept.count(), _reviews_url(late="with-a-date", **chosen)),
    )


def _reviews_url(**chosen) -> str:
    return questions.url_with(REVIEWS, **chosen)


def totals(rows: Sequence[Row]) -> list[int]:
    """What all of them have to do, column by column."""
    return [sum(cells) for cells in zip(*([cell.number for cell in row.cells] for row in rows), strict=True)]
