"""What a clinician types on the pages of a link."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _


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
