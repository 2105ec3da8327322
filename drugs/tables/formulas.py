"""Texts that a spreadsheet would take for a formula: written with an apostrophe before them, and read without it again."""

import re
from typing import Any

_FORMULA = re.compile(r"['\s]*[=+\-@\t\r\n]")


def escaped(text: str) -> str:
    """Safe in a cell. What begins with apostrophes before a formula gets one more, so that the way back is exact."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(cell: Any) -> Any:
    """What `escaped` was given; anything else as it is."""
    if type(cell) is str and cell.startswith("'") and _FORMULA.match(cell[1:]):
        return cell[1:]
    return cell
