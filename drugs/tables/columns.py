"""The columns of a table: which words of a row each one holds, and how its cells are read (see cells)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from import_export.fields import Field

from drugs.tables.cells import Cell, Formula, LinesCell, WholeCell, tidy


class Column(Field):
    """One field of the model in one column. `name` is the heading; `of` the field, when it is called something else."""

    def __init__(self, name: str, cell: Cell | None = None, *, of: str = ""):
        # import-export files what is wrong with a cell under `attribute`, so it is the heading, which is one column's own.
        super().__init__(attribute=name, column_name=name, widget=cell or Cell())
        self.name, self.of = name, of or name

    def get_value(self, instance) -> Any:
        return getattr(instance, self.of)

    def save(self, instance, row, is_m2m=False, **kwargs) -> None:
        """A cell that says what is stored is not judged: only a change is."""
        text = row[self.name]
        if instance.pk and isinstance(text, str) and type(text) is not Formula and tidy(text) == self.export(instance):
            return
        self.put(instance, self.clean(row, **kwargs), **kwargs)

    def put(self, instance, value, **kwargs) -> None:
        setattr(instance, self.of, value)


class WordsColumn(Column):
    """The words of one language: `name_es` is the Spanish of `name`."""

    def __init__(self, of: str, language: str):
        super().__init__(f"{of}_{language}", of=of)
        self.language = language

    def get_value(self, instance) -> str:
        return (getattr(instance, self.of) or {}).get(self.language, "")

    def put(self, instance, value, **kwargs) -> None:
        """A new dictionary, in the order of the site's languages: the one there is may be the stored row's."""
        words = {**(getattr(instance, self.of) or {}), self.language: value}
        setattr(instance, self.of, {code: words[code] for code, _name in settings.LANGUAGES if words.get(code)})


def words(*fields: str) -> Iterable[WordsColumn]:
    return [WordsColumn(field, code) for field in fields for code, _name in settings.LANGUAGES]


class LinkColumn(Column):
    """Something else by its key: the drug of a row, the indication of a regimen."""

    def __init__(self, name: str, kind: str, *, of: str = ""):
        super().__init__(name, of=of)
        self.kind = kind

    def get_value(self, instance) -> str:
        linked = getattr(instance, self.of, None)
        return linked.key if linked is not None else ""

    def put(self, instance, value, *, stored, **kwargs) -> None:
        setattr(instance, self.of, stored.named(self.kind, value) if value else None)


class KeysColumn(Column):
    """Several things by their keys, separated by semicolons. They are kept beside the row until it is saved."""

    def __init__(self, name: str, kind: str, *, of: str = ""):
        super().__init__(name, LinesCell(), of=of)
        self.kind = kind

    def get_value(self, instance) -> list[str]:
        links = instance.__dict__.get("wanted_links", {})
        if self.of in links:
            return sorted(each.key for each in links[self.of])
        return sorted(each.key for each in getattr(instance, self.of).all()) if instance.pk else []

    def put(self, instance, value, *, stored, **kwargs) -> None:
        found = [stored.named(self.kind, key) for key in value]
        instance.__dict__.setdefault("wanted_links", {})[self.of] = list({each.key: each for each in found}.values())


class ProductColumn(Column):
    """The product of a regimen: its brand, or “brand | strength | region” where the brand alone could be several."""

    def get_value(self, instance) -> str:
        product = instance.product
        if product is None:
            return ""
        alike = [each for each in instance.drug.products.all() if each.brand == product.brand] if product.pk else []
        return product.brand if product.brand and alike == [product] else full_name(product)

    def put(self, instance, value, *, stored, **kwargs) -> None:
        instance.product = stored.product(instance.drug, value) if value else None


def full_name(product) -> str:
    return " | ".join((product.brand, product.strength, product.region))


class NumberColumn(Column):
    """Which of the notes about one thing this is: the first, the second … The database counts them by their places."""

    def __init__(self, name: str):
        super().__init__(name, WholeCell(empty=1, most=99))

    def get_value(self, instance) -> int:
        return instance.__dict__.get("number", 1)

    def put(self, instance, value, **kwargs) -> None:
        instance.number = value


class KeptColumn(Column):
    """What cannot be without a value: an empty cell changes nothing."""

    def put(self, instance, value, **kwargs) -> None:
        if value:
            super().put(instance, value, **kwargs)


class PositionColumn(Column):
    """The place in its list. A new row without one comes last; an empty cell moves nothing."""

    def __init__(self):
        super().__init__("position", WholeCell(most=32_000))

    def put(self, instance, value, **kwargs) -> None:
        if value is not None:
            instance.position = value
            instance.__dict__.pop("unplaced", None)


class VersionColumn(Column):
    """The version of the fact sheet when the file was made: tells whether somebody else changed it since. Never written."""

    def __init__(self):
        super().__init__("version", WholeCell())

    def get_value(self, instance) -> int | None:
        sheet = sheet_of(instance)
        return sheet.version if sheet is not None and sheet.pk else None

    def put(self, instance, value, **kwargs) -> None:
        instance.version_of_file = value


def sheet_of(instance):
    """The fact sheet that a row belongs to; itself for a drug or class; None for what sheets share."""
    for name in ("drug", "drug_class"):
        owner = getattr(instance, name, None)
        if owner is not None:
            return owner
    return instance if hasattr(instance, "working_hash") else None
