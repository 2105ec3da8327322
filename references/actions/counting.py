"""Counting the evidence of editions that were published before there was a rule, or by an earlier one."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q

from publishing.models import Edition, Publication
from references.models.coverage import Coverage, counts_of, places_in
from references.uncited import RULE

AT_ONCE = 100


def uncounted():
    """Live editions whose counts are missing or were made by an earlier rule."""
    live = Publication.objects.live().values("edition")
    return Edition.objects.filter(Q(coverage__isnull=True) | ~Q(coverage__rule=RULE), pk__in=live)


def count_coverage(*, progress: Callable[[int], object] = lambda done: None) -> int:
    """Count the evidence of every live edition that is not counted yet, and give their number. Each portion is kept by itself,
    so that an interrupted run goes on where it stopped. `progress(n)`: n more are done."""
    done = 0
    while portion := list(uncounted().only("html", "outline", "facts", "language").order_by("pk")[:AT_ONCE]):
        rows = [Coverage(edition=edition, rule=RULE, **counts_of(places_in(edition))) for edition in portion]
        with transaction.atomic():
            names = [field.name for field in Coverage._meta.concrete_fields if not field.primary_key]
            Coverage.objects.bulk_create(rows, update_conflicts=True, unique_fields=["edition"], update_fields=names)
        done += len(rows)
        progress(len(rows))
    return done
