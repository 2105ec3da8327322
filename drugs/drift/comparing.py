"""What a record says otherwise than we do. Codes, status, version and dates can be taken over by a person; everything else is
put side by side for one. A dose is words here and nowhere a number."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from drugs.drift.codes import product_of_ndc
from drugs.drift.records import BOXED_WARNING, DOSAGE, MOST_SECTION, RXNAV, Item, Record, section_hash

SET_ID, VERSION, DATED = "product.spl_set_id", "product.spl_version", "product.label_date"
NDC, MARKETING = "product.ndc", "product.marketing_status"
PRODUCT_RXNORM, DRUG_RXNORM, UNII = "product.rxnorm", "drug.rxnorm", "drug.unii"
# The only fields that a decision can ever write: (whose, attribute). None of them is a dose, a timing or a text for patients.
TAKABLE = {
    SET_ID: ("product", "spl_set_id"),
    VERSION: ("product", "spl_version"),
    DATED: ("product", "label_date"),
    NDC: ("product", "ndc"),
    MARKETING: ("product", "marketing_status"),
    PRODUCT_RXNORM: ("product", "rxnorm"),
    DRUG_RXNORM: ("drug", "rxnorm"),
    UNII: ("drug", "unii"),
}
BRAND, MANUFACTURER, ROUTE, NAME_OF_CODE = "brand", "manufacturer", "route", "name-of-code"
# Put before a person, and never written.
TOLD = (BOXED_WARNING, DOSAGE, BRAND, MANUFACTURER, ROUTE, NAME_OF_CODE)
LONGEST_LINE = 1_000
MOST_OFFERED = 100


@dataclass(frozen=True)
class Ours:
    """What our working copy says of one product; of the drug alone when `product` is None. `names`: what the drug is called in
    any language, for telling that a record looks like it."""

    drug: int
    key: str
    product: int | None = None
    brand: str = ""
    strength: str = ""
    region: str = ""
    set_id: str = ""
    version: int | None = None
    dated: date | None = None
    ndcs: tuple[str, ...] = ()
    marketing: str = ""
    rxnorm: str = ""
    manufacturer: str = ""
    routes: tuple[str, ...] = ()
    drug_rxnorm: str = ""
    unii: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """`values`: what may be taken over, one of them or, of NDC, several; empty where nothing may. `digest`: the same for the
    same thing said again."""

    field: str
    ours: str
    theirs: str
    values: tuple[str, ...] = ()
    digest: str = ""


def differences(
    ours: Ours, record: Record, *, known: Mapping[str, str] | None, sections: bool = True
) -> list[Difference]:
    """Everything that a record which is surely about this product says otherwise. `known`: hashes of the label's sections when
    it was last looked at, None when it never was; `sections`: compare those too."""
    if record.source == RXNAV:
        return _of_code(ours, record)
    found = [*_label(ours, record), *_codes(ours, record), *_words(ours, record)]
    if sections and record.states_sections:
        found += _sections(record, known)
    return found


def differences_of_substance(ours: Ours, record: Record) -> list[Difference]:
    """What a record that shares no more than an RxNorm code with ours can still say of the drug."""
    return _unii(ours, record)


def is_older(ours: Ours, record: Record) -> bool:
    """The record is an earlier version of the label than the one that ours rests on."""
    same = record.set_id == ours.set_id.lower()
    return same and record.version is not None and ours.version is not None and record.version < ours.version


def sections_of(record: Record) -> dict[str, str]:
    return {name: section_hash(text) for name, text in record.sections.items()}


def _difference(field: str, ours: str, theirs: str, values: tuple[str, ...] = (), said: str = "") -> Difference:
    """`said`: what makes it the same thing said again, where the words alone do not."""
    what = json.dumps([field, sorted(values) or said or theirs], ensure_ascii=False)
    digest = hashlib.sha256(what.encode("utf-8", "replace")).hexdigest()
    return Difference(field, ours, theirs, values[:MOST_OFFERED], digest)


def _label(ours: Ours, record: Record):
    another = record.set_id != ours.set_id.lower()
    if record.set_id and another:
        yield _difference(SET_ID, ours.set_id, record.set_id, (record.set_id,))
    if record.version is not None and _is_news(record.version, ours.version, another):
        yield _difference(VERSION, _said(ours.version), str(record.version), (str(record.version),))
    if record.dated is not None and _is_news(record.dated, ours.dated, another):
        yield _difference(DATED, _said(ours.dated), record.dated.isoformat(), (record.dated.isoformat(),))
    marketing = {(item.marketing, item.why) for item in about(ours, record) if item.marketing}
    if len({status for status, _why in marketing}) == 1:
        status, why = sorted(marketing)[0]
        if status != ours.marketing:
            yield _difference(MARKETING, ours.marketing, f"{status} ({why})" if why else status, (status,))


def _is_news(theirs, ours, another: bool) -> bool:
    """Of one label only what is later; of another label whatever is not the same."""
    return ours is None or theirs > ours or (another and theirs != ours)


def _codes(ours: Ours, record: Record):
    theirs = {product_of_ndc(code) for code in record.ndcs}
    gone = [code for code in ours.ndcs if product_of_ndc(code) not in theirs]
    if record.ndcs and (gone or not ours.ndcs):
        yield _difference(NDC, ", ".join(ours.ndcs), _listed(record.ndcs), _whole_ndcs(record.ndcs))
    if record.rxnorm and ours.rxnorm not in record.rxnorm:
        yield _difference(PRODUCT_RXNORM, ours.rxnorm, _listed(record.rxnorm), record.rxnorm)
    yield from _unii(ours, record)


def _whole_ndcs(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of packages; ours are never those of a product alone."""
    return tuple(code for code in codes if code.count("-") == 2)


