"""Terms with plain definitions."""

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField

from publishing.fact_names import FactWords
from publishing.fields import LinesField
from publishing.places import alternates, crumb, home_crumb, localised, section_crumb, translation_ids
from references.compiling import compile_markdown
from references.models import CitingPage


def as_sentence(definition: str) -> str:
    """A definition as it stands by itself: "a break in a bone" becomes "A break in a bone."."""
    text = definition.strip()
    return capfirst(text) + ("" if not text or text[-1] in ".?!" else ".")


class Term(CitingPage):
    """A word patients may not know, in one language: its plain definition is quoted wherever [[term:key]] is written."""

    definition = models.CharField(
        _("plain definition"),
        max_length=500,
        help_text=_("Words that can stand in brackets after the term: a small first letter, no full stop."),
    )
    clinical_name = models.CharField(_("clinical name"), max_length=200, blank=True)
    aliases = LinesField(_("other names"), help_text=_("One a line. Readers can search by them."))
    body = MarkdownxField(_("more about it"), blank=True)

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def get_public_path(self) -> str:
        return localised(reverse("glossary:term", args=[self.slug]), self.language)

    def get_fact_words(self, statements) -> FactWords:
        names = {"name": _("term"), "definition": _("plain definition"), "clinical_name": _("clinical name")}
        return FactWords(names | {"aliases": _("other names")})

    def get_source(self) -> dict:
        return {
            "title": self.title,
            "definition": self.definition,
            "clinical_name": self.clinical_name,
            "aliases": list(self.aliases),
            "body": self.body,
        }

    def restore_source(self, source) -> None:
        self.title, self.definition = source["title"], source["definition"]
        self.clinical_name, self.body = source.get("clinical_name", ""), source.get("body", "")
        self.aliases = list(source.get("aliases", ()))

    def compile_source(self, source, *, together=frozenset(), proposed=None):
        facts = {
            "kind": "term",
            "key": self.key,
            "name": source["title"],
            "definition": source["definition"],
            "clinical_name": source["clinical_name"],
            "aliases": source["aliases"],
        }
        return compile_markdown(
            source["body"],
            title=source["title"],
            language=self.language,
            source=source,
            summary=as_sentence(source["definition"]),
            facts=facts,
            together=together,
            proposed=proposed,
        )

    def get_surroundings(self) -> dict:
        return {
            "breadcrumb": [
                home_crumb(self.language),
                section_crumb("Glossary", "/glossary/", self.language),
                crumb(self.title),
            ],
            "alternates": alternates(self),
        }

    def get_neighbour_ids(self) -> set[int]:
        return translation_ids(self)
