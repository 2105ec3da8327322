"""What became of a reference since it appeared, as it was learnt: rows that are written once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.frozen import FrozenModel


class Status(models.TextChoices):
    """What is known of a reference since it appeared. "current" means nothing is known against it."""

    CURRENT = "current", _("current")
    CORRECTED = "corrected", _("corrected")
    SUPERSEDED = "superseded", _("superseded")
    CONCERN = "concern", _("expression of concern")
    RETRACTED = "retracted", _("retracted")


# A notice never replaces a graver status by a lighter one; only a person does.
SEVERITY = {status.value: place for place, status in enumerate(Status)}


class Source(models.TextChoices):
    """Who says so."""

    PERSON = "person", _("a person")
    RETRACTION_WATCH = "retraction-watch", "Retraction Watch"
    PUBMED = "pubmed", "PubMed"
    CROSSREF = "crossref", "Crossref"


class StatusRecord(FrozenModel):
    """One notice about a reference, or one decision of a person.

    `changed`: the reference took this status then; otherwise it was told and kept, because what holds is graver, or because
    only a person may lift a status. `dated` is the source's own date as far as it says it: "2010", "2010-02" or
    "2010-02-02". `notice_doi`, `notice_pmid`, `notice_url` lead to the notice itself.
    """

    reference = models.ForeignKey("references.Reference", on_delete=models.PROTECT, related_name="status_records")
    status = models.CharField(_("status"), max_length=20, choices=Status.choices)
    superseded_by = models.ForeignKey("references.Reference", null=True, on_delete=models.PROTECT, related_name="+")
    changed = models.BooleanField(default=True)
    source = models.CharField(_("who says so"), max_length=20, choices=Source.choices)
    dated = models.CharField(max_length=10, blank=True)
    notice_doi = models.CharField(max_length=200, blank=True)
    notice_pmid = models.CharField(max_length=20, blank=True)
    notice_url = models.CharField(max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(FrozenModel.Meta):
        verbose_name = _("record of a status")
        verbose_name_plural = _("records of statuses")
        ordering = ["reference", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "source", "status", "notice_doi", "notice_pmid", "dated"],
                condition=~Q(source=Source.PERSON),
                name="one_record_a_notice_and_source",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True)
                | Q(status__in=(Status.SUPERSEDED, Status.CONCERN, Status.RETRACTED)),
                name="recorded_replacement_means_superseded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.get_source_display()})"

    @property
    def notice_links(self) -> list[tuple[str, str]]:
        """(name, address) of the notice itself, wherever it can be read."""
        links = []
        if self.notice_doi:
            links.append(("DOI", f"https://doi.org/{self.notice_doi}"))
        if self.notice_pmid:
            links.append(("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{self.notice_pmid}/"))
        if self.notice_url.startswith("https://"):
            links.append((self.notice_url.split("/")[2], self.notice_url))
        return links
