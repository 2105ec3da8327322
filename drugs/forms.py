"""Forms of drug pages, and of the rows of a drug."""

from collections.abc import Iterator

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from drugs import doses
from drugs.headings import heading_of
from drugs.magnitude import confirmation, unconfirmed
from drugs.models.products import claim_problems, where_sold
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


class RowsFormSet(BaseInlineFormSet):
    """Rows of one sheet; two that are alike in the fields of `alike` are told at the second, beside the first of these, with
    the words that stand twice."""

    alike: tuple[str, ...] = ("key",)

    def _construct_form(self, i, **kwargs):
        """With `heading`: what the closed row says of what is stored."""
        form = super()._construct_form(i, **kwargs)
        form.heading = heading_of(form.instance) if form.instance.pk else ""
        return form

    def add_fields(self, form, index):
        """A new row has no place yet: left empty, it comes last."""
        super().add_fields(form, index)
        if "position" in form.fields and form.instance.pk is None:
            form.initial.pop("position", None)
            form.fields["position"].initial = None
            form.fields["position"].required = False
            form.fields["position"].help_text = _("Left empty, it comes last.")

    def clean(self):
        super().clean()
        rows = [form.instance for form in self.kept_forms() if "position" in form.fields]
        last = max((row.position for row in rows if row.position is not None), default=-1)
        for row in rows:
            if row.position is None:
                row.position = last = last + 1

    def kept_forms(self) -> Iterator[forms.ModelForm]:
        """The rows that are there after saving, as far as they make sense."""
        for form in self.forms:
            empty = form.empty_permitted and not form.has_changed()
            if form.is_valid() and not empty and not self._should_delete_form(form):
                yield form

    def validate_unique(self):
        seen = set()
        for form in self.kept_forms():
            same = tuple(_folded(form.cleaned_data.get(name)) for name in self.alike)
            if any(same) and same in seen:
                form.add_error(self.alike[0], self.twice(form.instance))
            seen.add(same)

    def twice(self, row) -> str:
        """What to say of a row that stands above already."""
        said = _("%(row)s “%(name)s” stands above already. Change one of the two, or delete one.")
        return said % {"row": capfirst(self.model._meta.verbose_name), "name": getattr(row, self.alike[0])}


def _folded(value) -> str:
    """A value without what nobody means by it: capitals, and spaces as in “4mg”."""
    return "".join(str(value or "").casefold().split())


class ProductFormSet(RowsFormSet):
    alike = ("brand", "strength", "region")

    def twice(self, row) -> str:
        said = _(
            "“%(product)s” (%(region)s) stands above already. Give one of the two another strength or region, or delete one."
        )
        return said % {"product": row, "region": where_sold(row)}

    def clean(self):
        super().clean()
        kept = list(self.kept_forms())
        problems = claim_problems((form.instance for form in kept), drug=self.instance)
        for form, problem in zip(kept, problems, strict=True):
            if problem and "brand" not in form.errors:
                form.add_error("brand", problem)


class SideEffectFormSet(RowsFormSet):
    alike = ("effect",)


class CareNoteFormSet(RowsFormSet):
    """Several notes may be about the same."""

    alike = ()


class PrecautionForm(forms.ModelForm):
    """How grave a new precaution is decides which words patients read before it: somebody chooses that."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["severity"].required = True
            self.fields["severity"].error_messages["required"] = _(
                "Choose how serious it is: patients read “Do not take it” or “Ask first” by it."
            )


class ConfirmTick(forms.CheckboxInput):
    """A tick that says what it confirms, so that it cannot confirm another dose typed since."""

    def __init__(self, words: str):
        super().__init__(check_test=lambda _value: False)
        self.words = words

    def format_value(self, value):
        return self.words


class RegimenForm(forms.ModelForm):
    """Numbers as they are said: 4, where the database holds 4.0000. The tick that confirms an unusual dose shows when it is
    asked for."""

    NUMBERS = ("dose_value", "dose_value_max", "period", "period_max", "max_daily_value")

    confirm_dose = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.NUMBERS:
            if self.initial.get(name) is not None:
                self.initial[name] = plain_number(self.initial[name])

    def take_confirmation(self) -> None:
        """Keep the words that were ticked when they are still those of the dose, and nothing that is out of date."""
        row = self.instance
        words = "" if row.dose is None or doses.problems(row.dose) else confirmation(row.dose)
        ticked = self.cleaned_data.get("confirm_dose")
        row.confirmed_dose = words if words and words in (ticked, row.confirmed_dose) else ""

    def ask(self, question: str) -> None:
        """Say what is odd about the dose, with a tick that confirms these very words."""
        words = confirmation(self.instance.dose)
        self.add_error("dose_value", question)
        self.fields["confirm_dose"].widget = ConfirmTick(words)
        self["confirm_dose"].label = _("Yes, %(dose)s is right") % {"dose": words}


class RegimenFormSet(RowsFormSet):
    """The doses of one drug, looked at together."""

    def clean(self):
        super().clean()
        kept = list(self.kept_forms())
        for form in kept:
            form.take_confirmation()
        strengths = self.instance.products.values_list("strength", flat=True) if self.instance.pk else ()
        questions = unconfirmed([form.instance.stated for form in kept], strengths=strengths)
        for form, question in zip(kept, questions, strict=True):
            if question:
                form.ask(question)