def _unii(ours: Ours, record: Record) -> list[Difference]:
    theirs = tuple(dict.fromkeys(code for item in about(ours, record) for code in item.unii))
    if not theirs or ours.unii in theirs:
        return []
    return [_difference(UNII, ours.unii, _listed(theirs), theirs)]


def _words(ours: Ours, record: Record):
    items = about(ours, record)
    brands = tuple(dict.fromkeys(item.brand for item in items if item.brand))
    if ours.brand and brands and not any(_same(ours.brand, brand) for brand in brands):
        yield _difference(BRAND, ours.brand, _listed(brands))
    if ours.manufacturer and record.manufacturer and not _same(ours.manufacturer, record.manufacturer):
        yield _difference(MANUFACTURER, ours.manufacturer, _listed((record.manufacturer,)))
    routes = tuple(dict.fromkeys(route for item in items for route in item.routes))
    if routes and not set(ours.routes) <= {route.lower() for route in routes}:
        yield _difference(ROUTE, ", ".join(ours.routes), _listed(routes))


def _sections(record: Record, known: Mapping[str, str] | None):
    """A boxed warning is told when it is first met; dosing, which every label has, when its words change."""
    now = sections_of(record)
    before = {} if known is None else known
    for name in (BOXED_WARNING, DOSAGE):
        if now.get(name, "") != before.get(name, "") and (known is not None or name == BOXED_WARNING):
            text = record.sections.get(name, "")
            yield _difference(name, "", text[:MOST_SECTION], said=now.get(name, "gone"))


def _of_code(ours: Ours, record: Record) -> list[Difference]:
    field, code = (
        (PRODUCT_RXNORM, ours.rxnorm)
        if ours.product is not None and ours.rxnorm == record.id
        else (DRUG_RXNORM, record.id)
    )
    if record.status != "active":
        new = ", ".join(f"{each} ({name})" if name else each for each, name in record.remapped)
        theirs = f"{record.status}: {new}" if new else record.status
        return [_difference(field, code, theirs[:LONGEST_LINE], tuple(each for each, _name in record.remapped), theirs)]
    named = [name for name in (*ours.names, ours.brand) if name]
    if record.title and named and not any(name.casefold() in record.title.casefold() for name in named):
        return [_difference(NAME_OF_CODE, ", ".join(named), f"{code}: {record.title}"[:LONGEST_LINE])]
    return []


def about(ours: Ours, record: Record) -> tuple[Item, ...]:
    """The products of the record that ours is one of, by NDC; all of them when none is."""
    mine = {product_of_ndc(code) for code in ours.ndcs}
    shared = tuple(item for item in record.items if mine & {product_of_ndc(code) for code in item.ndcs})
    return shared or record.items


def _said(value) -> str:
    return "" if value is None else str(value)


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(values)[:LONGEST_LINE]


def _same(one: str, other: str) -> bool:
    """The same name but for capitals, marks, commas and stops."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
