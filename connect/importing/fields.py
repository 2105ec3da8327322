"""Checking the fields of a record: what is known, what type it has, and what was probably meant."""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from connect.importing.files import Record
from connect.importing.known import Known
from connect.importing.problems import FileProblem
from connect.importing.yaml_lines import Lines, line_of
from markup import suggest

Problems = list[FileProblem]


def _is_text(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _shown(value: object) -> str:
    """A value as a person who wrote YAML knows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "a set of named fields"
    text = str(value)
    return f"“{text[:50]}{'…' if len(text) > 50 else ''}”"


class Reader:
    """Reads the fields of one mapping of a record, notes problems with their lines, and at the end names unknown fields.

    `known` answers for keys of other things; `where` names the mapping inside the record ("regimen “usual”").
    """

    def __init__(
        self, record: Record, problems: Problems, known: Known, mapping: Mapping | None = None, where: str = ""
    ):
        self.record, self.problems, self.known, self.where = record, problems, known, where
        self.mapping = record.fields if mapping is None else mapping
        self.asked: set[str] = set()
        self.wrong: set[str | None] = set()  # fields that have a problem already
        self.incomplete = False  # names something of the folder that could not be saved, for a reason told elsewhere

    def problem(self, message: str, key: str | None = None) -> None:
        prefix = f"{self.where}: " if self.where else ""
        self.wrong.add(key)
        self.problems.append(FileProblem(self.record.file, line_of(self.mapping, key), prefix + message))

    def unknown(self, kind: str, key: str, name: str, language: str = "") -> None:
        """Note that the field `key` names something that neither the folder nor the database has."""
        message = self.known.problem(kind, name, language)
        if message:
            self.problem(f"“{key}”: {message}", key)
        else:
            self.incomplete = True
            self.wrong.add(key)

    def refused(self, error: ValidationError, *, names: Mapping[str, str] | None = None) -> None:
        """Note what a model refused, in the line of the field; `names`: model field → field of the file, where they differ.
        A field that has a problem already is not told twice."""
        fields = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for field, messages in fields.items():
            key = None if field == NON_FIELD_ERRORS else (names or {}).get(field, field)
            if key is not None and key in self.wrong:
                continue
            label = "" if key is None else f"“{key}”: "
            for message in messages:
                self.problem(f"{label}{message}", key)

    def _take(self, key: str, default: Any, check: Callable[[Any], bool], expected: str, required: bool) -> Any:
        self.asked.add(key)
        value = self.mapping.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            if required:
                self.problem(f"“{key}” is missing; it must be {expected}", key)
            return default
        if not check(value):
            self.problem(f"“{key}” must be {expected}, not {_shown(value)}", key)
            return default
        return value

    def text(self, key: str, *, required: bool = False, choices: tuple[str, ...] = ()) -> str:
        value = self._take(key, "", _is_text, "text (in quotes if it looks like something else)", required)
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
        return None if value is None else Decimal(str(value))

    def whole(self, key: str, default: int | None = None) -> int | None:
        return self._take(
            key,
            default,
            lambda v: isinstance(v, int) and not isinstance(v, bool) and 0 <= v < 32_000,
            "a whole number",
            False,
        )

    def count(self, key: str) -> int | None:
        """A whole number of things or people, which may be large."""
        return self._take(
            key,
            None,
            lambda v: isinstance(v, int) and not isinstance(v, bool) and 0 <= v <= 2_000_000_000,
            "a whole number",
            False,
        )

    def flag(self, key: str) -> bool:
        return self._take(key, False, lambda v: isinstance(v, bool), "true or false", False)

    def day(self, key: str) -> datetime.date | None:
        return self._take(key, None, lambda v: type(v) is datetime.date, "a date such as 2026-03-31", False)

    def lines(self, key: str) -> list[str]:
        value = self._take(
            key,
            [],
            lambda v: isinstance(v, list) and all(map(_is_text, v)),
            "a list of texts (“- ” before each)",
            False,
        )
        return [text for text in (str(entry).strip() for entry in value) if text]

    def words(self, key: str, *, required: bool = False) -> dict[str, str]:
        codes = {code for code, _name in settings.LANGUAGES}
        expected = f"words for each language ({', '.join(sorted(codes))})"

        def check(value):
            return isinstance(value, dict) and set(value) <= codes and all(isinstance(v, str) for v in value.values())

        value = self._take(key, {}, check, expected, required)
        return {code: text.strip() for code, text in value.items() if text.strip()}

    def lists_of_words(self, key: str) -> dict[str, str]:
        """Several words for the same thing in each language, written as a list and kept one a line."""
        inside = self.inside(self.mapping_of(key), key)
        words = {code: "\n".join(inside.lines(code)) for code, _name in settings.LANGUAGES}
        inside.finish()
        return {code: lines for code, lines in words.items() if lines}

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

    def sets_of(self, key: str) -> dict[str, Lines]:
        """Named sets of named fields, such as the help lines of each language."""
        return self._take(
            key,
            {},
            lambda v: isinstance(v, dict) and all(isinstance(e, Lines) for e in v.values()),
            "a set of named fields for each language",
            False,
        )

    def inside(self, mapping: Mapping, where: str) -> "Reader":
        return Reader(self.record, self.problems, self.known, mapping, where)

    def finish(self, noun: str = "field") -> None:
        """Name every field that is not known, with what was probably meant; `noun` says what the names stand for."""
        for key in self.mapping:
            if key not in self.asked:
                near = suggest(key, self.asked)
                hint = f"; did you mean “{near[0]}”?" if near else f"; known are {', '.join(sorted(self.asked))}"
                self.problem(f"unknown {noun} “{key[:60]}”{hint}", key)
