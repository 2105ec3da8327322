"""The reviewers' register, kept by administrators. Registered here and not beside the model, because saving is a verb of the
press: it may take links back, and writes an event."""

from datetime import date, timedelta

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.models import Reviewer
from publishing import actions
from publishing.models import Event, Invitation

SOON_DAYS = 90
MOST_EVENTS = 200


class MayBeAskedFilter(admin.SimpleListFilter):
    """Who can be asked today, and whose credentials need to be looked at."""

    title = _("may be asked")
    parameter_name = "may"

    def lookups(self, request, model_admin):
        return [
            ("yes", _("can be asked")),
            ("soon", _("credentials expire within 90 days")),
            ("expired", _("credentials have expired")),
            ("inactive", _("not active")),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        return {
            "yes": lambda: queryset.may_be_asked(on=today),
            "soon": lambda: queryset.expiring(on=today, until=today + timedelta(days=SOON_DAYS)),
            "expired": lambda: queryset.expired(on=today),
            "inactive": lambda: queryset.filter(is_active=False),
        }.get(self.value(), lambda: queryset)()


@admin.register(Reviewer)
class ReviewerAdmin(admin.ModelAdmin):
    actions = None
    list_display = ("name", "role", "credentials", "email", "expiry", "standing")
    list_filter = (MayBeAskedFilter, "language")
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("name", "email", "role", "credentials")
    search_help_text = _("Searches names, roles, credentials and e-mail addresses.")
    ordering = ("name", "pk")
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget({"rows": 3})}}
    fieldsets = (
        (
            _("What readers see"),
            {
                "fields": ("name", "role", "credentials", "conflicts_of_interest"),
                "description": _(
                    "A clinician who has no account here and may be asked to approve a page. Printed with every "
                    "approval as it stood that day."
                ),
            },
        ),
        (
            _("Contact"),
            {
                "fields": ("email", "language"),
                "description": _(
                    "Secret links and one-time codes go to this address alone. A new address takes back every link "
                    "that waits for an answer; ask again afterwards."
                ),
            },
        ),
        (
            _("Credentials"),
            {
                "fields": ("checked_on", "expires_on"),
                "description": _(
                    "Check them with the body that gave them, and say here when, and until when they last."
                ),
            },
        ),
        (
            _("For administrators"),
            {
                "fields": ("is_active", "note"),
                "description": _(
                    "Untick “active” when this clinician is no longer to be asked: the record keeps their name, and open "
                    "links are taken back."
                ),
            },
        ),
    )

    @admin.display(description=_("credentials expire on"), ordering="expires_on")
    def expiry(self, reviewer) -> date | None:
        return reviewer.expires_on

    @admin.display(description=_("may be asked"))
    def standing(self, reviewer):
        today = timezone.localdate()
        if not reviewer.is_active:
            return _("no: not active")
        if not reviewer.may_be_asked(on=today):
            return format_html("<strong>{}</strong>", _("no: credentials have expired"))
        if reviewer.expires_on and reviewer.expires_on <= today + timedelta(days=SOON_DAYS):
            return _("yes, but credentials expire soon")
        return _("yes")

    def save_model(self, request, obj, form, change):
        waiting = Invitation.objects.open().filter(reviewer=obj.pk) if obj.pk else Invitation.objects.none()
        before = waiting.count()
        actions.save_reviewer(reviewer=obj, by=request.user, now=timezone.now())
        taken_back = before - waiting.count()
        if taken_back:
            messages.warning(
                request,
                ngettext(
                    "%(n)d link that waited for an answer was taken back. Whoever asked should ask again.",
                    "%(n)d links that waited for an answer were taken back. Whoever asked should ask again.",
                    taken_back,
                )
                % {"n": taken_back},
            )

    def history_view(self, request, object_id, extra_context=None):
        """Every change of an entry, from the events: the stock history knows nothing of what other verbs do."""
        reviewer = self.get_object(request, object_id)
        if reviewer is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, reviewer):
            raise PermissionDenied
        events = Event.objects.filter(verb=Event.Verb.REGISTER, data__reviewer=reviewer.pk)[:MOST_EVENTS]
        context = self.admin_site.each_context(request) | {
            "title": _("History: %(title)s") % {"title": reviewer},
            "opts": self.opts,
            "reviewer": reviewer,
            "rows": [(event, _told(event.data)) for event in events],
            "sign_offs": reviewer.sign_offs.select_related("page")[:MOST_EVENTS],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/people/reviewer_history.html", context)

    def has_delete_permission(self, request, obj=None):
        """Clinicians stay on the record; one who leaves is made inactive."""
        return False

    def log_change(self, request, obj, message):
        """The verb writes the event; the stock log would keep a second, poorer record."""

    def log_addition(self, request, obj, message):
        """As above."""


def _told(data: dict) -> list[tuple[str, str, str]]:
    """The changes of one event as (field, before, after), in words; both are "" where the event keeps no words."""
    rows = []
    for name, values in data.get("changed", {}).items():
        before, after = [_words(value) for value in values] or ("", "")
        rows.append((str(Reviewer._meta.get_field(name).verbose_name), before, after))
    return rows


def _words(value) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return value or "–"
