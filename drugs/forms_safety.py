"""What is asked of whoever raises a safety notice, ends one, or is the second person."""

import re
from datetime import timedelta

from django import forms
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext_lazy as _

from drugs.models import Drug, SafetyNotice
from drugs.models.safety import LONGEST_REASON, LONGEST_TEXT, LONGEST_TITLE
from publishing.fields import LinesFormField, WordsFormField
from publishing.moments import NoSuchMoment, moment, place

MOST_PRODUCTS = 20
# What people type who think of web pages; "less than 5" and a line that begins with a dash are plain words.
MARKUP = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"</?[A-Za-z][^<>\n]*>",
        r"&(?:[A-Za-z]{2,8}|#\d{2,5});",
        r"!?\[[^\]\n]+\]\([^)\n]*\)",
        r"\[\[[^\]\n]+\]\]",
        r"\[@[^\]\n]+\]",
        r"\*\*[^*\n]+\*\*",
        r"__[^_\n]+__",
        r"`[^`\n]+`",
        r"^#{1,6} \S.*",
        r"^:{3,}.*",
    )
)


def day_field(label, **more) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **more)


def hour_field(label, **more) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput({"type": "time"}, "%H:%M"), **more)


def moment_of(form: forms.Form, day: str, hour: str):
    """The moment that two fields name; None, with an error at the second, when there is no such moment."""
    if not form.cleaned_data.get(day) or not form.cleaned_data.get(hour):
        return None
    try:
        return moment(form.cleaned_data[day], form.cleaned_data[hour])
    except NoSuchMoment as problem:
        form.add_error(hour, str(problem))
        return None


class NoticeForm(forms.Form):
    """A safety notice, as readers will see it. `answers()` is what raise_notice takes."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=SafetyNotice.Kind.choices, widget=forms.RadioSelect)
    title = WordsFormField(
        label=_("Title"),
        help_text=_(
            "What happened, in a few plain words. A language left empty says in that language that there is a notice."
        ),
        max_length=LONGEST_TITLE,
    )
    text = WordsFormField(
        label=_("Text"),
        help_text=_(
            "What readers should know and do, in two or three plain sentences. No advice to stop or change a medicine."
        ),
        max_length=LONGEST_TEXT,
        rows=4,
    )
    products = LinesFormField(label=_("Only these products"), required=False, max_length=5_000)
    source_url = forms.URLField(
        label=_("Source"),
        help_text=_("The page of the agency or the maker that says so. It must begin with https://."),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput({"class": "vTextField"}),
    )
    start_day = day_field(_("Shown from: day"))
    start_hour = hour_field(_("Shown from: time"))
    end_day = day_field(_("Shown until: day"))
    end_hour = hour_field(_("Shown until: time"))

    def __init__(self, *args, drug: Drug, now, **kwargs):
        begins = localtime(now, get_default_timezone())
        ends = begins + timedelta(days=14)
        initial = {
            "start_day": begins.date(),
            "start_hour": begins.time(),
            "end_day": ends.date(),
            "end_hour": begins.time(),
        }
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.brands = sorted(set(drug.products.exclude(brand="").values_list("brand", flat=True)))
        self.fields["start_hour"].help_text = self.fields["end_hour"].help_text = _("%(place)s time.") % {
            "place": place()
        }
        self.fields["products"].help_text = _(
            "One a line, with the lots after a colon: “%(brand)s: A123, A124”. Leave it empty when it is about all. "
            "Brand names here: %(brands)s."
        ) % {"brand": self.brands[0] if self.brands else "Brand", "brands": ", ".join(self.brands) or "–"}

    def clean_source_url(self) -> str:
        address = self.cleaned_data["source_url"]
        if not address.startswith("https://"):
            raise forms.ValidationError(_("Give an address that begins with https://."))
        return address

    def clean_products(self) -> list[dict[str, str]]:
        rows = []
        for line in self.cleaned_data["products"]:
            brand, _colon, lots = (part.strip() for part in line.partition(":"))
            if self.brands and brand not in self.brands:
                raise forms.ValidationError(
                    _("“%(brand)s” is no brand name of this drug here."), params={"brand": brand[:60]}
                )
            if len(line) > 200 or len(rows) >= MOST_PRODUCTS:
                raise forms.ValidationError(_("At most 20 lines of at most 200 characters."))
            rows.append({"brand": brand, "lots": lots})
        return rows

    def clean_title(self) -> dict[str, str]:
        return self._plain("title")

    def clean_text(self) -> dict[str, str]:
        return self._plain("text")

    def _plain(self, name: str) -> dict[str, str]:
        """Words without marks: a notice is printed as it stands."""
        words = self.cleaned_data[name]
        for text in words.values():
            mark = next((found for pattern in MARKUP if (found := pattern.search(text))), None)
            if mark:
                raise forms.ValidationError(
                    _(
                        "Readers would see “%(mark)s” as it stands here: a notice knows no HTML, no Markdown and no links. Write "
                        "plain words; the address of whoever says so belongs under Source."
                    ),
                    params={"mark": mark.group(0).strip()[:60]},
                )
        return words

    def clean(self):
        cleaned = super().clean()
        if "title" in cleaned and "text" in cleaned:
            for name, other in (("title", "text"), ("text", "title")):
                if set(cleaned[other]) - set(cleaned[name]):
                    self.add_error(name, _("Give a title and a text in each language that you write in."))
                    break
        cleaned["starts_at"] = moment_of(self, "start_day", "start_hour")
        cleaned["ends_at"] = moment_of(self, "end_day", "end_hour")
        if cleaned["starts_at"] and cleaned["ends_at"] and cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("end_day", _("It must end after it starts."))
        return cleaned

    def answers(self) -> dict:
        names = ("kind", "title", "text", "products", "source_url", "starts_at", "ends_at")
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def initial_of(notice: SafetyNotice) -> dict:
        """The form of a notice that is to be reworded."""
        starts, ends = (localtime(at, get_default_timezone()) for at in (notice.starts_at, notice.ends_at))
        lines = [": ".join(filter(None, (each["brand"], each["lots"]))) for each in notice.products]
        return {
            "kind": notice.kind,
            "title": notice.title,
            "text": notice.text,
            "products": lines,
            "source_url": notice.source_url,
            "start_day": starts.date(),
            "start_hour": starts.time(),
            "end_day": ends.date(),
            "end_hour": ends.time(),
        }


class ReasonForm(forms.Form):
    """Why a notice is ended or taken back."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Stays on record, and whoever raised or confirmed it is told."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
    )


class LongerForm(ReasonForm):
    """Until when it should be shown, and why."""

    day = day_field(_("Shown until: day"))
    hour = hour_field(_("Shown until: time"))
    field_order = ("day", "hour", "reason")

    def clean(self):
        cleaned = super().clean()
        cleaned["until"] = moment_of(self, "day", "hour")
        return cleaned


class SecondPersonForm(forms.Form):
    """What the second person says: agreeing takes a tick, refusing takes a reason."""

    has_read = forms.BooleanField(
        label=_("I have checked the source, and read the notice in every language and the list of pages."),
        required=False,
    )
    reason = forms.CharField(
        label=_("If you refuse: why?"),
        help_text=_("Stays on record, and whoever asked is told."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean(self):
        if self.data.get("decision") == "agree" and not self.cleaned_data.get("has_read"):
            self.add_error("has_read", _("Tick this to confirm. Nothing is shown yet."))
        if self.data.get("decision") == "refuse" and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Say why you refuse."))
        return self.cleaned_data
