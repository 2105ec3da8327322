"""What the report says: of many pages from their counts, of one page by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connect.coverage.shares import Share
from publishing.models import Page
from publishing.staff.access import change_url
from references.lines import lines_of_anchors
from references.models import Citation, Coverage, Reference, Status
from references.models.coverage import COUNTED, YEARS, old_before, places_in
from references.uncited import Place

# Where the form of a fact sheet holds what has no source.
GROUPS = {
    "side-effect": "sideeffects-group",
    "precaution": "precautions-group",
    "dose": "regimens-group",
    "timing": "regimens-group",
    "frequency": "regimens-group",
    "duration": "regimens-group",
    "side-effects": "sideeffects-group",
}
KINDS_OF_FACTS = {"drug": "drug", "class": "drugclass"}


def citing_words(name: str, part: int, whole: int, percent: int) -> str:
    numbers = {"part": part, "whole": whole, "percent": percent}
    return {
        "sections": ngettext(
            "%(part)d of %(whole)d section cites evidence (%(percent)d %%)",
            "%(part)d of %(whole)d sections cite evidence (%(percent)d %%)",
            whole,
        ),
        "cells": ngettext(
            "%(part)d of %(whole)d cell of a drug table cites evidence (%(percent)d %%)",
            "%(part)d of %(whole)d cells of drug tables cite evidence (%(percent)d %%)",
            whole,
        ),
        "effects": ngettext(
            "%(part)d of %(whole)d side effect or precaution cites evidence (%(percent)d %%)",
            "%(part)d of %(whole)d side effects and precautions cite evidence (%(percent)d %%)",
            whole,
        ),
        "regimens": ngettext(
            "%(part)d of %(whole)d dose or timing on a fact sheet has a source (%(percent)d %%)",
            "%(part)d of %(whole)d doses and timings on fact sheets have a source (%(percent)d %%)",
            whole,
        ),
    }[name] % numbers


def shares_of(totals: dict[str, int]) -> list[Share]:
    """What cites evidence, thing by thing; what there is none of is left out."""
    shares = []
    for name in COUNTED:
        part, whole = totals[f"{name}_cited"], totals[name]
        share = Share(name, part, whole, "")
        if whole:
            shares.append(Share(name, part, whole, citing_words(name, part, whole, share.percent)))
    return shares


@dataclass(frozen=True)
class Evidence:
    """The references some pages cite, each once. `old`: of those with a year, older than YEARS years; `marked`: status →
    number, without those that nothing is known against."""

    references: int
    dated: int
    old: int
    marked: dict[str, int]

    @property
    def undated(self) -> int:
        return self.references - self.dated

    @property
    def share(self) -> Share:
        share = Share("old", self.old, self.dated, "", more_is_better=False)
        words = ngettext(
            "%(percent)d %% of cited evidence is older than %(years)d years (%(part)d of %(whole)d reference)",
            "%(percent)d %% of cited evidence is older than %(years)d years (%(part)d of %(whole)d references)",
            self.dated,
        ) % {"percent": share.percent, "years": YEARS, "part": self.old, "whole": self.dated}
        return Share("old", self.old, self.dated, words, more_is_better=False)

    @property
    def marked_words(self) -> list[str]:
        return [f"{Status(status).label}: {number}" for status, number in self.marked.items() if number]


def evidence_of(rows, *, year: int) -> Evidence:
    """What the pages of these counts cite, in one query. A reference that was merged into another is that other one."""
    cited = Citation.objects.filter(edition__in=rows.order_by().values("pk")).order_by().values("reference").distinct()
    kept = Reference.objects.filter(pk__in=cited).annotate(
        kept=Coalesce("merged_into", "pk"),
        kept_year=Coalesce("merged_into__year", "year"),
        kept_status=Coalesce("merged_into__status", "status"),
    )
    statuses = [status.value for status in Status if status != Status.CURRENT]
    found = kept.order_by().aggregate(
        references=Count("kept", distinct=True),
        dated=Count("kept", distinct=True, filter=Q(kept_year__isnull=False)),
        old=Count("kept", distinct=True, filter=Q(kept_year__lt=old_before(year))),
        **{f"is_{status}": Count("kept", distinct=True, filter=Q(kept_status=status)) for status in statuses},
    )
    marked = {status: found[f"is_{status}"] for status in statuses}
    return Evidence(found["references"], found["dated"], found["old"], marked)


@dataclass(frozen=True)
class Uncited:
    """A place without a citation. `words` name it; `edit_url` leads to it in the form of the page, `facts` (name, address) to
    the facts it comes from."""

    place: Place
    words: str
    line: int
    edit_url: str
    facts: tuple[tuple[str, str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.place.kind, "name": self.place.name, "of": list(self.place.of), "line": self.line}


@dataclass(frozen=True)
class Cited:
    """A reference of the page: its number there, the line as it stood, and what the library says of it today."""

    number: int
    text: str
    year: int | None
    status: str
    is_old: bool
    url: str

    @property
    def status_words(self) -> str:
        return Status(self.status).label

    def as_dict(self) -> dict[str, Any]:
        return {"number": self.number, "text": self.text, "year": self.year, "status": self.status}


def uncited_of(coverage: Coverage) -> list[Uncited]:
    """The places of its edition that cite nothing, in the order of the page."""
    edition = coverage.edition
    page = edition.page.specific
    form = change_url(page)
    places = [place for place in places_in(edition) if not place.cited]
    lines = lines_of_anchors(getattr(page, "body", ""), edition.outline) if places else {}
    sheets = _sheets(places)
    found = []
    for place in places:
        line = lines.get(place.anchor, 0) if place.anchor else int(hasattr(page, "body"))
        group = GROUPS.get(place.name if place.kind == "cell" else place.kind, "")
        if hasattr(page, "body"):
            edit = f"{form}?line={line}" if line else form
            facts = tuple((title, f"{url}#{group}") for title, url in (sheets[n] for n in place.of if n in sheets))
        else:
            edit, facts = f"{form}#{group}", ()
        words = words_of(place, sheets) or (
            _("The words before the first heading") if edition.outline else _("The text")
        )
        found.append(Uncited(place, words, line, edit, facts))
    return found


def words_of(place: Place, sheets: dict[str, tuple[str, str]]) -> str:
    """What people call a place; "" for what stands under no heading."""
    if place.kind in ("section", "side-effect", "precaution"):
        return place.name
    if place.kind == "cell":
        names = {
            "dose": _("dose of %(drug)s"), "frequency": _("how often %(drug)s is given"),
            "duration": _("for how long %(drug)s is given"), "side-effects": _("side effects of %(drug)s"),
            "infusion-time": _("how long it takes to give %(drug)s"),
            "max-daily-dose": _("the most of %(drug)s in one day"),
            "monitoring": _("what is checked during treatment with %(drug)s"),
            "supplements": _("what is taken with %(drug)s"), "kidney": _("what weak kidneys mean for %(drug)s"),
        }  # fmt: skip
        key = place.of[0] if place.of else ""
        return names[place.name] % {"drug": sheets[key][0] if key in sheets else key.partition(":")[2]}
    names = {"dose": _("dose of the regimen “%(key)s”"), "timing": _("timing of the regimen “%(key)s”")}
    return names[place.kind] % {"key": place.name}


def _sheets(places: Iterable[Place]) -> dict[str, tuple[str, str]]:
    """ "drug:denosumab" → (title, form) of every fact sheet that the places come from: one query."""
    wanted = {name for place in places for name in place.of}
    kinds = {kind: name for name, kind in KINDS_OF_FACTS.items()}
    keys = {name.partition(":")[2] for name in wanted}
    pages = Page.objects.keyed(tuple(kinds), keys) if wanted else ()
    return {f"{kinds[page.kind]}:{page.key}": (page.title, change_url(page)) for page in pages}


def cited_of(coverage: Coverage, *, year: int) -> list[Cited]:
    """The references of its edition by number, with the library's year and status of today."""
    lines = {row["number"]: row["text"] for row in coverage.edition.references}
    rows = coverage.edition.citations.select_related("reference__merged_into").order_by("number")
    found = []
    for row in rows:
        kept = row.reference.merged_into or row.reference
        is_old = kept.year is not None and kept.year < old_before(year)
        url = reverse("admin:references_reference_change", args=[kept.pk])
        found.append(Cited(row.number, lines.get(row.number, kept.title), kept.year, kept.status, is_old, url))
    return found
