"""openFDA's drug labels and its NDC directory: JSON, an answer of the interface or a whole download, read record by record."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from drugs.drift.records import (
    BOXED_WARNING,
    DOSAGE,
    OPENFDA_LABEL,
    OPENFDA_NDC,
    Item,
    Record,
    day_in,
    section_text,
    text_in,
    texts_in,
    uuid_in,
    whole_in,
)

_SECTIONS = {BOXED_WARNING: ("boxed_warning",), DOSAGE: ("dosage_and_administration",)}


def is_label(record: Mapping[str, Any]) -> bool:
    return "set_id" in record or ("effective_time" in record and "openfda" in record)


def is_ndc(record: Mapping[str, Any]) -> bool:
    return "product_ndc" in record


def read_label(record: Mapping[str, Any], *, line: int) -> Iterator[Record]:
    """The lists of openFDA are not in one order, so nothing in one list is paired with anything in another."""
    told = record.get("openfda")
    told = told if isinstance(told, Mapping) else {}
    set_id = uuid_in(record.get("set_id")) or next(iter(map(uuid_in, texts_in(told.get("spl_set_id")))), "")
    if not set_id:
        yield Record(OPENFDA_LABEL, line, problem="The label has no set id (“set_id”), so nobody can tell which it is.")
        return
    version = whole_in(record.get("version"))
    if version is None:
        yield Record(OPENFDA_LABEL, line, set_id, problem=f"The version of label {set_id} is no whole number.")
        return
    dated = day_in(record.get("effective_time"))
    if record.get("effective_time") and dated is None:
        problem = f"The date of label {set_id}, “{text_in(record['effective_time'])[:30]}”, is none."
        yield Record(OPENFDA_LABEL, line, set_id, problem=problem)
        return
    brands, generics = texts_in(told.get("brand_name")), texts_in(told.get("generic_name"))
    item = Item(
        brand=", ".join(brands),
        generic=", ".join(generics or texts_in(told.get("substance_name"))),
        ndcs=texts_in(told.get("package_ndc")) or texts_in(told.get("product_ndc")),
        unii=texts_in(told.get("unii")),
        routes=texts_in(told.get("route")),
    )
    yield Record(
        OPENFDA_LABEL,
        line,
        set_id,
        set_id,
        version,
        dated,
        title=", ".join(brands or generics),
        manufacturer=", ".join(texts_in(told.get("manufacturer_name"))),
        rxnorm=texts_in(told.get("rxcui")),
        items=(item,),
        sections={
            name: section_text("\n".join(_lines(record, fields)))
            for name, fields in _SECTIONS.items()
            if any(_lines(record, fields))
        },
        states_sections=True,
    )


def _lines(record: Mapping[str, Any], fields: tuple[str, ...]) -> list[str]:
    found = []
    for name in fields:
        value = record.get(name)
        found += [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    return found


def read_ndc(record: Mapping[str, Any], *, line: int, today: date) -> Iterator[Record]:
    product = text_in(record.get("product_ndc"))
    if not product:
        yield Record(OPENFDA_NDC, line, problem="The product has no NDC (“product_ndc”).")
        return
    told = record.get("openfda")
    told = told if isinstance(told, Mapping) else {}
    packages = record.get("packaging")
    packages = [each for each in packages if isinstance(each, Mapping)] if isinstance(packages, list) else []
    marketing, why = _marketing(record, today)
    item = Item(
        brand=text_in(record.get("brand_name")),
        generic=text_in(record.get("generic_name")),
        ndcs=tuple(dict.fromkeys(code for each in packages if (code := text_in(each.get("package_ndc")))))
        or (product,),
        unii=texts_in(told.get("unii")),
        routes=texts_in(record.get("route")),
        marketing=marketing,
        why=why,
    )
    yield Record(
        OPENFDA_NDC,
        line,
        product,
        next((code for code in map(uuid_in, texts_in(told.get("spl_set_id"))) if code), ""),
        title=item.brand or item.generic,
        manufacturer=text_in(record.get("labeler_name")),
        rxnorm=texts_in(told.get("rxcui")),
        items=(item,),
    )


def _marketing(record: Mapping[str, Any], today: date) -> tuple[str, str]:
    """The directory lists what is on the market; an end that has come, or a listing that nobody renewed, says otherwise."""
    for name in ("marketing_end_date", "listing_expiration_date"):
        day = day_in(record.get(name))
        if day is not None and day < today:
            return "discontinued", f"{name} {day.isoformat()}"
    category = text_in(record.get("marketing_category"))
    return "marketed", category
