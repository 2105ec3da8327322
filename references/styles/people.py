"""Who wrote or edited a work: names in a row, groups after a semicolon, the rest as "et al."."""

from collections.abc import Iterator, Mapping
from itertools import islice

from references.csl_names import is_organisation, name_text
from references.more_names import goes_on
from references.styles.record import Record, tidy


def people(
    record: Record, field: str, *, named: int, most: int, ranks: Mapping[str, str] | None = None
) -> tuple[str, int]:
    """The names of a field, and how many of them were looked at. More than `most` are cut to the first `named` and "et al",
    and so is a list that its source left unfinished; `ranks` spells Jr, III …"""
    shown = list(islice(_names(record, field, ranks), most + 1))
    unnamed = bool(shown) and goes_on(record.csl, field)
    cut = len(shown) > most or unnamed
    said, after_group = "", False
    for text, group in shown[: named if cut else most]:
        said += ("; " if group or after_group else ", ") + text if said else text
        after_group = group
    return (f"{said}, et al" if cut else said), len(shown) + unnamed


def _names(record: Record, field: str, ranks: Mapping[str, str] | None) -> Iterator[tuple[str, bool]]:
    """The usable names of a field, each with whether it is a group's. One at a time: a paper may have thousands."""
    entries = record.csl.get(field)
    if isinstance(entries, str | Mapping):
        entries = [entries]
    for entry in entries if isinstance(entries, list | tuple) else ():
        if text := tidy(name_text(entry, ranks=ranks)):
            yield text, is_organisation(entry)
