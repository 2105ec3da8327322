"""Lists of pages: columns, filters by state and by review date, and the action that records reviews."""

from datetime import timedelta

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from publishing.models import State
from publishing.staff.reviewing import MOST_PAGES


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in State.values else queryset


class ReviewDueFilter(admin.SimpleListFilter):
    """Live pages by the date of their next review."""

    title = _("next review")
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [
            ("overdue", _("overdue")),
            ("30", _("due within 30 days")),
            ("60", _("due within 60 days")),
            ("90", _("due within 90 days")),
            ("never", _("live, never reviewed")),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "overdue":
            return queryset.review_due(by=today - timedelta(days=1))
        if self.value() == "never":
            return queryset.never_reviewed()
        if self.value() in ("30", "60", "90"):
            return queryset.review_due(by=today + timedelta(days=int(self.value())))
        return queryset


class PageColumns:
    """Columns and action shared by every list of pages. Needs a queryset with_state."""

    actions = ("record_reviews",)

    @admin.display(description=_("state"))
    def state_words(self, page):
        return format_html('<span class="state state-{}">{}</span>', page.state.value, page.state.label)

    @admin.display(description=_("next review"), ordering="next_review_on")
    def next_review(self, page):
        if not page.is_live:
            return "–"
        if page.next_review_on is None:
            return _("never reviewed")
        if page.next_review_on < timezone.localdate():
            return format_html('<strong class="overdue">{} ({})</strong>', page.next_review_on, _("overdue"))
        return page.next_review_on

    @admin.action(description=_("Record a review of each chosen page"), permissions=["review"])
    def record_reviews(self, request, queryset):
        ids = [str(pk) for pk in queryset.filter(is_live=True).values_list("pk", flat=True)[: MOST_PAGES + 1]]
        if len(ids) > MOST_PAGES:
            messages.warning(request, _("Choose at most %(n)d pages: each needs its own outcome.") % {"n": MOST_PAGES})
            return None
        return redirect(f"{reverse('staff:review-several')}?pages={','.join(ids)}")

    def has_review_permission(self, request) -> bool:
        return request.user.has_perm("publishing.record_review")
