"""The people who write, check and publish. Roles decide what they may do; the list of roles is code (config/roles.py)."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from people.models import Team, User


class PersonForm(UserChangeForm):
    """Roles as a few ticks, instead of two lists to move names between."""

    class Meta(UserChangeForm.Meta):
        model = User
        widgets = {"groups": forms.CheckboxSelectMultiple}


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonForm
    list_display = ("username", "display_name", "role", "credentials", "roles", "is_active")
    list_filter = ("groups", "is_active", "is_superuser")
    search_fields = ("username", "display_name", "first_name", "last_name", "email")
    search_help_text = _("Searches login names, names and e-mail addresses.")
    filter_horizontal = ()
    ordering = ("username",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (
            _("What readers see"),
            {
                "fields": ("display_name", "role", "credentials", "conflicts_of_interest"),
                "description": _(
                    "Printed with every approval and review as it stood that day. Without a role and credentials nobody "
                    "can approve."
                ),
            },
        ),
        (_("Contact"), {"fields": ("first_name", "last_name", "email")}),
        (
            _("What this person may do"),
            {
                "fields": ("is_active", "is_staff", "groups", "is_superuser"),
                "description": _("Untick “active” when someone leaves: the record keeps their name."),
            },
        ),
        (_("Reviews"), {"fields": ("reviews_a_month",)}),
        (_("Dates"), {"fields": ("last_login", "date_joined"), "classes": ("collapse",)}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("username", "display_name", "usable_password", "password1", "password2"),
                "description": _("Roles and credentials are asked for on the next page."),
            },
        ),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_readonly_fields(self, request, obj=None):
        """Only who may do everything says who else may: the Administrator role must not make itself more than it is."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if request.user.is_superuser else (*fixed, "is_superuser")

    def has_change_permission(self, request, obj=None):
        """Nor may it take over the account of somebody who may do everything."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, person):
        if person.is_superuser:
            return _("Administrator")
        return ", ".join(group.name for group in person.groups.all()) or "–"

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        """People stay on the record; whoever leaves is made inactive."""
        return False


class TeamForm(forms.ModelForm):
    """Offers people who are here; a lead or member who left stays chosen until somebody takes them off."""

    class Meta:
        model = Team
        fields = ("name", "lead", "members")
        widgets = {"members": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        here = Q(is_active=True, is_staff=True)
        chosen = Q(led_teams=self.instance.pk) | Q(teams=self.instance.pk) if self.instance.pk else Q()
        people = User.objects.filter(here | chosen).distinct().order_by("display_name", "username")
        for name in ("lead", "members"):
            self.fields[name].queryset = people
            self.fields[name].label_from_instance = User.get_name_in_choices


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    form = TeamForm
    list_display = ("name", "lead", "how_many_members")
    list_select_related = ("lead",)
    search_fields = ("name", "lead__display_name", "lead__username")
    search_help_text = _("Searches names of teams and of their leads.")
    fieldsets = (
        (
            None,
            {
                "fields": ("name", "lead", "members"),
                "description": _(
                    "The lead looks after a page of the team when its owner and backup owner have left, and is told when "
                    "they leave a review undone for five weeks."
                ),
            },
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(members_count=Count("members"))

    @admin.display(description=_("members"), ordering="members_count")
    def how_many_members(self, team):
        return team.members_count

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        return field

    def has_delete_permission(self, request, obj=None):
        """Pages and the record name their team; one that is no longer needed is renamed."""
        return False


# Roles are installed by the migrate command from one table; editing them here would last until the next one.
admin.site.unregister(Group)
