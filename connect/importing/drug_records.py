"""Indications, drug classes and drugs: from a file's fields to rows."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError

from connect.importing.fields import Reader
from drugs.models import Drug, DrugClass, Indication, Precaution, Product, Regimen, SideEffect
from drugs.models.effects import Band, Severity
from drugs.models.regimens import PERIOD_UNITS, Prescription
from drugs.routes import ROUTES
from publishing.models import RiskTier
from references.models import Reference

Row = tuple[Any, dict[str, list[Reference]]]  # unsaved, with the references it will get by field

# Fields of a model that a file calls something else.
IN_FILES = {
    "dose_value": "dose",
    "dose_value_max": "dose",
    "dose_unit": "dose",
    "frequency": "timing",
    "frequency_max": "timing",
    "period": "timing",
    "period_max": "timing",
    "period_unit": "timing",
    "as_needed": "timing",
    "icd10cm": "codes",
    "snomed": "codes",
    "rxnorm": "codes",
    "unii": "codes",
    "atc": "codes",
}


def indication(reader: Reader) -> Indication:
    """The indication with this key, or a new one; not saved."""
    key = reader.text("key", required=True)
    row = Indication.objects.filter(key=key).first() or Indication(key=key)
    row.name = reader.words("name", required=True)
    codes = reader.inside(reader.mapping_of("codes"), "codes")
    row.icd10cm, row.snomed = codes.text("icd10cm"), codes.text("snomed")
    codes.finish()
    reader.finish()
    try:
        row.full_clean()
    except ValidationError as error:
        reader.refused(error, names=IN_FILES)
    return row


def drug_class(reader: Reader):
    page = _sheet(DrugClass, reader)
    page.summary = reader.words("summary")
    effects, precautions = _effects(reader), _precautions(reader)

    def save_related():
        _replace(page.sideeffects, effects, drug_class=page)
        _replace(page.precautions, precautions, drug_class=page)

    return page, save_related


def drug(reader: Reader):
    page = _sheet(Drug, reader)
    page.pronunciation = reader.text("pronunciation")
    page.prescription = reader.text("prescription", choices=tuple(Prescription.values))
    codes = reader.inside(reader.mapping_of("codes"), "codes")
    for code in Drug.CODES:
        setattr(page, code, codes.text(code))
    codes.finish()
    keys = reader.lines("classes")
    classes = list(DrugClass.objects.filter(key__in=keys))
    for key in sorted(set(keys) - {group.key for group in classes}):
        reader.unknown("drugclass", "classes", key)
    products, regimens = _products(reader), _regimens(reader)
    effects, precautions = _effects(reader), _precautions(reader)

    def save_related():
        page.classes.set(classes)
        page.regimens.all().delete()
        _replace(page.products, products, drug=page)
        by_brand = {product.brand: product for product in page.products.all()}
        for row, brand, _links in regimens:
            row.product = by_brand.get(brand) if brand else None
        _replace(page.regimens, [(row, links) for row, _brand, links in regimens], drug=page)
        _replace(page.sideeffects, effects, drug=page)
        _replace(page.precautions, precautions, drug=page)

    return page, save_related


BUILDERS = {"drugclass": drug_class, "drug": drug}


def _sheet(model, reader: Reader):
    key = reader.text("key", required=True)
    page = model.objects.filter(key=key).first() or model(key=key, language="")
    page.kind = page.kind or model._meta.model_name
    page.slug = reader.text("slug") or page.slug or key
    page.name = reader.words("name", required=True)
    page.title = page.name.get("en") or key
    page.risk_tier = reader.text("risk_tier", choices=tuple(RiskTier.values)) or RiskTier.MEDICINE
    page.side_effects_complete = reader.flag("side_effects_complete")
    page.precautions_complete = reader.flag("precautions_complete")
    return page


def _replace(manager, rows: Iterable[Row], **owner) -> None:
    """Put these rows in the place of those there are. They were checked when they were read."""
    manager.all().delete()
    for position, (row, links) in enumerate(rows):
        row.position = position
        for name, value in owner.items():
            setattr(row, name, value)
        row.save()
        for name, references in links.items():
            getattr(row, name).set(references)


def _references(reader: Reader, key: str) -> list[Reference]:
    keys = reader.lines(key)
    rows = Reference.objects.filter(key__in=keys).select_related("merged_into")
    found = {reference.key: reference.stands_for for reference in rows}
    for wanted in keys:
        if wanted not in found:
            reader.unknown("reference", key, wanted)
    return list(found.values())


def _each(reader: Reader, key: str, read: Callable[[Reader], tuple], *, unique: tuple[str, ...] = ("key",)) -> list:
    """Read and check every row of a list; two rows alike in the fields of `unique` cannot be told apart."""
    rows, seen = [], {}
    for number, mapping in enumerate(reader.rows(key), start=1):
        name = mapping.get("key") or mapping.get("brand") or number
        inside = reader.inside(mapping, f"{key.replace('_', ' ')} “{name}”")
        row = read(inside)
        inside.finish()
        same = tuple(str(mapping.get(field) or "") for field in unique)
        if any(same) and same in seen:
            inside.problem(f"the same {' and '.join(unique)} as in line {seen[same]}; each may stand once", unique[0])
        seen.setdefault(same, mapping.line)
        rows.append(row)
    return rows


def _checked(reader: Reader, row) -> None:
    """Let the model check its row, here where the line is known. Whom it belongs to is not known before all are saved."""
    try:
        row.full_clean(
            exclude=["drug", "drug_class", "product", "position"], validate_unique=False, validate_constraints=False
        )
    except ValidationError as error:
        reader.refused(error, names=IN_FILES)


def _products(reader: Reader) -> list[Row]:
    def read(row: Reader) -> Row:
        codes = row.inside(row.mapping_of("codes"), f"{row.where}, codes")
        product = Product(
            brand=row.text("brand"),
            form=row.words("form"),
            strength=row.text("strength"),
            prescription=row.text("prescription", choices=tuple(Prescription.values)),
            rxnorm=codes.text("rxnorm"),
        )
        codes.finish()
        _checked(row, product)
        return product, {}

    return _each(reader, "products", read, unique=("brand", "strength"))


def _regimens(reader: Reader) -> list:
    brands = [str(product.get("brand", "")) for product in reader.rows("products")]

    def read(row: Reader):
        key = row.text("indication")
        indication = Indication.objects.filter(key=key).first() if key else None
        if key and indication is None:
            row.unknown("indication", "indication", key)
        dose = row.inside(row.mapping_of("dose"), f"{row.where}, dose")
        timing = row.inside(row.mapping_of("timing"), f"{row.where}, timing")
        regimen = Regimen(
            key=row.text("key", required=True),
            indication=indication,
            route=row.text("route", choices=tuple(ROUTES)),
            dose_value=dose.number("value"),
            dose_value_max=dose.number("valueMax"),
            dose_unit=dose.text("unit"),
            frequency=timing.whole("frequency"),
            frequency_max=timing.whole("frequencyMax"),
            period=timing.number("period"),
            period_max=timing.number("periodMax"),
            period_unit=timing.text("periodUnit", choices=tuple(code for code, _name in PERIOD_UNITS)),
            as_needed=timing.flag("asNeeded"),
            duration=row.words("duration"),
            checked_on=row.day("checked_on"),
        )
        dose.finish()
        timing.finish()
        if not dose.wrong and not timing.wrong:
            _checked(row, regimen)
        brand = row.text("product")
        if brand and brand not in brands and "products" not in reader.wrong:
            there = f"the drug has {', '.join(filter(None, brands)) or 'no products'}"
            row.problem(f"“product”: there is no product “{brand}” in this file; {there}", "product")
        links = {name: _references(row, name) for name in ("dose_references", "timing_references")}
        return regimen, brand, links

    return _each(reader, "regimens", read)


def _effects(reader: Reader) -> list[Row]:
    def read(row: Reader) -> Row:
        words = {name: row.words(name, required=name == "name") for name in SideEffect.WORDS}
        effect = SideEffect(
            key=row.text("key", required=True),
            band=row.text("band", choices=tuple(Band.values)),
            serious=row.flag("serious"),
            **words,
        )
        _checked(row, effect)
        return effect, {"references": _references(row, "references")}

    return _each(reader, "side_effects", read)


def _precautions(reader: Reader) -> list[Row]:
    def read(row: Reader) -> Row:
        precaution = Precaution(
            key=row.text("key", required=True),
            condition=row.words("condition", required=True),
            advice=row.words("advice", required=True),
            severity=row.text("severity", choices=tuple(Severity.values)),
        )
        _checked(row, precaution)
        return precaution, {"references": _references(row, "references")}

    return _each(reader, "precautions", read)
