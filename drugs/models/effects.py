"""Side effects and precautions, of one drug or of a class; the vocabulary that side effects are named from; notes for care."""

from django.conf import settings
from django.core.validators import validate_slug
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drugs.frequencies import frequency_problems
from drugs.models.checking import code_problems, refuse
from publishing.fields import WordsField, words_in
from publishing.models import Page
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
    """A row of a drug's or a class's list. Its `key` is shared, so that what both state is said once."""

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
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    references = models.ManyToManyField(Reference, verbose_name=_("sources"), blank=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def reference_keys(self) -> list[str]:
        return sorted(reference.key for reference in self.references.all())


class Effect(models.Model):
    """An unwanted effect by its names: one vocabulary for all drugs and classes, so that each is called the same everywhere.

    `synonyms` holds several in each language, one a line.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True)
    name = WordsField(_("plain name"))
    clinical_name = WordsField(_("clinical name"), blank=True)
    synonyms = WordsField(_("also called"), blank=True, rows=2, help_text=_("Other words for it, one a line."))
    definition = WordsField(_("what it is"), blank=True)
    snomed = models.CharField("SNOMED CT", max_length=20, blank=True)

    # Every snapshot of a side effect says these; the others only when they are stated, as before they existed.
    NAMES = ("name", "clinical_name", "definition")

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        ordering = ["key"]

    def __str__(self) -> str:
        return words_in(self.name, settings.LANGUAGE_CODE) or self.key

    def clean(self):
        refuse(code_problems(self, "snomed"))

    def sheets_using(self) -> QuerySet[Page]:
        """The drugs and classes that state it."""
        stated = self.stated.all()
        drugs, classes = stated.filter(drug__isnull=False), stated.filter(drug_class__isnull=False)
        return Page.objects.filter(Q(pk__in=drugs.values("drug")) | Q(pk__in=classes.values("drug_class")))

    def as_source(self) -> dict:
        said = {"key": self.key, **{name: getattr(self, name) for name in self.NAMES}}
        if self.synonyms:
            said["synonyms"] = {language: words.split("\n") for language, words in self.synonyms.items()}
        return said | ({"snomed": self.snomed} if self.snomed else {})


class SideEffect(OfDrugOrClass):
    """An unwanted effect of a drug or class: how common it is, who is at risk, and what to do. Its names are the vocabulary's."""

    effect = models.ForeignKey(
        Effect,
        verbose_name=_("effect"),
        on_delete=models.PROTECT,
        related_name="stated",
        help_text=_("From the vocabulary."),
    )
    band = models.CharField(_("how common"), max_length=20, choices=Band.choices, blank=True)
    affected = models.PositiveIntegerField(_("people who have it"), null=True, blank=True)
    out_of = models.PositiveIntegerField(_("out of"), null=True, blank=True)
    frequency = WordsField(_("how common, in words"), blank=True, help_text=_("Used instead of the band, when given."))
    serious = models.BooleanField(_("serious"), default=False)
    onset = WordsField(_("when it starts"), blank=True)
    duration = WordsField(_("how long it lasts"), blank=True)
    at_risk = WordsField(_("who is more at risk"), blank=True)
    prevention = WordsField(_("how to lower the risk"), blank=True)
    what_to_do = WordsField(_("what to do"), blank=True)
    call_now = WordsField(_("when to call now"), blank=True)

    WORDS = ("frequency", "onset", "duration", "at_risk", "prevention", "what_to_do", "call_now")

    class Meta(OfDrugOrClass.Meta):
        verbose_name = _("side effect")
        verbose_name_plural = _("side effects")
        constraints = [
            models.CheckConstraint(condition=BELONGS, name="side_effect_belongs_to_drug_or_class"),
            models.UniqueConstraint(fields=["drug", "effect"], name="one_side_effect_a_drug_and_effect"),
            models.UniqueConstraint(fields=["drug_class", "effect"], name="one_side_effect_a_class_and_effect"),
        ]

    def __str__(self) -> str:
        return str(self.effect)

    def clean(self):
        refuse(frequency_problems(self.affected, self.out_of, self.band))

    @property
    def key(self) -> str:
        return self.effect.key

    def as_source(self) -> dict:
        words = {name: getattr(self, name) for name in self.WORDS}
        numbers = {"affected": self.affected, "out_of": self.out_of} if self.affected and self.out_of else {}
        return {
            **self.effect.as_source(),
            "band": self.band,
            "serious": self.serious,
            "citations": self.reference_keys(),
            **numbers,
            **words,
        }


class Precaution(OfDrugOrClass):
    """A condition that calls for care, and the advice for it."""

    key = models.CharField(
        _("key"),
        max_length=80,
        validators=[validate_slug],
        help_text=_("The same key on a drug and on its class means the same thing, said once."),
    )
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


class NoteKind(models.TextChoices):
    """What a note for care is about."""

    KIDNEY = "kidney", _("kidneys and dose")
    MONITORING = "monitoring", _("what is checked during treatment")
    SUPPLEMENTS = "supplements", _("supplements given with it")


class CareNote(models.Model):
    """What goes with a treatment: the dose for weak kidneys, what is checked, what is given with it."""

    drug = models.ForeignKey("drugs.Drug", on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("about"), max_length=20, choices=NoteKind.choices)
    words = WordsField(_("what patients read"), rows=2)
    references = models.ManyToManyField(Reference, verbose_name=_("sources"), blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("note for care")
        verbose_name_plural = _("notes for care")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    def as_source(self) -> dict:
        return {
            "kind": self.kind,
            "words": self.words,
            "citations": sorted(reference.key for reference in self.references.all()),
        }
