"""The outbox in the admin: what went out, what waits, what is in trouble. Nobody writes a mail by hand."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing.actions.mailing import try_again
from publishing.admin.records import ReadOnlyAdmin
from publishing.models import Mail

MOST_AT_ONCE = 50  # each may take a mail server some seconds


class MailStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("trouble", _("in trouble")),
            ("given-up", _("given up")),
            ("waiting", _("waiting")),
            ("sent", _("sent")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "trouble":
            return queryset.in_trouble()
        if self.value() == "given-up":
            return queryset.in_trouble().filter(given_up_at__isnull=False)
        if self.value() == "waiting":
            return queryset.filter(sent_at__isnull=True, given_up_at__isnull=True)
        return queryset.filter(sent_at__isnull=False) if self.value() == "sent" else queryset


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Whom it is for and what became of it. The words of a mail are kept nowhere, so that no secret link is."""

    list_display = ("made_at", "kind", "recipient_name", "state_words", "tries", "last_error")
    list_display_links = ("kind",)
    list_filter = (MailStateFilter, "kind")
    list_select_related = ("user", "reviewer")
    search_fields = ("user__username", "user__display_name", "reviewer__name")
    ordering = ("-made_at", "-pk")
    actions = ("try_again_now",)
    fields = (
        "kind",
        "recipient_name",
        "language",
        "state_words",
        "made_at",
        "tries",
        "next_try_at",
        "sent_at",
        "given_up_at",
        "last_error",
    )
    csv_columns = (
        (_("made"), lambda mail: mail.made_at),
        (_("kind"), lambda mail: mail.get_kind_display()),
        (_("to"), lambda mail: str(mail.recipient)),
        (_("state"), lambda mail: str(mail.state_words)),
        (_("tries"), lambda mail: mail.tries),
        (_("last error"), lambda mail: mail.last_error),
    )

    @admin.display(description=_("to"))
    def recipient_name(self, mail):
        return str(mail.recipient)

    @admin.display(description=_("state"))
    def state_words(self, mail):
        return mail.state_words

    @admin.action(description=_("Try again now"), permissions=["try_again"])
    def try_again_now(self, request, queryset):
        chosen = list(queryset.in_trouble().order_by("pk")[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            messages.warning(request, _("Choose at most %(n)d mails at once.") % {"n": MOST_AT_ONCE})
            return
        now = timezone.now()
        tried = sum(try_again(mail=mail, by=request.user, now=now) for mail in chosen)
        words = ngettext("%(n)d mail is being tried again.", "%(n)d mails are being tried again.", tried)
        messages.info(request, words % {"n": tried})

    def has_try_again_permission(self, request) -> bool:
        return request.user.has_perm("publishing.change_mail")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("publishing.view_mail")

    def has_module_permission(self, request):
        return request.user.has_perm("publishing.view_mail")
