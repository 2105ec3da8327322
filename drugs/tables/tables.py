"""The tables: one a noun, with their columns in the order of the spreadsheet, those that name a row first.

Each is a Resource of django-import-export, which reads and writes its cells. None of them saves anything: what a file would
change is collected (see planning), and saved by the verbs of drugs.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource

from drugs.doses import UNITS
from drugs.models import CareNote, Drug, DrugClass, Effect, Indication, Precaution, Product, Regimen, SideEffect
from drugs.models.effects import Band, NoteKind, Severity
from drugs.models.products import Marketing, Prescription
from drugs.models.regimens import PERIOD_UNITS
from drugs.regions import REGIONS
from drugs.routes import ROUTES
from drugs.tables.cells import ChoiceCell, CodeCell, DayCell, FlagCell, LinesCell, NumberCell, WholeCell
from drugs.tables.columns import (
    Column,
    KeptColumn,
    KeysColumn,
    LinkColumn,
    NumberColumn,
    PositionColumn,
    ProductColumn,
    VersionColumn,
    words,
)
from publishing.models import RiskTier

Cells = dict[str, str]


class Table(Resource):
    """`name`: of the sheet and the file. `keys`: the columns that name a row. `kind`: what others call its rows by key."""

    name = ""
    kind = ""
    model: Any = None
    keys: Sequence[str] = ("key",)
    may_miss: Sequence[str] = ()
    related: Sequence[str] = ()
    fetched: Sequence[str] = ()
    ordered: Sequence[str] = ("key",)
    # While a file is read: the Plan that collects, the numbers of its rows, the row in hand and how that was before.
    plan: Any = None
    numbers: Sequence[int] = ()
    number = 0
    before: Cells

    class Meta:
        instance_loader_class = BaseInstanceLoader  # never asked: the plan finds the rows
        clean_model_instances = True
        use_transactions = False  # nothing is saved, so there is nothing to take back
        skip_diff = True  # the plan tells what changes, cell by cell
        report_skipped = False

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields = {column.name: column for column in self.columns()}

    @classmethod
    def columns(cls) -> list[Column]:
        raise NotImplementedError

    @classmethod
    def headings(cls) -> list[str]:
        return [column.name for column in cls.columns()]

    @classmethod
    def rows(cls):
        """All stored rows, with what their columns read, in a number of queries that does not grow."""
        rows = cls.model.objects.select_related(*cls.related) if cls.related else cls.model.objects.all()
        return rows.prefetch_related(*cls.fetched).order_by(*cls.ordered)

    @classmethod
    def belonging_to(cls, drugs: Collection[str], classes: Collection[str]) -> Q:
        """Which rows a file about these drugs and classes can name."""
        return Q()

    @classmethod
    def about(cls, drugs: Collection[str]) -> Q:
        """Which rows tell of these drugs, for an export of them alone."""
        return cls.belonging_to(drugs, ())

    def values(self, instance) -> Cells:
        """A row as it stands in a table, by heading, without the version: that is not the row's to change."""
        return {name: column.export(instance) for name, column in self.fields.items() if name != "version"}

    def identity(self, instance) -> tuple[str, ...]:
        return tuple(self.fields[name].export(instance) for name in self.keys)

    # What import-export calls for each row

    def get_import_id_fields(self):
        return [name for name in self.keys if name not in self.may_miss]

    def before_import_row(self, row, *, row_number, **kwargs):
        self.number = self.numbers[row_number - 1]

    def get_or_init_instance(self, instance_loader, row):
        return self.plan.find(self, row)

    def init_instance(self, row=None):
        new = self.model()
        new.unplaced = True
        return new

    def after_init_instance(self, instance, new, row, **kwargs):
        self.before = {} if new else self.values(instance)

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        super().import_field(field, instance, row, is_m2m, stored=self.plan.stored, **kwargs)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return False

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """What the model says of a row that is new or changed: of each field that could be read, and of the row as a whole
        when all could. Which rows stand twice is known to the plan: nothing here asks the database."""
        errors: dict[str, list[str]] = {}
        for name, found in (import_validation_errors or {}).items():
            errors[name] = ValidationError(found).messages
        if errors or self.values(instance) != self.before:
            fields = {column.of: name for name, column in reversed(self.fields.items())}
            unread = {self.fields[name].of for name in errors}
            elsewhere = {field.name for field in instance._meta.concrete_fields} - set(fields)
            links = {field.name for field in instance._meta.concrete_fields if field.is_relation}
            try:
                self.check_links(instance, errors)
                instance.clean_fields(exclude=unread | elsewhere | links)
                if not errors:
                    instance.clean()
            except ValidationError as error:
                for name, messages in error.update_error_dict({}).items():
                    errors.setdefault(fields.get(name, ""), []).extend(ValidationError(messages).messages)
        if errors:
            self.plan.refuse(self, instance, errors)
            raise ValidationError(errors)

    def check_links(self, instance, errors: dict[str, list[str]]) -> None:
        """Note what a row must belong to and does not."""

    def save_instance(self, instance, is_create, row, **kwargs):
        self.plan.take(self, instance, is_create)

    def save_m2m(self, instance, row, **kwargs):
        """Nothing: links are saved with their row, by the verbs."""


