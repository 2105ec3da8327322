"""Edition: one frozen, numbered, published version of a page, and what it uses."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from publishing.frozen import FrozenManager, FrozenModel, FrozenQuerySet


class Significance(models.TextChoices):
    """What a new edition means for someone who read the one before."""

    TYPO = "typo", _("typo: the meaning is the same")
    CLARIFICATION = "clarification", _("clarification: easier to understand, same advice")
    CLINICAL = "clinical", _("clinical change: the facts or the advice changed")
    PROPAGATED = "propagated", _("follows from a change elsewhere")


# The two that may rest on an approval of other text; the database enforces it.
REST_ON_EARLIER_APPROVAL = (Significance.TYPO, Significance.PROPAGATED)


class EditionQuerySet(FrozenQuerySet):
    def telling_quiet_ones(self):
        """With `is_quiet`: an edition that followed a change elsewhere and says to readers, word for word, what the one
        before it said; at most the address behind a link is another."""
        before = Edition.objects.annotate(listed=Cast("references", models.TextField())).filter(
            page=OuterRef("page"),
            number=OuterRef("number") - 1,
            title=OuterRef("title"),
            plain_text=OuterRef("plain_text"),
            listed=Cast(OuterRef("references"), models.TextField()),
        )
        is_quiet = Q(significance=Significance.PROPAGATED) & Exists(before)
        return self.annotate(is_quiet=ExpressionWrapper(is_quiet, output_field=models.BooleanField()))


class Edition(FrozenModel):
    """A published version, exactly as patients read it: insert-only.

    `source` is the canonical snapshot of the working copy, `quoted` maps each quoted fact ("drug:denosumab") to the content
    hash it had; `content_hash` is the SHA-256 of both (publishing.compiled.content_hash). `references` is the reference list
    as it stood. `approval` is the sign-off it rests on.
    """

    emptied_by_redaction = (
        "title",
        "source",
        "quoted",
        "html",
        "outline",
        "plain_text",
        "facts",
        "references",
        "change_note",
    )
    set_by_redaction = ("redacted_at", "redacted_by", "redacted_with", "redaction_reason")

    page = models.ForeignKey("publishing.Page", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=200)
    source = models.JSONField()
    quoted = models.JSONField()
    html = models.TextField(blank=True)
    outline = models.JSONField()
    plain_text = models.TextField(blank=True)
    facts = models.JSONField()
    references = models.JSONField()
    significance = models.CharField(max_length=20, choices=Significance.choices)
    change_note = models.CharField(max_length=300, blank=True)
    content_hash = models.CharField(max_length=64)
    approval = models.ForeignKey("publishing.SignOff", on_delete=models.PROTECT, related_name="editions")
    approved_hash = models.CharField(max_length=64)
    compiler_version = models.CharField(max_length=20)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    redacted_at = models.DateTimeField(null=True)
    redacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    redacted_with = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    redaction_reason = models.TextField(null=True)  # noqa: DJ001 - NULL means "never redacted", which "" could not say

    objects = FrozenManager.from_queryset(EditionQuerySet)()

    class Meta(FrozenModel.Meta):
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["page", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_edition_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_numbers_start_at_one"),
            models.CheckConstraint(
                condition=Q(content_hash=F("approved_hash")) | Q(significance__in=REST_ON_EARLIER_APPROVAL),
                name="edition_is_what_was_approved",
            ),
            models.CheckConstraint(condition=~Q(content_hash=""), name="edition_has_a_content_hash"),
            models.CheckConstraint(
                condition=Q(
                    redacted_at__isnull=True,
                    redacted_by__isnull=True,
                    redacted_with__isnull=True,
                    redaction_reason__isnull=True,
                )
                | (
                    Q(
                        redacted_at__isnull=False,
                        redacted_by__isnull=False,
                        redacted_with__isnull=False,
                        redaction_reason__isnull=False,
                    )
                    & ~Q(redaction_reason="")
                    & ~Q(redacted_by=F("redacted_with"))
                ),
                name="edition_redaction_has_two_people_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def kind_of_change(self):
        """What it meant for readers. The first edition changed nothing, whatever was chosen when it was published."""
        return _("first published") if self.number == 1 else self.get_significance_display()

    def all_approvals(self) -> list:
        """The sign-offs it rests on: the first, and those of further clinicians."""
        return [self.approval, *(each.sign_off for each in self.further_approvals.select_related("sign_off"))]


class EditionApproval(FrozenModel):
    """A further approval an edition rests on, besides `Edition.approval`: a second clinician's, or for a propagated edition
    the one that its words were approved by."""

    class Why(models.TextChoices):
        ALSO = "also", _("another clinician approved the same text")
        WORDS = "words", _("the approval of the words around the changed fact")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="further_approvals")
    sign_off = models.ForeignKey("publishing.SignOff", on_delete=models.PROTECT, related_name="further_editions")
    why = models.CharField(max_length=20, choices=Why.choices, default=Why.ALSO)

    class Meta(FrozenModel.Meta):
        verbose_name = _("further approval")
        verbose_name_plural = _("further approvals")
        constraints = [
            models.UniqueConstraint(fields=["edition", "sign_off"], name="one_further_approval_an_edition_and_sign_off")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.sign_off_id}"


class Use(FrozenModel):
    """An edition quotes the published facts of another page, or links to it: the answer to "where is this used?"."""

    class How(models.TextChoices):
        QUOTES = "quotes", _("quotes")
        LINKS = "links", _("links to")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="uses")
    target = models.ForeignKey("publishing.Page", on_delete=models.PROTECT, related_name="used_by")
    how = models.CharField(max_length=10, choices=How.choices)

    class Meta(FrozenModel.Meta):
        verbose_name = _("use")
        verbose_name_plural = _("uses")
        constraints = [
            models.UniqueConstraint(fields=["edition", "target", "how"], name="one_use_an_edition_and_target")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.how} {self.target_id}"
