"""Related pages, chosen by editors."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RelatedPage(models.Model):
    """One entry of a page's list of related pages, in the editor's order."""

    page = models.ForeignKey("publishing.Page", on_delete=models.CASCADE, related_name="related_pages")
    related = models.ForeignKey(
        "publishing.Page", verbose_name=_("related page"), on_delete=models.CASCADE, related_name="related_from"
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("related page")
        verbose_name_plural = _("related pages")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "related"], name="one_related_entry_a_page"),
            models.CheckConstraint(condition=~models.Q(page=models.F("related")), name="page_is_not_related_to_itself"),
        ]

    def __str__(self) -> str:
        return str(self.related)
