"""Publication: the public address. Public views start here, with one query."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.models.bulletin import Bulletin


class WithdrawalCause(models.TextChoices):
    """Why a page is gone. Error and safety also close its old editions."""

    ERROR = "error", _("it contained an error")
    SAFETY = "safety", _("it was no longer safe advice")
    OUTDATED = "outdated", _("it was out of date")
    REPLACED = "replaced", _("another page replaces it")
    OTHER = "other", _("another reason")


# What was published like this must not be read again, in no old edition either.
CLOSING_CAUSES = (WithdrawalCause.ERROR, WithdrawalCause.SAFETY)


class PublicationQuerySet(models.QuerySet):
    """What is public. `live` is the one rule of visibility; everything a patient can list derives from it."""

    def live(self):
        return self.filter(edition__isnull=False)

    def withdrawn(self):
        return self.filter(withdrawn_at__isnull=False)

    def pages(self):
        """Live publications that have an address (facts have none)."""
        return self.live().filter(path__isnull=False)

    def of_kind(self, *kinds: str):
        return self.filter(kind__in=kinds)

    def in_language(self, language: str):
        return self.filter(language=language)

    def languages(self) -> list[str]:
        """The languages in which anything can be read."""
        return sorted(self.pages().order_by().values_list("language", flat=True).distinct())

    def by_title(self):
        return self.order_by("title", "pk")

    def at(self, path: str):
        """The publication at an address with its edition and the site settings: the one query of a public page."""
        return self.select_related("edition", "site").filter(path=path)

    def with_bulletins(self, *, now: datetime):
        """Takes along, in the same query, what is to be printed above the live edition: `bulletins`."""
        bulletins = Bulletin.objects.not_over(now=now).for_readers_of(page="page_id", edition="edition_id")
        return self.annotate(bulletins=bulletins.as_rows())

    def keyed(self, kinds, keys):
        """Live publications of pages of these kinds that carry one of these keys, without their HTML."""
        return (
            self.live()
            .filter(kind__in=kinds, page__key__in=keys)
            .select_related("page", "edition")
            .defer("edition__html", "edition__plain_text", "edition__source", "edition__outline", "edition__references")
        )

    def names_of_drugs(self):
        """(key, name by language, INN, US name, brands) of every live drug, without the rest of its facts."""
        said = (f"edition__facts__{name}" for name in ("name", "inn", "us_name", "brands"))
        return self.live().of_kind("drug").order_by().values_list("page__key", *said)

    def linking_to(self, page_id: int):
        """Live publications whose edition links to a page."""
        return self.live().filter(edition__uses__target=page_id, edition__uses__how="links").distinct()

    def mentioning(self, page_ids):
        """Live pages whose edition quotes or links to any of these pages."""
        return self.pages().that_use(page_ids)

    def that_use(self, page_ids):
        """Those whose edition quotes or links to any of these pages, each once."""
        return self.filter(edition__uses__target__in=page_ids).distinct()

    def review_overdue(self, *, on: date):
        """What readers were promised to have been reviewed before this day."""
        return self.live().filter(next_review_on__lt=on)

    def due_by(self, day: date):
        """What staff are to review on or before the day."""
        return self.live().filter(due_on__lte=day)

    def due_between(self, first: date, last: date):
        """What staff are to review from one day to another, both included."""
        return self.live().filter(due_on__range=(first, last))

    def overdue(self, on: date):
        """What staff should have reviewed before this day."""
        return self.live().filter(due_on__lt=on)

    def never_reviewed(self):
        return self.live().filter(review__isnull=True)

    def reviewed_without_evidence(self):
        return self.live().filter(review__evidence_searched="")


class Publication(models.Model):
    """A public address: one row a path, pointing at the live edition, or saying where it moved, or why it was withdrawn.

    Written only by publishing.actions. Facts (Drug, DrugClass) have one row without a path. `surroundings` holds the
    breadcrumb, related pages, alternates and children as data; `version` grows with every change that readers could see.

    `next_review_on` is what readers were promised; only a Review sets it. `due_on` is when staff mean to do it: the planner
    and a changed fact may move it, and it is set for a page that nobody has reviewed yet. `held`: quoted facts that changed
    and whose new words nobody approved for this page, as [{"fact", "title", "change_set", "since", "fields",
    "sources", "path", "holds_now"}]: a notice takes the place of these `fields` (None: of everything; `sources` are those
    of which only the sources changed) and leads to `path`, where `holds_now` says whether what is true now stands.
    `redirects`: a withdrawn address sends readers straight to `instead`.
    """

    page = models.ForeignKey("publishing.Page", on_delete=models.PROTECT, related_name="publications")
    path = models.CharField(max_length=250, unique=True, null=True)  # noqa: DJ001 - facts have none; "" would collide
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=500, blank=True)
    edition = models.ForeignKey("publishing.Edition", null=True, on_delete=models.PROTECT, related_name="publications")
    moved_to = models.CharField(max_length=250, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_cause = models.CharField(max_length=20, choices=WithdrawalCause.choices, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    instead = models.ForeignKey("publishing.Publication", null=True, on_delete=models.SET_NULL, related_name="+")
    redirects = models.BooleanField(default=False)
    surroundings = models.JSONField(default=dict)
    first_published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    review = models.ForeignKey("publishing.Review", null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField(null=True)
    reviewed_by = models.CharField(max_length=150, blank=True)
    reviewed_credentials = models.CharField(max_length=100, blank=True)
    reviewed_hash = models.CharField(max_length=64, blank=True)
    next_review_on = models.DateField(null=True, db_index=True)
    due_on = models.DateField(null=True, db_index=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="assigned_reviews"
    )
    risk_tier = models.CharField(max_length=20, blank=True, default="")
    held = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    site = models.ForeignKey("publishing.SiteSettings", default=1, on_delete=models.PROTECT, related_name="+")

    # Set by `with_bulletins`: Bulletin.shown of each that is not over, also of those that begin later.
    bulletins: Sequence[dict] | None = None

    objects = models.Manager.from_queryset(PublicationQuerySet)()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.CheckConstraint(
                condition=Q(edition__isnull=False, moved_to="", withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(edition__isnull=True, withdrawn_at__isnull=True, withdrawn_reason="") & ~Q(moved_to=""))
                | (
                    Q(edition__isnull=True, moved_to="", withdrawn_at__isnull=False)
                    & ~Q(withdrawn_reason="")
                    & ~Q(withdrawn_cause="")
                ),
                name="publication_is_live_or_moved_or_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["page"], condition=Q(edition__isnull=False), name="one_live_publication_a_page"
            ),
            models.UniqueConstraint(
                fields=["page"], condition=Q(path__isnull=True), name="one_publication_without_a_path_a_page"
            ),
            models.CheckConstraint(
                condition=Q(path__isnull=True) | (Q(path__startswith="/") & Q(path__endswith="/")),
                name="publication_path_is_an_address",
            ),
            models.CheckConstraint(
                condition=Q(
                    review__isnull=True,
                    reviewed_on__isnull=True,
                    reviewed_by="",
                    reviewed_credentials="",
                    next_review_on__isnull=True,
                )
                | (
                    Q(review__isnull=False, reviewed_on__isnull=False, next_review_on__isnull=False)
                    & ~Q(reviewed_by="")
                    & ~Q(reviewed_credentials="")
                ),
                name="publication_review_date_names_the_clinician",
            ),
        ]

    def __str__(self) -> str:
        return self.path or f"{self.kind}: {self.title}"

    def get_absolute_url(self) -> str | None:
        return self.path

    @property
    def edited_since_review(self) -> bool:
        """Whether what patients read now differs from what the last review looked at."""
        return bool(self.reviewed_on) and self.edition is not None and self.edition.content_hash != self.reviewed_hash
