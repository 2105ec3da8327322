"""The forms of the steps from draft to published page and of reviews."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from publishing.models import Publication, Review, Significance, SignOff, WithdrawalCause

CHOSEN_BY_EDITORS = (Significance.CLINICAL, Significance.CLARIFICATION, Significance.TYPO)


def clinicians():
    """The people whom a review may name as the clinician who decided; see permissions.may_decide_review."""
    people = get_user_model().objects.with_perm(
        "publishing.sign_off_page", backend="django.contrib.auth.backends.ModelBackend"
    )
    return people.exclude(role="").exclude(credentials="").order_by("display_name", "username")


class ClinicianField(forms.ModelChoiceField):
    """One clinician, named as readers will see it."""

    def __init__(self, **kwargs):
        super().__init__(clinicians(), **kwargs)

    def label_from_instance(self, person) -> str:
        return f"{person.get_display_name()}, {person.role}, {person.credentials}"


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


class ReviewForm(forms.Form):
    """What one review says about one page."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Review.Outcome.choices)
    evidence_searched = forms.CharField(
        label=_("Evidence looked at"),
        help_text=_("Which guidelines or databases were searched, or what was compared."),
        max_length=5_000,
        widget=forms.Textarea({"rows": 3}),
    )
    evidence_searched_on = forms.DateField(label=_("Searched on"), required=False, widget=AdminDateWidget)
    next_due_on = forms.DateField(
        label=_("Next review due"),
        help_text=_("Leave empty to use the interval of the page's risk tier."),
        required=False,
        widget=AdminDateWidget,
    )
    next_due_reason = forms.CharField(label=_("Why then"), required=False, max_length=300)


class ReviewOnePageForm(ReviewForm):
    """A review of one page: who decided, when, and how much of it was checked."""

    decided_by = ClinicianField(label=_("Clinician who decided"))
    reviewed_on = forms.DateField(label=_("Reviewed on"), widget=AdminDateWidget)
    scope = forms.ChoiceField(label=_("What was checked"), choices=Review.Scope.choices)

    field_order = ("decided_by", "reviewed_on", "scope")


class WhoDecidedForm(forms.Form):
    """What several reviews of one sitting share."""

    decided_by = ClinicianField(label=_("Clinician who decided"))
    reviewed_on = forms.DateField(label=_("Reviewed on"), widget=AdminDateWidget)


class ReviewRowForm(forms.Form):
    """One page of a sitting. Without an outcome the page is left out; there is no tick that covers all pages."""

    page = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("not reviewed now")), *Review.Outcome.choices]
    )
    evidence_searched = forms.CharField(
        label=_("Evidence looked at"), required=False, max_length=5_000, widget=forms.Textarea({"rows": 2})
    )
    next_due_on = forms.DateField(label=_("Next review due"), required=False, widget=AdminDateWidget)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") and not cleaned.get("evidence_searched", "").strip():
            self.add_error("evidence_searched", _("Say which evidence was looked at for this page."))
        return cleaned
