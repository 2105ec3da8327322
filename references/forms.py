"""The form of a reference: exactly the boxes of its type, in the order a librarian reads a title page; never JSON."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from references import csl
from references.abbreviated_names import better_lines
from references.actions.keys import why_key_stays, why_no_key
from references.csl_vocabulary import MAX_LONG_TEXT, MAX_TEXT
from references.evidence_form import EVIDENCE_FIELDS, EvidenceBoxes
from references.kinds import KINDS, LABELS, form_of, label_of
from references.models import Reference
from references.record_forms import BOX_OF, NAME_BOXES, boxes_from_record, record_from_boxes
from references.sentence_case import sentence_case

DEFAULT_KIND = "article-journal"
# Buttons that show the form again and save nothing.
CHANGE_TYPE, BETTER_TITLE, BETTER_NAMES = "_change_type", "_better_title", "_better_names"
HELP = {
    "authors": _("One a line: “Himelstein, Andrew L.” for a person, “World Health Organization” for an organisation."),
    "editors": _("One a line, like authors."),
    "translators": _("One a line, like authors."),
    "issued": _("2017, 2017-01 or 2017-01-03."),
    "accessed": _("The day it was read, for example 2026-03-03. Pages on the web change."),
    "page": _("For example 48-58."),
    "container_title_short": _("As PubMed lists it, for example J Clin Oncol."),
    "doi": _("For example 10.1001/jama.2016.19425, with or without https://doi.org/."),
    "pmid": _("The number in PubMed, for example 28030702."),
    "pmcid": _("The number in PubMed Central, for example PMC5321662."),
    "isbn": _("With ten or thirteen digits; hyphens do not matter."),
    "edition": _("A number, or words such as “revised”. Leave empty for the first."),
    "genre": _("For example randomized controlled trial, practice guideline, prescribing information, PhD thesis."),
    "number": _("As printed, for example NCT00869206."),
    "language": _("Of the work itself: en, es, fr …"),
    "archive": _("Where it is kept, for example Zenodo."),
    "abstract": _("Only where its licence allows copying."),
    "abstract_licence": _("For example CC BY 4.0."),
    "collection_title": _("The series it is a part of."),
}
AREAS = {"title": 2, "abstract": 6, "authors": 4, "editors": 2, "translators": 2}


class KindSelect(forms.Select):
    """The list of types with a button beside it, which shows the form of the chosen type and keeps every value."""

    template_name = "admin/references/kind.html"

    class Media:
        css = {"all": ("css/admin/references.css",)}
        js = ("js/reference_kind.js",)


def _box(field: str) -> forms.CharField:
    box = BOX_OF[field]
    widget = AdminTextareaWidget({"rows": AREAS[box]}) if box in AREAS else AdminTextInputWidget()
    longest = MAX_LONG_TEXT if box == "abstract" or box in NAME_BOXES else MAX_TEXT
    return forms.CharField(
        label=LABELS[field],
        help_text=HELP.get(box, ""),
        widget=widget,
        max_length=1_000 if box == "title" else longest,
        required=box == "title",
    )


# One box for each field of CSL that a person may type.
Boxes = type("Boxes", (forms.Form,), {BOX_OF[field]: _box(field) for field in LABELS})


class ReferenceForm(EvidenceBoxes, Boxes, forms.ModelForm):
    """`kind`: the type chosen, of which `shown` are the boxes; `kept` are boxes with a value that this type has no place for.
    `record`, after cleaning: the CSL-JSON to save. `notes`: what was left out or changed on the way, to be told.

    `looked_up`: the record that a service gave, to be checked and saved like one typed.
    """

    type = forms.ChoiceField(label=_("Type"), choices=(), widget=KindSelect)
    looked_up: dict = {}

    class Meta:
        model = Reference
        fields = ("key", "status", "superseded_by", *EVIDENCE_FIELDS)

    def __init__(self, data=None, *args, **kwargs):
        if data is not None and BETTER_TITLE in data:
            data = data.copy()
            data["title"] = sentence_case(data.get("title", ""))
        if data is not None and data.get(BETTER_NAMES) in NAME_BOXES:
            data = data.copy()
            data[data[BETTER_NAMES]] = better_lines(data.get(data[BETTER_NAMES], ""))
        super().__init__(data, *args, **kwargs)
        self.record: dict = {}
        self.notes: list[str] = []
        self.stored = self.instance.csl or csl.clean(self.looked_up).csl
        if self.stored:
            # Over what the columns say: they were made from the record, and read differently ("Alcorn S, …").
            self.initial.update(boxes_from_record(self.stored))
        own = self.initial.get("type") or ""
        asked = self.data.get("type", "") if self.is_bound else own
        extra = [] if own in KINDS or not self.stored else [(own, own)]
        choices = [(kind.name, kind.label) for kind in KINDS.values()]
        known = dict(choices + extra)
        self.kind = asked if asked in known else own if own in known else DEFAULT_KIND
        self.initial["type"] = self.kind
        if "type" not in self.fields:  # read only
            return
        self.fields["type"].choices = choices + extra
        self._show_boxes_of_kind()
        if "key" in self.fields:
            self.fields["key"].required = False
            # In people's words, in clean_key.
            self.fields["key"].validators = [
                each for each in self.fields["key"].validators if each is not validate_slug
            ]
            self.fields["key"].help_text = (
                _("May be changed as long as no page cites it: editors write it, as in [@himelstein2017].")
                if self.instance.pk
                else _("Leave empty to have one made from author and year. Editors write it, as in [@himelstein2017].")
            )

    def _show_boxes_of_kind(self) -> None:
        kind = form_of(self.kind)
        self.shown = [BOX_OF[field] for field in kind.boxes]
        needed = {BOX_OF[name] for field in kind.needs for name in field.split("|")}
        for field, box in BOX_OF.items():
            if field == "type":
                continue
            label = label_of(field, self.kind)
            self.fields[box].label = (
                _("%(box)s (recommended)") % {"box": label} if box in needed and box != "title" else label
            )
            if box not in self.shown:
                self.fields[box].widget = forms.HiddenInput()
        self.kept = [box for box in BOX_OF.values() if box != "type" and box not in self.shown and self[box].value()]

    def is_valid(self) -> bool:
        return super().is_valid() and not self.only_shown_again

    @property
    def only_shown_again(self) -> bool:
        return self.is_bound and any(button in self.data for button in (CHANGE_TYPE, BETTER_TITLE, BETTER_NAMES))

    def full_clean(self):
        """Another type was chosen: nothing is judged yet."""
        if self.only_shown_again:
            self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}
            return
        super().full_clean()

    def _with_number(self, column: str, value: str) -> Reference | None:
        """Another reference that has this number, itself or by way of a record that was merged into it."""
        row = Reference.objects.filter(**{column: value}).select_related("merged_into").first()
        found = row.stands_for if row is not None else None
        return None if found is None or found.pk == self.instance.pk else found

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        if key and "key" in self.changed_data:
            if reason := why_no_key(key):
                raise forms.ValidationError(reason)
            key = key.lower()
        return key

    def clean(self):
        cleaned = super().clean()
        boxes = {box: cleaned[box] for box in BOX_OF.values() if box in cleaned}
        self.record = record_from_boxes(boxes, self.stored)
        checked = csl.clean(self.record)
        for problem in checked.problems:
            box = BOX_OF.get(problem.field)
            as_typed = isinstance(checked.csl.get(problem.field), dict) and "literal" in checked.csl[problem.field]
            if problem.fatal or (box in self.changed_data and not as_typed):
                if box not in self.errors:
                    words = _("%(fault)s Correct it, or leave the box empty.") % {"fault": problem.fault}
                    self.add_error(box if box in self.fields else None, problem.message if problem.fatal else words)
            else:
                self.notes.append(problem.message)
        for column, value in (
            ("doi", checked.csl.get("DOI", "").lower()),
            ("pmid", checked.csl.get("PMID")),
            ("pmcid", checked.csl.get("PMCID")),
        ):
            same = self._with_number(column, value) if value else None
            if same is not None:
                words = _("The library has this already: %(reference)s") % {"reference": same}
                self.add_error(column, words)
        changes_key = self.instance.pk and "key" in self.changed_data and cleaned.get("key")
        if changes_key and (reason := why_key_stays(self.instance)):
            self.add_error("key", reason)
        if cleaned.get("superseded_by") and cleaned.get("status") not in ("superseded", "concern", "retracted"):
            self.add_error("status", _("Choose “superseded” when another reference replaces this one."))
        return cleaned
