"""How one review stands in the record: who wrote it down for whom, what was checked, what proves it, and who objected."""

from django.contrib import admin
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from publishing.checklist import in_words
from publishing.models import Review


def recorded_by_words(review: Review) -> str:
    """Who wrote it down, and for whom."""
    recorder = review.recorded_by.get_display_name()
    if not review.on_behalf:
        return recorder
    return _("%(recorder)s for %(clinician)s") % {"recorder": recorder, "clinician": review.name}


class ReviewRecord:
    """Columns and fields of the record of a review. Needs objection and recorded_by selected."""

    @admin.display(description=_("recorded by"))
    def who_recorded(self, review):
        return recorded_by_words(review)

    @admin.display(description=_("checklist"))
    def what_was_checked(self, review):
        return format_html_join("", "{}: {}<br>", in_words(review.checklist)) or "–"

    @admin.display(description=_("proof of the decision"))
    def files(self, review):
        named = review.attachments.values_list("pk", "name")
        rows = ((reverse("staff:review-attachment", args=[pk]), name) for pk, name in named)
        return format_html_join(", ", '<a href="{}">{}</a>', rows) or "–"

    @admin.display(description=_("counts"), boolean=True)
    def stands(self, review):
        return not hasattr(review, "objection")

    @admin.display(description=_("objection"))
    def objected(self, review):
        objection = getattr(review, "objection", None)
        if objection is None:
            return "–"
        day = date_format(localtime(objection.at), "DATETIME_FORMAT")
        words = _("%(name)s objected on %(day)s. This review no longer counts.") % {"name": review.name, "day": day}
        if objection.confirmed_at:
            proof = _("They confirmed it with a code from their mailbox.")
        else:
            proof = _("No code has confirmed that it was they: it came by the link in their mail.")
        return f"{words} {proof} {objection.words}".strip()
