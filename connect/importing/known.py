"""What a file may name: what the folder brings and what is in the database already."""

from collections import defaultdict
from collections.abc import Iterable

from connect.importing.files import Record
from connect.importing.folder_checks import language_of
from drugs.models import Effect, Indication
from markup import suggest
from publishing.models import Page
from references.models import Reference

# What a field may name → (the word for it, the kinds of record that answer to it).
NOUNS = {
    "reference": ("reference", ("reference",)),
    "indication": ("indication", ("indication",)),
    "effect": ("effect", ("effect",)),
    "drugclass": ("drug class", ("drugclass",)),
    "drug": ("drug", ("drug",)),
    "topic": ("topic", ("topic",)),
    "page": ("page", ("article", "drugpage", "topic")),
}
LIBRARIES = {"reference": Reference, "indication": Indication, "effect": Effect}
NEAR_ENOUGH = 5_000  # keys looked through for a near spelling


class Known:
    """Keys by kind and language. A name that the folder brings is never called unknown, even when its own file has a
    problem."""

    def __init__(self, records: Iterable[Record]):
        merged = Reference.objects.filter(merged_into__isnull=False)
        self.merged = dict(merged.values_list("key", "merged_into__key"))  # key of a reference → the one it leads to
        self.coming: dict[tuple[str, str], set[str]] = defaultdict(set)
        for record in records:
            self.coming[record.kind, language_of(record)].add(str(record.fields.get("key")))

    def problem(self, kind: str, key: str, language: str = "") -> str:
        """A sentence about a key that nothing answers to, with a near spelling; "" when the folder brings it."""
        noun, kinds = NOUNS[kind]
        coming = set().union(*(self.coming[each, language] for each in kinds))
        if key in coming:
            return ""
        if kind in LIBRARIES:
            rows = LIBRARIES[kind].objects.all()
        else:
            rows = Page.objects.filter(kind__in=kinds, language=language)
        near = suggest(key, sorted(coming | set(rows.values_list("key", flat=True)[:NEAR_ENOUGH])))
        hint = f"; did you mean “{near[0]}”?" if near else "; add it, or correct the key"
        where = f" in the language “{language}”" if language else ""
        return f"there is no {noun} “{key}”{where}{hint}"
