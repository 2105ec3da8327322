"""What sources outside say otherwise than we do, and what people decided about it: rows that are written once."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from drugs.drift import comparing, records
from publishing.frozen import FrozenManager, FrozenModel, FrozenQuerySet


class Source(models.TextChoices):
    """Whose record it is."""

    OPENFDA_LABEL = records.OPENFDA_LABEL, _("openFDA, label")
    OPENFDA_NDC = records.OPENFDA_NDC, _("openFDA, list of NDC codes")
    SPL = records.SPL, _("DailyMed, label")
    RXNAV = records.RXNAV, _("RxNav, history of a code")


class Field(models.TextChoices):
    """What a record can say otherwise. No dose and no timing is among them, and the database takes no other word."""

    SET_ID = comparing.SET_ID, _("set id of the label")
    VERSION = comparing.VERSION, _("version of the label")
    DATED = comparing.DATED, _("date of the label")
    NDC = comparing.NDC, _("NDC")
    MARKETING = comparing.MARKETING, _("on the market")
    PRODUCT_RXNORM = comparing.PRODUCT_RXNORM, _("RxNorm of the product")
    DRUG_RXNORM = comparing.DRUG_RXNORM, _("RxNorm of the drug")
    UNII = comparing.UNII, _("UNII of the drug")
    BOXED_WARNING = records.BOXED_WARNING, _("boxed warning")
    DOSAGE = records.DOSAGE, _("dosing, as the label says it")
    BRAND = comparing.BRAND, _("brand name")
    MANUFACTURER = comparing.MANUFACTURER, _("manufacturer")
    ROUTE = comparing.ROUTE, _("how it is given")
    NAME_OF_CODE = comparing.NAME_OF_CODE, _("what the code names")


class DifferenceQuerySet(FrozenQuerySet):
    def open(self):
        """Those that nobody has decided about, and that no newer record replaced."""
        return self.filter(decision__isnull=True)


class ProposalQuerySet(FrozenQuerySet):
    def open(self):
        """Proposals with a difference to decide."""
        return self.filter(Exists(Difference.objects.open().filter(proposal=OuterRef("pk"))))

    def decided(self):
        return self.exclude(Exists(Difference.objects.open().filter(proposal=OuterRef("pk"))))

    def with_counts(self):
        """Add `to_decide` and `told`: numbers of differences."""
        return self.annotate(
            to_decide=Count("differences", filter=Q(differences__decision__isnull=True)), told=Count("differences")
        )


class Proposal(FrozenModel):
    """One record of a source outside that says something otherwise of one product, or of the drug alone.

    `brand`, `strength`, `region` name the product as it was then: its row is written anew when an edition is restored.
    `record_id` is what the source calls its record: a set id, an NDC, a RxCUI.
    """

    drug = models.ForeignKey("drugs.Drug", on_delete=models.PROTECT, related_name="proposals")
    brand = models.CharField(max_length=100, blank=True)
    strength = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=20, blank=True)
    source = models.CharField(_("source"), max_length=20, choices=Source.choices)
    file_name = models.CharField(_("file"), max_length=200)
    record_id = models.CharField(max_length=40)
    record_title = models.CharField(max_length=300, blank=True)
    record_version = models.PositiveIntegerField(null=True)
    record_date = models.DateField(null=True)
    opened_at = models.DateTimeField(_("found on"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = FrozenManager.from_queryset(ProposalQuerySet)()

    class Meta(FrozenModel.Meta):
        verbose_name = _("difference with a source")
        verbose_name_plural = _("differences with sources")
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.product_words or str(self.drug), f"({self.get_source_display()})")))

    @property
    def product_words(self) -> str:
        """The product as it was called then; "" when it is about the drug alone."""
        return " ".join(filter(None, (self.brand, self.strength, self.region)))

    @property
    def is_of_product(self) -> bool:
        return bool(self.brand or self.strength)


class Difference(FrozenModel):
    """One thing that a record says otherwise. `ours` and `theirs` as they were; `offered`: the values of which a person may take
    one over, or of NDC several. `digest` is the same when the same thing is said again."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="differences")
    field = models.CharField(max_length=30, choices=Field.choices)
    ours = models.TextField(blank=True)
    theirs = models.TextField(blank=True)
    offered = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    objects = FrozenManager.from_queryset(DifferenceQuerySet)()

    class Meta(FrozenModel.Meta):
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        ordering = ["proposal", "id"]
        indexes = [models.Index(fields=["digest"], name="difference_by_digest")]
        constraints = [
            models.CheckConstraint(condition=Q(field__in=Field.values), name="difference_is_of_no_dose"),
            models.CheckConstraint(
                condition=Q(field__in=tuple(comparing.TAKABLE)) | Q(offered=[]),
                name="difference_offers_only_what_may_be_taken",
            ),
            models.UniqueConstraint(fields=["proposal", "field"], name="one_difference_a_proposal_and_field"),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.ours} / {self.theirs}"


class DecisionQuerySet(FrozenQuerySet):
    def on_warnings_of(self, drug):
        """What people decided about boxed warnings of the drug's labels, the latest first."""
        people = (Decision.Outcome.DISMISSED, Decision.Outcome.ACTED)
        told = self.filter(difference__field=Field.BOXED_WARNING, difference__proposal__drug=drug, outcome__in=people)
        return told.select_related("by", "difference__proposal").order_by("-at", "-pk")


class Decision(FrozenModel):
    """What became of a difference: once, for good. `taken`: the values that were taken over; `newer`: the difference that a
    later record put in its place."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("taken over")
        DISMISSED = "dismissed", _("dismissed")
        ACTED = "acted", _("acted upon")
        SUPERSEDED = "superseded", _("replaced by a newer one")
        SETTLED = "settled", _("no difference any more")

    difference = models.OneToOneField(Difference, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    taken = models.JSONField(default=list)
    newer = models.ForeignKey(Difference, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = FrozenManager.from_queryset(DecisionQuerySet)()

    class Meta(FrozenModel.Meta):
        verbose_name = _("decision about a difference")
        verbose_name_plural = _("decisions about differences")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="dismissed") | ~Q(reason=""), name="dismissed_difference_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="acted") | ~Q(reason=""), name="acted_upon_difference_says_what_was_done"
            ),
            models.CheckConstraint(
                condition=Q(outcome="superseded", newer__isnull=False)
                | (~Q(outcome="superseded") & Q(newer__isnull=True)),
                name="superseded_difference_names_the_newer",
            ),
            models.CheckConstraint(
                condition=Q(outcome="taken") | Q(taken=[]), name="only_a_taken_difference_has_values"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.difference}"


class SeenLabel(models.Model):
    """What a label said when a source was last read: its version, its date and the hashes of its sections, by which a change is
    noticed. Never its words."""

    source = models.CharField(max_length=20, choices=Source.choices)
    set_id = models.CharField(max_length=40, db_index=True)
    version = models.PositiveIntegerField(null=True)
    dated = models.DateField(null=True)
    sections = models.JSONField(default=dict)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("label as last seen")
        verbose_name_plural = _("labels as last seen")
        ordering = ["set_id", "source"]
        constraints = [models.UniqueConstraint(fields=["source", "set_id"], name="one_seen_label_a_source_and_set_id")]

    def __str__(self) -> str:
        return f"{self.set_id} ({self.get_source_display()})"
