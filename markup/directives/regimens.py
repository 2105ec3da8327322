"""`::: regimens denosumab indication=bone-metastases`: how a drug is given, how much and how often, for each condition."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from markup.directive import Directive, Reading
from markup.directives.drug_facts import stated_list
from markup.document import Node
from markup.facts import DrugFact, RegimenFact
from markup.issues import error
from markup.listed import read_list
from markup.names import Name
from markup.phrases import day_words
from markup.quoting import chosen_regimens, no_such_regimen

if TYPE_CHECKING:
    from markup.writing import Writer

# Row → (field of the regimen, field of its sources). The first three read "Not stated" when nobody stated them.
ROWS = {
    "route": ("route", ""),
    "dose": ("dose", "dose_citations"),
    "frequency": ("frequency", "timing_citations"),
    "duration": ("duration", "timing_citations"),
    "infusion-time": ("infusion_time", "timing_citations"),
    "max-daily-dose": ("max_daily_dose", "dose_citations"),
}
_ALWAYS = ("route", "dose", "frequency")


class _Wanted(NamedTuple):
    name: Name | None
    indication: str


def _read(arguments: str, line: int) -> Reading:
    listed = read_list("regimens", arguments, line, kinds=("drug",), options=("indication",))
    issues = list(listed.issues)
    if len(listed.names) > 1:
        message = f"'regimens' is about one drug; this one names {len(listed.names)}."
        issues.append(error("too-many-drugs", line, message, "Compare several with ::: drug-table."))
    name = listed.names[0] if listed.names else None
    return Reading(_Wanted(name, listed.options.get("indication", "")), listed.names[:1], tuple(issues))


def _render(writer: "Writer", node: Node) -> str:
    wanted: _Wanted = node.value.arguments
    fact: DrugFact | None = writer.fact(wanted.name, node.line) if wanted.name else None
    if fact is None:
        return f"<p>{writer.problem(wanted.name.key)}</p>\n" if wanted.name else ""
    options = (("indication", wanted.indication),) if wanted.indication else ()
    regimens = chosen_regimens(fact, options)
    html_id = writer.new_id("rg")
    if not regimens:
        if options:
            writer.report(no_such_regimen(fact, options, node.line))
        quoted = writer.quotes([(wanted.name, row) for row in ROWS], doses=True)
        none = writer.phrase("no regimens", drug=fact.name)
        return f'<div class="regimens" id="{html_id}"{quoted}>\n<p>{none}</p>\n</div>\n'
    groups = list(_groups(regimens))
    shown = "".join(_group(writer, wanted.name, each, len(groups) > 1, node.line) for each in groups)
    note = f'<p class="drug-table-note">{writer.phrase("another dose")}</p>\n'
    return f'<div class="regimens" id="{html_id}">\n{shown}{note}</div>\n'


def _groups(regimens: Sequence[RegimenFact]) -> Iterator[tuple[RegimenFact, ...]]:
    """Yield regimens that may share one list: for the same condition, brand and people, and different in one row at most.

    Were two rows different, "60 mg or 120 mg" beside "every 4 weeks or every 6 months" would no longer say which goes with
    which.
    """
    alike: dict[tuple[str, str, str], list[RegimenFact]] = {}
    for each in regimens:
        alike.setdefault((each.indication_key or each.indication, each.brand, each.population), []).append(each)
    for some in alike.values():
        differing = [row for row, (field, _cited) in ROWS.items() if len({getattr(each, field) for each in some}) > 1]
        if len(differing) <= 1:
            yield tuple(some)
        else:
            yield from ((each,) for each in some)


def _group(writer: "Writer", name: Name, some: tuple[RegimenFact, ...], several: bool, line: int) -> str:
    first, level = some[0], writer.below()
    head = ""
    if first.indication or several:
        words = writer.phrase("regimen for", indication=first.indication) if first.indication else ""
        quoted = writer.quotes([(name, "indication")])
        head = f'<span class="fact"{quoted}>{words or writer.phrase("regimen for others")}</span>'
        if first.brand:
            head += (
                f' <span class="brand"{writer.quotes([(name, "brand")])}>({escape(first.brand, quote=False)})</span>'
            )
        head = f"<h{level}>{head}</h{level}>\n"
    pairs = []
    if first.population:
        words = escape(first.population, quote=False)
        pairs.append((writer.phrase("row population"), writer.quotes([(name, "population")], doses=True), words))
    for row in ROWS:
        if words := _said(writer, row, some, name, line):
            pairs.append((writer.phrase(f"row {row}"), writer.quotes([(name, row)], doses=True), words))
    if days := _checked(some, writer.language):
        quoted = writer.quotes([(name, "checked-on")], doses=True)
        pairs.append((writer.phrase("row checked-on"), quoted, escape(days, quote=False)))
    return f'{head}<div class="regimen">\n{stated_list(pairs)}</div>\n'


def _checked(some: tuple[RegimenFact, ...], language: str) -> str:
    """When the regimens of a group were checked. A day that holds for one of them alone stands behind what sets it apart,
    so that nobody takes it for the others'."""
    days = {each.key: day_words(each.checked_on, language) for each in some if each.checked_on}
    if len(days) == len(some) and len(set(days.values())) == 1:
        return next(iter(days.values()))
    apart = next((field for field, _cited in ROWS.values() if len({getattr(each, field) for each in some}) > 1), "")
    said = (
        f"{getattr(each, apart)}: {days[each.key]}" for each in some if each.key in days and getattr(each, apart, "")
    )
    return "; ".join(dict.fromkeys(said))


def _said(writer: "Writer", row: str, some: tuple[RegimenFact, ...], name: Name, line: int) -> str:
    """What the regimens of a group say in a row, equal values once, each with its sources."""
    field, cited = ROWS[row]
    sources: dict[str, list[str]] = {}
    for each in some:
        if value := getattr(each, field):
            sources.setdefault(value, []).extend(getattr(each, cited) if cited else ())
    words = [escape(value, quote=False) + writer.cite_facts(keys, line, name.key) for value, keys in sources.items()]
    return f", {writer.phrase('or')} ".join(words) or (writer.phrase("not stated") if row in _ALWAYS else "")


DIRECTIVE = Directive("regimens", closes=False, read=_read, render=_render)