class Drugs(Table):
    name, kind, model = "drugs", "drug", Drug
    fetched = ("classes",)

    @classmethod
    def columns(cls):
        return [
            Column("key"), *words("name"), Column("inn"), Column("us_name"), Column("pronunciation"),
            KeysColumn("classes", "class"), Column("prescription", ChoiceCell(Prescription.values)),
            Column("rxnorm"), Column("unii", CodeCell()), Column("atc", CodeCell()), Column("snomed"),
            KeptColumn("risk_tier", ChoiceCell(RiskTier.values)),
            Column("side_effects_complete", FlagCell()), Column("precautions_complete", FlagCell()), VersionColumn(),
        ]  # fmt: skip

    def init_instance(self, row=None):
        return self.model(language="", kind=self.model._meta.model_name, risk_tier=RiskTier.MEDICINE)

    @classmethod
    def about(cls, drugs):
        return Q(key__in=drugs)


class Classes(Drugs):
    name, kind, model = "classes", "class", DrugClass
    related, fetched = ("parent",), ()

    @classmethod
    def about(cls, drugs):
        return Q(pk__in=DrugClass.objects.filter(drugs__key__in=drugs).values("pk"))

    @classmethod
    def columns(cls):
        return [
            Column("key"), *words("name", "summary"), LinkColumn("parent", "class"),
            KeptColumn("risk_tier", ChoiceCell(RiskTier.values)),
            Column("side_effects_complete", FlagCell()), Column("precautions_complete", FlagCell()), VersionColumn(),
        ]  # fmt: skip


class Effects(Table):
    name, kind, model = "effects", "effect", Effect

    @classmethod
    def about(cls, drugs):
        return Q(pk__in=SideEffect.objects.filter(drug__key__in=drugs).values("effect"))

    @classmethod
    def columns(cls):
        return [Column("key"), *words("name", "clinical_name", "synonyms", "definition"), Column("snomed")]


class Indications(Table):
    name, kind, model = "indications", "indication", Indication

    @classmethod
    def about(cls, drugs):
        return Q(pk__in=Regimen.objects.filter(drug__key__in=drugs).values("indication"))

    @classmethod
    def columns(cls):
        return [Column("key"), *words("name"), Column("icd10cm", CodeCell()), Column("snomed")]


class OfDrug(Table):
    """Rows that belong to a drug."""

    related = ("drug",)
    fetched = ("references",)
    ordered = ("drug__key", "position", "pk")

    @classmethod
    def belonging_to(cls, drugs, classes):
        return Q(drug__key__in=drugs)

    def check_links(self, instance, errors):
        if "drug" not in errors and getattr(instance, "drug", None) is None:
            errors["drug"] = [_("Name the drug.")]


class Products(OfDrug):
    name, model = "products", Product
    keys = ("drug", "brand", "strength", "region")
    may_miss = ("strength", "region")
    fetched = ()

    @classmethod
    def columns(cls):
        return [
            LinkColumn("drug", "drug"), Column("brand"), Column("strength"), Column("region", ChoiceCell(REGIONS)),
            *words("form"), Column("nonproprietary_name"), Column("biosimilar", FlagCell()),
            Column("prescription", ChoiceCell(Prescription.values)), Column("manufacturer"),
            Column("marketing_status", ChoiceCell(Marketing.values)),
            Column("rxnorm"), Column("ndc", LinesCell()), Column("spl_set_id", CodeCell()),
            Column("spl_version", WholeCell()), Column("label_date", DayCell()),
            PositionColumn(), VersionColumn(),
        ]  # fmt: skip


