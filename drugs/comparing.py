"""A comparison of drugs, compiled from their live facts by the same directive that articles use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from references.compiling import compile_markdown

FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Comparison:
    """`html` is None when there is nothing to compare; `problems` then says why, in sentences for the reader."""

    html: str | None = None
    references: list = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def compare_drugs(asked: Sequence[str], *, names: Mapping[str, str], language: str) -> Comparison:
    """Compare the drugs asked for by key; `names` holds every live drug."""
    known = [key for key in asked if key in names]
    problems = []
    if len(known) < len(asked):
        problems.append(_("One of the medicines you chose is not on this site."))
    if len(known) < FEWEST:
        problems.append(_("Choose at least two medicines."))
    if len(known) > MOST:
        problems.append(_("Choose four medicines at most."))
    if problems:
        return Comparison(problems=problems)
    compiled = compile_markdown(
        f"::: drug-table {' '.join(known)} rows=brand,indication,route,dose,frequency",
        title="",
        language=language,
        source={},
    )
    return Comparison(html=compiled.html, references=list(compiled.references))
