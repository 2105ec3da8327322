"""The forms of the steps from draft to published page and of reviews."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from publishing.models import Publication, Significance, SignOff, WithdrawalCause

CHOSEN_BY_EDITORS = (Significance.CLINICAL, Significance.CLARIFICATION, Significance.TYPO)


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


class PublishForm(forms.Form):
    """How big the change is, and what patients are told about it. A first edition is asked nothing."""

    significance = forms.ChoiceField(
        label=_("What kind of change is this?"),
        choices=[(value.value, value.label) for value in CHOSEN_BY_EDITORS],
        widget=forms.RadioSelect,
        help_text=_("A typo changes no number, dose, drug, citation or advice; it may rest on the approval before it."),
    )
    change_note = forms.CharField(
        label=_("What changed, for patients"),
        help_text=_("One plain sentence. Needed for a clinical change."),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, first: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["significance"], self.fields["change_note"]

    def answers(self) -> dict[str, str]:
        """What was asked, for the verb; a first edition keeps the verb's own defaults."""
        return dict(self.cleaned_data)


class WithdrawForm(forms.Form):
    """Why a page goes, in words that patients will read, and where they may go instead."""

    cause = forms.ChoiceField(label=_("Why?"), choices=WithdrawalCause.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What patients read at the old address"),
        help_text=_("One plain sentence, for example: “This page was out of date.”"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    instead = forms.ModelChoiceField(
        Publication.objects.none(),
        label=_("Page to read instead"),
        help_text=_("Offered to whoever comes to the old address."),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        others = Publication.objects.pages().in_language(page.language).exclude(page=page.pk)
        self.fields["instead"].queryset = others.by_title()
        self.fields["instead"].label_from_instance = lambda row: f"{row.title} ({row.path})"


class MoveForm(forms.Form):
    slug = forms.SlugField(
        label=_("New address"),
        help_text=_("The last part of the web address: small letters, digits and hyphens."),
        max_length=100,
    )
