"""A change of something that pages quote, with every page it touches."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.compiled import REFERENCE

GRAVE = ("concern", "retracted")


class ChangeSetQuerySet(models.QuerySet):
    def open(self):
        """Change sets that are neither published nor given up."""
        return self.filter(published_at__isnull=True, closed_at__isnull=True)

    def newer_than(self, change_set: "ChangeSet") -> "ChangeSet | None":
        """The latest change of the same facts after this one that was not given up."""
        later = self.filter(subject=change_set.subject, pk__gt=change_set.pk, closed_at__isnull=True)
        return later.order_by("-pk").first()

    def of_exactly(self, page_id, content_hash):
        """Open change sets whose proposed facts are exactly this text of this page."""
        return self.open().filter(page=page_id, proposed_hash=content_hash)

    def unfinished(self):
        """Open ones, and published ones of which a page is still held back."""
        held = AffectedPage.objects.filter(change_set=models.OuterRef("pk")).held()
        return self.filter(Q(published_at__isnull=True, closed_at__isnull=True) | models.Exists(held))

    def to_work_out(self):
        """Those of which what some page would say is not known yet, and which still matter."""
        waiting = AffectedPage.objects.filter(change_set=models.OuterRef("pk")).unprepared().waiting()
        return self.filter(models.Exists(waiting), closed_at__isnull=True)

    def with_counts(self):
        """Add pages, prepared, approved, doubtful (contradictions or problems), held: numbers of affected pages."""
        count = models.Count
        return self.annotate(
            pages=count("affected"),
            prepared=count("affected", filter=Q(affected__prepared_at__isnull=False)),
            approved=count("affected", filter=Q(affected__sign_off__isnull=False)),
            held=count("affected", filter=Q(affected__held_at__isnull=False)),
        )


class AffectedPageQuerySet(models.QuerySet):
    def unprepared(self):
        return self.filter(prepared_at__isnull=True)

    def with_problems(self):
        """Pages that could not be published as they would be."""
        return self.filter(prepared_at__isnull=False).exclude(problems=[])

    def with_contradictions(self):
        """Pages whose own words may say otherwise."""
        return self.filter(prepared_at__isnull=False).exclude(contradictions=[])

    def clean(self):
        """Prepared, without problems or contradictions: what "approve all" means."""
        return self.filter(prepared_at__isnull=False, problems=[], contradictions=[])

    def waiting(self):
        """Not published with the change, and not left as they are."""
        return self.filter(became__isnull=True)

    def approved(self):
        return self.filter(sign_off__isnull=False)

    def held(self):
        return self.filter(held_at__isnull=False)

    def light(self):
        """Without what only publishing needs: the compiled page."""
        return self.defer("compiled")


class ChangeSet(models.Model):
    """A proposed change of published facts (a drug, a class, a term: `page`) or of a reference's status, and what it does
    to every page that states it.

    `subject` is the name pages quote it by ("drug:denosumab", "reference:himelstein2017"; a term's with its language,
    "term:bone/es"); `proposed_hash` the content hash
    of the new facts. `before` and `after` are the facts as the pages read them; `after` of a source also says whose "notice"
    it is: {"source", "dated", "reason", "links"}.
    """

    page = models.ForeignKey("publishing.Page", null=True, on_delete=models.PROTECT, related_name="change_sets")
    subject = models.CharField(max_length=130, db_index=True)
    title = models.CharField(max_length=200)
    proposed_hash = models.CharField(max_length=64)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(ChangeSetQuerySet)()

    class Meta:
        verbose_name = _("change of facts")
        verbose_name_plural = _("changes of facts")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(published_at__isnull=True, closed_at__isnull=True),
                name="one_open_change_set_a_subject",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def source(self) -> str:
        """The key of the source whose status changed; "" for any other change."""
        return self.subject.removeprefix(REFERENCE) if self.subject.startswith(REFERENCE) else ""

    @property
    def is_retraction(self) -> bool:
        """A source was taken back: whoever lets a page keep what it says says why."""
        return bool(self.source) and self.after.get("status") == "retracted"

    @property
    def is_grave(self) -> bool:
        """A source that may not hold any more: no page is taken to stand before somebody read it."""
        return bool(self.source) and self.after.get("status") in GRAVE


class AffectedPage(models.Model):
    """One live page that a change set touches: what it would say, and what became of it.

    `edition` is the live edition it starts from; `new_hash` and `compiled` (html, outline, plain text, references, quoted,
    uses, cited) what it would be with the new facts, filled in by `prepare`. `changes` are [{"before", "after"}] sentences
    or cells, and those that rest on a changed source ("rests"); `contradictions` sentences that may say otherwise, or may
    not hold any more; `problems` what stops it.
    """

    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="affected")
    page = models.ForeignKey("publishing.Page", on_delete=models.PROTECT, related_name="affected_by")
    edition = models.ForeignKey("publishing.Edition", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True)
    new_hash = models.CharField(max_length=64, blank=True)
    compiled = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    contradictions = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    prepared_at = models.DateTimeField(null=True)
    sign_off = models.ForeignKey("publishing.SignOff", null=True, on_delete=models.PROTECT, related_name="+")
    became = models.ForeignKey("publishing.Edition", null=True, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(AffectedPageQuerySet)()

    class Meta:
        verbose_name = _("affected page")
        verbose_name_plural = _("affected pages")
        ordering = ["change_set", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["change_set", "page"], name="one_row_a_change_set_and_page"),
            models.CheckConstraint(
                condition=Q(became__isnull=True) | Q(held_at__isnull=True), name="affected_page_is_published_or_held"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change_set}: {self.title}"
