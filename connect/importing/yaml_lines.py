"""YAML that remembers its lines, and refuses what a hostile or careless file could do: aliases, tags, repeated keys."""

from collections.abc import Mapping
from typing import Any

import yaml

from connect.importing.problems import FileProblem


class Lines(dict):
    """A mapping read from YAML; `lines[key]` is the line (from 1) of each key, `line` that of the mapping."""

    def __init__(self, *args, line: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line
        self.lines: dict[Any, int] = {}


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            # A few lines of aliases can stand for billions of values.
            raise yaml.constructor.ConstructorError(None, None, "aliases (*name) are not allowed", event.start_mark)
        return super().compose_node(parent, index)

    def construct_lines(self, node):
        mapping = Lines(line=node.start_mark.line + 1)
        yield mapping
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is not text", key_node.start_mark)
            if key in mapping:
                raise yaml.constructor.ConstructorError(None, None, f"the key “{key}” stands twice", key_node.start_mark)
            mapping[key] = self.construct_object(value_node, deep=True)
            mapping.lines[key] = key_node.start_mark.line + 1


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _Loader.construct_lines)


def read_yaml(text: str, *, file: str, first_line: int = 1) -> Any:
    """The value of a YAML text with line numbers as in the file. Raises FileProblem's text as ValueError-like
    `YamlProblem` with the line and what was expected."""
    try:
        value = yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader extends SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + first_line
        what = getattr(error, "problem", None) or "this is not YAML"
        hint = " Put quotes around text that contains a colon." if "mapping values" in what else ""
        raise YamlProblem(FileProblem(file, line, f"cannot be read as YAML: {what}.{hint}")) from error
    if first_line != 1:
        _shift(value, first_line - 1)
    return value


class YamlProblem(Exception):
    """A YAML text that cannot be read; `problem` says where and why."""

    def __init__(self, problem: FileProblem):
        super().__init__(str(problem))
        self.problem = problem


def _shift(value: Any, by: int) -> None:
    if isinstance(value, Lines):
        value.line += by
        value.lines = {key: line + by for key, line in value.lines.items()}
        for child in value.values():
            _shift(child, by)
    elif isinstance(value, list):
        for child in value:
            _shift(child, by)


def line_of(mapping: Mapping, key: str | None = None) -> int:
    """The line of a key, or of the mapping itself; 0 when it was not read from a file."""
    if not isinstance(mapping, Lines):
        return 0
    return mapping.lines.get(key, mapping.line) if key else mapping.line
