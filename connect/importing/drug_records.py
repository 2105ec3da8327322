"""Indications, drug classes and drugs: from a file's fields to rows."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError

from connect.importing.fields import Reader
from drugs.magnitude import confirmation, unconfirmed
from drugs.models import CareNote, Drug, DrugClass, Effect, Indication, Precaution, Product, Regimen, SideEffect
from drugs.models.effects import Band, NoteKind, Severity
from drugs.models.products import Marketing, Prescription, claim_problems
from drugs.models.regimens import PERIOD_UNITS
from drugs.regions import REGIONS
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
    "max_daily_value": "max_daily",
    "max_daily_unit": "max_daily",
    "icd10cm": "codes",
    "snomed": "codes",
    "rxnorm": "codes",
    "unii": "codes",
    "atc": "codes",
    "ndc": "codes",
    "spl_set_id": "codes",
}


def indication(reader: Reader) -> Indication:
    """The indication with this key, or a new one; not saved."""
    key = reader.text("key", required=True)
    row = Indication.objects.filter(key=key).first() or Indication(key=key)
    row.name = reader.words("name", required=True)
    codes = reader.inside(reader.mapping_of("codes"), "codes")
    row.icd10cm, row.snomed = codes.text("icd10cm"), codes.text("snomed")
    codes.finish("code system")
    reader.finish()
    try:
        row.full_clean()
    except ValidationError as error:
        reader.refused(error, names=IN_FILES)
    return row


def drug_class(reader: Reader):
    page = _sheet(DrugClass, reader)
    page.summary = reader.words("summary")
    page.parent = _parent(reader)
    effects, precautions = _effects(reader), _precautions(reader)

    def save_related():
        _replace(page.sideeffects, effects, drug_class=page)
        _replace(page.precautions, precautions, drug_class=page)

    return page, save_related


def drug(reader: Reader):
    page = _sheet(Drug, reader)
    page.inn, page.us_name = reader.text("inn"), reader.text("us_name")
    page.pronunciation = reader.text("pronunciation")
    page.prescription = reader.text("prescription", choices=tuple(Prescription.values))
    codes = reader.inside(reader.mapping_of("codes"), "codes")
    for code in Drug.CODES:
        setattr(page, code, codes.text(code))
    codes.finish("code system")
    keys = reader.lines("classes")
    classes = list(DrugClass.objects.filter(key__in=keys))
    for key in sorted(set(keys) - {group.key for group in classes}):
        reader.unknown("drugclass", "classes", key)
    products, regimens = _products(reader, page), _regimens(reader)
    effects, precautions, notes = _effects(reader), _precautions(reader), _notes(reader)

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
        _replace(page.notes, notes, drug=page)

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


def _parent(reader: Reader) -> DrugClass | None:
    key = reader.text("parent")
    parent = DrugClass.objects.filter(key=key).first() if key else None
    if key and parent is None:
        reader.unknown("drugclass", "parent", key)
    return parent


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


def _products(reader: Reader, drug: Drug) -> list[Row]:
    def read(row: Reader) -> Row:
        codes = row.inside(row.mapping_of("codes"), f"{row.where}, codes")
        product = Product(
            brand=row.text("brand"),
            region=row.text("region", choices=tuple(REGIONS)),
            nonproprietary_name=row.text("nonproprietary_name"),
            biosimilar=row.flag("biosimilar"),
            form=row.words("form"),
            strength=row.text("strength"),
            prescription=row.text("prescription", choices=tuple(Prescription.values)),
            manufacturer=row.text("manufacturer"),
            marketing_status=row.text("marketing_status", choices=tuple(Marketing.values)),
            rxnorm=codes.text("rxnorm"),
            ndc=codes.lines("ndc"),
            spl_set_id=codes.text("spl_set_id"),
            spl_version=row.count("spl_version"),
            label_date=row.day("label_date"),
        )
        codes.finish("code system")
        _checked(row, product)
        return product, {}

    rows = _each(reader, "products", read, unique=("brand", "strength", "region"))
    problems = claim_problems((product for product, _links in rows), drug=drug)
    for mapping, problem in zip(reader.rows("products"), problems, strict=True):
        if problem:
            reader.inside(mapping, f"products “{mapping.get('brand')}”").problem(f"“brand”: {problem}", "brand")
    return rows


def _regimens(reader: Reader) -> list:
    brands = [str(product.get("brand", "")) for product in reader.rows("products")]
    good: list[tuple[Reader, Regimen]] = []

    def read(row: Reader):
        key = row.text("indication")
        indication = Indication.objects.filter(key=key).first() if key else None
        if key and indication is None:
            row.unknown("indication", "indication", key)
        dose = row.inside(row.mapping_of("dose"), f"{row.where}, dose")
        timing = row.inside(row.mapping_of("timing"), f"{row.where}, timing")
        most = row.inside(row.mapping_of("max_daily"), f"{row.where}, max_daily")
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
            population=row.words("population"),
            infusion_time=row.words("infusion_time"),
            max_daily_value=most.number("value"),
            max_daily_unit=most.text("unit"),
            confirmed_dose=row.text("confirmed_dose"),
            checked_on=row.day("checked_on"),
        )
        dose.finish()
        timing.finish()
        most.finish()
        if not dose.wrong and not timing.wrong and not most.wrong:
            _checked(row, regimen)
        if not row.wrong:
            good.append((row, regimen))
        brand = row.text("product")
        if brand and brand not in brands and "products" not in reader.wrong:
            there = f"the drug has {', '.join(filter(None, brands)) or 'no products'}"
            row.problem(f"“product”: there is no product “{brand}” in this file; {there}", "product")
        links = {name: _references(row, name) for name in ("dose_references", "timing_references")}
        return regimen, brand, links

    rows = _each(reader, "regimens", read)
    strengths = [str(product.get("strength", "")) for product in reader.rows("products")]
    questions = unconfirmed([regimen.stated for _row, regimen in good], strengths=strengths)
    for (row, regimen), question in zip(good, questions, strict=True):
        if question:
            row.problem(
                f"“dose”: {question} If it is right, add “confirmed_dose: {confirmation(regimen.dose)}”.", "dose"
            )
    return rows


def _effects(reader: Reader) -> list[Row]:
    """Their effects are in the vocabulary by now, but for those whose problem was told already."""

    def read(row: Reader) -> Row:
        row.asked.update(Effect.NAMES)  # read with the vocabulary
        key = row.text("key", required=True)
        effect = SideEffect(
            effect=Effect.objects.filter(key=key).first(),
            band=row.text("band", choices=tuple(Band.values)),
            affected=row.count("affected"),
            out_of=row.count("out_of"),
            serious=row.flag("serious"),
            **{name: row.words(name) for name in SideEffect.WORDS},
        )
        if effect.effect_id is None:
            reader.incomplete = True
        else:
            _checked(row, effect)
        return effect, {"references": _references(row, "references")}

    return _each(reader, "side_effects", read)


def _notes(reader: Reader) -> list[Row]:
    def read(row: Reader) -> Row:
        note = CareNote(
            kind=row.text("kind", required=True, choices=tuple(NoteKind.values)),
            words=row.words("words", required=True),
        )
        _checked(row, note)
        return note, {"references": _references(row, "references")}

    return _each(reader, "notes", read, unique=())


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
