"""Forms of drug pages, and of the rows of a drug."""

from django import forms

from drugs.models.regimens import plain_number
from publishing.forms_page import PageForm


class DrugPageForm(PageForm):
    """A drug page has the key of its drug."""

    def clean(self):
        drug = self.cleaned_data.get("drug")
        if drug is not None:
            self.instance.key = drug.key
        return super().clean()

    def _get_validation_exclusions(self):
        """The key is part of what must be unique; without a drug there is none, and the drug is what is missing."""
        checked = {"key"} if self.cleaned_data.get("drug") is not None else set()
        return super()._get_validation_exclusions() - checked


class RegimenForm(forms.ModelForm):
    """Numbers as they are said: 4, where the database holds 4.0000."""

    NUMBERS = ("dose_value", "dose_value_max", "period", "period_max")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.NUMBERS:
            if self.initial.get(name) is not None:
                self.initial[name] = plain_number(self.initial[name])
