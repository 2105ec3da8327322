"""The records of the library, and which edition cites what."""

import json
from functools import lru_cache, reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField

from markup import rename_citations
from publishing.errors import Refused
from publishing.frozen import FrozenManager, FrozenModel, FrozenQuerySet
from publishing.models import CitationStyle, Page, Publication, SiteSettings
from references import search_index
from references.formatting import format_reference
from references.models.coverage import Coverage, counts_of, places_in
from references.models.evidence import Evidence
from references.models.numbers import generations_named, lock_sections, settle
from references.models.status import Status
from references.search_words import words_asked

_CITED = Q(citations__edition__publications__isnull=False) | Q(
    merged_from__citations__edition__publications__isnull=False
)


class ReferenceQuerySet(models.QuerySet):
    """The questions asked of the library."""

    def keyed(self, keys):
        return self.filter(key__in=keys).as_printed()

    def as_printed(self):
        """With what replaced each, and the style of the site, so that a row can write its line without another query."""
        site = SiteSettings.objects.filter(pk=SiteSettings.ONLY_ID)
        return self.select_related("superseded_by", "merged_into__superseded_by").annotate(
            site_style=Subquery(site.values("citation_style")[:1])
        )

    def kept(self):
        """The library as people know it: without records that were merged into another. What a key names goes by `keyed`."""
        return self.filter(merged_into__isnull=True)

    def cited(self):
        """References that a live page cites, itself or by the key of one merged into it: the public library."""
        return self.kept().filter(_CITED).distinct()

    def cited_live(self):
        """The same as `cited`, asked in a way that is quick for lists of the whole library."""
        return self.filter(_cited_by(_live_citations()))

    def cited_before(self):
        """References that editions cite, but no live page any more."""
        return self.filter(_cited_by(Citation.objects.all())).exclude(_cited_by(_live_citations()))

    def never_cited(self):
        return self.exclude(_cited_by(Citation.objects.all()))

    def with_live_pages(self):
        """With `live_pages`: how many live pages cite each, itself or by the key of one merged into it."""
        mine = Reference.objects.filter(Q(pk=OuterRef(OuterRef("pk"))) | Q(merged_into=OuterRef(OuterRef("pk"))))
        pages = _live_citations().filter(reference__in=mine.values("pk")).order_by()
        together = pages.annotate(together=Value(1)).values("together")
        counted = together.annotate(number=Count("edition__publications", distinct=True))
        return self.annotate(live_pages=Coalesce(Subquery(counted.values("number")), 0))

    def with_a_page(self):
        """References that may be read about: those cited, and those that replaced another, which its page leads to."""
        replaced = Q(supersedes__isnull=False) | Q(merged_from__supersedes__isnull=False)
        return self.kept().filter(_CITED | replaced).distinct()

    def matching(self, text: str):
        """References with a word that begins like each word asked for, among authors, title, journal, year, key and
        identifiers, whatever the accents; all when nothing is asked."""
        return search_index.matching(self, words_asked(text)) if text.strip() else self

    def newest_matching(self, text: str, most: int) -> list["Reference"]:
        """Up to `most` references that match, the newest first; quick however many there are."""
        if not text.strip():
            return list(self.order_by(models.F("year").desc(nulls_last=True), "-pk")[:most])
        ids = search_index.newest_matching(words_asked(text), most, using=self.db)
        rows = self.in_bulk(ids)
        return [rows[pk] for pk in ids if pk in rows]


def _live_citations():
    return Citation.objects.filter(edition__publications__isnull=False)


def _cited_by(citations) -> Q:
    """References that these citations are of, by their own key or that of one merged into them."""
    merged = citations.filter(reference__merged_into__isnull=False)
    return Q(pk__in=citations.order_by().values("reference")) | Q(
        pk__in=merged.order_by().values("reference__merged_into")
    )


