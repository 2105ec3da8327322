"""The record: editions, sign-offs, reviews and events. To be read, never to be changed."""

import json

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.admin.exporting import CsvExport
from publishing.admin.filters import WhoseFilter
from publishing.admin.review_record import ReviewRecord, recorded_by_words
from publishing.desk import lateness, questions
from publishing.models import Edition, Event, Page, Review, SignOff
from publishing.staff.access import may_see_pages
from publishing.wishes import remarks_of, words_of_blocks


class ReadOnlyAdmin(CsvExport, admin.ModelAdmin):
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
    list_display = ("title", "number", "language", "kind_of_change", "published_at", "published_by")
    list_display_links = ("title",)
    list_filter = ("significance",)
    list_select_related = ("published_by",)
    search_fields = ("title",)
    ordering = ("-published_at", "-pk")
    csv_columns = (
        (_("title"), lambda edition: edition.title),
        (_("number"), lambda edition: edition.number),
        (_("language"), lambda edition: edition.language),
        (_("significance"), lambda edition: edition.kind_of_change()),
        (_("what changed, for patients"), lambda edition: edition.change_note),
        (_("published on"), lambda edition: edition.published_at),
        (_("published by"), lambda edition: edition.published_by),
        (_("content hash"), lambda edition: edition.content_hash),
    )
    # The words of an edition are read on its page; here stands what is on record about it.
    fields = (
        "title",
        "number",
        "language",
        "kind_of_change",
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

    @admin.display(description=_("kind of change"), ordering="significance")
    def kind_of_change(self, edition: Edition) -> str:
        return edition.kind_of_change()

    def get_queryset(self, request):
        heavy = ("html", "plain_text", "source", "facts", "references", "outline", "quoted")
        return super().get_queryset(request).defer(*heavy)


@admin.register(SignOff)
class SignOffAdmin(ReadOnlyAdmin):
    list_display = ("page", "decision", "name", "role", "credentials", "at")
    list_filter = ("decision",)
    list_select_related = ("page",)
    search_fields = ("page__title", "name")
    csv_columns = (
        (_("page"), lambda decision: decision.page.title),
        (_("decision"), lambda decision: decision.get_decision_display()),
        (_("name"), lambda decision: decision.name),
        (_("role"), lambda decision: decision.role),
        (_("credentials"), lambda decision: decision.credentials),
        (_("conflict of interest"), lambda decision: decision.conflict_of_interest),
        (_("comment"), lambda decision: decision.comment),
        (
            _("approved without what was asked for"),
            lambda decision: "\n".join(each.reason for each in decision.overruled.all()),
        ),
        (_("on"), lambda decision: decision.at),
        (_("content hash"), lambda decision: decision.content_hash),
    )
    fields = (
        "page",
        "decision",
        "name",
        "role",
        "credentials",
        "conflict_of_interest",
        "comment",
        "single_parts",
        "approved_without",
        "at",
        "content_hash",
    )

    def for_csv(self, queryset):
        return queryset.prefetch_related("overruled")

    @admin.display(description=_("single parts of the page"), empty_value="–")
    def single_parts(self, decision):
        compiled = decision.page.specific.compile()
        remarks = remarks_of(decision, now=words_of_blocks(compiled))
        older = decision.content_hash != compiled.content_hash
        return render_to_string("admin/pages/_remarks.html", {"remarks": remarks, "older": older}) if remarks else None

    @admin.display(description=_("approved without what was asked for"), empty_value="–")
    def approved_without(self, decision):
        if not (decision.overruled.exists() or decision.overruled_by.exists()):
            return None
        return render_to_string("admin/pages/_overruled.html", {"decision": decision})


class LateFilter(admin.SimpleListFilter):
    """Reviews of the last twelve months against the date that the review before had promised."""

    title = _("date kept, last 12 months")
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return [("late", _("came late")), ("with-a-date", _("had a date to keep"))]

    def queryset(self, request, queryset):
        question = {"late": lateness.late, "with-a-date": lateness.with_a_date}.get(self.value())
        return question(queryset, today=timezone.localdate()) if question else queryset


class OfPersonFilter(WhoseFilter):
    """Reviews of the pages that a person looks after."""

    def of(self, queryset, person):
        return queryset.filter(page__in=questions.of_person(Page.objects.all(), person).values("pk"))

    def of_nobody(self, queryset):
        nobodys = Page.objects.looked_after_by_nobody().filter(assignee_id=None)
        return queryset.filter(page__in=nobodys.values("pk"))


@admin.register(Review)
class ReviewAdmin(ReviewRecord, ReadOnlyAdmin):
    list_display = (
        "page", "reviewed_on", "due_before", "outcome", "name", "credentials", "next_due_on", "who_recorded", "stands",
    )  # fmt: skip
    list_filter = ("outcome", "scope", LateFilter, OfPersonFilter)
    list_select_related = ("page", "recorded_by", "objection__check_by_code")
    search_fields = ("page__title", "name")
    csv_columns = (
        (_("page"), lambda review: review.page.title),
        (_("reviewed on"), lambda review: review.reviewed_on),
        (_("was due"), lambda review: review.due_before),
        (_("scope"), lambda review: review.get_scope_display()),
        (_("outcome"), lambda review: review.get_outcome_display()),
        (_("name"), lambda review: review.name),
        (_("role"), lambda review: review.role),
        (_("credentials"), lambda review: review.credentials),
        (_("evidence searched"), lambda review: review.evidence_searched),
        (_("searched on"), lambda review: review.evidence_searched_on),
        (_("next review due"), lambda review: review.next_due_on),
        (_("why then"), lambda review: review.next_due_reason),
        (_("recorded by"), recorded_by_words),
        (_("objected on"), lambda review: review.objection.at if hasattr(review, "objection") else None),
        (_("recorded on"), lambda review: review.recorded_at),
    )
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
        "what_was_checked",
        "next_due_on",
        "next_due_reason",
        "who_recorded",
        "recorded_at",
        "proof_of_decision",
        "files",
        "objected",
    )

    def get_queryset(self, request):
        return lateness.with_date_before(super().get_queryset(request))

    @admin.display(description=_("was due"), ordering="due_before", empty_value="–")
    def due_before(self, review):
        return review.due_before


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "verb", "page_title", "kind", "actor_name")
    list_filter = ("verb",)
    search_fields = ("page_title", "actor_name")
    csv_columns = (
        (_("on"), lambda event: event.at),
        (_("event"), lambda event: event.get_verb_display()),
        (_("page"), lambda event: event.page_title),
        (_("id of the page"), lambda event: event.page_id),
        (_("kind"), lambda event: event.page_kind),
        (_("who"), lambda event: event.actor_name),
        (_("details"), lambda event: json.dumps(event.data, ensure_ascii=False, sort_keys=True)),
    )
    fields = ("at", "verb", "page_title", "kind", "actor_name", "data")

    @admin.display(description=_("kind"), ordering="page_kind")
    def kind(self, event):
        return event.page_kind
