"""Forms of drug pages."""

from publishing.forms_page import PageForm


class DrugPageForm(PageForm):
    """A drug page has the key of its drug."""

    def clean(self):
        drug = self.cleaned_data.get("drug")
        if drug is not None:
            self.instance.key = drug.key
        return super().clean()

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"key"}
