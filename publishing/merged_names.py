"""A working copy whose citations were renamed, because two references of the library were merged, next to the snapshot that
clinicians know. Pure. docs/adr/0026 says why."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markup import rename_citations
from publishing.compiled import Compiled

REFERENCE = "reference:"
CITATIONS = "citations"  # lists of keys in the snapshots of fact sheets: "citations", "dose_citations" …


def rename_in_source(source: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A snapshot that cites the new key of each old one in `names`: in its text, and in the lists of its facts."""
    return {field: _renamed(field, value, names) for field, value in source.items()}


def _renamed(field: str, value: Any, names: Mapping[str, str]) -> Any:
    if field == "body" and isinstance(value, str):
        return rename_citations(value, names)
    if field.endswith(CITATIONS) and isinstance(value, list):
        return sorted({names.get(key, key) for key in value})
    if isinstance(value, Mapping):
        return rename_in_source(value, names)
    if isinstance(value, list):
        return [_renamed("", each, names) for each in value]
    return value


def known_as(source: dict[str, Any], before_merge: Mapping[str, Any] | None) -> dict[str, Any]:
    """The snapshot that clinicians know where `source` says the same but for merged keys; otherwise `source` itself."""
    if before_merge and rename_in_source(before_merge["source"], before_merge["names"]) == source:
        return before_merge["source"]
    return source


def by_known_names(compiled: Compiled, known: Mapping[str, Any], names: Mapping[str, str]) -> Compiled:
    """The compiled working copy under the names that clinicians know: it prints the same, and has the hash they decided on."""
    old = {new: old for old, new in sorted(names.items(), reverse=True)}
    quoted = {
        f"{REFERENCE}{old.get(key, key)}" if is_reference else name: said
        for name, said in compiled.quoted.items()
        for is_reference, key in ((name.startswith(REFERENCE), name.removeprefix(REFERENCE)),)
    }
    return replace(compiled, source=known, quoted=quoted)
