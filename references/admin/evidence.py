"""What kind of evidence a reference is and what became of it, in the admin."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from references.evidence_form import STATUS_FIELDS
from references.standing_words import history_of, watch_words

EVIDENCE = (
    _("Evidence"),
    {
        "fields": (
            ("evidence_type", "evidence_level"),
            "funding",
            "conflicts_of_interest",
            "archive_url",
            "abstract_shown",
        ),
        "description": _("Readers see this on the page of the reference. No import ever changes it."),
    },
)
BECAME = (
    _("What became of it"),
    {"fields": (("status", "superseded_by"), *STATUS_FIELDS, "status_history", "watch_state")},
)
BECAME_OF_A_NEW_ONE = (_("What became of it"), {"fields": (("status", "superseded_by"), *STATUS_FIELDS)})


class EvidenceShown:
    """For a ModelAdmin: the history of the status, and who was asked."""

    evidence_readonly = ("status_history", "watch_state")

    @admin.display(description=_("history"))
    def status_history(self, reference):
        records = list(reference.status_records.select_related("recorded_by"))
        if not records:
            return _("Nothing was ever recorded against it.")
        names = {record.pk: record.recorded_by.get_display_name() for record in records}
        told = zip(history_of(records), sorted(names, reverse=True), strict=True)
        return format_html(
            "<ul>{}</ul>",
            format_html_join(
                "",
                "<li>{} {} ({}) {}</li>",
                (
                    (
                        line.words,
                        line.reason,
                        names[pk],
                        format_html_join(" ", '<a href="{}">{}</a>', ((url, name) for name, url in line.links)),
                    )
                    for line, pk in told
                ),
            ),
        )

    @admin.display(description=_("watched"))
    def watch_state(self, reference):
        return format_html_join(
            "", "<p>{}</p>", ((words,) for words in watch_words(reference, list(reference.watch_checks.all())))
        )
