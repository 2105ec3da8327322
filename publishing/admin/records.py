"""The record: editions, sign-offs, reviews and events. To be read, never to be changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.models import Edition, Event, Review, SignOff
from publishing.staff.access import may_see_pages


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that are written once, by the verbs."""

    actions = None
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return may_see_pages(request.user)

    def has_module_permission(self, request):
        return may_see_pages(request.user)


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ("title", "number", "language", "significance", "published_at", "published_by")
    list_display_links = ("title",)
    list_filter = ("significance",)
    list_select_related = ("published_by",)
    search_fields = ("title",)
    ordering = ("-published_at", "-pk")
    # The words of an edition are read on its page; here stands what is on record about it.
    fields = (
        "title",
        "number",
        "language",
        "significance",
        "change_note",
        "published_at",
        "published_by",
        "approval",
        "content_hash",
        "approved_hash",
        "compiler_version",
        "redacted_at",
        "redaction_reason",
    )

    def get_queryset(self, request):
        heavy = ("html", "plain_text", "source", "facts", "references", "outline", "quoted")
        return super().get_queryset(request).defer(*heavy)


@admin.register(SignOff)
class SignOffAdmin(ReadOnlyAdmin):
    list_display = ("page", "decision", "name", "role", "credentials", "at")
    list_filter = ("decision",)
    list_select_related = ("page",)
    search_fields = ("page__title", "name")
    fields = (
        "page",
        "decision",
        "name",
        "role",
        "credentials",
        "conflict_of_interest",
        "comment",
        "at",
        "content_hash",
    )


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("page", "reviewed_on", "outcome", "name", "credentials", "next_due_on", "recorded_by")
    list_filter = ("outcome", "scope")
    list_select_related = ("page", "recorded_by")
    search_fields = ("page__title", "name")
    fields = (
        "page",
        "reviewed_on",
        "scope",
        "outcome",
        "name",
        "role",
        "credentials",
        "evidence_searched",
        "evidence_searched_on",
        "next_due_on",
        "next_due_reason",
        "recorded_by",
        "recorded_at",
    )


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "verb", "page_title", "kind", "actor_name")
    list_filter = ("verb",)
    search_fields = ("page_title", "actor_name")
    fields = ("at", "verb", "page_title", "kind", "actor_name", "data")

    @admin.display(description=_("kind"), ordering="page_kind")
    def kind(self, event):
        return event.page_kind