class Reference(Evidence):
    """A bibliographic record: `csl` (CSL-JSON) is the truth, the other columns are read from it by references.actions.

    A library record, not a Page: no sign-off; its public page reads this row, while editions keep the text of their
    references as it stood.
    """

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        help_text=_("What editors write to cite it: [@himelstein2017]. It stays once a page cites it."),
    )
    csl = models.JSONField(_("CSL-JSON"))
    type = models.CharField(_("type"), max_length=40, db_index=True)
    title = models.CharField(_("title"), max_length=1000)
    authors = models.CharField(_("authors"), max_length=2000, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, db_index=True)
    doi = models.CharField(_("DOI"), max_length=200, blank=True, db_index=True)
    pmid = models.CharField(_("PMID"), max_length=20, blank=True, db_index=True)
    pmcid = models.CharField("PMCID", max_length=20, blank=True, db_index=True)
    # With thirteen digits. Not unique: the chapters of a book have the ISBN of the book.
    isbn = models.CharField("ISBN", max_length=13, blank=True, db_index=True)
    # Marks of its title and first author, to find records that may be of the same work; see references.likeness.
    near_start = models.CharField(max_length=20, blank=True, editable=False, db_index=True)
    near_end = models.CharField(max_length=20, blank=True, editable=False, db_index=True)
    has_problems = models.BooleanField(_("has problems"), default=False, editable=False, db_index=True)
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
    search_text = models.TextField(default="", editable=False)  # what search_words makes of it, for search_index
    # A merged record stays for the editions that cite it, and its key leads to the one that was kept (docs/adr/0026).
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged_from"
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
            models.UniqueConstraint(
                fields=["pmcid"],
                condition=~Q(pmcid=""),
                name="one_reference_a_pmcid",
                violation_error_message=_("The library has a reference with this PMCID already."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="reference_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                # What was replaced may be retracted later, and readers still want to know what replaced it.
                condition=Q(superseded_by__isnull=True)
                | Q(status__in=(Status.SUPERSEDED, Status.CONCERN, Status.RETRACTED)),
                name="superseding_reference_means_superseded",
            ),
            models.CheckConstraint(
                condition=Q(abstract_shown=False) | ~Q(abstract_licence=""),
                name="shown_abstract_names_its_licence",
                violation_error_message=_("Name the licence that lets readers see the abstract."),
            ),
            models.CheckConstraint(
                condition=Q(archive_url="") | Q(archive_url__startswith="https://"),
                name="archived_copy_is_read_over_https",
                violation_error_message=_("Write an address that begins with https://."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("references:detail", args=[self.key])

    @property
    def stands_for(self) -> "Reference":
        """The reference that this one was merged into, or itself; written in the same style."""
        if self.merged_into is None:
            return self
        self.merged_into.site_style = self.site_style
        return self.merged_into

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


class PossibleDuplicateQuerySet(models.QuerySet):
    def to_decide(self):
        return self.filter(different_at__isnull=True)

    def of(self, reference):
        return self.filter(Q(first=reference) | Q(second=reference))


class PossibleDuplicate(models.Model):
    """Two records that may be of one work: `first` came into the library first. Found when one of them was saved; that they
    are different works is remembered, with who said so."""

    first = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="+")
    same_number = models.BooleanField(default=False)  # an ISBN that both have; otherwise title, year and author
    closeness = models.PositiveSmallIntegerField(default=0)  # the surest highest; see references.likeness
    found_at = models.DateTimeField()
    different_at = models.DateTimeField(null=True)
    different_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(PossibleDuplicateQuerySet)()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-same_number", "-closeness", "first", "second"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_possible_duplicate_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="possible_duplicate_in_order"),
            models.CheckConstraint(
                condition=Q(different_at__isnull=True, different_by__isnull=True)
                | Q(different_at__isnull=False, different_by__isnull=False),
                name="duplicate_decided_at_and_by_come_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}?"


class CitationQuerySet(FrozenQuerySet):
    def of(self, reference: Reference):
        """Citations of a reference, and of those that were merged into it."""
        return self.filter(Q(reference=reference.pk) | Q(reference__merged_into=reference.pk))


class Citation(FrozenModel):
    """An edition cites a reference: with which number, and at which places (anchors) of the page."""

    edition = models.ForeignKey("publishing.Edition", on_delete=models.PROTECT, related_name="citations")
    reference = models.ForeignKey(Reference, on_delete=models.PROTECT, related_name="citations")
    number = models.PositiveIntegerField()
    places = models.JSONField(default=list)

    objects = FrozenManager.from_queryset(CitationQuerySet)()

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
    """Mixin of every kind of page that cites: its new editions write Citations, and how much of them cites."""

    # Named, because Page's own accessor "drug" or "topic" would clash with fields of that name on other kinds.
    page_ptr = models.OneToOneField(
        Page, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="as_%(class)s"
    )

    class Meta:
        abstract = True

    def get_reference_marks(self, names) -> dict[str, str]:
        keys = [name.removeprefix("reference:") for name in names if name.startswith("reference:")]
        marks = {f"reference:{row.key}": row.stands_for.mark for row in Reference.objects.keyed(keys)}
        return marks | generations_named(names)

    @classmethod
    def naming(cls, reference: Reference):
        """Pages of this kind whose working copy may cite a reference; cite_instead reads closer."""
        texts = [field.name for field in cls._meta.concrete_fields if isinstance(field, MarkdownxField)]
        found = [Q(**{f"{name}__contains": reference.key}) for name in texts]
        return cls.objects.filter(reduce(or_, found)) if found else cls.objects.none()

    def cite_instead(self, names):
        for field in self._meta.concrete_fields:
            if isinstance(field, MarkdownxField):
                setattr(self, field.name, rename_citations(getattr(self, field.name), names))

    @classmethod
    def lock_shared_numbers(cls) -> None:
        lock_sections()

    def settle_numbers(self, compiled, compile_again):
        return settle(compiled, compile_again)

    def get_edition_rows(self, edition, compiled) -> list[models.Model]:
        cited = [
            Citation(edition=edition, reference_id=reference, number=number, places=list(places))
            for reference, number, places in compiled.cited
        ]
        return [*cited, Coverage(edition=edition, **counts_of(places_in(compiled)))]


def references_named(keys) -> dict[str, Reference]:
    """The references that these keys stand for, for a snapshot that is restored. Refused when the library has one no longer."""
    rows = Reference.objects.filter(key__in=set(keys)).select_related("merged_into")
    found = {row.key: row.stands_for for row in rows}
    gone = sorted(set(keys) - set(found))
    if gone:
        raise Refused(
            _("The library no longer has these references: %(keys)s. Add them again, then restore.")
            % {"keys": ", ".join(gone)}
        )
    return found


def pages_citing(reference: Reference):
    """Live pages whose edition cites a reference or one merged into it, with the numbers they give it: (publication, number)
    in title order."""
    rows = Citation.objects.of(reference).filter(edition__publications__in=Publication.objects.pages())
    numbers = dict(rows.order_by("-number").values_list("edition__publications", "number"))
    publications = Publication.objects.filter(pk__in=numbers).by_title()
    return [(publication, numbers[publication.pk]) for publication in publications]
