"""Products of a drug: its brands and formulations, each in the region where it is sold."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drugs.codes import code_problem
from drugs.models.checking import code_problems, refuse
from drugs.regions import REGION_CHOICES
from publishing.fields import LinesField, WordsField


class Prescription(models.TextChoices):
    PRESCRIPTION = "prescription", _("prescription only")
    OVER_THE_COUNTER = "over-the-counter", _("no prescription needed")


class Marketing(models.TextChoices):
    """Whether a product can still be had. Empty: not stated."""

    MARKETED = "marketed", _("sold now")
    DISCONTINUED = "discontinued", _("no longer made")


class ProductQuerySet(models.QuerySet):
    def claiming(self, brands: Iterable[str]) -> "ProductQuerySet":
        """Products with one of these brands, however they are capitalised."""
        return self.filter(reduce(or_, (Q(brand__iexact=brand) for brand in brands), Q(pk__in=())))


class Product(models.Model):
    """A brand or formulation of a drug. A biosimilar is a product of the same drug."""

    drug = models.ForeignKey("drugs.Drug", on_delete=models.CASCADE, related_name="products")
    brand = models.CharField(_("brand name"), max_length=100, blank=True)
    region = models.CharField(_("sold in"), max_length=2, choices=REGION_CHOICES, blank=True)
    nonproprietary_name = models.CharField(
        _("name without brand, with its suffix"),
        max_length=100,
        blank=True,
        help_text=_("For example “denosumab-bbdz”."),
    )
    biosimilar = models.BooleanField(_("biosimilar"), default=False)
    form = WordsField(_("form"), blank=True)
    strength = models.CharField(_("strength"), max_length=100, blank=True)
    prescription = models.CharField(_("prescription"), max_length=20, choices=Prescription.choices, blank=True)
    manufacturer = models.CharField(_("manufacturer"), max_length=200, blank=True)
    marketing_status = models.CharField(_("on the market"), max_length=20, choices=Marketing.choices, blank=True)
    rxnorm = models.CharField("RxNorm", max_length=20, blank=True)
    ndc = LinesField("NDC", help_text=_("One code a line, with its hyphens, such as 0078-0590-61."))
    spl_set_id = models.CharField(
        _("SPL set id"), max_length=36, blank=True, help_text=_("Names the label at DailyMed, whatever its version.")
    )
    spl_version = models.PositiveIntegerField(_("version of the label"), null=True, blank=True)
    label_date = models.DateField(_("date of the label"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    # What a snapshot says only when it is stated, so that a product without them is the same as before they existed.
    WHEN_STATED = (
        "region",
        "nonproprietary_name",
        "biosimilar",
        "manufacturer",
        "marketing_status",
        "ndc",
        "spl_set_id",
        "spl_version",
        "label_date",
    )

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["drug", "brand", "strength", "region"], name="one_product_a_brand_strength_and_region"
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.brand, self.strength) if part) or str(_("unnamed product"))

    def clean(self):
        refuse(self._problems())

    def _problems(self) -> Iterable[tuple[str, str]]:
        if not self.brand and not self.strength:
            yield "brand", gettext("Give a brand name or a strength.")
        yield from code_problems(self, "rxnorm", "spl_set_id")
        yield from (("ndc", code_problem("ndc", code)) for code in self.ndc)
        if self.biosimilar and not (self.brand or self.nonproprietary_name):
            yield "biosimilar", gettext("Name the biosimilar: its brand, or its name with the suffix.")
        if self.spl_version is not None and not self.spl_set_id:
            yield "spl_version", gettext("A version needs the SPL set id of its label.")

    def as_source(self) -> dict:
        stated = {name: getattr(self, name) for name in self.WHEN_STATED if getattr(self, name)}
        if self.label_date:
            stated["label_date"] = self.label_date.isoformat()
        return {
            "brand": self.brand,
            "form": self.form,
            "strength": self.strength,
            "prescription": self.prescription,
            "rxnorm": self.rxnorm,
            **stated,
        }


def brand_claim(product: Product) -> tuple[str, str]:
    """The name that a product lays claim to, and where; however its brand is capitalised and spaced."""
    return " ".join(product.brand.casefold().split()), product.region


def where_sold(product: Product) -> str:
    """The region of a product for a sentence about it."""
    return str(product.get_region_display() or gettext("no region stated"))


def claim_problems(products: Iterable[Product], *, drug) -> list[str]:
    """For each product that a drug is about to have: a sentence when its brand belongs to another drug where it is sold, or
    stands with other letters in a product above it, else "". A brand without a region belongs to its drug everywhere. Several
    strengths of one brand are fine. One query for all."""
    rows = list(products)
    brands = {row.brand.strip() for row in rows if row.brand.strip()}
    others = Product.objects.claiming(brands).exclude(drug=drug.pk).select_related("drug") if brands else ()
    taken: dict[str, list[Product]] = {}
    for other in others:
        taken.setdefault(brand_claim(other)[0], []).append(other)
    above: dict[tuple[str, str], Product] = {}
    return [_claim_problem(row, taken, above.setdefault(brand_claim(row), row)) for row in rows]


def _claim_problem(row: Product, taken: dict[str, list[Product]], first: Product) -> str:
    if not row.brand.strip():
        return ""
    said = {"brand": row.brand, "region": where_sold(row)}
    theirs = [each for each in taken.get(brand_claim(row)[0], ()) if regions_meet(each.region, row.region)]
    if theirs:
        other = next((each for each in theirs if each.region == row.region), theirs[0])
        said |= {"drug": other.drug.title, "product": other, "region": where_sold(other)}
        if other.region == row.region:
            return (
                gettext(
                    "“%(brand)s” is a brand of %(drug)s already: %(product)s (%(region)s). A brand belongs to one drug in a "
                    "region. Write another brand or region here, or change it there."
                )
                % said
            )
        return (
            gettext(
                "“%(brand)s” is a brand of %(drug)s already: %(product)s (%(region)s). Without a region a brand belongs to its "
                "drug everywhere: write another brand here, or state the regions of both."
            )
            % said
        )
    if row.brand != first.brand:
        return gettext(
            "“%(brand)s” is the brand of another product of this drug: %(product)s (%(region)s). If it is another strength "
            "of that brand, write “%(same)s” here too; if it is the same product, delete one of them."
        ) % {**said, "product": first, "same": first.brand}
    return ""


def regions_meet(one: str, other: str) -> bool:
    """Whether a brand of both is one brand: in the same region, or where one of them is stated for none."""
    return one == other or not one or not other
