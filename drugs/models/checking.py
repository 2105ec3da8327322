"""Refusing what makes no sense, at the field where it can be mended."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from drugs.codes import code_problem


def refuse(problems: Iterable[tuple[str, str]]) -> None:
    """Raise ValidationError with every (field, sentence) at its field; nothing when there is none."""
    by_field: dict[str, list[str]] = defaultdict(list)
    for field, sentence in problems:
        if sentence:
            by_field[field].append(sentence)
    if by_field:
        raise ValidationError(dict(by_field))


def code_problems(row, *systems: str) -> list[tuple[str, str]]:
    """What is wrong with the codes that a row holds in fields named after their systems."""
    return [(system, code_problem(system, getattr(row, system))) for system in systems]
