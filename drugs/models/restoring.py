"""Rows of a fact sheet from a snapshot of it: the way back from each row's `as_source`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from drugs.models.effects import CareNote, Effect, Precaution, SideEffect
from drugs.models.products import Product
from drugs.models.regimens import Indication, Regimen
from publishing.errors import Refused
from references.models import Reference, references_named

Source = Mapping[str, Any]
# A row that is not saved, and the keys of the references it gets by field.
Row = tuple[Any, Mapping[str, Sequence[str]]]


def products(sources: Iterable[Source]) -> list[Row]:
    names = ("brand", "form", "strength", "prescription", "rxnorm", *Product.WHEN_STATED)

    def row(source: Source) -> Row:
        stated = {name: source[name] for name in names if name in source}
        return Product(**stated | {"label_date": _day(source.get("label_date"))}), {}

    return [row(source) for source in sources]


def regimens(sources: Iterable[Source]) -> list[tuple[Row, str]]:
    """Each with the brand of its product."""
    sources = list(sources)
    indications = _indications({source["indication_key"] for source in sources if source.get("indication_key")})
    return [(_regimen(source, indications), source.get("brand", "")) for source in sources]


def _regimen(source: Source, indications: Mapping[str, Indication]) -> Row:
    dose, timing = source["dose"], source["timing"]
    regimen = Regimen(
        key=source["key"],
        indication=indications.get(source.get("indication_key", "")),
        route=source.get("route", ""),
        dose_value=_number(dose.get("value")),
        dose_value_max=_number(dose.get("value_max")),
        dose_unit=dose.get("unit", ""),
        frequency=timing.get("frequency"),
        frequency_max=timing.get("frequencyMax"),
        period=_number(timing.get("period")),
        period_max=_number(timing.get("periodMax")),
        period_unit=timing.get("periodUnit", ""),
        as_needed=timing.get("asNeeded", False),
        duration=source.get("duration") or {},
        population=source.get("population") or {},
        infusion_time=source.get("infusion_time") or {},
        max_daily_value=_number(source.get("max_daily", {}).get("value")),
        max_daily_unit=source.get("max_daily", {}).get("unit", ""),
        confirmed_dose=source.get("confirmed_dose", ""),
        checked_on=_day(source.get("checked_on")),
    )
    links = {
        "dose_references": source.get("dose_citations", ()),
        "timing_references": source.get("timing_citations", ()),
    }
    return regimen, links


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _indications(keys: set[str]) -> dict[str, Indication]:
    found = {row.key: row for row in Indication.objects.filter(key__in=keys)}
    gone = sorted(keys - set(found))
    if gone:
        raise Refused(
            _("The list of indications no longer has these: %(keys)s. Add them again, then restore.")
            % {"keys": ", ".join(gone)}
        )
    return found


def _effects(sources: Sequence[Source]) -> list[Effect]:
    """The effect of the vocabulary for each, by its key. Its words are those of the vocabulary now, as with indications.

    A snapshot older than the vocabulary may say a key in words that became an effect of their own, "nausea--2": that one is
    meant, not the one that kept the key.
    """
    keys = {source["key"] for source in sources}
    found = {row.key: row for row in Effect.objects.filter(key__in=keys)}
    split = (
        [row for row in Effect.objects.filter(key__contains="--") if row.key.partition("--")[0] in keys] if keys else []
    )
    gone = sorted(keys - set(found))
    if gone:
        raise Refused(
            _("The list of effects no longer has these: %(keys)s. Add them again, then restore.")
            % {"keys": ", ".join(gone)}
        )

    def meant(source: Source) -> Effect:
        kept = found[source["key"]]
        own = [row for row in split if row.key.partition("--")[0] == kept.key and _says(row, source)]
        return own[0] if own and not _says(kept, source) else kept

    return [meant(source) for source in sources]


def _says(effect: Effect, source: Source) -> bool:
    return all(getattr(effect, name) == (source.get(name) or {}) for name in Effect.NAMES)


def side_effects(sources: Iterable[Source]) -> list[Row]:
    sources = list(sources)

    def row(source: Source, effect: Effect) -> Row:
        stated = SideEffect(
            effect=effect,
            band=source.get("band", ""),
            affected=source.get("affected"),
            out_of=source.get("out_of"),
            serious=source.get("serious", False),
            **{name: source.get(name) or {} for name in SideEffect.WORDS},
        )
        return stated, {"references": source.get("citations", ())}

    return [row(source, effect) for source, effect in zip(sources, _effects(sources), strict=True)]


def notes(sources: Iterable[Source]) -> list[Row]:
    return [
        (CareNote(kind=source["kind"], words=source["words"]), {"references": source.get("citations", ())})
        for source in sources
    ]


def precautions(sources: Iterable[Source]) -> list[Row]:
    def row(source: Source) -> Row:
        precaution = Precaution(
            key=source["key"],
            condition=source["condition"],
            advice=source["advice"],
            severity=source.get("severity", ""),
        )
        return precaution, {"references": source.get("citations", ())}

    return [row(source) for source in sources]


def library(rows: Iterable[Row]) -> dict[str, Reference]:
    """The references that these rows name, by key. Refused when one is no longer in the library."""
    keys = {key for _row, links in rows for some in links.values() for key in some}
    return references_named(keys)


def replace(manager, rows: Iterable[Row], references: Mapping[str, Reference], **owner) -> None:
    """Put these rows in the place of those there are, in their order."""
    manager.all().delete()
    for position, (row, links) in enumerate(rows):
        row.position = position
        for name, value in owner.items():
            setattr(row, name, value)
        row.save()
        for name, keys in links.items():
            getattr(row, name).set([references[key] for key in keys])


def cite_instead(sheet, names: Mapping[str, str], paths: Iterable[str]) -> None:
    """Let the rows of a sheet name the new reference of each old key; `paths` lead to their sources."""
    new = references_named(names)
    for path in paths:
        rows, _to, sources = path.partition("__")
        for row in getattr(sheet, rows).filter(**{f"{sources}__key__in": names}).distinct():
            cited = getattr(row, sources)
            old = list(cited.filter(key__in=names))
            cited.remove(*old)
            cited.add(*(new[reference.key] for reference in old))
