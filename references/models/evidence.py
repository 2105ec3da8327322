"""What kind of evidence a reference is, and what else a reader may want to know of it: typed by a librarian."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceType(models.TextChoices):
    """What kind of source it is, the strongest designs first."""

    GUIDELINE = "guideline", _("guideline")
    SYSTEMATIC_REVIEW = "systematic-review", _("systematic review")
    RANDOMISED_TRIAL = "randomised-trial", _("randomised trial")
    COHORT = "cohort", _("cohort study")
    CASE_CONTROL = "case-control", _("case-control study")
    CASE_SERIES = "case-series", _("case series or report")
    NARRATIVE_REVIEW = "narrative-review", _("review article")
    EXPERT_OPINION = "expert-opinion", _("expert opinion")
    DRUG_LABEL = "drug-label", _("drug label")
    PATIENT_INFORMATION = "patient-information", _("patient information")
    OTHER = "other", _("other")


class EvidenceLevel(models.TextChoices):
    """Levels of evidence, Oxford Centre for Evidence-Based Medicine 2011."""

    ONE = "1", _("level 1 (strongest)")
    TWO = "2", _("level 2")
    THREE = "3", _("level 3")
    FOUR = "4", _("level 4")
    FIVE = "5", _("level 5 (weakest)")


class Evidence(models.Model):
    """The columns of Reference that no record of another program brings: no import ever overwrites them, and only a record
    that a library like ours exported, and that is new here, comes with them."""

    EVIDENCE = (
        "evidence_type",
        "evidence_level",
        "funding",
        "conflicts_of_interest",
        "archive_url",
        "abstract_shown",
        "abstract_licence",
    )

    evidence_type = models.CharField(_("type of evidence"), max_length=20, choices=EvidenceType.choices, blank=True)
    evidence_level = models.CharField(
        _("level of evidence"),
        max_length=1,
        choices=EvidenceLevel.choices,
        blank=True,
        help_text=_("Oxford Centre for Evidence-Based Medicine, 2011. Leave empty when nobody judged it."),
    )
    funding = models.CharField(
        _("who paid for it"), max_length=500, blank=True, help_text=_("As the source says. Readers see it.")
    )
    conflicts_of_interest = models.CharField(
        _("conflicts of interest of its authors"),
        max_length=500,
        blank=True,
        help_text=_("As the source says. Readers see it."),
    )
    archive_url = models.CharField(
        _("archived copy"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["https"], message=_("Write an address that begins with https://."))],
        help_text=_("For a web page, in case it changes or goes: an address such as https://web.archive.org/…"),
    )
    abstract_shown = models.BooleanField(
        _("readers may see the abstract"),
        default=False,
        help_text=_("Only when its licence allows it. Abstracts belong to their publishers unless one says otherwise."),
    )
    abstract_licence = models.CharField(
        _("licence of the abstract"), max_length=100, blank=True, help_text=_("For example CC BY 4.0.")
    )

    class Meta:
        abstract = True

    def judged(self) -> dict[str, str | bool]:
        """What a librarian said of it, by column; what nobody said is left out."""
        return {name: value for name in self.EVIDENCE if (value := getattr(self, name))}

    def take_judged(self, judged: Mapping[str, object]) -> list[str]:
        """Take over what another library's librarian said, unsaved. Returns the columns whose value cannot be used."""
        unusable = []
        for name in self.EVIDENCE:
            if name not in judged:
                continue
            try:
                setattr(self, name, self._meta.get_field(name).clean(judged[name], self))
            except ValidationError:
                unusable.append(name)
        if self.abstract_shown and not self.abstract_licence:
            self.abstract_shown = False
            unusable.append("abstract_shown")
        return unusable
