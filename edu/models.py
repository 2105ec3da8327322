"""Topics and articles."""

from collections.abc import Mapping
from functools import partial

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField

from publishing.fields import LinesField
from publishing.models import Page, Publication
from publishing.places import (
    alternates,
    cards,
    crumb,
    home_crumb,
    localised,
    naming_as_related,
    related_cards,
    translation_ids,
)
from references.compiling import compile_markdown
from references.models import CitingPage, Collection
from references.numbering import Numbering

DEEPEST = 6  # levels of topics; also stops a circle of parents from looping


class TopicQuerySet(models.QuerySet):
    def at_the_top(self, language: str):
        """Topics without a parent, in their curated order: the home page's list."""
        return self.filter(parent__isnull=True, language=language).order_by("position", "title")

    def numbering_at(self, topic_id: int | None, generations: Mapping[int, int] | None = None) -> Numbering | None:
        """Which list the pages at this topic take their numbers from: that of the nearest section above, the topic included,
        which has one. None when each page numbers its own. `generations` stand in for those in use. One query; topics are few.
        """
        if topic_id is None:
            return None
        rows = self.values_list("pk", "parent", "numbering__generation")
        tree = {pk: (parent, generation or 0) for pk, parent, generation in rows}
        for _level in range(DEEPEST):
            if topic_id not in tree:
                break
            parent, generation = tree[topic_id]
            generation = (generations or {}).get(topic_id, generation)
            if generation:
                return Numbering(topic_id, generation)
            topic_id = parent
        return None


class Topic(CitingPage):
    """A place in the tree that readers browse: "Breast cancer", then "Metastatic breast cancer"."""

    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="subtopics"
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    featured = LinesField(
        _("curated order"), help_text=_("Keys of the pages to show first, one a line. The others follow by title.")
    )
    body = MarkdownxField(_("text"), blank=True)

    objects = models.Manager.from_queryset(TopicQuerySet)()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_public_path(self) -> str:
        return localised(reverse("edu:topic", args=[self.slug]), self.language)

    def get_source(self) -> dict:
        return {"title": self.title, "summary": self.summary, "body": self.body}

    def restore_source(self, source) -> None:
        self.title, self.body = source["title"], source["body"]
        self.summary = source.get("summary", "")

    def compile_source(self, source, *, together=frozenset(), proposed=None):
        return compile_markdown(
            source["body"],
            title=source["title"],
            language=self.language,
            source=source,
            summary=source["summary"],
            together=together,
            proposed=proposed,
            numbering=partial(numbering_of, self.pk, proposed),
        )

    def get_breadcrumb(self) -> list[dict]:
        """Home, then each topic above that is live, then this one (without an address: it is where the reader is)."""
        crumbs, topic = [], self.parent
        while topic is not None and len(crumbs) < DEEPEST:
            crumbs[:0] = [crumb(card["title"], card["path"]) for card in cards([topic.pk])]
            topic = topic.parent
        return [home_crumb(self.language), *crumbs, crumb(self.title)]

    def get_surroundings(self) -> dict:
        featured = Page.objects.keyed(("topic", "article", "drugpage"), self.featured).filter(language=self.language)
        by_key: dict[str, int] = {}
        for page in sorted(featured, key=lambda page: page.kind != "article"):
            by_key.setdefault(page.key, page.pk)
        order = [by_key[key] for key in self.featured if key in by_key and by_key[key] != self.pk]
        subtopics = self.subtopics.order_by("position", "title").values_list("pk", flat=True)
        articles = self.articles.order_by("title").values_list("pk", flat=True)
        children = list(dict.fromkeys([*order, *subtopics, *articles]))
        return {
            "breadcrumb": self.get_breadcrumb(),
            "children": cards(children),
            "alternates": alternates(self),
            "position": self.position,
            **shared_list_at(self.pk),
        }

    def get_neighbour_ids(self) -> set[int]:
        """Parent and subtopics, and the articles whose breadcrumb names this topic."""
        ids = set(self.subtopics.values_list("pk", flat=True)) | set(self.articles.values_list("pk", flat=True))
        return ids | translation_ids(self) | featuring(self) | ({self.parent_id} if self.parent_id else set())

    def clean(self):
        super().clean()
        if self.pk is None:
            return
        stored = Topic.objects.filter(pk=self.pk).values_list("parent", flat=True).first()
        if stored == self.parent_id or self._own_numbers():
            return
        old, new = Topic.objects.numbering_at(stored), Topic.objects.numbering_at(self.parent_id)
        if old != new and self.get_numbered_ids():
            raise ValidationError(
                {
                    "parent": _(
                        "Live pages below this topic would get other reference numbers there without anybody looking. Let "
                        "each page number its own references first (“Numbers of this section” of the old or the new place), "
                        "move the topic, then share the numbers again."
                    )
                }
            )

    def _own_numbers(self) -> bool:
        return bool(getattr(self, "numbering", None) and self.numbering.generation)

    def get_numbered_ids(self) -> set[int]:
        """Of this topic, the topics below it that are in no section of their own, and their articles: those that cite."""
        rows = Topic.objects.values_list("pk", "parent", "numbering__generation")
        below: dict[int, list[int]] = {}
        for pk, parent, generation in rows:
            if not generation:
                below.setdefault(parent, []).append(pk)
        topics, level = {self.pk}, [self.pk]
        for _level in range(DEEPEST):
            level = [pk for parent in level for pk in below.get(parent, ()) if pk not in topics]
            topics |= set(level)
        articles = Article.objects.filter(topic__in=topics).values_list("pk", flat=True)
        live = Publication.objects.live().filter(page__in=[*topics, *articles], edition__citations__isnull=False)
        return set(live.values_list("page", flat=True))

    def use_numbers(self, generation: int) -> None:
        Collection.objects.update_or_create(page_id=self.pk, defaults={"generation": generation})


