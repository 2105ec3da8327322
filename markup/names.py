"""Names: what a text refers to (a reference, drug, page …), and help with misspelt ones."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

KINDS = ("reference", "drug", "class", "term", "page", "asset")

_LONGEST_KEY = 100


class Name(NamedTuple):
    """A thing a text names: its kind (one of `KINDS`) and its key."""

    kind: str
    key: str


class Mention(NamedTuple):
    """A name together with the line, as in the file, where it stands."""

    name: Name
    line: int


def suggest(key: str, known: Iterable[str], n: int = 3) -> tuple[str, ...]:
    """Return up to `n` known keys that look like `key`, the nearest first."""
    if len(key) > _LONGEST_KEY:
        return ()
    by_folded: dict[str, str] = {}
    for each in known:
        by_folded.setdefault(each.casefold(), each)
    return tuple(by_folded[match] for match in get_close_matches(key.casefold(), by_folded, n=n, cutoff=0.6))


def did_you_mean(near: Iterable[str]) -> str:
    """Return "; did you mean 'a' or 'b'?", or nothing when there is nothing near."""
    quoted = [f"'{each}'" for each in near]
    return f"; did you mean {' or '.join(quoted)}?" if quoted else ""
