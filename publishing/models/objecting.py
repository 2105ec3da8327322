"""Whether an objection came from the clinician: proved by a code that only their mailbox was sent."""

from django.db import models

from publishing.models.records import ReviewObjection


class ObjectionCheck(models.Model):
    """The one-time code of one objection, and when it was given. No row, or no `confirmed_at`: whoever had the link objected."""

    objection = models.OneToOneField(ReviewObjection, on_delete=models.PROTECT, related_name="check_by_code")
    code_hash = models.CharField(max_length=64, blank=True, default="")
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    codes_since = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.objection)
