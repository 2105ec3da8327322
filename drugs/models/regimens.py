"""The regimens in which a drug is given, and what for. Route and timing belong here, never to the drug: Zometa every
12 weeks and Reclast once a year share an ingredient and nothing else."""

from collections.abc import Iterable

from django.core.validators import validate_slug
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drugs import doses, timing
from drugs.magnitude import Stated
from drugs.models.checking import code_problems, refuse
from drugs.models.products import Product
from drugs.routes import ROUTE_CHOICES
from publishing.fields import WordsField
from publishing.models import Page
from references.models import Reference

NUMBER = {"max_digits": 12, "decimal_places": 4, "null": True, "blank": True}
PERIOD_UNITS = [("h", _("hours")), ("d", _("days")), ("wk", _("weeks")), ("mo", _("months")), ("a", _("years"))]


def plain_number(value) -> str | None:
    """A decimal as it is said: 4, not 4.0000; None stays None."""
    return None if value is None else format(value.normalize(), "f")


class Indication(models.Model):
    """What a regimen is for, such as bone metastases; its codes are for machines."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    name = WordsField(_("name"))
    icd10cm = models.CharField("ICD-10-CM", max_length=20, blank=True)
    snomed = models.CharField("SNOMED CT", max_length=20, blank=True)

    class Meta:
        verbose_name = _("indication")
        verbose_name_plural = _("indications")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name.get("en") or self.key

    def clean(self):
        refuse(code_problems(self, "icd10cm", "snomed"))

    def sheets_using(self) -> QuerySet[Page]:
        """The drugs that are given for it."""
        return Page.objects.filter(pk__in=self.regimen_set.values("drug"))


class Regimen(models.Model):
    """How a drug is given for one condition: route, dose and timing, each with its source.

    Timing has the fields of FHIR Timing.repeat: `frequency` (to `frequency_max`) times in each `period` (to `period_max`)
    of `period_unit`.
    """

    drug = models.ForeignKey("drugs.Drug", on_delete=models.CASCADE, related_name="regimens")
    key = models.CharField(
        _("key"),
        max_length=80,
        validators=[validate_slug],
        help_text=_("For example “every-4-weeks”; pages choose by it."),
    )
    product = models.ForeignKey(Product, verbose_name=_("product"), null=True, blank=True, on_delete=models.SET_NULL)
    indication = models.ForeignKey(
        Indication, verbose_name=_("for which condition"), null=True, blank=True, on_delete=models.PROTECT
    )
    route = models.CharField(_("how it is given"), max_length=20, choices=ROUTE_CHOICES, blank=True)
    dose_value = models.DecimalField(_("dose"), **NUMBER)
    dose_value_max = models.DecimalField(_("dose, up to"), **NUMBER)
    dose_unit = models.CharField(_("unit"), max_length=20, blank=True)
    frequency = models.PositiveSmallIntegerField(_("times"), null=True, blank=True)
    frequency_max = models.PositiveSmallIntegerField(_("times, up to"), null=True, blank=True)
    period = models.DecimalField(_("in each"), **NUMBER)
    period_max = models.DecimalField(_("up to"), **NUMBER)
    period_unit = models.CharField(_("unit of time"), max_length=2, choices=PERIOD_UNITS, blank=True)
    as_needed = models.BooleanField(_("as needed"), default=False)
    duration = WordsField(_("for how long"), blank=True)
    population = WordsField(_("who it is for"), blank=True)
    infusion_time = WordsField(_("how long an infusion takes"), blank=True)
    max_daily_value = models.DecimalField(_("most in one day"), **NUMBER)
    max_daily_unit = models.CharField(_("unit of the most in one day"), max_length=20, blank=True)
    confirmed_dose = models.CharField(
        _("unusual dose confirmed"), max_length=200, blank=True, editable=False
    )  # the exact words of the dose that a person confirmed in spite of its magnitude
    dose_references = models.ManyToManyField(
        Reference, verbose_name=_("sources of the dose"), blank=True, related_name="+"
    )
    timing_references = models.ManyToManyField(
        Reference, verbose_name=_("sources of the timing"), blank=True, related_name="+"
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("regimen")
        verbose_name_plural = _("regimens")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["drug", "key"], name="one_regimen_a_drug_and_key")]

    def __str__(self) -> str:
        return self.key

    @property
    def timing(self) -> timing.Timing:
        return timing.Timing(
            frequency=self.frequency,
            frequency_max=self.frequency_max,
            period=self.period,
            period_max=self.period_max,
            period_unit=self.period_unit,
            as_needed=self.as_needed,
        )

    @property
    def dose(self) -> doses.Dose | None:
        """The dose of one time; None when it is not stated."""
        if self.dose_value is None:
            return None
        return doses.Dose(self.dose_value, self.dose_value_max, self.dose_unit)

    @property
    def most_in_a_day(self) -> doses.Dose | None:
        return None if self.max_daily_value is None else doses.Dose(self.max_daily_value, None, self.max_daily_unit)

    @property
    def stated(self) -> Stated:
        """What magnitudes are judged by."""
        return Stated(self.dose, self.confirmed_dose, self.route, self.timing, self.most_in_a_day)

    def clean(self):
        refuse([*timing.problems_by_field(self.timing), *self._dose_problems(), *self._daily_problems()])

    def _dose_problems(self) -> Iterable[tuple[str, str]]:
        if self.dose is not None:
            yield from ((f"dose_{field}", sentence) for field, sentence in doses.problems_by_field(self.dose))
        elif self.dose_unit or self.dose_value_max is not None:
            yield "dose_value", gettext("The dose needs a number.")
        if self.product_id and self.drug_id and self.product.drug_id != self.drug_id:
            yield "product", gettext("The product belongs to another drug.")

    def _daily_problems(self) -> Iterable[tuple[str, str]]:
        if self.max_daily_value is None:
            if self.max_daily_unit:
                yield "max_daily_value", gettext("The most in one day needs a number.")
            return
        most = self.most_in_a_day
        wrong = doses.problems_by_field(most)
        yield from ((f"max_daily_{field}", sentence) for field, sentence in wrong)
        if not wrong and self.dose is not None and not doses.problems(self.dose) and doses.is_less(most, self.dose):
            yield "max_daily_value", gettext("The most in one day is less than one dose.")

    def as_source(self) -> dict:
        indication = self.indication
        return {
            "key": self.key,
            "brand": self.product.brand if self.product else "",
            "indication_key": indication.key if indication else "",
            "indication": indication.name if indication else {},
            "route": self.route,
            "dose": {
                "value": plain_number(self.dose_value),
                "value_max": plain_number(self.dose_value_max),
                "unit": self.dose_unit,
            },
            "timing": {
                "frequency": self.frequency,
                "frequencyMax": self.frequency_max,
                "period": plain_number(self.period),
                "periodMax": plain_number(self.period_max),
                "periodUnit": self.period_unit,
                "asNeeded": self.as_needed,
            },
            "duration": self.duration,
            **self._when_stated(),
            "dose_citations": sorted(reference.key for reference in self.dose_references.all()),
            "timing_citations": sorted(reference.key for reference in self.timing_references.all()),
            "checked_on": self.checked_on.isoformat() if self.checked_on else None,
        }

    def _when_stated(self) -> dict:
        """What a snapshot says only when it is stated, so that regimens without them are the same as before they existed."""
        said = {name: getattr(self, name) for name in ("population", "infusion_time", "confirmed_dose")}
        if self.max_daily_value is not None:
            said["max_daily"] = {"value": plain_number(self.max_daily_value), "unit": self.max_daily_unit}
        return {name: value for name, value in said.items() if value}
