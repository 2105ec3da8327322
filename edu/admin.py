"""Articles and topics in the admin."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from edu.models import Article, Topic
from publishing.admin import PageAdmin
from publishing.admin.filters import PAGE_FILTERS
from publishing.admin.lists import PLANNING_COLUMNS, WITH_PEOPLE
from publishing.admin.pages import PEOPLE_AND_REVIEW, RelatedPageInline


@admin.register(Article)
class ArticleAdmin(PageAdmin):
    public_template = "edu/article.html"
    inlines = (RelatedPageInline,)
    autocomplete_fields = ("topic",)
    prepopulated_fields = {"slug": ("title",), "key": ("title",)}
    list_display = ("title", "topic", "state_words", "language", *PLANNING_COLUMNS)
    list_filter = (
        *PAGE_FILTERS,
        "language",
        "risk_tier",
        ("topic", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = (*WITH_PEOPLE, "topic")
    fieldsets = (
        (None, {"fields": ("title", "summary", "body")}),
        (_("Where it stands"), {"fields": ("topic", ("language", "risk_tier"), ("key", "slug"))}),
        (_("Found by"), {"fields": ("also_called", "keywords"), "classes": ("collapse",)}),
        PEOPLE_AND_REVIEW,
    )


@admin.register(Topic)
class TopicAdmin(PageAdmin):
    public_template = "edu/topic.html"
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("title",), "key": ("title",)}
    list_display = ("title", "parent", "state_words", "language", *PLANNING_COLUMNS)
    list_select_related = (*WITH_PEOPLE, "parent")
    readonly_fields = ("reference_numbers",)
    fieldsets = (
        (None, {"fields": ("title", "summary", "body")}),
        (
            _("Where it stands"),
            {
                "fields": (
                    ("parent", "position"),
                    ("language", "risk_tier"),
                    ("key", "slug"),
                    "featured",
                    "reference_numbers",
                )
            },
        ),
        PEOPLE_AND_REVIEW,
    )

    @admin.display(description=_("reference numbers"))
    def reference_numbers(self, topic):
        """Which list the pages at this topic take their numbers from, and where that is changed."""
        if topic is None or topic.pk is None:
            return _("Each page numbers its own references. When the topic is live, its pages can share one list.")
        numbering = Topic.objects.numbering_at(topic.pk)
        if numbering is None:
            words = _("Each page numbers its own references.")
        elif numbering.page_id == topic.pk:
            words = _("The pages of this section share one list of references.")
        else:
            words = _("The pages take their numbers from the section above.")
        address = reverse("staff:numbers", args=[topic.pk])
        return format_html('{} <a href="{}">{}</a>', words, address, _("Numbers of this section"))
