"""The form of a clinician's decision: who they are, what they say of single blocks, what they decide."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.actions import Remark
from publishing.blocks import Block, is_untouched
from publishing.forms_despite import DespiteForm
from publishing.models import SignOff

REMARK = re.compile(r"(?:comment|proposed)_([0-9a-f]{12}(?:-[1-9][0-9]{0,4})?)")
LONGEST = 5_000
TALLEST_BOX = 12
LETTERS_A_LINE = 50


@dataclass(frozen=True)
class RemarkRow:
    """One block with the two boxes for what is said of it. `block` is None when the page lost it meanwhile. The box for other
    words starts with the block's own; a box that still says them proposes nothing."""

    key: str
    block: Block | None
    comment: forms.BoundField
    proposed: forms.BoundField

    @property
    def is_used(self) -> bool:
        return bool(self.comment.value() or self.comment.errors or self.proposed.errors) or not is_untouched(
            self.key, self.proposed.value() or ""
        )


class DecisionForm(DespiteForm):
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
    decision = forms.ChoiceField(
        choices=SignOff.Decision.choices,
        widget=forms.HiddenInput,
        error_messages={"required": _("Press the button for what you decide: approve, or ask for changes.")},
    )

    def __init__(self, data=None, *, clinician, blocks: list[Block], wishes=(), mends: Collection[str] = (), **kwargs):
        initial = {
            "name": clinician.get_display_name(),
            "role": clinician.role,
            "credentials": clinician.credentials,
            "conflict_of_interest": clinician.conflicts_of_interest,
        }
        super().__init__(data, wishes=wishes, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for name in {"name", "role", "credentials"} - {*mends}:
            del self.fields[name]
        self.blocks = {block.key: block for block in blocks}
        for key in self._keys():
            words = self.blocks[key].text if key in self.blocks else ""
            self.fields[f"comment_{key}"] = forms.CharField(
                label=_("Your comment"), required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 2})
            )
            self.fields[f"proposed_{key}"] = forms.CharField(
                label=_("These words, as you would put them"),
                required=False,
                # A block may be longer than what anybody types.
                max_length=LONGEST + len(words),
                initial=words,
                widget=forms.Textarea({"rows": _lines_of(words)}),
            )

    def _keys(self) -> list[str]:
        """Every block of the page, and those of the page as it was that something was typed about: no word is lost."""
        sent = dict.fromkeys(
            found[1]
            for name in self.data
            if (found := REMARK.fullmatch(name))
            and self.data[name].strip()
            and not (name.startswith("proposed_") and is_untouched(found[1], self.data[name]))
        )
        gone = [key for key in sent if key not in self.blocks]
        return [*self.blocks, *gone[: len(self.blocks) + 100]]

    def rows(self) -> list[RemarkRow]:
        return [
            RemarkRow(key, self.blocks.get(key), self[f"comment_{key}"], self[f"proposed_{key}"])
            for key in self._keys()
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen_hash") == self.initial.get("seen_hash"):
            # Otherwise the decision is about another text, and is refused as a whole.
            self._check_remarks(cleaned)
        if cleaned.get("decision") == SignOff.Decision.APPROVE:
            self.check_despite()
        return cleaned

    def _check_remarks(self, cleaned) -> None:
        for key in self._keys():
            said, sent = cleaned.get(f"comment_{key}", ""), f"proposed_{key}" in self.data
            if key not in self.blocks:
                words = _(
                    "This part is no longer on the page. Say it of another part or of the whole page, and empty this box."
                )
                self.add_error(f"comment_{key}" if said else f"proposed_{key}", words)
            elif sent and not said and not cleaned.get(f"proposed_{key}", "x"):
                words = _(
                    "This box is empty. Should the part go? Say so in your comment. If not, put its words back: they stand above."
                )
                self.add_error(f"proposed_{key}", words)

    def about_the_clinician(self) -> list[forms.BoundField]:
        """The fields that say who decides, as far as they may be changed here."""
        names = ("name", "role", "credentials", "conflict_of_interest")
        return [self[name] for name in names if name in self.fields]

    def show_again_for(self, content_hash: str) -> None:
        """What is shown now is what the next decision is about."""
        self.data = self.data.copy()
        self.data["seen_hash"] = content_hash
        self.show_wishes_again()

    def answers(self) -> dict:
        """What sign_off is told."""
        left_out = {"confirmed", *self.DESPITE}
        told = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in left_out and not REMARK.fullmatch(name)
        }
        remarks = [
            Remark(block.position, self.cleaned_data[f"comment_{key}"], self._proposed(key))
            for key, block in self.blocks.items()
        ]
        said = [each for each in remarks if each.comment or each.proposed]
        return told | {"block_comments": said} | self.despite_answers()

    def _proposed(self, key: str) -> str:
        words = self.cleaned_data[f"proposed_{key}"]
        return "" if is_untouched(key, words) else words


def _lines_of(words: str) -> int:
    lines = sum(1 + len(line) // LETTERS_A_LINE for line in words.splitlines())
    return min(max(2, lines), TALLEST_BOX)
