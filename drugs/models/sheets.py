"""Drug and DrugClass: language-neutral fact sheets, signed off and published like pages, but without an address."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drugs import facts
from drugs.fact_words import words_of_drug_facts
from drugs.for_approval import blocks_for_approval
from drugs.models import restoring
from drugs.models.checking import code_problems, refuse
from drugs.models.effects import Effect, SideEffect
from drugs.models.products import Prescription
from markup import ClassFact, DrugFact, Name, parse, render_parts
from publishing.compiled import Compiled
from publishing.errors import Refused
from publishing.fields import WordsField
from publishing.models import Page
from references.compiling import reference_rows
from references.lookups import look_up_references
from references.models import CitingPage, WaitingImport

NAMED = 10  # users of a class that a refusal names
DEEPEST = 50  # classes above one another; more can only be a circle among those above


class FactSheet(CitingPage):
    """What Drug and DrugClass share: facts instead of prose, no language, no address, compiled for whoever approves them."""

    # Rows of a sheet that have sources.
    CITING = ("sideeffects__references", "precautions__references")

    class Meta:
        abstract = True

    def get_public_path(self) -> None:
        return None

    def as_facts(self, source: Mapping) -> dict:
        raise NotImplementedError

    def get_kept_elsewhere(self):
        """Files hold many sheets at once, packed, and can be brought again."""
        waiting = WaitingImport.objects.filter(brings=WaitingImport.Brings.DRUGS)
        return [(_("files of tables that were imported, or wait to be"), waiting)]

    def get_words_of_its_own(self):
        """The effects that no other drug or class states, found now: when its rows are gone, nobody states them."""
        here = self.sideeffects.values("pk")
        shared = SideEffect.objects.exclude(pk__in=here).values("effect")
        only_here = Effect.objects.filter(stated__in=here).exclude(pk__in=shared)
        return Effect.objects.filter(pk__in=list(only_here.values_list("pk", flat=True)))

    def get_fact_words(self, statements):
        return words_of_drug_facts(statements)

    def _restore_effects(self, source: Mapping, **owner) -> Callable[[], None]:
        """The side effects and precautions of a snapshot, looked up now and put in place by what this gives."""
        self.side_effects_complete = source.get("side_effects_complete", False)
        self.precautions_complete = source.get("precautions_complete", False)
        effects = restoring.side_effects(source["side_effects"])
        precautions = restoring.precautions(source["precautions"])
        references = restoring.library((*effects, *precautions))

        def save_rows() -> None:
            restoring.replace(self.sideeffects, effects, references, **owner)
            restoring.replace(self.precautions, precautions, references, **owner)

        return save_rows

    def _stated_side_effects(self) -> list[dict]:
        return [row.as_source() for row in self.sideeffects.select_related("effect").prefetch_related("references")]

    def _stated_precautions(self) -> list[dict]:
        return [row.as_source() for row in self.precautions.prefetch_related("references")]

    @classmethod
    def naming(cls, reference):
        rows = (cls.objects.filter(**{path: reference.pk}).values("pk") for path in cls.CITING)
        return cls.objects.filter(reduce(or_, (Q(pk__in=some) for some in rows)))

    def cite_instead(self, names):
        return lambda: restoring.cite_instead(self, names, self.CITING)

    def compile_source(self, source, *, together=frozenset(), proposed=None) -> Compiled:
        stated = self.as_facts(source)
        references = look_up_references(facts.cited_keys(stated), proposed=proposed)
        rendered = self._for_approval(stated, references)
        issues = facts.issues_of(source)
        return Compiled(
            title=source["title"],
            language="",
            source=source,
            quoted=references.quoted,
            html=rendered.html,
            plain_text=rendered.plain_text,
            facts=stated,
            references=tuple(reference_rows(rendered, references)),
            issues=issues,
            cited=tuple(
                (references.rows[cited.key].pk, cited.number, tuple(use.anchor for use in cited.uses))
                for cited in rendered.citations
                if cited.key in references.rows
            ),
        )

    def _for_approval(self, stated, references):
        """Everything that is stated, in both languages, for the person who approves it."""
        parts = []
        lookups = dict(references.facts)
        for language, heading in (("en", "English"), ("es", "Español")):
            key = f"{self.key}-{language}"
            kind, fact = ("drug", DrugFact) if stated["kind"] == "drug" else ("class", ClassFact)
            lookups[Name(kind, key)] = fact.from_json({**stated, "key": key}, language)
            named = key if kind == "drug" else f"class:{key}"
            blocks = [f"## {heading}", *blocks_for_approval(stated, named, language)]
            parts.append((parse("\n\n".join(filter(None, blocks))), language))
        return render_parts(parts, lookups)


class DrugClass(FactSheet):
    """A group of drugs that work alike; its side effects and precautions hold for each of them."""

    name = WordsField(_("name"))
    summary = WordsField(_("what it is"), blank=True, rows=2)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("A wider class. Its side effects and precautions are not passed down: state them on each class."),
    )
    side_effects_complete = models.BooleanField(_("a pharmacist marked the side effects complete"), default=False)
    precautions_complete = models.BooleanField(_("a pharmacist marked the precautions complete"), default=False)

    class Meta:
        verbose_name = _("drug class")
        verbose_name_plural = _("drug classes")

    def clean(self):
        super().clean()
        if circle := self._circle():
            way = " → ".join(circle)
            refuse(
                [
                    (
                        "parent",
                        gettext("A class cannot be part of itself: %(way)s. Choose another, or none.") % {"way": way},
                    )
                ]
            )

    def sheets_using(self) -> QuerySet[Page]:
        """The drugs in it, and the classes that are part of it."""
        return Page.objects.filter(Q(pk__in=self.drugs.values("pk")) | Q(pk__in=self.children.values("pk")))

    def delete(self, *args, **kwargs):
        """A class leaves no drug without saying so: the list of a drug's classes would lose it in silence."""
        users = list(self.sheets_using().order_by("title").values_list("title", flat=True)[:NAMED])
        if users:
            reason = gettext("“%(name)s” cannot be deleted while these use it: %(users)s.")
            raise Refused(reason % {"name": self, "users": ", ".join(users)})
        return super().delete(*args, **kwargs)

    def above(self) -> list["DrugClass"]:
        """The wider classes that this one is part of, the nearest first."""
        found: list[DrugClass] = []
        parent = self.parent
        while parent is not None and len(found) < DEEPEST and parent != self:
            found.append(parent)
            parent = parent.parent
        return found

    def _circle(self) -> list[str]:
        """The titles on the way up from this class back to itself; [] when the way ends."""
        above = self.above()
        last = above[-1] if above else self
        if last.parent is None:
            return []
        return [self.title, *(group.title for group in above), last.parent.title]

    def as_facts(self, source) -> dict:
        return facts.class_facts(self.key, source)

    def get_neighbour_ids(self) -> set[int]:
        """The pages of its drugs, and of those of the classes below it, carry its name in their surroundings."""
        classes, below = {self.pk}, {self.pk}
        while below:
            below = set(DrugClass.objects.filter(parent__in=below).values_list("pk", flat=True)) - classes
            classes |= below
        return set(Drug.objects.filter(classes__in=classes).values_list("drug_pages__pk", flat=True)) - {None}

    def get_source(self) -> dict:
        return {
            "title": self.title,
            "name": self.name,
            "summary": self.summary,
            **({"parent": self.parent.key} if self.parent else {}),
            "side_effects": self._stated_side_effects(),
            "precautions": self._stated_precautions(),
            "side_effects_complete": self.side_effects_complete,
            "precautions_complete": self.precautions_complete,
        }

    def restore_source(self, source) -> Callable[[], None]:
        self.title, self.name, self.summary = source["title"], source["name"], source.get("summary") or {}
        self.parent = _classes_named([source["parent"]])[0] if source.get("parent") else None
        return self._restore_effects(source, drug_class=self)


