"""Asking clinicians: requests for approval, and the invitation each clinician gets."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ApprovalRequest(models.Model):
    """An author asked for a decision on one exact content hash. The newest request of a page is the open one, while its
    hash is still that of the working copy."""

    page = models.ForeignKey("publishing.Page", on_delete=models.CASCADE, related_name="approval_requests")
    content_hash = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("request for approval")
        verbose_name_plural = _("requests for approval")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(content_hash=""), name="approval_request_is_about_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.page} ({self.asked_at:%Y-%m-%d})"


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither answered nor taken back. A link may have expired all the same."""
        return self.filter(sign_off__isnull=True, revoked_at__isnull=True)


class Invitation(models.Model):
    """One clinician asked by one request: a member of staff, or a reviewer of the register by a secret link.

    Only SHA-256 hashes of the link's token and of the one-time code are stored. The token is made when the mail is sent,
    and again when the mail has to be sent again. `sign_off` is the answer; an answered, revoked or expired link opens
    nothing.
    """

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="approval_invitations"
    )
    reviewer = models.ForeignKey("people.Reviewer", null=True, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - NULL: no link yet; "" would collide
    expires_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True, default="")
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    codes_since = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sign_off = models.OneToOneField(
        "publishing.SignOff", null=True, on_delete=models.PROTECT, related_name="invitation"
    )

    objects = models.Manager.from_queryset(InvitationQuerySet)()

    class Meta:
        verbose_name = _("invitation to approve")
        verbose_name_plural = _("invitations to approve")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, reviewer__isnull=True) | Q(user__isnull=True, reviewer__isnull=False),
                name="invitation_is_for_a_user_or_a_reviewer",
            ),
            models.UniqueConstraint(fields=["request", "user"], name="one_invitation_a_request_and_user"),
            models.UniqueConstraint(fields=["request", "reviewer"], name="one_invitation_a_request_and_reviewer"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="invitation_revoked_at_and_by_come_together",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.reviewer)
