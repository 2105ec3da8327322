"""What people call the fields of facts, and the codes in them. Each kind of facts brings its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class FactWords:
    """The words of one kind of facts. `names`: field → what people call it; `values`: field → code → words; `rows`: list →
    (what one row of it is, the fields that name a row to people); `said_by`: field of codes → the field beside it that says
    the same in words, so that it is shown alone."""

    names: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    rows: Mapping[str, tuple[Any, tuple[str, ...]]] = field(default_factory=dict)
    said_by: Mapping[str, str] = field(default_factory=dict)
