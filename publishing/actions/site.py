"""Changing what holds for the whole site."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.events import write_event
from publishing.models import Event, SiteSettings


@transaction.atomic
def save_site_settings(
    *, site: SiteSettings, by, now: datetime, save_related: Callable[[], None] | None = None
) -> SiteSettings:
    """Save the settings and their help lines; the new version reaches every page at once, without republishing."""
    permissions.require(by, "publishing.change_sitesettings", to=_("change the site settings"))
    site.pk = SiteSettings.ONLY_ID
    stored = SiteSettings.objects.select_for_update().filter(pk=site.pk).first()
    site.version = (stored.version if stored else 0) + 1
    site.save()
    if save_related is not None:
        save_related()
    site.lines = {lines.language: lines.as_lines() for lines in site.help_lines.all()}
    site.save(update_fields=["lines"])
    write_event(Event.Verb.SETTINGS, page=None, by=by, now=now, version=site.version)
    return site