class Regimens(OfDrug):
    name, model = "regimens", Regimen
    keys = ("drug", "key")
    related = ("drug", "product", "indication")
    fetched = ("drug__products", "dose_references", "timing_references")

    @classmethod
    def columns(cls):
        return [
            LinkColumn("drug", "drug"), Column("key"), ProductColumn("product"), LinkColumn("indication", "indication"),
            *words("population"), Column("route", ChoiceCell(ROUTES)),
            Column("dose_value", NumberCell()), Column("dose_value_max", NumberCell()),
            Column("dose_unit", ChoiceCell(UNITS)), Column("confirmed_dose"),
            KeysColumn("dose_sources", "reference", of="dose_references"),
            Column("frequency", WholeCell(most=32_000)), Column("frequency_max", WholeCell(most=32_000)),
            Column("period", NumberCell()), Column("period_max", NumberCell()),
            Column("period_unit", ChoiceCell(code for code, _words in PERIOD_UNITS)), Column("as_needed", FlagCell()),
            KeysColumn("timing_sources", "reference", of="timing_references"),
            *words("duration", "infusion_time"),
            Column("max_daily_value", NumberCell()), Column("max_daily_unit", ChoiceCell(UNITS)),
            Column("checked_on", DayCell()), PositionColumn(), VersionColumn(),
        ]  # fmt: skip


class OfDrugOrClass(Table):
    """Rows that belong to a drug or to a class."""

    related = ("drug", "drug_class")
    fetched = ("references",)
    ordered = ("drug_class__key", "drug__key", "position", "pk")
    may_miss = ("drug", "class")

    @classmethod
    def belonging_to(cls, drugs, classes):
        return Q(drug__key__in=drugs) | Q(drug_class__key__in=classes)

    def check_links(self, instance, errors):
        if not {"drug", "class"} & set(errors) and (instance.drug is None) == (instance.drug_class is None):
            errors["drug"] = [_("Name either a drug or a class.")]


class SideEffects(OfDrugOrClass):
    name, model = "side_effects", SideEffect
    keys = ("drug", "class", "effect")
    related = ("drug", "drug_class", "effect")

    def check_links(self, instance, errors):
        super().check_links(instance, errors)
        if "effect" not in errors and getattr(instance, "effect", None) is None:
            errors["effect"] = [_("Name the effect.")]

    @classmethod
    def columns(cls):
        return [
            LinkColumn("drug", "drug"), LinkColumn("class", "class", of="drug_class"), LinkColumn("effect", "effect"),
            Column("band", ChoiceCell(Band.values)), Column("affected", WholeCell()), Column("out_of", WholeCell()),
            Column("serious", FlagCell()), *words(*SideEffect.WORDS), KeysColumn("sources", "reference", of="references"),
            PositionColumn(), VersionColumn(),
        ]  # fmt: skip


class Precautions(OfDrugOrClass):
    name, model = "precautions", Precaution
    keys = ("drug", "class", "key")

    def check_links(self, instance, errors):
        super().check_links(instance, errors)
        if instance.pk is None and "severity" not in errors and not instance.severity:
            errors["severity"] = [_("Say how serious it is: %(words)s.") % {"words": ", ".join(Severity.values)}]

    @classmethod
    def columns(cls):
        return [
            LinkColumn("drug", "drug"), LinkColumn("class", "class", of="drug_class"), Column("key"),
            Column("severity", ChoiceCell(Severity.values)), *words("condition", "advice"),
            KeysColumn("sources", "reference", of="references"),
            PositionColumn(), VersionColumn(),
        ]  # fmt: skip


class CareNotes(OfDrug):
    name, model = "care_notes", CareNote
    keys = ("drug", "kind", "number")
    may_miss = ("number",)

    @classmethod
    def columns(cls):
        return [
            LinkColumn("drug", "drug"), Column("kind", ChoiceCell(NoteKind.values)), NumberColumn("number"),
            *words("words"), KeysColumn("sources", "reference", of="references"),
            PositionColumn(), VersionColumn(),
        ]  # fmt: skip


# What others name comes before what names it.
TABLES: dict[str, type[Table]] = {
    table.name: table
    for table in (Effects, Indications, Classes, Drugs, Products, Regimens, SideEffects, Precautions, CareNotes)
}
# In the order of a workbook: what is changed most comes first.
IN_WORKBOOK = (
    "drugs", "products", "regimens", "side_effects", "precautions", "care_notes", "classes", "indications", "effects",
)  # fmt: skip
