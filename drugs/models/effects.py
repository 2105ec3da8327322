"""Side effects and precautions, of one drug or of a class."""

from django.conf import settings
from django.core.validators import validate_slug
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.fields import WordsField, words_in
from references.models import Reference


class Band(models.TextChoices):
    """How common a side effect is, in the bands of product labels. Empty when no number is known."""

    VERY_COMMON = "very-common", _("very common (more than 1 in 10)")
    COMMON = "common", _("common (up to 1 in 10)")
    UNCOMMON = "uncommon", _("uncommon (up to 1 in 100)")
    RARE = "rare", _("rare (up to 1 in 1,000)")
    VERY_RARE = "very-rare", _("very rare (up to 1 in 10,000)")
    NOT_KNOWN = "not-known", _("how common it is cannot be said")


class Severity(models.TextChoices):
    """What a precaution asks of the reader."""

    AVOID = "avoid", _("do not take it")
    ASK_FIRST = "ask-first", _("ask first")
    CAUTION = "caution", _("take care")


BELONGS = Q(drug__isnull=False, drug_class__isnull=True) | Q(drug__isnull=True, drug_class__isnull=False)


class OfDrugOrClass(models.Model):
    """A row of a drug's or a class's list; `key` is shared, so that the same effect of both is said once."""

    drug = models.ForeignKey(
        "drugs.Drug", verbose_name=_("drug"), null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    drug_class = models.ForeignKey(
        "drugs.DrugClass",
        verbose_name=_("class"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )
    key = models.CharField(
        _("key"),
        max_length=80,
        validators=[validate_slug],
        help_text=_("The same key on a drug and on its class means the same thing, said once."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    references = models.ManyToManyField(Reference, verbose_name=_("sources"), blank=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.key

    def reference_keys(self) -> list[str]:
        return sorted(reference.key for reference in self.references.all())


class SideEffect(OfDrugOrClass):
    """An unwanted effect: in plain words, how common it is, who is at risk, and what to do."""

    name = WordsField(_("plain name"))
    clinical_name = WordsField(_("clinical name"), blank=True)
    definition = WordsField(_("what it is"), blank=True)
    band = models.CharField(_("how common"), max_length=20, choices=Band.choices, blank=True)
    frequency = WordsField(_("how common, in words"), blank=True, help_text=_("Used instead of the band, when given."))
    serious = models.BooleanField(_("serious"), default=False)
    onset = WordsField(_("when it starts"), blank=True)
    duration = WordsField(_("how long it lasts"), blank=True)
    at_risk = WordsField(_("who is more at risk"), blank=True)
    prevention = WordsField(_("how to lower the risk"), blank=True)
    what_to_do = WordsField(_("what to do"), blank=True)
    call_now = WordsField(_("when to call now"), blank=True)

    WORDS = (
        "name",
        "clinical_name",
        "definition",
        "frequency",
        "onset",
        "duration",
        "at_risk",
        "prevention",
        "what_to_do",
        "call_now",
    )

    class Meta(OfDrugOrClass.Meta):
        verbose_name = _("side effect")
        verbose_name_plural = _("side effects")
        constraints = [
            models.CheckConstraint(condition=BELONGS, name="side_effect_belongs_to_drug_or_class"),
            models.UniqueConstraint(fields=["drug", "key"], name="one_side_effect_a_drug_and_key"),
            models.UniqueConstraint(fields=["drug_class", "key"], name="one_side_effect_a_class_and_key"),
        ]

    def __str__(self) -> str:
        return words_in(self.name, settings.LANGUAGE_CODE) or self.key

    def as_source(self) -> dict:
        words = {name: getattr(self, name) for name in self.WORDS}
        return {
            "key": self.key,
            "band": self.band,
            "serious": self.serious,
            "citations": self.reference_keys(),
            **words,
        }


class Precaution(OfDrugOrClass):
    """A condition that calls for care, and the advice for it."""

    condition = WordsField(_("condition"))
    advice = WordsField(_("advice"))
    severity = models.CharField(_("severity"), max_length=20, choices=Severity.choices, blank=True)

    class Meta(OfDrugOrClass.Meta):
        verbose_name = _("precaution")
        verbose_name_plural = _("precautions")
        constraints = [
            models.CheckConstraint(condition=BELONGS, name="precaution_belongs_to_drug_or_class"),
            models.UniqueConstraint(fields=["drug", "key"], name="one_precaution_a_drug_and_key"),
            models.UniqueConstraint(fields=["drug_class", "key"], name="one_precaution_a_class_and_key"),
        ]

    def __str__(self) -> str:
        return words_in(self.condition, settings.LANGUAGE_CODE) or self.key

    def as_source(self) -> dict:
        return {
            "key": self.key,
            "condition": self.condition,
            "advice": self.advice,
            "severity": self.severity,
            "citations": self.reference_keys(),
        }
