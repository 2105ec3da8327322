"""The one way content leaves the record: two people, and a reason."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RedactionQuerySet(models.QuerySet):
    def open(self):
        """Redactions that wait for a second person."""
        return self.filter(decided_at__isnull=True)

    def waiting_for(self, person):
        """Those that this person may decide as the second one."""
        return self.open().exclude(asked_by=person) if person.has_perm("publishing.redact_page") else self.none()


class Redaction(models.Model):
    """One person asks for editions of a page to be emptied for good; a second person agrees or refuses.

    `numbers` are the editions' numbers. `agreed` stays None while the second person has not decided; `note` is what they say
    to it.
    """

    class Cause(models.TextChoices):
        PERSONAL_DATA = "personal-data", _("personal data")
        CONSENT = "consent", _("a picture or story without consent")
        COURT_ORDER = "court-order", _("a court order")

    page = models.ForeignKey("publishing.Page", on_delete=models.PROTECT, related_name="redactions")
    numbers = models.JSONField(default=list)
    cause = models.CharField(max_length=20, choices=Cause.choices)
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    note = models.TextField(blank=True, default="")

    objects = models.Manager.from_queryset(RedactionQuerySet)()

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, agreed__isnull=True)
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False, agreed__isnull=False)
                    & (Q(agreed=False) | ~Q(decided_by=F("asked_by")))
                ),
                name="redaction_needs_a_second_person",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="redaction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.page} ({self.get_cause_display()})"
