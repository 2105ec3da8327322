"""What may not change in a "typo": numbers, units, negations, drugs, citations, care cards. Pure functions over text."""

import re
from collections.abc import Mapping
from typing import Any

NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:\s*%)?")
NUMBER_WORDS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|once|twice|half|double|"
    r"uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|mitad|doble)\b",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"\b(?:mg|g|kg|mcg|micrograms?|microgramos?|milligrams?|miligramos?|grams?|gramos?|ml|mL|l|L|litros?|liters?|units?|"
    r"unidades|tablets?|tabletas?|seconds?|segundos?|minutes?|minutos?|hours?|horas?|days?|d[ií]as?|weeks?|semanas?|"
    r"months?|mes(?:es)?|years?|a[ñn]os?|daily|weekly|monthly|yearly)\b"
)
NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|stop|avoid|unless|except|only|"
    r"\w+n['’]t|nunca|ning[uú]n\w*|nadie|nada|tampoco|ni|sin|evite|excepto|solo|s[oó]lo|salvo)\b",
    re.IGNORECASE,
)
TOKEN = re.compile(r"\[\[[^\]]*\]\]|\[@[^\]]*\]|^:::.*$", re.MULTILINE)
CARE_CARD = re.compile(r"^(:{3,})[ \t]*care\b.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)

WATCHED = (("number", NUMBER), ("number", NUMBER_WORDS), ("unit", UNIT), ("negation", NEGATION))


def clinical_differences(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    quoted_before: Mapping[str, str],
    quoted_after: Mapping[str, str],
) -> tuple[str, ...]:
    """What makes the change between two source snapshots more than a typo: any of "number", "unit", "negation", "token"
    (a drug, citation, link or block), "care card", "quoted fact". Empty when a typo is all it can be.

    Cautious on purpose: a number that only moved within the text counts as changed.
    """
    found: list[str] = []
    old, new = _text(before), _text(after)
    for name, pattern in WATCHED:
        if _said(pattern, old) != _said(pattern, new) and name not in found:
            found.append(name)
    if TOKEN.findall(old) != TOKEN.findall(new):
        found.append("token")
    if [m.group() for m in CARE_CARD.finditer(old)] != [m.group() for m in CARE_CARD.finditer(new)]:
        found.append("care card")
    if dict(quoted_before) != dict(quoted_after):
        found.append("quoted fact")
    return tuple(found)


def _said(pattern: re.Pattern[str], text: str) -> list[str]:
    return [" ".join(match.split()).casefold() for match in pattern.findall(text)]


def _text(value: Any) -> str:
    """Every text of a snapshot, in a fixed order, so that a table of facts is watched like prose."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(
            f"{key}\n{_text(value[key])}" if _is_leaf(value[key]) else _text(value[key]) for key in sorted(value)
        )
    if isinstance(value, list | tuple):
        return "\n".join(_text(item) for item in value)
    return "" if value is None else str(value)


def _is_leaf(value: Any) -> bool:
    return isinstance(value, int | float)
