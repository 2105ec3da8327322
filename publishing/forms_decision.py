"""The form of a clinician's decision: who they are, what they say of single blocks, what they decide."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.actions import Remark
from publishing.blocks import Block
from publishing.models import SignOff

REMARK = re.compile(r"(?:comment|proposed)_([1-9][0-9]{0,4})")
LONGEST = 5_000


@dataclass(frozen=True)
class RemarkRow:
    """One block with the two boxes for what is said of it. `block` is None when the page lost it meanwhile."""

    position: int
    block: Block | None
    comment: forms.BoundField
    proposed: forms.BoundField

    @property
    def is_used(self) -> bool:
        return bool(self.comment.value() or self.proposed.value())


class DecisionForm(forms.Form):
    """A clinician's decision on exactly what was on their screen (`seen_hash`).

    `clinician` is a user or a reviewer of the register; what is known of them is shown and confirmed, and only the fields
    named in `mends` ("name", "role", "credentials") may be changed here. Conflicts of interest are stated as of today.
    """

    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    comment = forms.CharField(
        label=_("What should change, or a note for the record"),
        help_text=_("Needed when you ask for changes and said nothing of a single part. Patients do not see it."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )
    name = forms.CharField(label=_("Your name"), max_length=150)
    role = forms.CharField(label=_("Your role"), max_length=150)
    credentials = forms.CharField(label=_("Your credentials"), max_length=100)
    conflict_of_interest = forms.CharField(
        label=_("Conflicts of interest"),
        help_text=_("Payments, shares or posts that a reader should know about. Leave empty if there are none."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
    )
    confirmed = forms.BooleanField(
        label=_("My name, role and credentials are right, and I have stated every conflict of interest.")
    )
    decision = forms.ChoiceField(choices=SignOff.Decision.choices, widget=forms.HiddenInput)

    def __init__(self, data=None, *, clinician, blocks: list[Block], mends: Collection[str] = (), **kwargs):
        initial = {
            "name": clinician.get_display_name(),
            "role": clinician.role,
            "credentials": clinician.credentials,
            "conflict_of_interest": clinician.conflicts_of_interest,
        }
        super().__init__(data, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for name in {"name", "role", "credentials"} - {*mends}:
            del self.fields[name]
        self.blocks = {block.position: block for block in blocks}
        for position in self._positions():
            for name, label in (("comment", _("Your comment")), ("proposed", _("Words you propose instead"))):
                self.fields[f"{name}_{position}"] = forms.CharField(
                    label=label, required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 3})
                )

    def _positions(self) -> list[int]:
        """Every block of the page, and those of the page as it was that something was typed about: no word is lost."""
        sent = [int(found[1]) for name in self.data if (found := REMARK.fullmatch(name)) and self.data[name].strip()]
        return sorted({*self.blocks, *sent[: len(self.blocks) + 100]})

    def rows(self) -> list[RemarkRow]:
        return [
            RemarkRow(position, self.blocks.get(position), self[f"comment_{position}"], self[f"proposed_{position}"])
            for position in self._positions()
        ]

    def about_the_clinician(self) -> list[forms.BoundField]:
        """The fields that say who decides, as far as they may be changed here."""
        names = ("name", "role", "credentials", "conflict_of_interest")
        return [self[name] for name in names if name in self.fields]

    def show_again_for(self, content_hash: str) -> None:
        """What is shown now is what the next decision is about."""
        self.data = self.data.copy()
        self.data["seen_hash"] = content_hash

    def answers(self) -> dict:
        """What sign_off is told."""
        told = {name: value for name, value in self.cleaned_data.items() if not REMARK.fullmatch(name)}
        del told["confirmed"]
        remarks = [
            Remark(position, self.cleaned_data[f"comment_{position}"], self.cleaned_data[f"proposed_{position}"])
            for position in self._positions()
        ]
        return told | {"block_comments": [each for each in remarks if each.comment or each.proposed]}
