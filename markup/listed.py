"""Opening lines that list drugs, classes and choices: `::: drug-table denosumab pamidronate rows=dose`."""

import re
from typing import NamedTuple

from markup.issues import Issue, error
from markup.names import Name
from markup.tokens import KEY, read_options

_OPTION_START = re.compile(r"(?:^|\s)[\w-]+\s*=")


class Listed(NamedTuple):
    """The names on an opening line in their order, each once, and the choices after them."""

    names: tuple[Name, ...]
    options: dict[str, str]
    words: tuple[str, ...]
    issues: tuple[Issue, ...]


def read_list(
    directive: str,
    arguments: str,
    line: int,
    *,
    kinds: tuple[str, ...],
    options: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
) -> Listed:
    """Read the opening line of a directive.

    A bare key is of the first of `kinds`; the others are written `kind:key`. `options` are the names allowed before
    `=`, `words` those allowed by themselves.
    """
    begins = _OPTION_START.search(arguments)
    listed, rest = (arguments[: begins.start()], arguments[begins.start() :]) if begins else (arguments, "")
    shown = f"'{directive}'"
    chosen, issues = read_options(rest, options, shown, line) if rest.strip() else ({}, [])
    names: list[Name] = []
    found_words: list[str] = []
    for part in listed.replace(",", " ").split():
        if part.lower() in words:
            found_words.append(part.lower())
            continue
        prefix, colon, key = part.partition(":")
        kind, key = (prefix.lower(), key) if colon else (kinds[0], part)
        if kind not in kinds or not KEY.fullmatch(key):
            issues.append(_not_a_key(shown, part, line, kinds))
        elif Name(kind, key) in names:
            issues.append(error("repeated-name", line, f"{shown}: '{part}' is written twice.", "Keep one."))
        else:
            names.append(Name(kind, key))
    if not names and not issues:
        example = {"drug": "denosumab", "asset": "spine-picture"}[kinds[0]]
        message = f"{shown} does not say which {kinds[0] if kinds[0] == 'drug' else 'picture'}."
        issues.append(error("name-missing", line, message, f"Write it on the same line: ::: {directive} {example}"))
    return Listed(tuple(names), chosen, tuple(found_words), tuple(issues))


def _not_a_key(shown: str, part: str, line: int, kinds: tuple[str, ...]) -> Issue:
    forms = ["its key, such as denosumab" if kinds[0] == "drug" else "its key"]
    forms += [f"{kind}: and a key, such as {kind}:bisphosphonates" for kind in kinds[1:]]
    return error("malformed-name", line, f"{shown}: '{part[:60]}' is not a key.", f"Write {' or '.join(forms)}.")
