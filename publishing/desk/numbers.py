"""What one person sees first: work that waits for them, how reviews stand, how late they come. Each role sees only what
concerns it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from publishing.desk import lateness, questions
from publishing.desk.chart import Chart, charts
from publishing.desk.load import Column, Row, columns, load
from publishing.desk.questions import list_url
from publishing.desk.waiting import Waiting, waiting_lists, writes
from publishing.models import Page, Review
from publishing.staff.access import may_see, page_models

MINE, EVERYBODY = "mine", "everybody"
REVIEWS = "admin:publishing_review_changelist"


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
    empty_lists_last: bool = False

    def with_lists(self, more: Sequence[Waiting]) -> "Desk":
        """The same desk with lists of what this app knows nothing of; those with something in them first."""
        return replace(self, waiting=tuple(sorted((*self.waiting, *more), key=lambda one: not one.number)))

    @property
    def lists_first(self) -> tuple[Waiting, ...]:
        """What stands above the numbers of reviews: whatever waits for the person."""
        return tuple(one for one in self.waiting if one.number or not self.empty_lists_last)

    @property
    def lists_last(self) -> tuple[Waiting, ...]:
        return tuple(one for one in self.waiting if one not in self.lists_first)

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
    concerned = plans or writes(person) or person.has_perm("publishing.publish_page")
    waiting = tuple(waiting_lists(person, everything, pages, chosen, mine, concerned=concerned))
    if not concerned:
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
        # Who plans reviews and writes nothing looks at the numbers before lists that hold nothing.
        empty_lists_last=person.has_perm("publishing.plan_reviews") and not writes(person),
    )


def pages_seen_by(person):
    """Pages of the kinds this person may see: what their lists show."""
    models = page_models()
    kinds = [model._meta.model_name for model in models if may_see(person, model)]
    return Page.objects.all() if len(kinds) == len(models) else Page.objects.filter(kind__in=kinds)


def plans_reviews(person) -> bool:
    """Whether dates and loads of reviews are this person's work."""
    return person.has_perm("publishing.plan_reviews") or person.has_perm("publishing.record_review")


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
