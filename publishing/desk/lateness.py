"""How late reviews come: of those recorded in the last year, and of what is overdue now."""

from datetime import date, timedelta

from django.db.models import Avg, DateField, DurationField, ExpressionWrapper, F, OuterRef, Q, Subquery, Value

from publishing.actions.reviewing import STANDS
from publishing.models import Publication, Review

A_YEAR = timedelta(days=365)


def with_date_before(reviews):
    """Add `due_before`: the date that the review before promised, None when it was the first."""
    earlier = Review.objects.filter(page=OuterRef("page"), scope=Review.Scope.PAGE, outcome__in=STANDS).filter(
        Q(reviewed_on__lt=OuterRef("reviewed_on")) | Q(reviewed_on=OuterRef("reviewed_on"), pk__lt=OuterRef("pk"))
    )
    return reviews.annotate(
        due_before=Subquery(earlier.order_by("-reviewed_on", "-pk").values("next_due_on")[:1], output_field=DateField())
    )


def with_a_date(reviews, *, today: date):
    """Reviews of whole pages in the last twelve months that had a date to keep, and that nobody objected to."""
    return with_date_before(reviews).filter(
        reviewed_on__gt=today - A_YEAR,
        reviewed_on__lte=today,
        scope=Review.Scope.PAGE,
        objection__isnull=True,
        due_before__isnull=False,
    )


def late(reviews, *, today: date):
    return with_a_date(reviews, today=today).filter(reviewed_on__gt=F("due_before"))


def days_late(reviews, *, today: date) -> int | None:
    """Average days of the late ones, rounded; None when none was late."""
    gap = ExpressionWrapper(F("reviewed_on") - F("due_before"), output_field=DurationField())
    return _days(late(reviews, today=today).aggregate(average=Avg(gap))["average"])


def days_overdue(pages, *, today: date) -> int | None:
    """Average days by which these pages are overdue, rounded; None when none is."""
    gap = ExpressionWrapper(Value(today, output_field=DateField()) - F("due_on"), output_field=DurationField())
    overdue = Publication.objects.live().filter(due_on__lt=today, page__in=pages.values("pk"))
    return _days(overdue.aggregate(average=Avg(gap))["average"])


def _days(average: timedelta | None) -> int | None:
    return None if average is None else round(average / timedelta(days=1))
