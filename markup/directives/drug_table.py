"""`::: drug-table denosumab pamidronate rows=route,dose indication=bone-metastases`: drugs side by side.

The same cells are printed twice: as a table for wide screens, and as a list for each drug for narrow screens and print.
Each cell is marked with the field of the drug it states, so that readers can be kept from that cell alone. With `checked=yes`
the cells about how a drug is given say when that was checked.
"""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from markup.directive import Directive, Reading
from markup.directives.drug_notes import DOSES, notes_of
from markup.directives.regimens import ROWS as REGIMEN_ROWS
from markup.document import Node
from markup.fact_lists import unresolved_words
from markup.facts import DrugFact, RegimenFact
from markup.issues import Issue, error, warning
from markup.listed import read_list
from markup.merged import merged_side_effects
from markup.names import Name, did_you_mean, suggest
from markup.phrases import day_words, join_words
from markup.quoting import DOSE_FIELDS, chosen_regimens, no_such_regimen

if TYPE_CHECKING:
    from markup.writing import Writer

ROWS = (
    "route", "dose", "frequency", "brand", "class", "indication", "duration", "side-effects",
    "population", "infusion-time", "max-daily-dose", "monitoring", "supplements", "kidney",
)  # fmt: skip
_USUAL_ROWS = ("route", "dose", "frequency")
_MOST_DRUGS = 6
# Row → (field of the regimen, field of its sources). How it is given has no sources of its own, nor has who it is for.
_REGIMEN_ROWS = {**REGIMEN_ROWS, "population": ("population", "")}
# Rows without which a table says nothing of how a drug is given.
_GIVEN = frozenset({"route", "dose", "frequency", "duration"})
_DOSE_ROWS = DOSE_FIELDS | _REGIMEN_ROWS.keys() | DOSES


# What a cell of these rows tells of the classes of the drug, besides what it tells of the drug itself.
_OF_THE_CLASS = {"class": "name", "side-effects": "side-effects"}


class _Wanted(NamedTuple):
    names: tuple[Name, ...]
    rows: tuple[str, ...]
    indication: str
    checked: bool


class _Column(NamedTuple):
    fact: DrugFact
    regimens: tuple[RegimenFact, ...]

    @property
    def name(self) -> Name:
        """What texts call this drug."""
        return Name("drug", self.fact.key)

    @property
    def brands(self) -> tuple[str, ...]:
        """The brands of the regimens that are compared; another brand of the drug may be for something else."""
        return tuple(dict.fromkeys(each.brand for each in self.regimens if each.brand)) or self.fact.brands


class _Place(NamedTuple):
    """The line of the table in the text, its id, to which citations lead back, and whether cells say when they were checked."""

    line: int
    anchor: str
    checked: bool


class _Cell(NamedTuple):
    """`quoted`: the attributes that say what it states."""

    quoted: str
    html: str


def _read(arguments: str, line: int) -> Reading:
    listed = read_list("drug-table", arguments, line, kinds=("drug",), options=("rows", "indication", "checked"))
    issues = list(listed.issues)
    if len(listed.names) > _MOST_DRUGS:
        message = f"A drug table compares at most {_MOST_DRUGS} drugs; this one has {len(listed.names)}."
        issues.append(error("too-many-drugs", line, message, "Make two tables."))
    rows = [row.strip().lower() for row in listed.options.get("rows", "").split(",") if row.strip()]
    issues += (_unknown_row(row, line) for row in rows if row not in ROWS)
    known = tuple(dict.fromkeys(row for row in rows if row in ROWS)) or _USUAL_ROWS
    checked = listed.options.get("checked", "")
    if checked not in ("", "yes"):
        message = f"A drug table does not understand checked={checked[:40]}."
        issues.append(error("unknown-choice", line, message, "Write checked=yes, or leave it out."))
    wanted = _Wanted(listed.names[:_MOST_DRUGS], known, listed.options.get("indication", ""), checked == "yes")
    return Reading(wanted, listed.names, tuple(issues))


