"""A comparison of drugs, compiled from their live facts by the same directive that articles use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from markup import Document, DrugFact, Fact, Missing, Name, parse
from references.compiling import compile_markdown

FEWEST, MOST = 2, 4
# Rows that every comparison has; of the others, those that one of the drugs states something for.
ALWAYS = ("brand", "class", "indication", "route", "dose", "frequency")
SHOWN = 60  # characters of what somebody typed


@dataclass(frozen=True)
class Comparison:
    """`html` is None when there is nothing to compare; `problems` then says why, in sentences for the reader."""

    html: str | None = None
    references: list = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def compare_drugs(asked: Sequence[str], *, names: Mapping[str, str], language: str) -> Comparison:
    """Compare the drugs asked for by key; `names` holds every live drug."""
    known = [key for key in asked if key in names]
    problems = [
        _("There is no medicine “%(name)s” on this site. Check how it is spelled, or look it up in the list.")
        % {"name": _shortened(each)}
        for each in asked
        if each not in names
    ][:MOST]
    if len(known) < FEWEST:
        problems.append(_("Choose at least two medicines."))
    if len(known) > MOST:
        problems.append(_("Choose four medicines at most."))
    if problems:
        return Comparison(problems=problems)

    def table(_document: Document, facts: Mapping[Name, Fact | Missing]) -> Document:
        stated = [facts.get(Name("drug", key)) for key in known]
        rows = [*ALWAYS, *_stated_rows([fact for fact in stated if isinstance(fact, DrugFact)])]
        return parse(f"::: drug-table {' '.join(known)} rows={','.join(rows)} checked=yes")

    compiled = compile_markdown(
        "", title="", language=language, source={}, always_quote=tuple(("drug", key) for key in known), around=table
    )
    return Comparison(html=compiled.html, references=list(compiled.references))


def _shortened(typed: str) -> str:
    return typed if len(typed) <= SHOWN else f"{typed[:SHOWN]}…"


def _stated_rows(drugs: Sequence[DrugFact]) -> Iterator[str]:
    regimens = [regimen for drug in drugs for regimen in drug.regimens]
    for row in ("infusion-time", "duration", "max-daily-dose", "population"):
        if any(getattr(regimen, row.replace("-", "_")) for regimen in regimens):
            yield row
    for kind in ("monitoring", "supplements", "kidney"):
        if any(note.kind == kind for drug in drugs for note in drug.notes):
            yield kind
    yield "side-effects"
