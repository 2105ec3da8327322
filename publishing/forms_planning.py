"""The forms of planning: which pages, who shares them, from when, and how many a month."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.contrib.auth import get_user_model
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing.planner import months_from

MOST_PAGES = 1_000
MOST_MONTHS = 24
STARTS = 12


def people_here():
    """Who can be given reviews."""
    return get_user_model().objects.filter(is_active=True, is_staff=True).order_by("display_name", "username")


class ChosenPagesField(forms.CharField):
    """Ids with commas between, as a list of numbers. What is no id is left out, as is whatever comes after the most."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=20 * MOST_PAGES, **kwargs)

    def clean(self, value) -> list[int]:
        words = super().clean(value).split(",")
        return [int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 19][:MOST_PAGES]


class PlanForm(forms.Form):
    """`pages`: chosen in a list; when there are none, `which` says it by a rule."""

    pages = ChosenPagesField()
    which = forms.ChoiceField(label=_("Which pages?"), widget=forms.RadioSelect, required=False)
    reviewers = forms.ModelMultipleChoiceField(
        people_here(),
        label=_("Who shares them?"),
        help_text=_("Tick nobody, and every review stays with whom it falls to now."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    start = forms.ChoiceField(label=_("From which month?"))
    months = forms.IntegerField(
        label=_("Within how many months?"),
        help_text=_("The first one counts, even when only some of its days are left."),
        min_value=1,
        max_value=MOST_MONTHS,
        initial=12,
        required=False,
    )
    cap = forms.IntegerField(
        label=_("At most how many a month for each person?"),
        help_text=_("Leave empty to use the number in each person's account."),
        min_value=1,
        max_value=500,
        required=False,
    )

    def __init__(self, *args, today: date, which: list[tuple[str, str]], chosen: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = which
        self.fields["start"].choices = [
            (month.isoformat(), date_format(month, "YEAR_MONTH_FORMAT")) for month in months_from(today, STARTS)
        ]
        self.fields["reviewers"].label_from_instance = lambda person: (
            ngettext("%(who)s (%(n)d a month)", "%(who)s (%(n)d a month)", person.reviews_a_month)
            % {"who": person, "n": person.reviews_a_month}
        )
        if chosen:
            del self.fields["which"]

    def clean_start(self) -> date:
        return date.fromisoformat(self.cleaned_data["start"])

    def clean_months(self) -> int:
        return self.cleaned_data["months"] or 12


class ConfirmForm(forms.Form):
    """`shown`: exactly what is confirmed, signed. `may_wait`: pages ticked one by one, in their rows of the proposal."""

    shown = forms.CharField(widget=forms.HiddenInput)
    may_wait = forms.TypedMultipleChoiceField(coerce=int, required=False)
    promises_known = forms.BooleanField(required=False)
    reason = forms.CharField(
        label=_("Why do these days change?"),
        help_text=_("Kept in the history of every page that moves."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"size": 60, "required": True}),
    )

    def __init__(self, *args, guarded: Iterable[int] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["may_wait"].choices = [(pk, str(pk)) for pk in guarded]


class AssignForm(forms.Form):
    pages = ChosenPagesField()
    assigned_to = forms.ModelChoiceField(
        people_here(),
        label=_("Who reviews them next?"),
        required=False,
        empty_label=_("Whoever looks after each page"),
    )
