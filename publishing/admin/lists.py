"""Lists of pages: columns, filters by state and by review date, and the action that records reviews."""

from datetime import timedelta

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from people.models import Team
from publishing.models import Page, State
from publishing.staff.reviewing import MOST_PAGES


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in State.values else queryset


class ReviewDueFilter(admin.SimpleListFilter):
    """Live pages by the day staff are to review them, and by what readers were promised."""

    title = _("review due")
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [
            ("overdue", _("overdue")),
            ("30", _("due within 30 days")),
            ("60", _("due within 60 days")),
            ("90", _("due within 90 days")),
            ("promised", _("past the date promised to readers")),
            ("never", _("live, never reviewed")),
            ("no-evidence", _("reviewed without evidence")),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "overdue":
                return queryset.overdue(today)
            case "30" | "60" | "90" as days:
                return queryset.due_by(today + timedelta(days=int(days)))
            case "promised":
                return queryset.past_promised_date(today)
            case "never":
                return queryset.never_reviewed()
            case "no-evidence":
                return queryset.reviewed_without_evidence()
        return queryset


class PersonFilter(admin.SimpleListFilter):
    """Pages by the person they fall to today: "me", somebody's id, or "nobody"."""

    def people(self):
        """Who is offered by name, besides the person who looks."""
        return get_user_model().objects.filter(is_active=True, is_staff=True)

    def lookups(self, request, model_admin):
        named = [(str(person.pk), str(person)) for person in self.people() if person != request.user]
        return [("me", _("me")), ("nobody", _("nobody")), *sorted(named, key=lambda row: row[1].casefold())]

    def person(self, request):
        """The person asked for, None when there is no such person."""
        if self.value() == "me":
            return request.user
        if not (self.value() or "").isdecimal() or len(self.value()) > 18:
            return None
        return get_user_model().objects.filter(pk=self.value()).first()


class ResponsibleFilter(PersonFilter):
    """Pages by who looks after them today: the owner, or whoever stands in for an owner who left."""

    title = _("looked after by")
    parameter_name = "by"

    def people(self):
        pages = Page.objects.filter(Q(owner=OuterRef("pk")) | Q(backup_owner=OuterRef("pk")))
        return super().people().filter(Exists(pages) | Exists(Team.objects.filter(lead=OuterRef("pk"))))

    def queryset(self, request, queryset):
        if self.value() == "nobody":
            return queryset.looked_after_by_nobody()
        person = self.person(request)
        return queryset.looked_after_by(person) if person else queryset


class AssigneeFilter(PersonFilter):
    """Pages by who is to do their next review."""

    title = _("review falls to")
    parameter_name = "falls-to"

    def queryset(self, request, queryset):
        if self.value() == "nobody":
            return queryset.to_be_reviewed_by_nobody()
        person = self.person(request)
        return queryset.to_be_reviewed_by(person) if person else queryset


class PageColumns:
    """Columns and action shared by every list of pages. Needs a queryset with_state."""

    actions = ("record_reviews",)

    @admin.display(description=_("state"))
    def state_words(self, page):
        return format_html('<span class="state state-{}">{}</span>', page.state.value, page.state.label)

    @admin.display(description=_("looked after by"))
    def responsible_person(self, page):
        return page.responsible or format_html('<strong class="overdue">{}</strong>', _("nobody"))

    @admin.display(description=_("review due"), ordering="due_on")
    def next_review(self, page):
        if not page.is_live or page.due_on is None:
            return "–"
        if page.due_on < timezone.localdate():
            return format_html('<strong class="overdue">{} ({})</strong>', page.due_on, _("overdue"))
        return page.due_on

    @admin.action(description=_("Record a review of each chosen page"), permissions=["review"])
    def record_reviews(self, request, queryset):
        ids = [str(pk) for pk in queryset.filter(is_live=True).values_list("pk", flat=True)[: MOST_PAGES + 1]]
        if len(ids) > MOST_PAGES:
            messages.warning(request, _("Choose at most %(n)d pages: each needs its own outcome.") % {"n": MOST_PAGES})
            return None
        return redirect(f"{reverse('staff:review-several')}?pages={','.join(ids)}")

    def has_review_permission(self, request) -> bool:
        return request.user.has_perm("publishing.record_review")
