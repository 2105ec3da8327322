"""Filters of the lists of pages: where they stand, when they are due, who looks after them."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from people.models import Team
from publishing.desk import questions
from publishing.desk.load import months_from
from publishing.models import Page, Publication, State

NOBODY = "nobody"
MOST_PEOPLE = 200


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in State.values else queryset


class ReviewDueFilter(admin.SimpleListFilter):
    """Live pages by their review: when it is due, and what is wrong with the last one."""

    title = _("review")
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
        question = questions.REVIEW.get(self.value())
        return question(queryset, timezone.localdate()) if question else queryset


class MonthFilter(admin.SimpleListFilter):
    """Live pages due in one of the coming months; of this month, what is not overdue yet."""

    title = _("month of review")
    parameter_name = "month"

    def lookups(self, request, model_admin):
        return [(f"{day:%Y-%m}", date_format(day, "F Y")) for day in months_from(timezone.localdate())]

    def queryset(self, request, queryset):
        first = questions.month_named(self.value()) if self.value() else None
        return questions.due_in_month(queryset, first, today=timezone.localdate()) if first else queryset


class WorkFilter(admin.SimpleListFilter):
    """Pages that wait for the person who looks."""

    title = _("work in hand")
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [
            ("to-approve", _("waiting for my approval")),
            ("mine", _("my drafts and changes")),
            ("all", _("all drafts and changes")),
        ]

    def queryset(self, request, queryset):
        return {
            "to-approve": lambda: queryset.waiting_for(request.user),
            "mine": lambda: questions.unfinished_of(queryset, request.user),
            "all": lambda: questions.unfinished(queryset),
        }.get(self.value(), lambda: queryset)()


class FactsFilter(admin.SimpleListFilter):
    title = _("quoted facts")
    parameter_name = "facts"

    def lookups(self, request, model_admin):
        return [("changed", _("changed since")), ("held", _("held back from patients"))]

    def queryset(self, request, queryset):
        question = {"changed": questions.quoting_changed_facts, "held": questions.held}.get(self.value())
        return question(queryset) if question else queryset


class ScheduledFilter(admin.SimpleListFilter):
    title = _("set time")
    parameter_name = "scheduled"

    def lookups(self, request, model_admin):
        return [
            ("yes", _("to be published or withdrawn at a set time")),
            ("refused", _("could not be done at the set time")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "refused":
            return queryset.filter(pk__in=questions.refused_times(Page.objects.all()).values("page"))
        return questions.scheduled(queryset) if self.value() == "yes" else queryset


class PersonFilter(admin.SimpleListFilter):
    """Pages by a person: "me", somebody's id, or "nobody"."""

    def people(self):
        """Who is offered by name, besides the person who looks."""
        return get_user_model().objects.filter(is_active=True, is_staff=True)

    def lookups(self, request, model_admin):
        people = self.people().exclude(pk=request.user.pk).order_by("display_name", "username")[:MOST_PEOPLE]
        return [("me", _("me")), (NOBODY, _("nobody")), *((str(person.pk), str(person)) for person in people)]

    def person(self, request):
        """The person asked for, None when there is no such person."""
        if self.value() == "me":
            return request.user
        if not (self.value() or "").isdecimal() or len(self.value()) > 18:
            return None
        return get_user_model().objects.filter(pk=self.value()).first()

    def queryset(self, request, queryset):
        if self.value() == NOBODY:
            return self.of_nobody(queryset)
        person = self.person(request)
        return self.of(queryset, person) if person else queryset

    def of(self, queryset, person):
        raise NotImplementedError

    def of_nobody(self, queryset):
        raise NotImplementedError


class ResponsibleFilter(PersonFilter):
    """Pages by who looks after them today: the owner, or whoever stands in for an owner who left."""

    title = _("looked after by")
    parameter_name = "by"

    def people(self):
        pages = Page.objects.filter(Q(owner=OuterRef("pk")) | Q(backup_owner=OuterRef("pk")))
        return super().people().filter(Exists(pages) | Exists(Team.objects.filter(lead=OuterRef("pk"))))

    def of(self, queryset, person):
        return queryset.looked_after_by(person)

    def of_nobody(self, queryset):
        return queryset.looked_after_by_nobody()


class AssigneeFilter(PersonFilter):
    """Pages by who is to do their next review."""

    title = _("review falls to")
    parameter_name = "falls-to"

    def of(self, queryset, person):
        return queryset.to_be_reviewed_by(person)

    def of_nobody(self, queryset):
        return queryset.to_be_reviewed_by_nobody()


class AssignedFilter(PersonFilter):
    """Live pages by whom their review was assigned to by name."""

    title = _("assigned to")
    parameter_name = "assigned"

    def of(self, queryset, person):
        return queryset.filter(pk__in=Publication.objects.live().filter(assigned_to=person).values("page"))

    def of_nobody(self, queryset):
        return queryset.filter(pk__in=Publication.objects.live().filter(assigned_to=None).values("page"))


class WhoseFilter(PersonFilter):
    """Pages that a person looks after, or whose next review falls to them: what the desk calls mine."""

    title = _("whose")
    parameter_name = "whose"

    def of(self, queryset, person):
        return questions.of_person(queryset, person)

    def of_nobody(self, queryset):
        return queryset.looked_after_by_nobody().filter(assignee_id=None)


class TeamFilter(admin.SimpleListFilter):
    title = _("team")
    parameter_name = "team"

    def lookups(self, request, model_admin):
        teams = [(str(team.pk), team.name) for team in Team.objects.order_by("name")[:MOST_PEOPLE]]
        return [*teams, ("none", _("none"))] if teams else []

    def queryset(self, request, queryset):
        if self.value() == "none":
            return queryset.filter(team=None)
        known = (self.value() or "").isdecimal() and len(self.value()) < 19
        return queryset.filter(team=int(self.value())) if known else queryset


# In the order in which people look for them.
PAGE_FILTERS = (
    StateFilter,
    ReviewDueFilter,
    MonthFilter,
    WorkFilter,
    FactsFilter,
    ScheduledFilter,
    WhoseFilter,
    ResponsibleFilter,
    AssigneeFilter,
    AssignedFilter,
    TeamFilter,
    ("owner", admin.RelatedOnlyFieldListFilter),
)
