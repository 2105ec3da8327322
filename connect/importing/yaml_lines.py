"""YAML that remembers its lines, and refuses what a hostile or careless file could do: aliases, tags, repeated keys.

Only what people mean is guessed: whole and decimal numbers, true and false, dates. YAML 1.1's other guesses would change
what was written (`no` into false, `0123` into 83, `12:30` into 750), so those stay text.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import yaml

from connect.importing.problems import FileProblem

DEEPEST = 30  # levels of lists and fields; ours need five
PLAIN = {
    "null": (re.compile(r"~|null|Null|NULL|"), "~nN"),
    "bool": (re.compile(r"true|True|TRUE|false|False|FALSE"), "tTfF"),
    "int": (re.compile(r"-?(?:0|[1-9][0-9]{0,17})"), "-0123456789"),
    "float": (re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}"), "-0123456789"),
    "timestamp": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "0123456789"),
}
HINTS = (
    ("mapping values", "put quotes around text that contains a colon"),
    (r"'\t'", "indent with spaces, not with tabs"),
    ("cannot start any token", "put quotes around text that starts with a sign"),
    ("quoted scalar", "a quotation mark is opened and never closed"),
    ("block mapping", "check the indentation, and that each line reads “name: value”"),
    ("expected ','", "a bracket [ or { is opened and never closed"),
    ("expected ':'", "each line reads “name: value”"),
)


class Lines(dict):
    """A mapping read from YAML; `lines[key]` is the line (from 1) of each key, `line` that of the mapping."""

    def __init__(self, *args, line: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line
        self.lines: dict[Any, int] = {}


class YamlProblem(Exception):
    """A YAML text that cannot be read; `problem` says where and why."""

    def __init__(self, problem: FileProblem):
        super().__init__(str(problem))
        self.problem = problem


class _Loader(yaml.SafeLoader):
    # Our own guesses only, instead of those the parent was given.
    yaml_implicit_resolvers: dict[str, list] = {}
    depth = 0

    def compose_node(self, parent, index):
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            # A few lines of aliases can stand for billions of values.
            raise _refusal("aliases (*name) are not allowed; write the value out", event.start_mark)
        if getattr(event, "tag", None) is not None:
            raise _refusal(f"tags ({event.tag[:40]}) are not allowed; write the plain value", event.start_mark)
        self.depth += 1
        if self.depth > DEEPEST:
            raise _refusal(f"more than {DEEPEST} levels of lists and fields", event.start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_scalar(self, node):
        value = super().construct_scalar(node)
        for character in value:
            if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t\r":
                raise _refusal(f"the invisible character U+{ord(character):04X} is not allowed", node.start_mark)
        return value

    def construct_yaml_timestamp(self, node):
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            raise _refusal(f"there is no day {node.value} in the calendar", node.start_mark) from None

    def construct_lines(self, node):
        mapping = Lines(line=node.start_mark.line + 1)
        yield mapping
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _refusal("the name of a field must be text", key_node.start_mark)
            key = self.construct_scalar(key_node)
            if key in mapping:
                raise _refusal(f"“{key}” stands twice; keep one", key_node.start_mark)
            mapping[key] = self.construct_object(value_node, deep=True)
            mapping.lines[key] = key_node.start_mark.line + 1


for _name, (_pattern, _first) in PLAIN.items():
    _whole = re.compile(rf"(?:{_pattern.pattern})\Z")
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", _whole, ["", *_first])
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _Loader.construct_lines)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_timestamp)


def _refusal(what: str, mark) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, what, mark)


def read_yaml(text: str, *, file: str, first_line: int = 1) -> Any:
    """The value of a YAML text, its mappings as Lines with line numbers as in the file, where the text starts at
    `first_line`. Raises YamlProblem with the line, what is wrong and how to mend it."""
    try:
        value = yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader extends SafeLoader
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        what = f"the invisible character U+{error.character:04X} is not allowed"
        raise YamlProblem(FileProblem(file, line, f"cannot be read as YAML: {what}.")) from error
    except yaml.MarkedYAMLError as error:
        unclosed = any(sign in str(error.context) for sign in ("quoted scalar", "flow sequence", "flow mapping"))
        mark = error.context_mark if unclosed else error.problem_mark
        what = error.problem or "this is not YAML"
        hint = next((hint for sign, hint in HINTS if sign in f"{what} {error.context}"), "")
        message = f"cannot be read as YAML: {what}{f' ({hint})' if hint else ''}."
        raise YamlProblem(FileProblem(file, (mark.line if mark else 0) + first_line, message)) from error
    if first_line != 1:
        _shift(value, first_line - 1)
    return value


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
