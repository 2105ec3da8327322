"""What a clinician types on the pages of a link."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing import link_secrets
from publishing.actions.codes import CodeResult


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


def words_of_code(result: CodeResult, *, tries: int) -> str:
    """What to tell somebody whose code did not do; `tries`: how often this code was tried by now."""
    if result == CodeResult.WRONG:
        left = link_secrets.MOST_TRIES - tries
        return ngettext(
            "That is not the code of the newest mail. You can try %(n)d more time.",
            "That is not the code of the newest mail. You can try %(n)d more times.",
            left,
        ) % {"n": left}
    return {
        CodeResult.SPENT: _("This code was tried too often and opens nothing any more. Ask for another code."),
        CodeResult.EXPIRED: _("This code is older than a quarter of an hour. Ask for another code."),
        CodeResult.NONE: _("There is no code that waits to be typed in. Ask for a code first."),
    }[result]
