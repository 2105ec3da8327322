"""Form and model fields for the two small structures that editors type: words in each language, and lists of lines."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_LINES = 60


def words_in(words: Mapping[str, str] | None, language: str) -> str:
    """The words of one language, or of the site's first language when that one is missing, or ""."""
    words = words or {}
    return words.get(language) or words.get(settings.LANGUAGE_CODE) or ""


class WordsWidget(forms.MultiWidget):
    """One input for each language of the site, each labelled with its language."""

    template_name = "admin/widgets/words.html"

    def __init__(self, attrs=None, *, rows: int = 1):
        self.codes = [code for code, _name in settings.LANGUAGES]
        widget = forms.TextInput if rows == 1 else forms.Textarea
        extra = {"class": "vTextField"} if rows == 1 else {"rows": rows, "class": "vLargeTextField"}
        names = dict(settings.LANGUAGES)
        widgets = {code: widget({**extra, "lang": code, "aria-label": names[code]}) for code in self.codes}
        super().__init__(widgets, attrs)

    def decompress(self, value):
        value = value if isinstance(value, Mapping) else {}
        return [value.get(code, "") for code in self.codes]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for subwidget, (_code, language) in zip(context["widget"]["subwidgets"], settings.LANGUAGES, strict=True):
            subwidget["language"] = language
        return context


class WordsFormField(forms.MultiValueField):
    """Short plain words in each language, as {"en": …, "es": …}; empty languages are left out."""

    def __init__(self, *, max_length: int = 500, rows: int = 1, required: bool = True, **kwargs):
        kwargs.pop("encoder", None), kwargs.pop("decoder", None)
        kwargs["widget"] = WordsWidget(rows=rows)
        fields = [forms.CharField(required=False, max_length=max_length) for _code in settings.LANGUAGES]
        super().__init__(fields, required=required, require_all_fields=False, **kwargs)

    def compress(self, values):
        codes = [code for code, _name in settings.LANGUAGES]
        return {code: text.strip() for code, text in zip(codes, values or [], strict=False) if text and text.strip()}

    def clean(self, value):
        words = super().clean(value)
        if self.required and not words:  # blanks in every language are no words
            raise ValidationError(self.error_messages["required"], code="required")
        return words

    def has_changed(self, initial, data):
        return self.compress(data or []) != (initial or {})


class WordsField(models.JSONField):
    """Short plain words in every language, stored as {"en": …, "es": …}."""

    def __init__(self, *args, max_length: int = 500, rows: int = 1, **kwargs):
        self.words_max_length, self.rows = max_length, rows
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.words_max_length != 500:
            kwargs["max_length"] = self.words_max_length
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        kwargs.pop("widget", None)
        form_kwargs = {"required": not self.blank, "label": self.verbose_name, "help_text": self.help_text}
        return WordsFormField(max_length=self.words_max_length, rows=self.rows, **form_kwargs)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        known = {code for code, _name in settings.LANGUAGES}
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise ValidationError(_("Give the words as text for each language."))
        if set(value) - known:
            raise ValidationError(
                _("Unknown language: %(codes)s."), params={"codes": ", ".join(sorted(set(value) - known))}
            )
        for text in value.values():
            if len(text) > self.words_max_length:
                raise ValidationError(_("Keep this under %(n)d characters."), params={"n": self.words_max_length})


class LinesFormField(forms.CharField):
    """A list of short texts, one a line."""

    def __init__(self, **kwargs):
        kwargs.pop("encoder", None), kwargs.pop("decoder", None)
        kwargs["widget"] = forms.Textarea({"rows": 3, "class": "vLargeTextField"})
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MAX_LINES:
            raise ValidationError(_("At most %(n)d lines."), params={"n": MAX_LINES})
        return list(dict.fromkeys(lines))

    def has_changed(self, initial, data):
        return (initial or []) != [line.strip() for line in (data or "").splitlines() if line.strip()]


class LinesField(models.JSONField):
    """A list of short texts, such as other names of a condition."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        kwargs.pop("widget", None)
        return LinesFormField(
            required=not self.blank, label=self.verbose_name, help_text=self.help_text, max_length=5_000
        )

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(line, str) and len(line) <= 200 for line in value):
            raise ValidationError(_("Give a list of short texts."))
