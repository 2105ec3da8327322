"""What the tables of a file would change: found without changing anything, in a number of queries that does not grow with the
number of rows."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

import tablib
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from drugs.magnitude import confirmation, unconfirmed
from drugs.models import Product
from drugs.models.products import brand_claim, regions_meet, where_sold
from drugs.tables.cells import did_you_mean
from drugs.tables.columns import sheet_of
from drugs.tables.reading import Sheet
from drugs.tables.stored import Stored
from drugs.tables.tables import TABLES, Table
from publishing.models import Presence, SavedCopy

SEEN_FOR = timedelta(minutes=2)
COMPARED = 200
# Beginnings of the columns that say how much is given: a row in which none of them changes is not asked about.
OF_A_DOSE = ("dose", "confirmed_dose", "route", "frequency", "period", "as_needed", "max_daily")
# The key of what rows share or belong to: “drug denosumab”.
Owner = tuple[str, str]


class Problem(NamedTuple):
    """What is wrong in a row: the table, the row as the spreadsheet numbers it, the column ("": the row), and how to mend it."""

    table: str
    row: int
    column: str
    message: str


class Change(NamedTuple):
    column: str
    old: str
    new: str


@dataclass
class RowPlan:
    """What becomes of one row that is new or changed. `owner`: the fact sheet or the shared words that it is saved with."""

    table: Table
    number: int
    instance: Any
    new: bool
    changes: list[Change]
    owner: Owner
    needs: set[Owner]

    @property
    def name(self) -> str:
        return " · ".join(part for part in self.table.identity(self.instance) if part)


class Plan:
    """`rows`: what would be saved. `bad`: owners that have a bad row; they are left out whole, so that no fact sheet is half
    imported."""

    def __init__(self, sheets: Sequence[Sheet], *, by, now):
        self.by, self.now = by, now
        self.stored = Stored()
        self.rows: list[RowPlan] = []
        self.unchanged = 0
        self.problems: list[Problem] = []
        self.bad: set[Owner] = set()
        self.bad_rows: set[tuple[str, int]] = set()
        self.notes: list[str] = [note for sheet in sheets for note in sheet.notes]
        self._found: dict[str, dict[tuple, Any]] = {}
        self._first: dict[tuple[str, tuple], int] = {}
        sheets = sorted(sheets, key=lambda sheet: list(TABLES).index(sheet.table))
        self._load(sheets)
        for sheet in sheets:
            self._read(sheet)
        self._circles()
        self._brands()
        self._doses()
        self._changed_since()
        self._spread()
        self._open_now()

    @property
    def good(self) -> list[RowPlan]:
        """What can be saved when the bad rows are left out."""
        return [row for row in self.rows if row.owner not in self.bad]

    # Reading

    def _load(self, sheets: Sequence[Sheet]) -> None:
        named = {name: {key for sheet in sheets for key in sheet.texts(name)} for name in ("drug", "class")}
        names = {sheet.table for sheet in sheets}
        names |= {"products"} if "regimens" in names else set()
        for name, kind in TABLES.items():
            if name not in names:
                continue
            table = kind()
            rows = list(kind.rows().filter(kind.belonging_to(named["drug"], named["class"])))
            if name == "care_notes":
                number_notes(rows)
            for row in rows:
                self._share(row)
            if kind.kind:
                self.stored.rows[kind.kind] = {row.key: row for row in rows}
            if name == "classes":  # one object for each class, so that going up costs no query
                for row in rows:
                    row.parent = self.stored.of("class")[row.parent.key] if row.parent else None
            if name == "products":
                self.stored.take_products(rows)
            self._found[name] = {table.identity(row): row for row in rows}

    def _share(self, row) -> None:
        """One object for each sheet, however many rows point at it."""
        for kind, attribute in (("drug", "drug"), ("class", "drug_class")):
            owner = getattr(row, attribute, None)
            if owner is None:
                continue
            shared = self.stored.of(kind)[owner.key]
            if "products" in (fetched := getattr(owner, "_prefetched_objects_cache", {})):
                shared.__dict__.setdefault("_prefetched_objects_cache", {})["products"] = fetched["products"]
            setattr(row, attribute, shared)

    def _read(self, sheet: Sheet) -> None:
        table = TABLES[sheet.table]()
        table.plan, table.numbers = self, [number for number, _cells in sheet.rows]
        missing = [name for name in table.keys if name not in sheet.headings and name not in table.may_miss]
        if missing:
            self._problem(
                sheet.table,
                1,
                "",
                _("The columns that name a row are missing: %(columns)s.") % {"columns": ", ".join(missing)},
            )
            self.bad |= {("table", sheet.table)}
            return
        self._headings(table, sheet)
        if table.kind:  # rows may name what stands below them
            for key in sheet.texts("key") - set(self.stored.of(table.kind)) - {""}:
                self.stored.brought[table.kind][key] = table.init_instance()
                self.stored.brought[table.kind][key].key = key
        dataset = tablib.Dataset(*(cells for _number, cells in sheet.rows), headers=sheet.headings, title=sheet.table)
        result = table.import_data(dataset, use_transactions=False)
        for error in result.base_errors:
            raise error.error
        for _place, errors in result.row_errors():
            raise errors[0].error  # what is wrong with a cell is a ValidationError; anything else is a mistake of ours

    def _headings(self, table: Table, sheet: Sheet) -> None:
        known = table.headings()
        for name in sheet.headings:
            if name not in known:
                said = _("%(table)s: the column “%(column)s” is not known and is not read.")
                hint = did_you_mean(name, set(known) - set(sheet.headings))
                self.notes.append(said % {"table": sheet.table, "column": name[:60]} + hint)

    # What the tables call while they read

    def find(self, table: Table, row) -> tuple[Any, bool]:
        """The stored row that has the same words in the columns that name it, or a new one that has them; and whether it is
        new. Raises ValidationError when the file names it twice."""
        probe = table.init_instance()
        self.stored.used.clear()
        try:
            for name in table.keys:
                if name in row:
                    table.fields[name].save(probe, row, stored=self.stored)
        except ValueError:
            return probe, True  # told when the whole row is read
        identity = table.identity(probe)
        stored = self._found[table.name].get(identity)
        first = self._first.setdefault((table.name, identity), table.number)
        if first != table.number:
            errors = {table.keys[-1]: [_("Row %(row)s names the same. Each may stand once.") % {"row": first}]}
            self.refuse(table, stored or probe, errors)
            raise ValidationError(errors)
        if stored is not None:
            return stored, False
        return self.stored.brought.get(table.kind, {}).get(identity[0], probe), True

    def take(self, table: Table, instance, new: bool) -> None:
        """A row that can be saved."""
        after = table.values(instance)
        changes = [
            Change(name, table.before.get(name, ""), text)
            for name, text in after.items()
            if text != table.before.get(name, "")
        ]
        if not changes and not new:
            self.unchanged += 1
            return
        if table.name == "products":
            self.stored.take_products([instance])
        needs = set(self.stored.used)
        self.rows.append(RowPlan(table, table.number, instance, new, changes, self._owner(table, instance), needs))

    def refuse(self, table: Table, instance, errors: Mapping[str, Sequence[str]]) -> None:
        """A row that cannot be saved: by heading, every reason."""
        for column, messages in errors.items():
            for message in messages:
                self._problem(table.name, table.number, column, message)
        owner = self._owner(table, instance)
        if owner is not None:
            self.bad.add(owner)

    def _problem(self, table: str, row: int, column: str, message: str) -> None:
        self.problems.append(Problem(table, row, column, message))
        self.bad_rows.add((table, row))

    def _owner(self, table: Table, instance) -> Owner:
        if table.kind:
            return table.kind, instance.key
        sheet = sheet_of(instance)
        if sheet is None:
            return "row", f"{table.name}:{table.number}"
        return "drug" if instance.drug is not None else "class", sheet.key

    def _refuse_row(self, row: RowPlan, column: str, message: str) -> None:
        self._problem(row.table.name, row.number, column, message)
        self.bad.add(row.owner)

    # What no row can know alone

    def _circles(self) -> None:
        """A class that would be part of itself."""
        classes = self.stored.of("class") | self.stored.brought["class"]
        for row in self.rows:
            if row.table.name != "classes" or all(change.column != "parent" for change in row.changes):
                continue
            passed, above = {row.instance.key}, row.instance.parent
            while above is not None and above.key not in passed:
                passed.add(above.key)
                above = classes[above.key].parent
            if above is not None:
                self._refuse_row(row, "parent", _("The class would be part of itself."))

    def _brands(self) -> None:
        """A brand belongs to one drug in a region, and is written in one way there."""
        rows = [row for row in self.rows if row.table.name == "products" and row.instance.brand]
        brands = {row.instance.brand.lower() for row in rows if row.new}
        there = Product.objects.annotate(folded=Lower("brand")).filter(folded__in=brands).select_related("drug")
        stored = [(each, each.drug.key) for each in there.order_by("pk")] if brands else []
        theirs: dict[tuple[str, str], dict[str, Product]] = {}  # for each brand the first product of each drug
        regions: dict[str, set[tuple[str, str]]] = {}  # for each brand the regions and drugs that have it
        for product, drug in [*stored, *((row.instance, row.owner[1]) for row in rows)]:
            theirs.setdefault(brand_claim(product), {}).setdefault(drug, product)
            regions.setdefault(brand_claim(product)[0], set()).add((product.region, drug))
        for row in rows:
            (name, here), drug = brand_claim(row.instance), row.owner[1]
            claimed = theirs[name, here]
            others, same = sorted(claimed.keys() - {drug}), claimed[drug].brand
            wider = sorted({key for region, key in regions[name] if key != drug and regions_meet(region, here)})
            said = {"brand": row.instance.brand, "region": where_sold(row.instance)}
            if row.new and others:
                told = _("In this region (%(region)s) the brand “%(brand)s” belongs to %(drug)s already.")
                self._refuse_row(row, "brand", told % {**said, "drug": ", ".join(others)})
            elif row.new and wider:
                told = _(
                    "The brand “%(brand)s” belongs to %(drug)s already, and without a region to one drug everywhere."
                )
                self._refuse_row(row, "brand", told % {**said, "drug": ", ".join(wider)})
            elif row.new and same != row.instance.brand:
                told = _(
                    "In this region (%(region)s) the brand “%(brand)s” is written “%(same)s”. Write it so here too."
                )
                self._refuse_row(row, "brand", told % {**said, "same": same})

    def _doses(self) -> None:
        """A dose that looks like a slip of the hand comes in only when its exact words are confirmed."""
        changed: dict[str, list[RowPlan]] = {}
        for row in self.rows:
            if row.table.name == "regimens":
                changed.setdefault(row.owner[1], []).append(row)
        there: dict[str, list[Any]] = {}
        for identity, regimen in self._found.get("regimens", {}).items():
            there.setdefault(identity[0], []).append(regimen)
        for drug, rows in changed.items():
            regimens = [*there.get(drug, ()), *(row.instance for row in rows if row.new)]
            questions = _questions(regimens, self.stored.strengths(rows[0].instance.drug))
            for row in rows:
                asked = questions.get(id(row.instance))
                if asked and (row.new or any(change.column.startswith(OF_A_DOSE) for change in row.changes)):
                    how = _("To confirm it, write “%(dose)s” in the column “confirmed_dose”.")
                    words = how % {"dose": confirmation(row.instance.dose)}
                    self._refuse_row(row, "dose_value", f"{asked} {words}")

    def _changed_since(self) -> None:
        """Nothing that somebody else wrote after the file was made is overwritten."""
        given = [
            (row, sheet, row.instance.__dict__["version_of_file"])
            for row in self.rows
            if (sheet := sheet_of(row.instance)) is not None
            and sheet.pk
            and row.instance.__dict__.get("version_of_file") is not None
        ]
        if not given:
            return
        copies = SavedCopy.objects.filter(page__in={sheet.pk for _row, sheet, _version in given}).exclude(by=self.by)
        newest: dict[int, SavedCopy] = {}
        for copy in copies.select_related("by").defer("source").order_by("version"):
            newest[copy.page_id] = copy
        for row, sheet, version in given:
            copy = newest.get(sheet.pk)
            if copy is not None and copy.version > version:
                self._refuse_row(
                    row,
                    "version",
                    _(
                        "%(who)s changed “%(sheet)s” on %(day)s, after this file was made. Export it again and bring the two "
                        "together. To overwrite their work, empty the cell “version”."
                    )
                    % {
                        "who": copy.by.get_display_name(),
                        "sheet": sheet.key,
                        "day": date_format(localtime(copy.at), "DATE_FORMAT"),
                    },
                )

    def _spread(self) -> None:
        """Whatever needs something new that is bad is left out with it."""
        before = -1
        while before != len(self.bad):
            before = len(self.bad)
            self.bad |= {row.owner for row in self.rows if row.needs & self.bad}

    def _open_now(self) -> None:
        sheets = {sheet.pk for row in self.rows if (sheet := sheet_of(row.instance)) is not None and sheet.pk}
        here = Presence.objects.filter(page__in=sheets, seen_at__gte=self.now - SEEN_FOR).exclude(user=self.by)
        for each in here.select_related("user", "page").order_by("page__title", "user"):
            said = _("%(who)s has “%(title)s” open and may be writing in it.")
            self.notes.append(said % {"who": each.user.get_display_name(), "title": each.page.title})

    # Telling

    def report(self) -> dict[str, Any]:
        """As JSON can hold it; see drugs.table_reports."""
        rows = [
            [row.table.name, row.number, row.name, "new" if row.new else "changed", row.owner in self.bad, row.changes]
            for row in self.rows
        ]
        problems = sorted(self.problems, key=lambda each: (list(TABLES).index(each.table), each.row, each.column))
        words = json.dumps([rows, problems], ensure_ascii=False)
        good = self.good
        return {
            "rows": rows,
            "problems": [list(problem) for problem in problems],
            "notes": self.notes,
            "sheets": sorted({" ".join(row.owner) for row in good}),
            "sums": {
                # Every row of the file is counted once: what would come in, what stands so already, and why the rest stays out.
                "new": sum(row.new for row in good),
                "changed": sum(not row.new for row in good),
                "unchanged": self.unchanged,
                "bad": len(self.bad_rows),
                "left_out": len(
                    {(row.table.name, row.number) for row in self.rows if row.owner in self.bad} - self.bad_rows
                ),
                "good": len(good),
            },
            "digest": hashlib.sha256(words.encode()).hexdigest(),
        }


def _questions(regimens: Sequence[Any], strengths: Sequence[str]) -> dict[int, str]:
    """The open question about each unusual dose of one drug. Doses are compared with each other, so not thousands of them."""
    stated = [regimen.stated for regimen in regimens]
    portions = [stated[start : start + COMPARED] for start in range(0, len(stated), COMPARED)]
    asked = [question for portion in portions for question in unconfirmed(portion, strengths=strengths)]
    return {id(regimen): question for regimen, question in zip(regimens, asked, strict=True) if question}


def number_notes(notes) -> None:
    """The first, second … note of a drug about one thing."""
    counted: Counter[tuple[int, str]] = Counter()
    for note in notes:
        counted[note.drug_id, note.kind] += 1
        note.number = counted[note.drug_id, note.kind]