class Article(CitingPage):
    """A page patients read."""

    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two plain sentences, shown under the title and in lists."),
    )
    also_called = LinesField(_("also called"), help_text=_("Other names of the condition, one a line."))
    keywords = LinesField(_("search words"), help_text=_("Words patients may type, one a line. Not shown."))
    body = MarkdownxField(_("text"), blank=True)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_public_path(self) -> str:
        return localised(reverse("edu:article", args=[self.slug]), self.language)

    def get_source(self) -> dict:
        return {
            "title": self.title,
            "summary": self.summary,
            "also_called": list(self.also_called),
            "keywords": list(self.keywords),
            "body": self.body,
        }

    def restore_source(self, source) -> None:
        self.title, self.body = source["title"], source["body"]
        self.summary = source.get("summary", "")
        self.also_called, self.keywords = list(source.get("also_called", ())), list(source.get("keywords", ()))

    def compile_source(self, source, *, together=frozenset(), proposed=None):
        return compile_markdown(
            source["body"],
            title=source["title"],
            language=self.language,
            source=source,
            summary=source["summary"],
            facts={"kind": "article", "also_called": source["also_called"], "keywords": source["keywords"]},
            together=together,
            proposed=proposed,
            numbering=partial(numbering_of, self.topic_id, proposed),
        )

    def get_surroundings(self) -> dict:
        above = self.topic.get_breadcrumb() if self.topic else [home_crumb(self.language)]
        if self.topic:
            above[-1:] = [crumb(card["title"], card["path"]) for card in cards([self.topic_id])]
        return {
            "breadcrumb": [*above, crumb(self.title)],
            "related": related_cards(self),
            "alternates": alternates(self),
            **shared_list_at(self.topic_id),
        }

    def get_neighbour_ids(self) -> set[int]:
        """Its topic (which lists it), the articles that name it as related, and its translations."""
        ids = naming_as_related(self) | translation_ids(self) | featuring(self)
        return ids | ({self.topic_id} if self.topic_id else set())


def featuring(page: Page) -> set[int]:
    """Ids of the topics whose curated order names this page. Topics are few, so they are read and compared here: a JSON
    "contains" exists on PostgreSQL only."""
    rows = Topic.objects.filter(language=page.language).values_list("pk", "featured")
    return {pk for pk, featured in rows if page.key in featured}


def numbering_of(topic_id: int | None, proposed) -> Numbering | None:
    return Topic.objects.numbering_at(topic_id, proposed.generations if proposed else None)


def shared_list_at(topic_id: int | None) -> dict:
    """Where the list is whose numbers the pages at this topic share: {"shared_list": {"title", "path"}}, or {}."""
    numbering = Topic.objects.numbering_at(topic_id)
    if numbering is None:
        return {}
    found = cards([numbering.page_id])
    return {"shared_list": {"title": found[0]["title"], "path": f"{found[0]['path']}references/"}} if found else {}
