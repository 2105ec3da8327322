"""What compiling a page gives, and the hash a clinician approves. Pure: no models, no settings."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markup import Issue

# What quoted names begin with that are no facts of a page: a source of the library, and a section's shared list of numbers.
REFERENCE, NUMBERING = "reference:", "numbering:"


def canonical(value: Any) -> str:
    """JSON with one spelling for one meaning: sorted keys, no spaces, real characters."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_hash(source: Mapping[str, Any], quoted: Mapping[str, str]) -> str:
    """SHA-256 (hex) of everything a reader would see: the source and the versions of what it quotes.

    Not of the compiled HTML: a link that becomes live, or a newer compiler, changes bytes but nothing that was approved.
    """
    text = canonical({"source": source, "quoted": quoted})
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def same_sources(old: Mapping[str, str], new: Mapping[str, str]) -> set[str]:
    """Keys of the references that two lists of quoted facts say the same of, however each was printed."""
    return {
        name.removeprefix(REFERENCE)
        for name, said in old.items()
        if name.startswith(REFERENCE) and new.get(name) == said
    }


@dataclass(frozen=True)
class Compiled:
    """A working copy as it would be published.

    `source`: canonical snapshot. `quoted`: "kind:key" → content hash of the fact as quoted. `references`: rows as the
    reference list prints them. `uses`: (page id, "quotes" | "links"). `cited`: (reference id, number, anchors).
    """

    title: str
    language: str
    source: Mapping[str, Any]
    quoted: Mapping[str, str] = field(default_factory=dict)
    html: str = ""
    outline: tuple[Mapping[str, Any], ...] = ()
    plain_text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    references: tuple[Mapping[str, Any], ...] = ()
    issues: tuple[Issue, ...] = ()
    uses: tuple[tuple[int, str], ...] = ()
    cited: tuple[tuple[int, int, tuple[str, ...]], ...] = ()
    summary: str = ""

    @property
    def content_hash(self) -> str:
        return content_hash(self.source, self.quoted)
