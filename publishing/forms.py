"""The forms of decisions and of reviews. Those of publishing, withdrawing and moving are in forms_press.py."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from publishing.models import SignOff


def clinicians():
    """The people whom a review may name as the clinician who decided; see permissions.may_decide_review."""
    people = get_user_model().objects.with_perm(
        "publishing.sign_off_page", backend="django.contrib.auth.backends.ModelBackend"
    )
    return people.exclude(role="").exclude(credentials="").order_by("display_name", "username")


class DecisionForm(forms.Form):
    """A clinician's decision on exactly what was on their screen (`seen_hash`)."""

    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    comment = forms.CharField(
        label=_("What should change, or a note for the record"),
        help_text=_("Needed when you ask for changes. Patients do not see it."),
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 4}),
    )
    decision = forms.ChoiceField(choices=SignOff.Decision.choices, widget=forms.HiddenInput, required=True)
