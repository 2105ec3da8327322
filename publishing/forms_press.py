"""The forms of publishing, withdrawing and moving, now or at a set time."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import CLOSING_CAUSES, Page, Publication, RelatedPage, Significance, WithdrawalCause
from publishing.moments import NoSuchMoment, in_words, moment, place

CHOSEN_BY_EDITORS = (Significance.CLINICAL, Significance.CLARIFICATION, Significance.TYPO)


class When(models.TextChoices):
    NOW = "now", _("now")
    LATER = "later", _("at a time")


class TimedForm(forms.Form):
    """Now, or on a day and at a time of the site's own clocks. `cleaned_data["at"]`: the moment, None for now."""

    when = forms.ChoiceField(
        label=_("When?"), choices=When.choices, initial=When.NOW, required=False, widget=forms.RadioSelect
    )
    # The browser's own: the admin's counts the hours between the reader's clock and the server's, which helps nobody here.
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    hour = forms.TimeField(label=_("Time"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    ASKED = ("when", "day", "hour")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hour"].help_text = _("%(place)s time, for example 09:00 or 17:30.") % {"place": place()}
        self.fields["day"].help_text = _("Only if you chose “at a time”.")

    def clean(self):
        cleaned = super().clean()
        cleaned["at"] = None
        if cleaned.get("when") != When.LATER or "day" in self.errors or "hour" in self.errors:
            return cleaned
        if cleaned.get("day") is None:
            self.add_error("day", _("Choose the day."))
        if cleaned.get("hour") is None:
            self.add_error("hour", _("Choose the time."))
        if cleaned.get("day") and cleaned.get("hour"):
            try:
                cleaned["at"] = moment(cleaned["day"], cleaned["hour"])
            except NoSuchMoment as problem:
                self.add_error("hour", str(problem))
        return cleaned

    @property
    def said(self) -> str:
        """The chosen moment in words, "" while there is none."""
        at = getattr(self, "cleaned_data", {}).get("at")
        return in_words(at) if at else ""

    def answers(self) -> dict:
        """What was asked, for the verb; what was not asked keeps the verb's own defaults."""
        left_out = {*self.ASKED, "at"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class PublishForm(TimedForm):
    """How big the change is, and what patients are told about it. A first edition is asked nothing but when."""

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

    field_order = ("significance", "change_note", "when", "day", "hour")

    def __init__(self, *args, first: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["significance"], self.fields["change_note"]


class PageSearch(AutocompleteSelect):
    """The admin's own search for one page. What is no id is shown as nothing chosen, instead of an error of the server."""

    def __init__(self, **kwargs):
        super().__init__(RelatedPage._meta.get_field("related"), admin.site, **kwargs)

    def optgroups(self, name, value, attr=None):
        ids = [one for one in value if str(one).isascii() and str(one).isdecimal() and len(str(one)) < 19]
        return super().optgroups(name, ids or [""], attr)


class WithdrawForm(TimedForm):
    """Why a page goes, in words that patients will read, and where they may go instead."""

    cause = forms.ChoiceField(label=_("Why?"), choices=WithdrawalCause.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What patients read at the old address"),
        help_text=_("One plain sentence, for example: “This page was out of date.”"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    instead = forms.ModelChoiceField(
        Page.objects.none(),
        label=_("Page to read instead"),
        help_text=_("Type a part of its title. Offered to whoever comes to the old address."),
        required=False,
        error_messages={"invalid_choice": _("This page is not live, or has no address of its own. Choose another.")},
    )
    redirects = forms.BooleanField(
        label=_("Send readers straight to the other page"),
        help_text=_(
            "They are not told why this page is gone. Not for an error or for safety, which readers must learn of."
        ),
        required=False,
    )

    field_order = ("cause", "reason", "instead", "redirects", "when", "day", "hour")

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        live = Publication.objects.pages().exclude(page=page.pk)
        self.fields["instead"].queryset = Page.objects.filter(pk__in=live.values("page"))
        # Never the whole site in one select; the search asks who may see what.
        self.fields["instead"].widget = PageSearch(choices=self.fields["instead"].choices)

    def clean_instead(self) -> Publication | None:
        chosen = self.cleaned_data["instead"]
        return Publication.objects.pages().filter(page=chosen.pk).first() if chosen else None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("redirects") and cleaned.get("cause") in CLOSING_CAUSES:
            self.add_error(
                "redirects", _("A page withdrawn for an error or for safety must say so: readers may have an old copy.")
            )
        elif cleaned.get("redirects") and not cleaned.get("instead") and "instead" not in self.errors:
            self.add_error("instead", _("Choose the page that readers are to be sent to."))
        return cleaned


class MoveForm(forms.Form):
    slug = forms.SlugField(
        label=_("New address"),
        help_text=_("The last part of the web address: small letters, digits and hyphens."),
        max_length=100,
    )
