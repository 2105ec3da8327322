"""Lists from the drug library: those of every drug and class that a directive names, side by side or shared."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from markup.document import Node
from markup.facts import ClassFact, DrugFact
from markup.names import Name
from markup.phrases import join_words

if TYPE_CHECKING:
    from markup.writing import Writer

Facts = Sequence[DrugFact | ClassFact]


def print_lists(
    writer: "Writer",
    node: Node,
    html_id: str,
    rows_of: Callable[[DrugFact | ClassFact], tuple[tuple, bool]],
    write_rows: Callable[[tuple, Facts], str],
    last: str,
    none: str,
) -> str:
    """Return the lists of every drug and class named in a directive, and the closing line unless all are complete.

    `rows_of` returns the rows of one of them and whether they are a full list; `write_rows` writes the rows that some of
    them share; `last` is the phrase that closes, `none` what stands in the place of an empty list. Drugs whose lists say the
    same share one: nobody should have to compare two lists word by word to find that they do not differ.
    """
    names: tuple[Name, ...] = node.value.arguments.names
    all_complete, unresolved = True, []
    groups: dict[tuple, list[DrugFact | ClassFact]] = {}
    for name in names:
        fact = writer.fact(name, node.line)
        if fact is None:
            unresolved.append(name.key)
            continue
        rows, complete = rows_of(fact)
        all_complete = all_complete and complete
        groups.setdefault(rows, []).append(fact)
    html, field = "", node.value.directive.name
    for rows, facts in groups.items():
        if len(names) > 1:
            links = join_words([writer.drug_link(fact) for fact in facts], writer.language)
            html += f'<p class="list-of">{links}</p>\n'
        html += write_rows(rows, facts) if rows else _none(writer, none, facts)
    plain = unresolved_words(unresolved)
    if not html:
        return plain
    closing = "" if all_complete or not any(groups) else f'<p class="not-complete">{writer.phrase(last)}</p>\n'
    quoted = writer.quotes((name, field) for name in _quoted_by(groups.values()))
    return f'<div class="{field}" id="{html_id}"{quoted}>\n{html}{closing}</div>\n{plain}'


def _none(writer: "Writer", none: str, facts: Facts) -> str:
    """Nothing is listed: said so that nobody takes it for "there is nothing"."""
    drugs = join_words([fact.name for fact in facts], writer.language)
    return f"<p>{writer.phrase(none, drugs=drugs)}</p>\n"


def bulleted(items: Iterable[str]) -> str:
    """Return finished pieces of HTML as a list."""
    points = "".join(f"<li>{item}</li>\n" for item in items)
    return f"<ul>\n{points}</ul>\n"


def unresolved_words(keys: Sequence[str]) -> str:
    """Return the plain words that stand for drugs that there are not."""
    return f'<p class="problem">{escape(", ".join(keys), quote=False)}</p>\n' if keys else ""


def _quoted_by(groups: Iterable[list[DrugFact | ClassFact]]) -> Iterator[Name]:
    """Yield what the lists come from: the drugs and classes named, and the classes whose rows a drug shares."""
    for fact in (fact for facts in groups for fact in facts):
        yield Name("drug" if isinstance(fact, DrugFact) else "class", fact.key)
        yield from (Name("class", each.key) for each in getattr(fact, "classes", ()))
