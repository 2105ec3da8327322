"""The forms in which reviews are recorded: of one page, or of several pages of one sitting."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Reviewer
from publishing import attachments as files
from publishing.checklist import QUESTIONS
from publishing.forms import clinicians
from publishing.models import Review

COLLEAGUE, REGISTER = "user", "reviewer"


def who_may_decide() -> list:
    """Colleagues who may approve pages, and the reviewers' register, as grouped choices."""
    people = [(f"{COLLEAGUE}:{person.pk}", _label(person)) for person in clinicians()]
    others = Reviewer.objects.may_be_asked(on=timezone.localdate())
    register = [(f"{REGISTER}:{person.pk}", _label(person)) for person in others]
    groups = [(_("Colleagues with an account"), people), (_("Reviewers' register"), register)]
    return [("", "---------"), *(group for group in groups if group[1])]


def _label(person) -> str:
    return f"{person.get_display_name()}, {person.role}, {person.credentials}"


class ClinicianField(forms.ChoiceField):
    """One clinician, named as readers will see them. Gives {"decided_by": user} or {"reviewer": of the register}."""

    def __init__(self, **kwargs):
        super().__init__(choices=who_may_decide, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return {}
        kind, _colon, pk = value.partition(":")
        if kind == COLLEAGUE:
            return {"decided_by": clinicians().get(pk=pk)}
        return {"reviewer": Reviewer.objects.get(pk=pk)}


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class AttachmentsField(forms.FileField):
    """Up to five small files. Gives a list of (name, bytes); what kind they are is judged when they are kept."""

    def __init__(self, **kwargs):
        super().__init__(widget=SeveralFilesInput({"accept": ".pdf,.eml,.txt,.png,.jpg,.jpeg"}), **kwargs)

    def clean(self, data, initial=None):
        uploads = [super(AttachmentsField, self).clean(each, initial) for each in data or []]
        uploads = [upload for upload in uploads if upload]
        if len(uploads) > files.MOST_FILES:
            raise forms.ValidationError(_("Attach at most five files."))
        for upload in uploads:
            if upload.size > files.MOST_BYTES:
                raise forms.ValidationError(_("The file “%(name)s” is larger than 2 MB.") % {"name": upload.name})
        return [(upload.name, upload.read()) for upload in uploads]


class WhoDecidedForm(forms.Form):
    """Who decided and when, and how we know it when somebody else records it."""

    clinician = ClinicianField(label=_("Clinician who decided"))
    reviewed_on = forms.DateField(label=_("Reviewed on"), widget=AdminDateWidget)
    proof_of_decision = forms.CharField(
        label=_("The clinician's own words"),
        help_text=_(
            "Only when you record this for somebody else: copy what they wrote, or attach it below. They get a mail with a "
            "link to object, and the record says that you recorded it."
        ),
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 3}),
    )
    attachments = AttachmentsField(
        label=_("Their mail or signed form"),
        help_text=_("PDF, mail (.eml), plain text, PNG or JPEG. At most five files of 2 MB."),
        required=False,
    )

    def answers(self) -> dict:
        """What the verb is told."""
        answers = dict(self.cleaned_data)
        return answers.pop("clinician") | answers


class ReviewForm(forms.Form):
    """What one review says about one page."""

    scope = forms.ChoiceField(label=_("What was checked"), choices=Review.Scope.choices)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "---------"), *Review.Outcome.choices])
    checked = forms.MultipleChoiceField(
        label=_("Tick what was checked and found right"),
        choices=list(QUESTIONS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence_searched = forms.CharField(
        label=_("Evidence looked at"),
        help_text=_("Which guidelines or databases were searched, or what was compared."),
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 3}),
    )
    evidence_searched_on = forms.DateField(label=_("Searched on"), required=False, widget=AdminDateWidget)
    next_due_on = forms.DateField(
        label=_("Next review due"),
        help_text=_("Leave empty to use the interval of the page's risk tier."),
        required=False,
        widget=AdminDateWidget,
    )
    next_due_reason = forms.CharField(
        label=_("Why then"), help_text=_("Needed when you choose another day."), required=False, max_length=300
    )

    def clean(self):
        """Only what can be said at its field; the verb judges the rest."""
        cleaned = super().clean()
        stands = cleaned.get("outcome") in (Review.Outcome.NO_CHANGE, Review.Outcome.MINOR)
        if stands and "evidence_searched" in cleaned and not cleaned["evidence_searched"].strip():
            self.add_error("evidence_searched", _("Say which evidence was looked at for this page."))
        if stands and "evidence_searched_on" in cleaned and cleaned["evidence_searched_on"] is None:
            self.add_error("evidence_searched_on", _("Say on which day the evidence was searched."))
        return cleaned


class ReviewOnePageForm(WhoDecidedForm, ReviewForm):
    """A review of one page."""

    field_order = (
        "clinician", "reviewed_on", "scope", "outcome", "checked", "evidence_searched", "evidence_searched_on",
        "next_due_on", "next_due_reason", "proof_of_decision", "attachments",
    )  # fmt: skip


class ReviewRowForm(ReviewForm):
    """One page of a sitting. Without an outcome the page is left out; there is no tick that covers all pages."""

    page = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = False
        self.fields["outcome"].choices = [("", _("not reviewed now")), *Review.Outcome.choices]
        self.fields["scope"].required = False
        self.fields["evidence_searched"].widget.attrs["rows"] = 2

    def clean_scope(self):
        return self.cleaned_data["scope"] or Review.Scope.PAGE
