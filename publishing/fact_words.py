"""What changed in facts, in people's words: no keys and no codes of machines, in the language of the interface."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from publishing.change_words import in_language
from publishing.differences import FieldChange, compare_texts
from publishing.fact_names import FactWords
from publishing.models import ChangeSet, Page

# What a row is known by; it never changes, so it is no news.
KEYS = frozenset({"key", "kind"})


OF_A_SOURCE = FactWords(
    names={"status": gettext_lazy("status"), "superseded_by": gettext_lazy("superseded by")},
    values={
        "status": {
            "current": gettext_lazy("current"),
            "corrected": gettext_lazy("corrected"),
            "superseded": gettext_lazy("superseded"),
            "concern": gettext_lazy("expression of concern"),
            "retracted": gettext_lazy("retracted"),
        }
    },
)


@dataclass(frozen=True)
class _Leaf:
    """One value: what it is called, and its words."""

    name: str
    words: str


def facts_compared(change_set: ChangeSet, page: Page | None) -> list[FieldChange]:
    """The differing facts of a change set, each with its name and its words compared. `page`: of its own kind."""
    before = change_set.before
    after = {name: value for name, value in change_set.after.items() if page or name != "notice"}
    return compare_facts(before, after, page.get_fact_words((before, after)) if page else OF_A_SOURCE)


def compare_facts(before: Mapping[str, Any], after: Mapping[str, Any], words: FactWords) -> list[FieldChange]:
    """What differs between two statements of facts. A code is left out only where the words beside it changed with it: nothing
    that changed is kept from whoever approves it."""
    old, new = dict(_leaves(before, words)), dict(_leaves(after, words))
    nothing = _Leaf("", "")
    paths = [
        path
        for path in dict.fromkeys([*old, *new])
        if path[-1] not in KEYS and old.get(path, nothing).words != new.get(path, nothing).words
    ]
    changed = set(paths)
    return [
        FieldChange(
            (new.get(path) or old[path]).name,
            tuple(compare_texts(old.get(path, nothing).words, new.get(path, nothing).words)),
        )
        for path in paths
        if not _is_said_beside(path, changed, words)
    ]


def _is_said_beside(path: tuple[str, ...], changed: set[tuple[str, ...]], words: FactWords) -> bool:
    for place, part in enumerate(path):
        if part in words.said_by:
            twin = (*path[:place], words.said_by[part])
            return any(other[: len(twin)] == twin for other in changed)
    return False


def _leaves(facts: Mapping[str, Any], words: FactWords, path=(), name=()) -> Iterable[tuple[tuple[str, ...], _Leaf]]:
    """Every value with its path, and the name that people read."""
    for key, value in facts.items():
        here, called = (*path, key), (*name, str(words.names.get(key, key.replace("_", " "))))
        if isinstance(value, Mapping) and value and set(value) <= dict(settings.LANGUAGES).keys():
            for code, said in value.items():
                yield (*here, code), _Leaf(_joined(called, _language(code)), _text(key, said, words))
        elif isinstance(value, Mapping):
            yield from _leaves(value, words, here, called)
        elif key in words.rows and isinstance(value, list | tuple):
            what, names = words.rows[key]
            for number, row in enumerate(value, start=1):
                known_by = str(row.get("key") or row.get("brand") or number)
                yield from _leaves(row, words, (*here, known_by), (*name, _row_name(str(what), row, names, known_by)))
        else:
            yield here, _Leaf(_joined(called), _text(key, value, words))


def _row_name(what: str, row: Mapping[str, Any], names: tuple[str, ...], known_by: str) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    said = [in_language(row.get(name), language) for name in names]
    return f"{what}: {', '.join(filter(None, said)) or known_by.replace('-', ' ')}"


def _joined(name: tuple[str, ...], language: str = "") -> str:
    return " · ".join(name) + (f" ({language})" if language else "")


def _language(code: str) -> str:
    return _(dict(settings.LANGUAGES).get(code, code))


def _text(key: str, value: Any, words: FactWords) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(_text(key, each, words) for each in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value == "":
        return ""
    if key.endswith("_on"):
        return date_format(date.fromisoformat(value))
    return str(words.values.get(key, {}).get(value, value))
