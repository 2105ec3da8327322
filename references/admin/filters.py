"""Filters of the library's list: how old, what kind, and who cites it."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from references.kinds import TYPES

OTHER = "other"


class AgeFilter(admin.SimpleListFilter):
    """By the year of publication, counted back from this one."""

    title = _("year")
    parameter_name = "age"

    def lookups(self, request, model_admin):
        return [
            ("5", _("last 5 years")),
            ("10", _("5 to 10 years ago")),
            ("older", _("more than 10 years ago")),
            ("unknown", _("not known")),
        ]

    def queryset(self, request, queryset):
        this_year = timezone.localdate().year
        return {
            "5": lambda: queryset.filter(year__gt=this_year - 5),
            "10": lambda: queryset.filter(year__range=(this_year - 10, this_year - 5)),
            "older": lambda: queryset.filter(year__lt=this_year - 10),
            "unknown": lambda: queryset.filter(year__isnull=True),
        }.get(self.value(), lambda: queryset)()


class TypeFilter(admin.SimpleListFilter):
    """By kind of work, in the words of the form."""

    title = _("type")
    parameter_name = "type"

    def lookups(self, request, model_admin):
        return [*((name, words) for name, words in TYPES.items() if name != "document"), (OTHER, _("Other"))]

    def queryset(self, request, queryset):
        if self.value() == OTHER:
            return queryset.exclude(type__in=[name for name in TYPES if name != "document"])
        return queryset.filter(type=self.value()) if self.value() else queryset


class CitedFilter(admin.SimpleListFilter):
    """By who cites it."""

    title = _("cited")
    parameter_name = "cited"

    def lookups(self, request, model_admin):
        return [
            ("live", _("by live pages")),
            ("withdrawn", _("only by pages that are withdrawn or were changed since")),
            ("never", _("never")),
        ]

    def queryset(self, request, queryset):
        return {
            "live": queryset.cited_live,
            "withdrawn": queryset.cited_before,
            "never": queryset.never_cited,
        }.get(self.value(), lambda: queryset)()
