"""The form by which a clinician approves what a change of facts does to pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.forms_despite import DespiteForm

LONGEST = 5_000


class ChangeDecisionForm(DespiteForm):
    """The same questions as the page's own approve step asks. `is_against`: what is approved includes something against which
    another clinician's wish stands. `keeps`: pages are to keep what they say although its source was retracted, which needs a
    reason."""

    comment = forms.CharField(
        label=_("Remark (may be left empty)"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
    )
    conflict_of_interest = forms.CharField(
        label=_("Conflicts of interest"),
        help_text=_("Payments, shares or posts that a reader should know about. Leave empty if there are none."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
    )
    confirmed = forms.BooleanField(
        label=_(
            "I have read what changes. My name, role and credentials are right, and I have stated every conflict of interest."
        )
    )

    def __init__(self, data=None, *, clinician, is_against: bool = False, keeps: bool = False, **kwargs):
        self.is_against = is_against
        initial = {"conflict_of_interest": clinician.conflicts_of_interest}
        super().__init__(data, initial=initial, auto_id="change-%s", **kwargs)
        if keeps:
            comment = self.fields["comment"]
            comment.required = True
            comment.label = _("Why these pages may keep what they say although the source was retracted")
            comment.help_text = _(
                "For example because other sources that the sentence cites say the same. It goes on record with your name."
            )

    def clean(self):
        cleaned = super().clean()
        if self.is_against:
            self.check_despite()
        return cleaned

    def answers(self) -> dict:
        """What approve_change is told."""
        told = {name: self.cleaned_data[name] for name in ("comment", "conflict_of_interest")}
        return told | self.despite_answers()
