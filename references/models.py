"""The reference library, and which edition cites what."""

import json
from functools import lru_cache

from django.db import models
from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.errors import Refused
from publishing.frozen import FrozenModel
from publishing.models import CitationStyle, Page, Publication, SiteSettings
from references.formatting import format_reference


class Status(models.TextChoices):
    """What is known of a reference since it appeared. "current" means nothing is known against it."""

    CURRENT = "current", _("current")
    CORRECTED = "corrected", _("corrected")
    SUPERSEDED = "superseded", _("superseded")
    RETRACTED = "retracted", _("retracted")


class ReferenceQuerySet(models.QuerySet):
    """The questions asked of the library."""

    def keyed(self, keys):
        return self.filter(key__in=keys).as_printed()

    def as_printed(self):
        """With what replaced each, and the style of the site, so that a row can write its line without another query."""
        site = SiteSettings.objects.filter(pk=SiteSettings.ONLY_ID)
        return self.select_related("superseded_by").annotate(site_style=Subquery(site.values("citation_style")[:1]))

    def cited(self):
        """References that a live page cites: the public library."""
        return self.filter(citations__edition__publications__isnull=False).distinct()

    def with_a_page(self):
        """References that may be read about: those cited, and those that replaced another, which its page leads to."""
        return self.filter(Q(citations__edition__publications__isnull=False) | Q(supersedes__isnull=False)).distinct()

    def matching(self, text: str):
        """References whose title, authors, key or identifiers contain every word."""
        found = self
        for word in text.split()[:8]:
            found = found.filter(
                Q(title__icontains=word)
                | Q(authors__icontains=word)
                | Q(key__icontains=word)
                | Q(doi__icontains=word)
                | Q(pmid__startswith=word)
            )
        return found


class Reference(models.Model):
    """A bibliographic record: `csl` (CSL-JSON) is the truth, the other columns are read from it by references.actions.

    A library record, not a Page: no sign-off; its public page reads this row, while editions keep the text of their
    references as it stood.
    """

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        help_text=_("What editors write to cite it: [@himelstein2017]. Never changes."),
    )
    csl = models.JSONField(_("CSL-JSON"))
    type = models.CharField(_("type"), max_length=40, db_index=True)
    title = models.CharField(_("title"), max_length=1000)
    authors = models.CharField(_("authors"), max_length=2000, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, db_index=True)
    doi = models.CharField(_("DOI"), max_length=200, blank=True, db_index=True)
    pmid = models.CharField(_("PMID"), max_length=20, blank=True, db_index=True)
    text = models.TextField(_("as printed"), help_text=_("Formatted in NLM style."))
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.CURRENT, db_index=True)
    superseded_by = models.ForeignKey(
        "self",
        verbose_name=_("superseded by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supersedes",
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    site_style: str | None = None  # what as_printed found

    objects = models.Manager.from_queryset(ReferenceQuerySet)()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["doi"],
                condition=~Q(doi=""),
                name="one_reference_a_doi",
                violation_error_message=_("The library has a reference with this DOI already."),
            ),
            models.UniqueConstraint(
                fields=["pmid"],
                condition=~Q(pmid=""),
                name="one_reference_a_pmid",
                violation_error_message=_("The library has a reference with this PMID already."),
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(status=Status.SUPERSEDED),
                name="superseding_reference_means_superseded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("references:detail", args=[self.key])

    def line(self, language: str, *, style: str = "") -> str:
        """The reference as the site writes it for readers of `language`; `style` for a row that came without the site's."""
        style = style or self.site_style or CitationStyle.NLM
        if style == CitationStyle.NLM and language in ("", "en"):
            return self.text
        return _line(json.dumps(self.csl), style, language)

    def newer_line(self, language: str) -> str:
        """The line of what replaced it, in the same style; "" when nothing did."""
        return self.superseded_by.line(language, style=self.site_style or "") if self.superseded_by else ""

    @property
    def mark(self) -> str:
        """What it says and what became of it, in whatever style it is printed. Part of the hash of every page that cites it
        (docs/adr/0024)."""
        return f"{self.text} ({self.status} {self.superseded_by.key if self.superseded_by else ''})"

    @property
    def doi_url(self) -> str:
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def pubmed_url(self) -> str:
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""

    @property
    def pmc_url(self) -> str:
        pmcid = self.csl.get("PMCID", "")
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/" if pmcid else ""

    @property
    def url(self) -> str:
        url = self.csl.get("URL", "")
        return url if url.startswith("https://") else ""


@lru_cache(maxsize=4_096)
def _line(csl: str, style: str, language: str) -> str:
    """The same few records are written again with every preview."""
    return format_reference(json.loads(csl), style=style, language=language)


class Citation(FrozenModel):
    """An edition cites a reference: with which number, and at which places (anchors) of the page."""

    edition = models.ForeignKey("publishing.Edition", on_delete=models.PROTECT, related_name="citations")
    reference = models.ForeignKey(Reference, on_delete=models.PROTECT, related_name="citations")
    number = models.PositiveIntegerField()
    places = models.JSONField(default=list)

    class Meta(FrozenModel.Meta):
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "reference"], name="one_citation_an_edition_and_reference"),
            models.UniqueConstraint(fields=["edition", "number"], name="one_reference_a_citation_number"),
        ]

    def __str__(self) -> str:
        return f"[{self.number}] {self.reference_id}"


class CitingPage(Page):
    """Mixin of every kind of page that cites: its new editions write Citations."""

    # Named, because Page's own accessor "drug" or "topic" would clash with fields of that name on other kinds.
    page_ptr = models.OneToOneField(
        Page, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_%(class)s"
    )

    class Meta:
        abstract = True

    def get_reference_marks(self, names) -> dict[str, str]:
        keys = [name.removeprefix("reference:") for name in names if name.startswith("reference:")]
        return {f"reference:{row.key}": row.mark for row in Reference.objects.keyed(keys)}

    def get_edition_rows(self, edition, compiled) -> list[models.Model]:
        return [
            Citation(edition=edition, reference_id=reference, number=number, places=list(places))
            for reference, number, places in compiled.cited
        ]


def references_named(keys) -> list[Reference]:
    """The references with these keys, for a snapshot that is restored. Refused when the library has one no longer."""
    found = {row.key: row for row in Reference.objects.filter(key__in=set(keys))}
    gone = sorted(set(keys) - set(found))
    if gone:
        raise Refused(
            _("The library no longer has these references: %(keys)s. Add them again, then restore.")
            % {"keys": ", ".join(gone)}
        )
    return list(found.values())


def pages_citing(reference: Reference):
    """Live pages whose edition cites a reference, with the numbers they give it: (publication, number) in title order."""
    rows = Citation.objects.filter(
        reference=reference, edition__publications__in=Publication.objects.pages()
    ).values_list("edition__publications", "number")
    numbers = dict(rows)
    publications = Publication.objects.filter(pk__in=numbers).by_title()
    return [(publication, numbers[publication.pk]) for publication in publications]
