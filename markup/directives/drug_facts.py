"""`::: drug-facts denosumab`: a drug at a glance: its names, how to say them, what type of medicine it is, how it is given."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from markup.directive import Directive, Reading
from markup.document import Node
from markup.facts import ClassFact, DrugFact
from markup.issues import error
from markup.listed import read_list
from markup.names import Name

if TYPE_CHECKING:
    from markup.writing import Writer


class _Row(NamedTuple):
    """`stated`: the facts it states, as (what, field); `html` is finished."""

    label: str
    html: str
    stated: list[tuple[Name, str]]
    is_dose: bool = False


def read_one_drug(directive: str, arguments: str, line: int) -> Reading:
    """Read the opening line of a directive about exactly one drug; its arguments are that drug's name, or None."""
    listed = read_list(directive, arguments, line, kinds=("drug",))
    issues = list(listed.issues)
    if len(listed.names) > 1:
        message = f"'{directive}' is about one drug; this one names {len(listed.names)}."
        issues.append(error("too-many-drugs", line, message, "Write one line for each."))
    return Reading(listed.names[0] if listed.names else None, listed.names[:1], tuple(issues))


def stated_list(pairs: Iterable[tuple[str, str, str]]) -> str:
    """Return (label, attributes, finished words) as a list of definitions, each pair in an element of its own."""
    rows = "".join(f"<div><dt>{label}</dt><dd{attributes}>{words}</dd></div>\n" for label, attributes, words in pairs)
    return f"<dl>\n{rows}</dl>\n"


def _read(arguments: str, line: int) -> Reading:
    return read_one_drug("drug-facts", arguments, line)


def _render(writer: "Writer", node: Node) -> str:
    name: Name | None = node.value.arguments
    fact: DrugFact | None = writer.fact(name, node.line) if name else None
    if fact is None:
        return f"<p>{writer.problem(name.key)}</p>\n" if name else ""
    pairs = [
        (writer.phrase(f"names {row.label}"), writer.quotes(row.stated, doses=row.is_dose), row.html)
        for row in _rows(writer, fact, name, node.line)
        if row.html
    ]
    return f'<div class="drug-facts" id="{writer.new_id("df")}">\n{stated_list(pairs)}</div>\n'


def _rows(writer: "Writer", fact: DrugFact, name: Name, line: int) -> Iterator[_Row]:
    def plain(words: str) -> str:
        return escape(words, quote=False)

    def differs(words: str) -> str:
        return plain(words) if words.casefold() != fact.name.casefold() else ""

    yield _Row("generic", plain(fact.name), [(name, "name")])
    yield _Row("inn", differs(fact.inn), [(name, "inn")])
    yield _Row("us-name", differs(fact.us_name), [(name, "us-name")])
    yield _Row("pronunciation", plain(fact.pronunciation), [(name, "pronunciation")])
    alike = {product.brand for product in fact.products if product.biosimilar}
    brands = [brand for brand in fact.brands if brand not in alike]
    yield _Row("brand", plain(", ".join(brands)), [(name, "brand")])
    yield _Row("biosimilar", plain(", ".join(_biosimilars(fact))), [(name, "biosimilar")])
    classes = [(Name("class", each.key), field) for each in fact.classes for field in ("name", "summary")]
    yield _Row("class", "; ".join(_class(each) for each in fact.classes), [(name, "class"), *classes])
    routes = dict.fromkeys(regimen.route for regimen in fact.regimens if regimen.route)
    yield _Row("route", f" {writer.phrase('or')} ".join(map(plain, routes)), [(name, "route")], is_dose=True)
    needed = writer.phrase_for("prescription", fact.prescription, line)
    yield _Row("prescription", needed, [(name, "prescription")])


def _class(drug_class: ClassFact) -> str:
    summary = f": {escape(drug_class.summary, quote=False)}" if drug_class.summary else ""
    return f"{escape(drug_class.name, quote=False)}{summary}"


def _biosimilars(fact: DrugFact) -> list[str]:
    """Brand and generic name with its suffix: "Jubbonti (denosumab-bbdz)", each once."""
    said = []
    for product in fact.products:
        if product.biosimilar:
            suffixed = product.nonproprietary_name
            both = f"{product.brand} ({suffixed})" if product.brand and suffixed else product.brand or suffixed
            said.append(both)
    return list(dict.fromkeys(each for each in said if each))


DIRECTIVE = Directive("drug-facts", closes=False, read=_read, render=_render)
