"""Lists of pages: columns, what goes into a CSV file, and the action that records reviews."""

from django.contrib import admin, messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from publishing.admin.exporting import CsvExport
from publishing.models import Page, Publication
from publishing.staff import planning
from publishing.staff.reviewing import MOST_CHOSEN

PLANNING_COLUMNS = ("responsible_person", "assigned", "next_review")
# Selected with a page, so that its responsible person costs no query of its own.
WITH_PEOPLE = ("owner", "backup_owner", "team__lead")


def with_columns(pages):
    """Add what the columns show besides the state: to whom the review was assigned, by name."""
    live = Publication.objects.live().filter(page=OuterRef("pk"))
    return pages.annotate(
        assigned_name=Subquery(live.values("assigned_to__display_name")[:1]),
        assigned_username=Subquery(live.values("assigned_to__username")[:1]),
    )


def with_more_columns(pages):
    """Add what only a CSV file shows."""
    live = Publication.objects.live().filter(page=OuterRef("pk"))
    return pages.annotate(
        path=Subquery(live.values("path")[:1]),
        reviewed_on=Subquery(live.values("reviewed_on")[:1]),
        reviewed_by=Subquery(live.values("reviewed_by")[:1]),
        evidence=Subquery(live.values("review__evidence_searched")[:1]),
    )


def kind_words(page) -> str:
    return Page._meta.get_field(f"as_{page.kind}").related_model._meta.verbose_name


def with_label(label, words):
    """What stands in a cell, with the name of its column for phones, where a row is a card without a head."""
    return format_html('<span class="on-phone">{}: </span>{}', label, words)


class PageColumns(CsvExport):
    """Columns and action shared by every list of pages. Needs a queryset with_state and with_columns."""

    actions = ("record_reviews", "plan_reviews", "assign_reviews")
    list_select_related = WITH_PEOPLE
    csv_columns = (
        (_("id"), lambda page: page.pk),
        (_("title"), lambda page: page.title),
        (_("kind"), kind_words),
        (_("language"), lambda page: page.language),
        (_("key"), lambda page: page.key),
        (_("public address"), lambda page: page.path),
        (_("state"), lambda page: page.state.label),
        (_("risk tier"), lambda page: page.get_risk_tier_display()),
        (_("owner"), lambda page: page.owner),
        (_("backup owner"), lambda page: page.backup_owner),
        (_("team"), lambda page: page.team),
        (_("responsible"), lambda page: page.responsible),
        (_("assigned to"), lambda page: page.assigned_name or page.assigned_username),
        (_("review due"), lambda page: page.due_on),
        (_("promised to readers"), lambda page: page.next_review_on),
        (_("reviewed on"), lambda page: page.reviewed_on),
        (_("reviewed by"), lambda page: page.reviewed_by),
        (_("evidence searched"), lambda page: page.evidence),
    )

    def for_csv(self, queryset):
        return with_more_columns(queryset)

    @admin.display(description=_("state"))
    def state_words(self, page):
        return format_html('<span class="state state-{}">{}</span>', page.state.value, page.state.label)

    @admin.display(description=_("looked after by"))
    def responsible_person(self, page):
        person = page.responsible or format_html('<strong class="overdue">{}</strong>', _("nobody"))
        return with_label(_("Looked after by"), person)

    @admin.display(description=_("assigned to"), ordering="assigned_name", empty_value="–")
    def assigned(self, page):
        person = page.assigned_name or page.assigned_username
        return with_label(_("Assigned to"), person) if person else None

    @admin.display(description=_("review due"), ordering="due_on")
    def next_review(self, page):
        if not page.is_live or page.due_on is None:
            return "–"
        day = date_format(page.due_on)
        if page.due_on < timezone.localdate():
            day = format_html('<strong class="overdue">{} ({})</strong>', day, _("overdue"))
        return with_label(_("Review due"), day)

    @admin.action(description=_("Record a review of each chosen page"), permissions=["review"])
    def record_reviews(self, request, queryset):
        ids = [str(pk) for pk in queryset.filter(is_live=True).values_list("pk", flat=True)[: MOST_CHOSEN + 1]]
        if len(ids) > MOST_CHOSEN:
            messages.warning(request, _("Choose at most %(n)d pages: each needs its own outcome.") % {"n": MOST_CHOSEN})
            return None
        return redirect(f"{reverse('staff:review-several')}?pages={','.join(ids)}")

    @admin.action(description=_("Plan the reviews of the chosen pages"), permissions=["plan"])
    def plan_reviews(self, request, queryset):
        ids = self._live_ids(request, queryset)
        return planning.start_plan(request, ids) if ids else None

    @admin.action(description=_("Assign the reviews of the chosen pages"), permissions=["plan"])
    def assign_reviews(self, request, queryset):
        ids = self._live_ids(request, queryset)
        return planning.start_assign(request, ids) if ids else None

    def _live_ids(self, request, queryset) -> list[int]:
        """The live ones among the chosen pages; none, with the reason, when there is nothing to plan or too much."""
        ids = list(queryset.filter(is_live=True).values_list("pk", flat=True)[: planning.MOST_PAGES + 1])
        if len(ids) > planning.MOST_PAGES:
            messages.warning(request, _("Choose at most %(n)d pages at a time.") % {"n": planning.MOST_PAGES})
            return []
        if not ids:
            messages.warning(request, _("None of these pages is live, so none has a review to plan."))
        return ids

    def has_review_permission(self, request) -> bool:
        return request.user.has_perm("publishing.record_review")

    def has_plan_permission(self, request) -> bool:
        return request.user.has_perm("publishing.plan_reviews")
