"""What keeps people's unfinished work: every saved working copy, what was typed and not yet saved, who is in a page."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedCopyQuerySet(models.QuerySet):
    def of(self, page_id: int):
        return self.filter(page=page_id)

    def at_version(self, page, version: int) -> "SavedCopy | None":
        """The working copy as it stood at a Page.version. A save that changed no word of the source left no copy of its own:
        the one before it says the same."""
        return self.of(page.pk).filter(version__lte=version).order_by("-version").first()

    def voiding(self, page, content_hash: str) -> "SavedCopy | None":
        """The first save after this text that made it another one: the edit that voided an approval of it. None while the
        text still stands, or when no save but a quoted fact changed it."""
        stood = self.of(page.pk).filter(content_hash=content_hash).order_by("-version").values("version")[:1]
        later = self.of(page.pk).filter(version__gt=models.Subquery(stood)).exclude(content_hash=content_hash)
        return later.select_related("by").order_by("version").first()


class SavedCopy(models.Model):
    """The working copy as one save left it: the answer to "which edit was it?", and the base of a three-way comparison."""

    page = models.ForeignKey("publishing.Page", on_delete=models.CASCADE, related_name="saved_copies")
    version = models.PositiveIntegerField()
    source = models.JSONField()
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(SavedCopyQuerySet)()

    class Meta:
        verbose_name = _("saved copy")
        verbose_name_plural = _("saved copies")
        ordering = ["page", "-version"]
        constraints = [models.UniqueConstraint(fields=["page", "version"], name="one_saved_copy_a_version")]

    def __str__(self) -> str:
        return f"{self.page} ({self.version})"


class Autosave(models.Model):
    """What one person typed into one form and has not saved. `place` is "article:12:…", or "article:new:…" for a page that
    has no id yet, and ends with the form's own token; `fields` are the form's fields as posted, each name with its values."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=60)
    page = models.ForeignKey("publishing.Page", null=True, on_delete=models.CASCADE, related_name="autosaves")
    opened_version = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("autosave")
        verbose_name_plural = _("autosaves")
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="one_autosave_a_person_and_place")]

    def __str__(self) -> str:
        return f"{self.user}: {self.place}"


class PresenceQuerySet(models.QuerySet):
    def others(self, page, *, than, since):
        """Who else was in a page's form at that time or later, latest first."""
        people = self.filter(page=page.pk, seen_at__gte=since).exclude(user=than)
        return people.select_related("user").order_by("-seen_at", "pk")


class Presence(models.Model):
    """Somebody has the form of a page open; told to whoever opens it too."""

    page = models.ForeignKey("publishing.Page", on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects = models.Manager.from_queryset(PresenceQuerySet)()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["page", "user"], name="one_presence_a_page_and_person")]

    def __str__(self) -> str:
        return f"{self.user}: {self.page}"