def _unknown_row(row: str, line: int) -> Issue:
    message = f"A drug table has no row '{row[:40]}'{did_you_mean(suggest(row, ROWS)) or '.'}"
    return error("unknown-row", line, message, f"The rows are {', '.join(ROWS)}.")


def _render(writer: "Writer", node: Node) -> str:
    wanted: _Wanted = node.value.arguments
    table_id = writer.new_id("dt")
    columns: list[_Column] = []
    unresolved: list[str] = []
    for name in wanted.names:
        fact = writer.fact(name, node.line)
        if fact is None:
            unresolved.append(name.key)
            continue
        columns.append(_column(writer, fact, wanted, node.line))
    plain = unresolved_words(unresolved)
    if not columns:
        return plain
    place = _Place(node.line, table_id, wanted.checked)
    rows = [(row, [_cell(writer, row, column, place) for column in columns]) for row in wanted.rows]
    heads = [_head(writer, column) for column in columns]
    caption = _caption(writer, columns)
    return (
        f'<div class="drug-table" id="{table_id}">\n'
        f'<div class="drug-table-wide" role="region" tabindex="0" aria-labelledby="{table_id}-caption">'
        f'<table>\n<caption id="{table_id}-caption">{caption}</caption>\n'
        f"{_table(writer, heads, rows)}</table></div>\n"
        f'<div class="drug-table-narrow">\n{_lists(writer, heads, rows)}</div>\n'
        f'<p class="drug-table-note">{writer.phrase("another dose")}</p>\n</div>\n{plain}'
    )


def _column(writer: "Writer", fact: DrugFact, wanted: _Wanted, line: int) -> _Column:
    options = (("indication", wanted.indication),) if wanted.indication else ()
    regimens = chosen_regimens(fact, options)
    if options and not regimens:
        writer.report(no_such_regimen(fact, options, line))
    elif not regimens and set(wanted.rows) & _GIVEN:
        message = f"The library states no way of giving {fact.name}; its cells read 'Not stated'."
        writer.report(warning("fact-not-stated", line, message, "Ask for the facts of the drug to be completed."))
    elif len({each.indication_key for each in regimens}) > 1 and set(wanted.rows) & _GIVEN:
        known = ", ".join(dict.fromkeys(each.indication_key for each in regimens if each.indication_key))
        message = f"The table mixes what {fact.name} is given for: {known}."
        writer.report(warning("mixed-indications", line, message, "Choose one with indication=."))
    return _Column(fact, regimens)


def _caption(writer: "Writer", columns: list[_Column]) -> str:
    names = [escape(column.fact.name, quote=False) for column in columns]
    drugs = join_words(names, writer.language)
    caption = writer.phrase("caption one" if len(names) == 1 else "caption several", drugs="{drugs}")
    caption = caption.replace("{drugs}", drugs)
    return caption[:1].upper() + caption[1:]


def _head(writer: "Writer", column: _Column) -> str:
    brands = escape(", ".join(column.brands), quote=False)
    quoted = writer.quotes([(column.name, "brand")])
    return writer.drug_link(column.fact) + (f' <span class="brand"{quoted}>({brands})</span>' if brands else "")


def _table(writer: "Writer", heads: list[str], rows: list[tuple[str, list[_Cell]]]) -> str:
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "".join(
        f'<tr><th scope="row">{writer.phrase(f"row {row}")}</th>'
        f"{''.join(f'<td{cell.quoted}>{cell.html}</td>' for cell in cells)}</tr>\n"
        for row, cells in rows
    )
    return f"<thead>\n<tr><td></td>{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n"


