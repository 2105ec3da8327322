"""The form of a reference: a librarian adds one without ever seeing JSON."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from references import csl
from references.models import Reference
from references.record_forms import DATE_BOXES, TEXT_BOXES, boxes_from_record, record_from_boxes

TYPES = {
    "article-journal": _("Journal article"),
    "report": _("Report or guideline"),
    "book": _("Book"),
    "chapter": _("Chapter of a book"),
    "webpage": _("Web page"),
    "thesis": _("Thesis"),
    "dataset": _("Data set"),
    "paper-conference": _("Conference paper"),
    "legislation": _("Law or regulation"),
    "document": _("Other"),
}
# Which box a problem of a CSL field belongs to.
BOX_OF = {field: box for box, field in (TEXT_BOXES | DATE_BOXES).items()} | {"author": "authors"}


def _text(**kwargs) -> forms.CharField:
    return forms.CharField(widget=AdminTextInputWidget, max_length=2_000, **{"required": False, **kwargs})


class ReferenceForm(forms.ModelForm):
    """`record`, after cleaning: the CSL-JSON to save. `notes`: what was left out or changed on the way, to be told."""

    type = forms.ChoiceField(label=_("Type"), choices=())
    title = forms.CharField(label=_("Title"), widget=AdminTextareaWidget({"rows": 2}), max_length=1_000)
    authors = forms.CharField(
        label=_("Authors"),
        help_text=_(
            "One a line: “Himelstein, Andrew L.” for a person, “World Health Organization” for an organisation."
        ),
        widget=AdminTextareaWidget({"rows": 6}),
        required=False,
    )
    container_title = _text(label=_("Journal, book or site"))
    issued = _text(label=_("Published"), help_text=_("2017, 2017-01 or 2017-01-03."))
    volume = _text(label=_("Volume"))
    issue = _text(label=_("Issue"))
    page = _text(label=_("Pages"), help_text=_("For example 48-58."))
    doi = _text(label="DOI")
    pmid = _text(label="PMID")
    publisher = _text(label=_("Publisher"))
    publisher_place = _text(label=_("Place"))
    url = _text(label=_("Web address"))
    accessed = _text(label=_("Accessed"), help_text=_("For web pages: 2026-03-03."))

    class Meta:
        model = Reference
        fields = ("key", "status", "superseded_by")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.record: dict = {}
        self.notes: list[str] = []
        stored = self.instance.csl or {}
        if self.instance.pk is not None:
            # Over what the columns say: they were made from the record, and read differently ("Alcorn S, …").
            self.initial.update(boxes_from_record(stored))
        if "type" in self.fields:
            own = stored.get("type")
            extra = [] if own in TYPES or not own else [(own, own)]
            self.fields["type"].choices = [*TYPES.items(), *extra]
        if "key" in self.fields:
            self.fields["key"].required = False
            self.fields["key"].help_text = _("Leave empty to have one made from author and year. Never changes.")

    def clean(self):
        cleaned = super().clean()
        self.record = record_from_boxes(cleaned, self.instance.csl or {})
        checked = csl.clean(self.record)
        for problem in checked.problems:
            box = BOX_OF.get(problem.field)
            if problem.fatal or box in self.changed_data:
                if box not in self.errors:
                    self.add_error(box if box in self.fields else None, problem.message)
            else:
                self.notes.append(problem.message)
        for box, column, value in (
            ("doi", "doi", checked.csl.get("DOI", "").lower()),
            ("pmid", "pmid", checked.csl.get("PMID")),
        ):
            same = Reference.objects.filter(**{column: value}).exclude(pk=self.instance.pk).first() if value else None
            if same is not None:
                words = _("The library has this already: %(reference)s") % {"reference": same}
                self.add_error(box, words)
        if cleaned.get("superseded_by") and cleaned.get("status") != "superseded":
            self.add_error("status", _("Choose “superseded” when another reference replaces this one."))
        return cleaned
