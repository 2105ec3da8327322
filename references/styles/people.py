"""Who wrote or edited a work: names in a row, groups after a semicolon, the rest as "et al."."""

from collections.abc import Mapping

from references.csl_names import is_organisation, name_text
from references.styles.record import Record, tidy


def people(record: Record, field: str, *, named: int, most: int, ranks: Mapping[str, str] | None = None) -> str:
    """The names of a field. More than `most` are cut to the first `named` and "et al"; `ranks` spells Jr, III …"""
    shown = names(record, field, ranks=ranks)
    cut = len(shown) > most
    said, after_group = "", False
    for text, group in shown[: named if cut else most]:
        said += ("; " if group or after_group else ", ") + text if said else text
        after_group = group
    return f"{said}, et al" if cut else said


def names(record: Record, field: str, *, ranks: Mapping[str, str] | None = None) -> list[tuple[str, bool]]:
    """The usable names of a field, each with whether it is a group's."""
    entries = record.csl.get(field)
    if isinstance(entries, str | Mapping):
        entries = [entries]
    entries = entries if isinstance(entries, list | tuple) else []
    found = [(tidy(name_text(entry, ranks=ranks)), is_organisation(entry)) for entry in entries]
    return [(text, group) for text, group in found if text]
