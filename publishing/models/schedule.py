"""What is to happen to a page at a set time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.models.edition import Significance
from publishing.models.publication import WithdrawalCause


class ScheduleQuerySet(models.QuerySet):
    def pending(self):
        """Set times that are still to come, or whose time has come and nobody acted yet."""
        return self.filter(done_at__isnull=True, refused_at__isnull=True, cancelled_at__isnull=True)

    def come_due(self, *, now):
        return self.pending().filter(at__lte=now).order_by("at", "pk")


class Schedule(models.Model):
    """Publish a page, or withdraw it, at a set time. Requirements and sign-off are checked again at that moment; `refusal`
    keeps the reasons when they do not hold."""

    class Does(models.TextChoices):
        PUBLISH = "publish", _("publish")
        WITHDRAW = "withdraw", _("withdraw")

    page = models.ForeignKey("publishing.Page", on_delete=models.CASCADE, related_name="schedules")
    does = models.CharField(max_length=20, choices=Does.choices)
    at = models.DateTimeField(db_index=True)
    significance = models.CharField(max_length=20, choices=Significance.choices, blank=True)
    change_note = models.CharField(max_length=300, blank=True)
    cause = models.CharField(max_length=20, choices=WithdrawalCause.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    instead = models.ForeignKey("publishing.Publication", null=True, on_delete=models.SET_NULL, related_name="+")
    redirects = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.JSONField(default=list)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(ScheduleQuerySet)()

    class Meta:
        verbose_name = _("set time")
        verbose_name_plural = _("set times")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "does"],
                condition=Q(done_at__isnull=True, refused_at__isnull=True, cancelled_at__isnull=True),
                name="one_pending_schedule_a_page_and_deed",
            ),
            models.CheckConstraint(
                condition=Q(does="publish", significance__gt="") | (Q(does="withdraw") & ~Q(cause="") & ~Q(reason="")),
                name="schedule_says_what_it_needs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_does_display()} {self.page} {self.at:%Y-%m-%d %H:%M}"
