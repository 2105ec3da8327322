"""Whether anybody outside was asked about a reference, and what they knew."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from references.models.status import Source


class WatchCheck(models.Model):
    """The last time one source was looked through, or asked, for one reference.

    "not found" is never "nothing against it": the source may not know the work at all. A source that could not be asked
    keeps what it said before, and `failed_at` says when.
    """

    class Outcome(models.TextChoices):
        NOTHING = "nothing", _("known, and nothing reported")
        REPORTED = "reported", _("something reported")
        NOT_FOUND = "not-found", _("not found")
        NO_ANSWER = "no-answer", _("could not be asked")

    reference = models.ForeignKey("references.Reference", on_delete=models.CASCADE, related_name="watch_checks")
    source = models.CharField(max_length=20, choices=[pair for pair in Source.choices if pair[0] != Source.PERSON])
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    checked_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("watch over a reference")
        verbose_name_plural = _("watch over references")
        ordering = ["reference", "source"]
        constraints = [
            models.UniqueConstraint(fields=["reference", "source"], name="one_watch_check_a_reference_and_source"),
            models.CheckConstraint(
                condition=Q(outcome="no-answer", checked_at__isnull=True, failed_at__isnull=False)
                | (~Q(outcome="no-answer") & Q(checked_at__isnull=False)),
                name="watch_check_has_an_answer_or_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.get_outcome_display()}"
