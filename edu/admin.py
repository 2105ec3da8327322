"""Articles and topics in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from edu.models import Article, Topic
from publishing.admin import PageAdmin
from publishing.admin.lists import AssigneeFilter, ResponsibleFilter, ReviewDueFilter, StateFilter
from publishing.admin.pages import PEOPLE_AND_REVIEW, RelatedPageInline


@admin.register(Article)
class ArticleAdmin(PageAdmin):
    public_template = "edu/article.html"
    inlines = (RelatedPageInline,)
    autocomplete_fields = ("topic",)
    prepopulated_fields = {"slug": ("title",), "key": ("title",)}
    list_display = ("title", "topic", "state_words", "language", "responsible_person", "next_review")
    list_filter = (
        StateFilter,
        ReviewDueFilter,
        "language",
        ("topic", admin.RelatedOnlyFieldListFilter),
        ResponsibleFilter,
        AssigneeFilter,
    )
    list_select_related = ("owner", "backup_owner", "team__lead", "topic")
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
    list_display = ("title", "parent", "state_words", "language", "responsible_person", "next_review")
    list_select_related = ("owner", "backup_owner", "team__lead", "parent")
    fieldsets = (
        (None, {"fields": ("title", "summary", "body")}),
        (
            _("Where it stands"),
            {"fields": (("parent", "position"), ("language", "risk_tier"), ("key", "slug"), "featured")},
        ),
        PEOPLE_AND_REVIEW,
    )
