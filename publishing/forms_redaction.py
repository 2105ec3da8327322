"""What is asked of whoever wants editions emptied for good."""

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from publishing.actions.redacting import LONGEST_REASON
from publishing.models import Edition, Page, Redaction

MOST_EDITIONS = 500


class RedactionForm(forms.Form):
    """Which editions of one page, and why."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("Which editions?"),
        help_text=_("Choose every edition that holds it. The others keep their text, also where they say the same."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    cause = forms.ChoiceField(label=_("Why?"), choices=Redaction.Cause.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("The reason, in a sentence"),
        help_text=_("Stays for ever where the text was, and patients may read it. Name nobody and repeat nothing."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, page: Page, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Edition.objects.filter(page=page.pk, redacted_at__isnull=True).order_by("-number")
        rows = rows.only("number", "title", "published_at")[:MOST_EDITIONS]
        self.fields["numbers"].choices = [
            (row.number, f"{row.number} · {date_format(localtime(row.published_at), 'DATE_FORMAT')} · {row.title}")
            for row in rows
        ]


class SecondPersonForm(forms.Form):
    """What the second person says. Refusing takes a note alone; agreeing takes the tick as well."""

    has_read = forms.BooleanField(
        label=_("I have read every text above. All of it must go, and I know that nobody can bring it back."),
        required=False,
    )
    note = forms.CharField(
        label=_("Why do you agree, or refuse?"),
        help_text=_("Stays on record, and the person who asked is told. Name nobody and repeat nothing."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self):
        if self.data.get("decision") == "agree" and not self.cleaned_data.get("has_read"):
            self.add_error("has_read", _("Tick this to agree. Nothing was emptied."))
