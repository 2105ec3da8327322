"""Boxes of the form of a reference that no record brings: the kind of evidence, and why its status changed."""

import re

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from references.actions.status import BY_A_PERSON, Notice
from references.csl_identifiers import bare_doi
from references.models import SEVERITY, Status

EVIDENCE_FIELDS = (
    "evidence_type",
    "evidence_level",
    "funding",
    "conflicts_of_interest",
    "archive_url",
    "abstract_shown",
)
STATUS_FIELDS = ("status_reason", "status_notice")


class EvidenceBoxes(forms.Form):
    """Mixin of the form. `notice`, after cleaning: who says what became of it, and where that stands."""

    status_reason = forms.CharField(
        label=_("Why the status changed"),
        help_text=_(
            "What was found, or why a notice does not concern this work. Kept with the day and your name; readers see the words."
        ),
        widget=AdminTextareaWidget({"rows": 2}),
        max_length=1_000,
        required=False,
    )
    status_notice = forms.CharField(
        label=_("Where the notice stands"),
        help_text=_("A DOI, a PubMed number, or an address that begins with https://."),
        widget=AdminTextInputWidget,
        max_length=500,
        required=False,
    )
    notice: Notice = BY_A_PERSON

    def clean(self):
        cleaned = super().clean()
        self.notice = self._notice(cleaned)
        before, after = self.initial.get("status") or Status.CURRENT, cleaned.get("status") or Status.CURRENT
        if "status" in self.fields and SEVERITY.get(after, 0) < SEVERITY.get(before, 0) and not self.notice.reason:
            self.add_error("status_reason", _("Say why it is less grave now: the next person will want to know."))
        if cleaned.get("abstract_shown") and not cleaned.get("abstract_licence"):
            self.add_error("abstract_licence", _("Name the licence that lets readers see the abstract."))
        return cleaned

    def _notice(self, cleaned) -> Notice:
        reason, where = cleaned.get("status_reason", "").strip(), cleaned.get("status_notice", "").strip()
        if not where:
            return Notice(reason=reason)
        if doi := bare_doi(where):
            return Notice(reason=reason, doi=doi.lower())
        if re.fullmatch(r"[1-9][0-9]{0,8}", where):
            return Notice(reason=reason, pmid=where)
        if re.fullmatch(r"https://[^\s<>\"]+\.[^\s<>\"]+", where):
            return Notice(reason=reason, url=where)
        self.add_error(
            "status_notice", _("This is neither a DOI, nor a PubMed number, nor an address that begins with https://.")
        )
        return BY_A_PERSON
