"""The form of a page in the admin: two editors are told of each other, and a published address stays what it is."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from markdownx.fields import MarkdownxFormField

from publishing.actions.editing import conflict_message
from publishing.models import Page
from publishing.staff.previewing import as_stored
from publishing.widgets import MarkdownWidget


class MarkdownFormField(MarkdownxFormField):
    """Text as the editor wrote it: one kind of line end, nothing stripped, so that saving unchanged text changes nothing."""

    def __init__(self, *args, **kwargs):
        kwargs["strip"] = False
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        return as_stored(super().to_python(value))

    def has_changed(self, initial, data):
        return super().has_changed(initial, as_stored(data or ""))


class PageForm(forms.ModelForm):
    """`opened_version`: the Page.version this person started from. `merged_version`: the one they say they have taken
    into account, asked for only after a conflict. `conflict`: what to say when somebody saved meanwhile; the admin then
    brings the two texts together (publishing.admin.keeping)."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    merged_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflict: str | None = None
        self.locked_version: int | None = None
        self.instance.kind = self._meta.model._meta.model_name
        self.fields["opened_version"].initial = self.instance.version
        for field in self.fields.values():
            if isinstance(field.widget, MarkdownWidget):
                field.widget.kind = self.instance.kind
                field.widget.page = self.instance.pk or ""
                field.widget.language = self.instance.language or settings.LANGUAGE_CODE
        # Key and address stand in one row, and their errors above both.
        said = {
            "key": _("Key: use only small letters, digits and hyphens, for example “bone-metastases”."),
            "slug": _("Address: use only small letters, digits and hyphens, for example “bone-metastases”."),
        }
        for name, message in said.items():
            if name in self.fields:
                self.fields[name].error_messages["invalid"] = message
        if "title" in self.fields:
            # A browser cuts what is pasted beyond a maximum and says nothing; the server refuses it and keeps every letter.
            self.fields["title"].widget.attrs.pop("maxlength", None)
        for name in ("owner", "backup_owner"):
            self._keep_choice(name)
        if isinstance(self.fields.get("summary"), forms.CharField):  # a class of drugs has one in every language
            # One sentence is longer than one line; it stays one line of text all the same.
            self.fields["summary"].widget = forms.Textarea({"rows": 3, "maxlength": 300})
        if "language" in self.fields:
            # Empty is for facts, which have every language inside.
            self.fields["language"].required = True
            self.fields["language"].choices = settings.LANGUAGES

    def _keep_choice(self, name: str) -> None:
        """A person who left is no longer offered, but stays chosen where they were."""
        chosen = getattr(self.instance, name)
        if name in self.fields and chosen is not None and not (chosen.is_active and chosen.is_staff):
            field = self.fields[name]
            field.queryset = field.queryset.model.objects.filter(
                Q(is_staff=True, is_active=True) | Q(pk=chosen.pk)
            ).order_by(*field.queryset.query.order_by)
            field.label_from_instance = lambda person: person.get_name_in_choices()

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk is not None:
            # Locked until the admin's transaction ends: whoever saves second waits here, then sees the first one's version.
            stored = Page.objects.select_for_update().get(pk=self.instance.pk)
            self.locked_version = stored.version
            if stored.version not in (self.data_of("opened_version"), self.data_of("merged_version")):
                self.conflict = conflict_message(stored)
                raise ValidationError(
                    _("Someone else saved this page after you opened it. See above what differs."), code="conflict"
                )
        if "_taking_back" in self.data:
            # Only shown: an editor reads it before it becomes the page's text.
            raise ValidationError(_("This is what you had typed. It is not saved yet."), code="taken-back")
        return cleaned

    def clean_summary(self) -> str | dict[str, str]:
        summary = self.cleaned_data.get("summary")
        return summary if isinstance(summary, dict) else " ".join((summary or "").split())

    def data_of(self, name: str) -> int | None:
        return self.cleaned_data.get(name)

    def _get_validation_exclusions(self):
        """`kind` and `language` are part of what must be unique, on the form or not."""
        return super()._get_validation_exclusions() - {"kind", "language"}


class FactSheetForm(PageForm):
    """Facts have every language inside, and no address: title and address follow from the name and the key."""

    def clean(self):
        self.instance.language = ""
        cleaned = super().clean()
        name = cleaned.get("name") or {}
        if "name" in self.changed_data or not self.instance.title:
            first = name.get(settings.LANGUAGE_CODE) or next(iter(name.values()), "")
            self.instance.title = first[:200] or self.instance.title
        self.instance.slug = cleaned.get("key") or self.instance.key
        return cleaned
