"""The part of a decision that goes against another clinician's wish for changes."""

from collections.abc import Collection

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.actions.overruling import LONGEST_REASON


class DespiteForm(forms.Form):
    """What an approval must say while another clinician's wish for changes stands against the text: that the wish was read, and
    why the text is right without it. `wishes`: ids of the wishes that are shown; without any, nothing is asked."""

    seen_wishes = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2_000)
    has_read_wishes = forms.BooleanField(
        label=_("I have read what was asked for, and I approve the text without it."), required=False
    )
    despite = forms.CharField(
        label=_("Why the text is right without it"),
        help_text=_("Needed only if you approve. It goes on record, and whoever asked for the changes is told."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )
    DESPITE = ("seen_wishes", "has_read_wishes", "despite")

    def __init__(self, data=None, *, wishes: Collection[int] = (), initial=None, **kwargs):
        self.wishes = wishes
        super().__init__(data, initial={"seen_wishes": _joined(wishes)} | (initial or {}), **kwargs)
        if not wishes and not (data and data.get("seen_wishes")):
            for name in self.DESPITE:
                del self.fields[name]

    def check_despite(self) -> None:
        """Call it from clean when the decision is an approval."""
        if not self.wishes or "despite" not in self.fields:
            return
        if not self.cleaned_data.get("has_read_wishes"):
            self.add_error("has_read_wishes", _("Tick this if you have read it and still approve."))
        if not self.cleaned_data.get("despite", "").strip():
            self.add_error("despite", _("Say why, in a sentence that the other clinician can follow."))

    def show_wishes_again(self) -> None:
        """What is shown now is what the next decision is about; a tick for other wishes than these says nothing of them."""
        sent = self.data.get("seen_wishes", "")
        self.data = self.data.copy()
        self.data["seen_wishes"] = _joined(self.wishes)
        if sent != self.data["seen_wishes"]:
            self.data.pop("has_read_wishes", None)

    def despite_answers(self) -> dict:
        """What sign_off and approve_change are told of it."""
        sent = self.cleaned_data.get("seen_wishes", "") if self.cleaned_data.get("has_read_wishes") else ""
        ids = {int(part) for part in sent.split(",") if part.isascii() and part.isdecimal() and len(part) < 19}
        return {"seen_wishes": ids, "despite": self.cleaned_data.get("despite", "")}


def _joined(wishes: Collection[int]) -> str:
    return ",".join(str(pk) for pk in sorted(wishes))
