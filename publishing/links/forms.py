"""What a clinician types on the pages of a link."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.forms import DecisionForm


class CodeForm(forms.Form):
    """The six digits from the mail, however they were copied."""

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=20,
        error_messages={"required": _("Type the six digits from the mail.")},
        widget=forms.TextInput(
            {
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autocapitalize": "off",
                "spellcheck": "false",
                "size": "8",
            }
        ),
    )

    def clean_code(self) -> str:
        code = re.sub(r"[\s.\-–]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", code):
            raise forms.ValidationError(_("The code has six digits. Copy it from the newest mail."))
        return code


class LinkDecisionForm(DecisionForm):
    """The decision of a clinician of the register. Name and credentials stand there and were checked by an administrator; the
    post one holds changes, and so does what a reader should know about it."""

    role = forms.CharField(label=_("Your role"), max_length=150, strip=True)
    conflict_of_interest = forms.CharField(
        label=_("Conflicts of interest"),
        help_text=_("Payments, shares or posts that a reader should know about. Leave it empty if there are none."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
    )
