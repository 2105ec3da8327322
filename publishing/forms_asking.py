"""The form that asks clinicians for approval."""

from datetime import date

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from people.models import Reviewer
from publishing.forms import clinicians


class CliniciansField(forms.ModelMultipleChoiceField):
    """Clinicians, each with what readers and auditors see of them."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person) -> str:
        return f"{person.get_display_name()}, {person.role}, {person.credentials}"


class AskForm(forms.Form):
    """Who is asked, until when, and what the author wants to say to them. Nobody who wrote the text is offered."""

    users = CliniciansField(clinicians().none(), label=_("Clinicians with an account"), required=False)
    reviewers = CliniciansField(
        Reviewer.objects.none(),
        label=_("Clinicians without an account"),
        help_text=_("They get a secret link by mail, and a code that only they can read."),
        required=False,
    )
    due_on = forms.DateField(label=_("Please decide by"), required=False, widget=AdminDateWidget)
    note = forms.CharField(
        label=_("A note to them"),
        help_text=_("For example what is new, or what you are unsure about."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, authors, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["users"].queryset = clinicians().exclude(pk__in=authors)
        self.fields["reviewers"].queryset = Reviewer.objects.may_be_asked(on=today)
        for name in ("users", "reviewers"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    @property
    def nobody(self) -> bool:
        """Whether there is no clinician at all who could be asked."""
        return "users" not in self.fields and "reviewers" not in self.fields

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < self.today:
            raise forms.ValidationError(_("This day is past. Choose a later one."))
        return day

    def clean(self):
        cleaned = super().clean()
        if self.nobody:
            raise forms.ValidationError(
                _("There is no clinician who could be asked. An administrator can add one to the reviewers' register.")
            )
        if not cleaned.get("users") and not cleaned.get("reviewers") and not self.errors:
            raise forms.ValidationError(_("Choose at least one clinician."))
        return cleaned