def _classes_named(keys) -> list[DrugClass]:
    found = list(DrugClass.objects.filter(key__in=keys))
    gone = sorted(set(keys) - {row.key for row in found})
    if gone:
        raise Refused(
            _("There are no drug classes with these keys any more: %(keys)s. Add them again, then restore.")
            % {"keys": ", ".join(gone)}
        )
    return found


class Drug(FactSheet):
    """A drug by its ingredient. Products carry the brands, regimens how it is given."""

    name = WordsField(_("name"), help_text=_("The generic name that pages use, in each language."))
    inn = models.CharField(_("international name (INN)"), max_length=100, blank=True)
    us_name = models.CharField(_("name in the United States (USAN)"), max_length=100, blank=True)
    pronunciation = models.CharField(_("pronunciation"), max_length=100, blank=True)
    classes = models.ManyToManyField(DrugClass, verbose_name=_("classes"), blank=True, related_name="drugs")
    prescription = models.CharField(_("prescription"), max_length=20, choices=Prescription.choices, blank=True)
    rxnorm = models.CharField("RxNorm", max_length=20, blank=True)
    unii = models.CharField("UNII", max_length=10, blank=True)
    atc = models.CharField("ATC", max_length=10, blank=True)
    snomed = models.CharField("SNOMED CT", max_length=20, blank=True)
    side_effects_complete = models.BooleanField(_("a pharmacist marked the side effects complete"), default=False)
    precautions_complete = models.BooleanField(_("a pharmacist marked the precautions complete"), default=False)

    CODES = ("rxnorm", "unii", "atc", "snomed")
    NAMES = ("inn", "us_name")
    CITING = ("regimens__dose_references", "regimens__timing_references", *FactSheet.CITING, "notes__references")

    class Meta:
        verbose_name = _("drug")
        verbose_name_plural = _("drugs")

    def clean(self):
        super().clean()
        refuse(code_problems(self, *self.CODES))

    def as_facts(self, source) -> dict:
        return facts.drug_facts(self.key, source)

    def get_source(self) -> dict:
        regimens = self.regimens.select_related("product", "indication")
        notes = [note.as_source() for note in self.notes.prefetch_related("references")]
        return {
            "title": self.title,
            "name": self.name,
            **{name: getattr(self, name) for name in self.NAMES if getattr(self, name)},
            "pronunciation": self.pronunciation,
            "classes": sorted(self.classes.values_list("key", flat=True)),
            "prescription": self.prescription,
            "codes": {code: getattr(self, code) for code in self.CODES if getattr(self, code)},
            "products": [product.as_source() for product in self.products.all()],
            "regimens": [r.as_source() for r in regimens.prefetch_related("dose_references", "timing_references")],
            "side_effects": self._stated_side_effects(),
            "precautions": self._stated_precautions(),
            **({"notes": notes} if notes else {}),
            "side_effects_complete": self.side_effects_complete,
            "precautions_complete": self.precautions_complete,
        }

    def restore_source(self, source) -> Callable[[], None]:
        self.title, self.name = source["title"], source["name"]
        for name in self.NAMES:
            setattr(self, name, source.get(name, ""))
        self.pronunciation, self.prescription = source.get("pronunciation", ""), source.get("prescription", "")
        for code in self.CODES:
            setattr(self, code, source.get("codes", {}).get(code, ""))
        classes = _classes_named(source.get("classes", ()))
        products, regimens = restoring.products(source["products"]), restoring.regimens(source["regimens"])
        notes = restoring.notes(source.get("notes", ()))
        references = restoring.library((*(row for row, _brand in regimens), *notes))
        save_effects = self._restore_effects(source, drug=self)

        def save_rows() -> None:
            self.classes.set(classes)
            self.regimens.all().delete()  # before the products that they point at
            restoring.replace(self.products, products, references, drug=self)
            by_brand = {product.brand: product for product in reversed(self.products.all())}
            for (regimen, _links), brand in regimens:
                regimen.product = by_brand.get(brand) if brand else None
            restoring.replace(self.regimens, [row for row, _brand in regimens], references, drug=self)
            restoring.replace(self.notes, notes, references, drug=self)
            save_effects()

        return save_rows

    def get_neighbour_ids(self) -> set[int]:
        """The drug's pages carry its brands and classes in their surroundings."""
        return set(self.drug_pages.values_list("pk", flat=True))
