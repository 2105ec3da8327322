"""DrugPage: the page for patients about a drug, one a language."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField

from drugs.models.sheets import Drug
from drugs.sections import SECTIONS, with_sections
from markup import Issue
from publishing.fields import LinesField, words_in
from publishing.models import Publication
from publishing.places import (
    alternates,
    crumb,
    home_crumb,
    localised,
    naming_as_related,
    related_cards,
    section_crumb,
    translation_ids,
)
from references.compiling import compile_markdown
from references.models import CitingPage


class DrugPage(CitingPage):
    """Prose about a drug, with the sections that its published facts give. Its key is the drug's key.

    `sections` of its source names them: an edition from before there were any gets none when its facts change.
    """

    drug = models.ForeignKey(Drug, verbose_name=_("drug"), on_delete=models.PROTECT, related_name="drug_pages")
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    also_called = LinesField(_("also called"), help_text=_("Other names and common misspellings, one a line."))
    body = MarkdownxField(_("text"), blank=True)

    RESERVED_SLUGS = frozenset({"classes", "compare", "conditions", "safety"})
    SOURCE_NEEDS = ("drug",)

    class Meta:
        verbose_name = _("drug page")
        verbose_name_plural = _("drug pages")

    def get_public_path(self) -> str:
        return localised(reverse("drugs:page", args=[self.slug]), self.language)

    def get_source(self) -> dict:
        return {
            "title": self.title,
            "summary": self.summary,
            "also_called": list(self.also_called),
            "drug": self.drug.key if self.drug_id else "",  # a new page is previewed before its drug is chosen
            "body": self.body,
            "sections": list(SECTIONS),
        }

    def restore_source(self, source) -> None:
        """The drug stays: it is the page's key, fixed once published."""
        self.title, self.body = source["title"], source["body"]
        self.summary, self.also_called = source.get("summary", ""), list(source.get("also_called", ()))

    def compile_source(self, source, *, together=frozenset(), proposed=None):
        compiled = compile_markdown(
            source["body"],
            title=source["title"],
            language=self.language,
            source=source,
            summary=source["summary"],
            facts={
                "kind": "drugpage",
                "drug": source["drug"],
                "summary": source["summary"],
                "also_called": source["also_called"],
            },
            together=together,
            proposed=proposed,
            always_quote=(("drug", source["drug"]),),
            around=partial(
                with_sections, key=source["drug"], language=self.language, sections=source.get("sections", ())
            ),
        )
        if f"drug:{source['drug']}" in compiled.quoted:
            return compiled
        problem = Issue(
            "drug-not-live",
            "error",
            0,
            gettext("The facts of this drug are not published yet. Publish the drug first."),
        )
        return replace(compiled, issues=(problem, *compiled.issues))

    def get_surroundings(self) -> dict:
        """With the names, classes and conditions of the drug's live facts: lists and searching need no other row."""
        drug = Publication.objects.keyed(("drug",), [self.key]).first()
        stated = drug.edition.facts if drug else {}
        classes = _classes_above(stated.get("classes", []))
        conditions = {each["indication_key"]: each["indication"] for each in stated.get("regimens", ())}
        return {
            "breadcrumb": [
                home_crumb(self.language),
                section_crumb("Medicines A–Z", "/drugs/", self.language),
                crumb(self.title),
            ],
            "related": related_cards(self),
            "alternates": alternates(self),
            "drug": {
                "key": self.key,
                "name": words_in(stated.get("name"), self.language),
                "inn": stated.get("inn", ""),
                "us_name": stated.get("us_name", ""),
                "brands": stated.get("brands", []),
                "class_ways": [
                    _way_up(key, classes, self.language) for key in stated.get("classes", []) if key in classes
                ],
                "conditions": [_named(key, words, self.language) for key, words in conditions.items() if key],
            },
        }

    def get_neighbour_ids(self) -> set[int]:
        return translation_ids(self) | naming_as_related(self)


def _classes_above(keys: list[str]) -> dict[str, tuple[dict[str, str], str]]:
    """Key → (names, key of the wider class) of these live classes and of all above them: a query for each step up."""
    found: dict[str, tuple[dict[str, str], str]] = {}
    wanted = set(keys)
    while wanted:
        rows = {row.page.key: row.edition.facts for row in Publication.objects.keyed(("drugclass",), wanted)}
        found |= {key: (facts["name"], facts.get("parent", "")) for key, facts in rows.items()}
        wanted = {parent for _names, parent in found.values() if parent} - found.keys() if rows else set()
    return found


def _way_up(key: str, classes: dict[str, tuple[dict[str, str], str]], language: str) -> list[dict]:
    """From a class to the widest one that is live."""
    way: dict[str, dict] = {}
    while key in classes and key not in way:
        names, wider = classes[key]
        way[key] = _named(key, names, language)
        key = wider
    return list(way.values())


def _named(key: str, names: Mapping[str, str], language: str) -> dict:
    """With its name in the page's language, and in every other one: readers look for it, and find it, in their own."""
    name = words_in(names, language) or key
    return {"key": key, "name": name, "names": {code: text for code, text in names.items() if text} or {language: name}}