def _lists(writer: "Writer", heads: list[str], rows: list[tuple[str, list[_Cell]]]) -> str:
    html = ""
    for index, head in enumerate(heads):
        pairs = "".join(
            f"<dt>{writer.phrase(f'row {row}')}</dt><dd{cells[index].quoted}>{cells[index].html}</dd>\n"
            for row, cells in rows
        )
        title_id = writer.new_id("dt-drug-")
        html += (
            f'<div role="group" aria-labelledby="{title_id}">\n<p class="drug-table-name" id="{title_id}">{head}</p>\n'
            f"<dl>\n{pairs}</dl>\n</div>\n"
        )
    return html


def _cell(writer: "Writer", row: str, column: _Column, place: _Place) -> _Cell:
    special: Callable[..., str] | None = _SPECIAL_ROWS.get(row)
    if special:
        html = special(writer, column, place)
    elif row in _REGIMEN_ROWS:
        html = _regimen_cell(writer, row, column, place)
    else:
        html = notes_of(writer, column.fact, row, place.line, place.anchor)
    stated = [(column.name, row)]
    if field := _OF_THE_CLASS.get(row):
        stated += [(Name("class", each.key), field) for each in column.fact.classes]
    return _Cell(writer.quotes(stated, doses=row in _DOSE_ROWS), html or writer.phrase("not stated"))


def _regimen_cell(writer: "Writer", row: str, column: _Column, place: _Place) -> str:
    """Join what the regimens say, equal values once; values for different indications say what they are for."""
    field, sources = _REGIMEN_ROWS[row]
    cited: dict[tuple[str, str], list[str]] = {}
    differ = len({getattr(each, field) for each in column.regimens}) > 1
    several = differ and len({each.indication_key for each in column.regimens}) > 1
    days: dict[tuple[str, str], list[str]] = {}
    for each in column.regimens:
        if value := getattr(each, field):
            key = (value, each.indication if several else "")
            cited.setdefault(key, []).extend(getattr(each, sources) if sources else ())
            days.setdefault(key, []).append(day_words(each.checked_on or "", writer.language))
    checked = {key: _checked(writer, said) if place.checked else "" for key, said in days.items()}
    alike = len(set(checked.values())) == 1
    parts = []
    for key, references in cited.items():
        value, indication = key
        words = f"{value} ({indication})" if indication else value
        when = "" if alike or not checked[key] else f" ({checked[key]})"
        cites = writer.cite_facts(references, place.line, column.fact.key, place.anchor)
        parts.append(escape(words, quote=False) + cites + when)
    html = f", {writer.phrase('or')} ".join(parts)
    last = next(iter(checked.values()), "") if alike else ""
    return f'{html} <span class="checked">{last}</span>' if last else html


def _checked(writer: "Writer", days: list[str]) -> str:
    """When a value was checked; nothing where one of the regimens that state it does not say."""
    return writer.phrase("checked on", day="; ".join(dict.fromkeys(days))) if all(days) else ""


def _brand_cell(writer: "Writer", column: _Column, place: _Place) -> str:
    return escape(", ".join(column.brands), quote=False)


def _class_cell(writer: "Writer", column: _Column, place: _Place) -> str:
    return ", ".join(writer.drug_link(each) for each in column.fact.classes)


def _indication_cell(writer: "Writer", column: _Column, place: _Place) -> str:
    return escape(", ".join(dict.fromkeys(each.indication for each in column.regimens if each.indication)), quote=False)


def _side_effects_cell(writer: "Writer", column: _Column, place: _Place) -> str:
    effects, complete = merged_side_effects(column.fact)
    parts = [
        escape(each.name, quote=False) + writer.cite_facts(each.citations, place.line, column.fact.key, place.anchor)
        for each in effects
    ]
    more = f" {writer.phrase('not a full list in brackets')}" if parts and not complete else ""
    return ", ".join(parts) + more


_SPECIAL_ROWS = {
    "brand": _brand_cell,
    "class": _class_cell,
    "indication": _indication_cell,
    "side-effects": _side_effects_cell,
}

DIRECTIVE = Directive("drug-table", closes=False, read=_read, render=_render)
