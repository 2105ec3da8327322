"""Coverage: how much of an edition that should rest on evidence cites any. The places themselves are read from the edition."""

from django.db import models
from django.db.models import Count, F, FloatField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, NullIf
from django.utils.translation import gettext_lazy as _

from references.models.status import Status
from references.uncited import RULE, Place, places_of

# What is counted, and the kinds of place that fall under it.
COUNTED = {
    "sections": ("section",),
    "cells": ("cell",),
    "effects": ("side-effect", "precaution"),
    "regimens": ("dose", "timing"),
}
YEARS = 10  # evidence that appeared more years ago is called old


def old_before(year: int) -> int:
    """The first year that is not old, seen from a year: in 2026 what appeared before 2016 is more than ten years old."""
    return year - YEARS


def cited_where(**conditions) -> Q:
    """Citations whose reference, or the one that it was merged into, meets the conditions."""
    own = {f"edition__citations__reference__{name}": value for name, value in conditions.items()}
    kept = {f"edition__citations__reference__merged_into__{name}": value for name, value in conditions.items()}
    return Q(edition__citations__reference__merged_into__isnull=True, **own) | Q(**kept)


EVIDENCE = ("references", "old", "undated", "marked", "old_share")


class CoverageQuerySet(models.QuerySet):
    """The questions asked of the counts. `year` is the one in which it is asked."""

    def live(self):
        """Those of the editions that readers get, facts included."""
        return self.filter(edition__publications__isnull=False)

    def with_uncited(self):
        """With `uncited`: how many places cite nothing."""
        return self.annotate(uncited=sum((F(name) - F(f"{name}_cited") for name in COUNTED), start=models.Value(0)))

    def evidence(self, *, year: int):
        """What each cites, every reference once, as rows of `pk`, `references` in all, `old`, `undated`, `marked` (corrected,
        superseded, doubted, retracted) and `old_share` of those whose year is known (None when it cites none)."""
        which = "edition__citations"
        dated = Count(which, filter=cited_where(year__isnull=False))
        old = Count(which, filter=cited_where(year__lt=old_before(year)))
        # The keys alone, before anything is grouped: SQLite would sort every column that is selected.
        return (
            self.order_by()
            .values("pk")
            .annotate(
                references=Count(which),
                old=old,
                undated=Count(which) - dated,
                marked=Count(which) - Count(which, filter=cited_where(status=Status.CURRENT)),
                old_share=Cast(old, FloatField()) / NullIf(Cast(dated, FloatField()), 0.0),
            )
        )

    def with_evidence(self, *names: str, year: int):
        """Those columns of `evidence` beside each row, to sort by or to write out."""
        rows = self.model.objects.filter(pk=OuterRef("pk")).evidence(year=year)
        return self.annotate(**{name: Subquery(rows.values(name)) for name in names})

    def totals(self) -> dict[str, int]:
        """`pages`, and for each thing counted how many there are and how many of them cite evidence."""
        names = [each for name in COUNTED for each in (name, f"{name}_cited")]
        found = self.order_by().aggregate(pages=Count("pk"), **{f"sum_{name}": models.Sum(name) for name in names})
        return {"pages": found["pages"]} | {name: found[f"sum_{name}"] or 0 for name in names}


class Coverage(models.Model):
    """The counts of one edition, made when it is published: numbers only, no words of the page. `rule`: the version of the rule
    they were counted by (references.uncited.RULE)."""

    edition = models.OneToOneField(
        "publishing.Edition", primary_key=True, on_delete=models.PROTECT, related_name="coverage"
    )
    rule = models.PositiveSmallIntegerField(default=RULE)
    sections = models.PositiveIntegerField(_("sections"), default=0)
    sections_cited = models.PositiveIntegerField(default=0)
    cells = models.PositiveIntegerField(_("cells of drug tables"), default=0)
    cells_cited = models.PositiveIntegerField(default=0)
    effects = models.PositiveIntegerField(_("side effects and precautions"), default=0)
    effects_cited = models.PositiveIntegerField(default=0)
    regimens = models.PositiveIntegerField(_("doses and timings"), default=0)
    regimens_cited = models.PositiveIntegerField(default=0)

    objects = models.Manager.from_queryset(CoverageQuerySet)()

    class Meta:
        verbose_name = _("evidence coverage")
        verbose_name_plural = _("evidence coverage")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    sections_cited__lte=F("sections"),
                    cells_cited__lte=F("cells"),
                    effects_cited__lte=F("effects"),
                    regimens_cited__lte=F("regimens"),
                ),
                name="coverage_cites_no_more_than_there_is",
            )
        ]

    def __str__(self) -> str:
        return str(self.edition)

    @property
    def places(self) -> int:
        return sum(getattr(self, name) for name in COUNTED)


def places_in(edition) -> list[Place]:
    """Every place of an edition that should rest on evidence."""
    return places_of(html=edition.html, outline=edition.outline, facts=edition.facts, language=edition.language)


def counts_of(places: list[Place]) -> dict[str, int]:
    """The columns of Coverage for these places."""
    counts = {}
    for name, kinds in COUNTED.items():
        some = [place for place in places if place.kind in kinds]
        counts[name] = len(some)
        counts[f"{name}_cited"] = sum(place.cited for place in some)
    return counts
