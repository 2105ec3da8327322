"""What is stored, and what a file brings: every key that a table may name, fetched once for each kind."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from drugs.models import Drug, DrugClass, Effect, Indication
from drugs.tables.cells import did_you_mean
from drugs.tables.columns import full_name
from references.models import Reference

MODELS = {"drug": Drug, "class": DrugClass, "effect": Effect, "indication": Indication, "reference": Reference}
MOST_STRENGTHS = 200
MOST_HINTS = 40  # looking for near spellings costs more than all the rest of a bad row


class Stored:
    """`brought`: what the file adds, by kind and key, whether or not its own row is good."""

    def __init__(self):
        self.rows: dict[str, dict[str, Any]] = {}
        self.brought: dict[str, dict[str, Any]] = {kind: {} for kind in MODELS}
        self.products: dict[int, list[Any]] = {}
        self.used: set[tuple[str, str]] = set()  # of what the file brings: what one row names
        self.hints = 0

    def of(self, kind: str) -> dict[str, Any]:
        """All that is stored of a kind, by key; a reference that was merged leads to the one that stands for it."""
        if kind not in self.rows:
            if kind == "reference":
                found = Reference.objects.select_related("merged_into").only("key", "merged_into__key")
                self.rows[kind] = {row.key: row.stands_for for row in found}
            else:
                self.rows[kind] = {row.key: row for row in MODELS[kind].objects.all()}
        return self.rows[kind]

    def named(self, kind: str, key: str) -> Any:
        """Raises ValueError when neither the library nor the file has it."""
        found = self.of(kind).get(key)
        if found is None and key in self.brought[kind]:
            self.used.add((kind, key))
            found = self.brought[kind][key]
        if found is None:
            raise ValueError(self._unknown(kind, key))
        return found

    def product(self, drug, text: str) -> Any:
        """The product of a drug that is meant by “brand” or by “brand | strength | region”."""
        mine = self.products.get(id(drug), []) if drug is not None else []
        full = [each for each in mine if full_name(each) == text]
        branded = full or [each for each in mine if each.brand == text]
        if len(branded) == 1:
            return branded[0]
        names = ", ".join(full_name(each) for each in branded or mine)
        if branded:
            raise ValueError(_("Several products have this brand. Write which one: %(names)s.") % {"names": names})
        missing = _("There is no product “%(text)s”.") % {"text": text[:80]}
        there = _("The drug has: %(names)s.") % {"names": names} if names else _("The drug has no products.")
        raise ValueError(f"{missing} {there}")

    def take_products(self, products: Iterable[Any]) -> None:
        for product in products:
            mine = self.products.setdefault(id(product.drug), [])
            if product not in mine:
                mine.append(product)

    def strengths(self, drug) -> list[str]:
        """Those of the drug's products, stored and brought; a thousand tell no more than a few."""
        mine = dict.fromkeys(each.strength for each in self.products.get(id(drug), ()) if each.strength)
        return list(mine)[:MOST_STRENGTHS]

    def _unknown(self, kind: str, key: str) -> str:
        nouns = {
            "drug": _("There is no drug “%(key)s”."),
            "class": _("There is no drug class “%(key)s”."),
            "effect": _("There is no effect “%(key)s” in the vocabulary."),
            "indication": _("There is no indication “%(key)s”."),
            "reference": _("There is no reference “%(key)s” in the library."),
        }
        sentence = nouns[kind] % {"key": key[:80]}
        self.hints += 1
        if self.hints > MOST_HINTS:
            return sentence
        return sentence + did_you_mean(key, [*self.of(kind), *self.brought[kind]][:5_000])
