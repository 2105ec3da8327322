"""`::: drug-codes denosumab`: the codes of a drug in the systems that professionals and machines use."""

from html import escape
from typing import TYPE_CHECKING

from markup.directive import Directive, Reading
from markup.directives.drug_facts import read_one_drug, stated_list
from markup.document import Node
from markup.facts import DrugFact
from markup.issues import warning
from markup.names import Name

if TYPE_CHECKING:
    from markup.writing import Writer

# Names of systems are nobody's words to translate.
_SYSTEMS = {"rxnorm": "RxNorm", "unii": "UNII", "atc": "ATC", "snomed": "SNOMED CT"}


def _read(arguments: str, line: int) -> Reading:
    return read_one_drug("drug-codes", arguments, line)


def _render(writer: "Writer", node: Node) -> str:
    name: Name | None = node.value.arguments
    fact: DrugFact | None = writer.fact(name, node.line) if name else None
    if fact is None:
        return f"<p>{writer.problem(name.key)}</p>\n" if name else ""
    quoted = writer.quotes([(name, "codes")])
    if not fact.codes:
        message = f"The library states no codes of {fact.name}."
        writer.report(warning("fact-not-stated", node.line, message, "Ask for the facts to be completed."))
        shown = f"<p>{writer.phrase('not stated')}</p>\n"
    else:
        shown = stated_list(
            [
                (escape(_SYSTEMS.get(system, system.upper()), quote=False), "", escape(code, quote=False))
                for system, code in fact.codes
                if code
            ]
        )
    return f'<div class="drug-codes" id="{writer.new_id("cd")}"{quoted}>\n{shown}</div>\n'


DIRECTIVE = Directive("drug-codes", closes=False, read=_read, render=_render)
