"""References by key, as facts for the compiler and as rows for the reference list: one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from markup import Missing, Name, ReferenceFact, suggest
from publishing.lookups import Proposed
from references.models import CollectionNumber, Reference, Status
from references.numbering import Numbering

# What a newer source may be, to be offered in the place of an older one.
STANDING = (Status.CURRENT, Status.CORRECTED)

NEAR_ENOUGH = 5_000


@dataclass
class FoundReferences:
    """`facts` for markup.render; `rows` the library rows by key, also by one that was merged into them; `quoted` what each
    says, for the content hash; `language` that of the words around them."""

    facts: dict[Name, object] = field(default_factory=dict)
    rows: dict[str, Reference] = field(default_factory=dict)
    quoted: dict[str, str] = field(default_factory=dict)
    language: str = ""


def look_up_references(keys: Iterable[str], *, language: str = "", proposed: Proposed | None = None) -> FoundReferences:
    """Every reference among the keys, in one query (two when one is unknown, to suggest what was meant).

    `proposed`: rows already fetched, or not saved yet, stand in for those of the library.
    """
    wanted = sorted(set(keys))
    found = FoundReferences(language=language)
    if not wanted:
        return found
    at_hand = proposed.references if proposed else {}
    found.rows = {key: at_hand[key] for key in wanted if key in at_hand}
    rest = [key for key in wanted if key not in at_hand]
    if rest:
        found.rows |= {row.key: row.stands_for for row in Reference.objects.keyed(rest)}
    known = None
    for key in wanted:
        row = found.rows.get(key)
        if row is None:
            if known is None:
                known = list(Reference.objects.kept().values_list("key", flat=True)[:NEAR_ENOUGH])
            found.facts[Name("reference", key)] = Missing(near=suggest(key, known))
            continue
        newer = row.superseded_by
        found.facts[Name("reference", key)] = ReferenceFact(
            key=row.key,
            text=row.line(language),
            url=row.get_absolute_url(),
            status=row.status,
            superseded_by=newer.key if newer else "",
            # A newer source that is itself doubted, taken back or replaced is named and not offered.
            instead=newer.key if newer and newer.status in STANDING else "",
        )
        found.quoted[f"reference:{key}"] = row.mark
    # What a page prints is cited under the key that each has now.
    found.rows |= {row.key: row for row in list(found.rows.values())}
    return found


def look_up_numbers(numbering: Numbering) -> dict[str, int]:
    """Every number that a section's list has given so far, by the key of the reference."""
    return CollectionNumber.objects.given_in(numbering, "key")
