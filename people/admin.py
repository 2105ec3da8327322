"""The people who write, check and publish. Roles decide what they may do; the list of roles is code (config/roles.py)."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from people.models import User


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


# Roles are installed by the migrate command from one table; editing them here would last until the next one.
admin.site.unregister(Group)
