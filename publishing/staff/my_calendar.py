"""The page on which somebody gets the secret address of their review calendar, renews it, or switches it off."""

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import actions, permissions
from publishing.staff.access import staff_page
from publishing.staff.steps import methods


@staff_page
@methods
def my_calendar(request) -> HttpResponse:
    """The address is shown once, in the answer to the button that makes it: we keep only a hash of it."""
    person = request.user
    permissions.require_own_calendar(person, person)
    address = ""
    if request.method == "POST" and "off" in request.POST:
        actions.switch_off_calendar(person=person, by=person, now=timezone.now())
        messages.success(request, _("Switched off. The address no longer works."))
        return redirect(reverse("staff:my-calendar"))
    if request.method == "POST":
        key = actions.make_calendar_key(person=person, by=person, now=timezone.now())
        address = f"{settings.SITE_URL}{reverse('review-calendar', args=[key])}"
    context = admin.site.each_context(request) | {
        "title": _("My review calendar"),
        "address": address,
        "is_on": bool(person.calendar_key_hash),
    }
    return TemplateResponse(request, "admin/reviews/my_calendar.html", context)
