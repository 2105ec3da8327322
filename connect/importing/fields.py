"""Checking the fields of a record: what is known, what type it has, and what was probably meant."""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings

from connect.importing.files import Record
from connect.importing.problems import FileProblem
from connect.importing.yaml_lines import Lines, line_of
from markup import suggest

Problems = list[FileProblem]


class Reader:
    """Reads the fields of one mapping of a record, notes problems with their lines, and at the end names unknown fields."""

    def __init__(self, record: Record, problems: Problems, mapping: Mapping | None = None, where: str = ""):
        self.record, self.problems, self.where = record, problems, where
        self.mapping = record.fields if mapping is None else mapping
        self.known: set[str] = set()

    def problem(self, message: str, key: str | None = None) -> None:
        prefix = f"{self.where}: " if self.where else ""
        self.problems.append(FileProblem(self.record.file, line_of(self.mapping, key), prefix + message))

    def _take(self, key: str, default: Any, check: Callable[[Any], bool], expected: str, required: bool) -> Any:
        self.known.add(key)
        value = self.mapping.get(key)
        if value is None or value == "":
            if required:
                self.problem(f"“{key}” is missing: {expected}", key)
            return default
        if not check(value):
            self.problem(f"“{key}” must be {expected}, not {value!r:.60}", key)
            return default
        return value

    def text(self, key: str, *, required: bool = False, choices: tuple[str, ...] = ()) -> str:
        value = self._take(key, "", lambda v: isinstance(v, str | int), "text (put it in quotes)", required)
        value = str(value).strip()
        if choices and value and value not in choices:
            near = suggest(value, choices)
            hint = f"; did you mean “{near[0]}”?" if near else ""
            self.problem(f"“{key}” must be one of {', '.join(choices)}, not “{value}”{hint}", key)
            return ""
        return value

    def number(self, key: str) -> Decimal | None:
        value = self._take(
            key, None, lambda v: isinstance(v, int | float) and not isinstance(v, bool), "a number", False
        )
        try:
            return None if value is None else Decimal(str(value))
        except InvalidOperation:
            self.problem(f"“{key}” must be a number", key)
            return None

    def whole(self, key: str, default: int | None = None) -> int | None:
        return self._take(
            key, default, lambda v: isinstance(v, int) and not isinstance(v, bool) and 0 <= v < 32_000, "a whole number", False
        )

    def flag(self, key: str) -> bool:
        return self._take(key, False, lambda v: isinstance(v, bool), "true or false", False)

    def day(self, key: str) -> datetime.date | None:
        return self._take(key, None, lambda v: type(v) is datetime.date, "a date such as 2026-03-31", False)

    def lines(self, key: str) -> list[str]:
        value = self._take(
            key, [], lambda v: isinstance(v, list) and all(isinstance(e, str | int) for e in v), "a list of texts", False
        )
        return [str(entry).strip() for entry in value]

    def words(self, key: str, *, required: bool = False) -> dict[str, str]:
        codes = {code for code, _name in settings.LANGUAGES}
        expected = f"words for each language ({', '.join(sorted(codes))})"

        def check(value):
            return isinstance(value, dict) and set(value) <= codes and all(isinstance(v, str) for v in value.values())

        value = self._take(key, {}, check, expected, required)
        return {code: text.strip() for code, text in value.items() if text.strip()}

    def mapping_of(self, key: str) -> Lines:
        return self._take(key, Lines(), lambda v: isinstance(v, dict), "a set of named fields", False)

    def rows(self, key: str) -> list[Lines]:
        return self._take(
            key,
            [],
            lambda v: isinstance(v, list) and all(isinstance(e, dict) for e in v),
            "a list of named fields (each entry starts with “- ”)",
            False,
        )

    def inside(self, mapping: Mapping, where: str) -> "Reader":
        return Reader(self.record, self.problems, mapping, where)

    def finish(self) -> None:
        """Name every field that is not known, with what was probably meant."""
        for key in self.mapping:
            if key not in self.known:
                near = suggest(key, self.known)
                hint = f"; did you mean “{near[0]}”?" if near else f"; known are {', '.join(sorted(self.known))}"
                self.problem(f"unknown field “{key}”{hint}", key)
