"""The numbers that the pages of a section share."""

from collections.abc import Callable, Iterable

from django.db import models
from django.db.models import F, Prefetch
from django.utils.translation import gettext_lazy as _

from publishing.compiled import NUMBERING, Compiled
from publishing.errors import TryAgain
from publishing.frozen import FrozenManager, FrozenModel, FrozenQuerySet
from references.numbering import Numbering, numbering_in


class Collection(models.Model):
    """A section whose pages number their references in one list: the topic `page`, and what stands below it.

    `generation` counts how often the list was numbered anew; 0 means that each page numbers its own. Changed by publishing a
    change of numbers, and by nothing else.
    """

    page = models.OneToOneField("publishing.Page", on_delete=models.PROTECT, related_name="numbering")
    generation = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("shared list of references")
        verbose_name_plural = _("shared lists of references")

    def __str__(self) -> str:
        return f"{self.page_id} ({self.generation})"


class CollectionNumberQuerySet(FrozenQuerySet):
    def in_use_at(self, page_id: int):
        """The list of the section of this topic as it is numbered now, by number, with the references as printed; empty when
        it has none."""
        rows = self.filter(
            collection__page=page_id, collection__generation__gt=0, generation=F("collection__generation")
        )
        references = self.model._meta.get_field("reference").related_model.objects.all().as_printed()
        return rows.prefetch_related(Prefetch("reference", references)).order_by("number")

    def given_in(self, numbering: Numbering, name: str) -> dict:
        """The numbers of a list by `name`, "pk" or "key", of the reference. One that was merged into another lends it its
        number, when the other has none of its own."""
        rows = self.filter(collection__page=numbering.page_id, generation=numbering.generation).order_by("number")
        found, lent = {}, {}
        for own, kept, number in rows.values_list(f"reference__{name}", f"reference__merged_into__{name}", "number"):
            found[own] = number
            if kept is not None:
                lent.setdefault(kept, number)
        return lent | found


class CollectionNumber(FrozenModel):
    """The number of a reference in one generation of a section's list: given when it is first published there, never
    changed, never given to another."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="numbers")
    generation = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    reference = models.ForeignKey("references.Reference", on_delete=models.PROTECT, related_name="collection_numbers")

    objects = FrozenManager.from_queryset(CollectionNumberQuerySet)()

    class Meta(FrozenModel.Meta):
        verbose_name = _("number in a shared list")
        verbose_name_plural = _("numbers in shared lists")
        ordering = ["collection", "generation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "generation", "number"], name="one_reference_a_number_of_a_collection"
            ),
            models.UniqueConstraint(
                fields=["collection", "generation", "reference"], name="one_number_a_reference_of_a_collection"
            ),
        ]

    def __str__(self) -> str:
        return f"[{self.number}] {self.reference_id}"


def generations_named(names: Iterable[str]) -> dict[str, str]:
    """Which generation each list among the quoted names ("numbering:12") is at today."""
    sections = [int(name.removeprefix(NUMBERING)) for name in names if name.startswith(NUMBERING)]
    rows = Collection.objects.filter(page__in=sections, generation__gt=0) if sections else ()
    return {f"{NUMBERING}{row.page_id}": str(row.generation) for row in rows}


def lock_sections() -> None:
    """Sections are few, and locked in one order: who publishes in one of them waits for whoever publishes in any."""
    list(Collection.objects.select_for_update().filter(generation__gt=0).order_by("pk").values_list("pk"))


def settle(compiled: Compiled, compile_again: Callable[[], Compiled]) -> Compiled:
    """Give the references of a page that is being published their numbers for good. A page that counted on a number which
    somebody else took meanwhile is compiled again. Numbers are no words: the approval stays."""
    numbering = numbering_in(compiled.quoted)
    if numbering is None:
        return compiled
    collection = Collection.objects.select_for_update().get(page=numbering.page_id)
    given = CollectionNumber.objects.given_in(numbering, "pk")
    following = max(given.values(), default=0) + 1
    # By their provisional numbers, which follow the order of first citation.
    fresh = [reference for reference, _number, _places in compiled.cited if reference not in given]
    given |= {reference: number for number, reference in enumerate(fresh, start=following)}
    CollectionNumber.objects.bulk_create(
        CollectionNumber(
            collection=collection, generation=numbering.generation, number=given[reference], reference_id=reference
        )
        for reference in fresh
    )
    if all(given[reference] == number for reference, number, _places in compiled.cited):
        return compiled
    again = compile_again()
    if again.content_hash != compiled.content_hash:
        raise TryAgain(
            _("Something that “%(title)s” quotes was published at this very moment. Publish again.")
            % {"title": compiled.title}
        )
    return again
