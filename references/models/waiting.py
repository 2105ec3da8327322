"""Files that wait to be imported: tried, shown to whoever brought them, then brought in byte for byte, or forgotten."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WaitingImport(models.Model):
    """What one person brought to a page for imports. `report`: what the trial found and, once confirmed, what was done. It is
    forgotten after `expires_at`. `brings`: what the files hold, references or drug facts; each has verbs and a page of its
    own (see references.actions.uploads, drugs.actions.tables)."""

    class Brings(models.TextChoices):
        REFERENCES = "references", _("references")
        DRUGS = "drugs", _("drug facts")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waiting_imports")
    brings = models.CharField(max_length=20, choices=Brings.choices, default=Brings.REFERENCES)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("waiting import")
        verbose_name_plural = _("waiting imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"


class WaitingFile(models.Model):
    """One of its files, as it came. `pasted`: it was typed or pasted into the page."""

    waiting = models.ForeignKey(WaitingImport, on_delete=models.CASCADE, related_name="files")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    pasted = models.BooleanField(default=False)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("waiting file")
        verbose_name_plural = _("waiting files")
        ordering = ["waiting", "place"]
        constraints = [models.UniqueConstraint(fields=["waiting", "place"], name="one_waiting_file_a_place")]

    def __str__(self) -> str:
        return self.name
