"""Lists of names that their source left unfinished ("Smith, Ann and others"). CSL has no field for that: it stands under
`custom`, with the number of names it was said of, so that a list that was completed since is complete. Pure."""

from collections.abc import Mapping
from typing import Any

MARK = "and-others"


def goes_on(csl: Mapping[str, Any], field: str) -> bool:
    """Whether more people than it names wrote or edited it."""
    custom, names = csl.get("custom"), csl.get(field)
    marks = custom.get(MARK) if isinstance(custom, Mapping) else None
    said = marks.get(field) if isinstance(marks, Mapping) else None
    return isinstance(names, list) and bool(names) and said == len(names)


def unfinished(csl: Mapping[str, Any], fields: list[str]) -> dict[str, int]:
    """What stands under MARK when the lists of these fields go on."""
    return {field: len(csl[field]) for field in fields if csl.get(field)}
