"""The site settings of a folder: name, help banner, and the phone numbers of each language."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from connect.importing.fields import Reader
from markup import suggest
from publishing import actions
from publishing.models import HelpLines, SiteSettings

FROM_FILE = ("name", "is_sample", "banner_text", "banner_url", "banner_starts", "banner_ends")


def save_site(reader: Reader, *, by, now: datetime) -> bool:
    """Save the settings and their help lines through their verb; False when they say all of it already, or cannot be
    saved. A change reaches every page at once, so one is made only when there is something to change."""
    before = len(reader.problems)
    site = SiteSettings.current()
    stored = _state(site) if SiteSettings.objects.exists() else None
    site.name = reader.words("name", required=True)
    site.is_sample = reader.flag("is_sample")
    banner = reader.inside(reader.mapping_of("banner"), "banner")
    site.banner_text, site.banner_url = banner.words("text"), banner.text("url")
    site.banner_starts, site.banner_ends = banner.day("starts"), banner.day("ends")
    banner.finish()
    address = urlsplit(site.banner_url)
    if site.banner_url and address.scheme != "https" and not site.banner_url.startswith("/"):
        banner.problem("“url” must start with https:// or with / (a page here)", "url")
        site.banner_url = ""  # told with its line here; the model would tell it again without
    if site.banner_starts and site.banner_ends and site.banner_ends < site.banner_starts:
        banner.problem("“ends” is before “starts”, so the banner would never show", "ends")
    rows = _help_lines(reader)
    reader.finish()
    try:
        site.full_clean(exclude=["id"])
    except ValidationError as error:
        reader.refused(error)
    if len(reader.problems) > before:
        return False
    wanted = {row.language: row.as_lines() for row in rows}
    if stored == (*_state(site)[:-1], wanted):
        return False

    def save_lines():
        site.help_lines.all().delete()
        for row in rows:
            row.site = site
            row.save()

    actions.save_site_settings(site=site, by=by, now=now, save_related=save_lines)
    return True


def _state(site: SiteSettings) -> tuple:
    return (*(getattr(site, name) for name in FROM_FILE), site.lines)


def _help_lines(reader: Reader) -> list[HelpLines]:
    languages = [code for code, _name in settings.LANGUAGES]
    rows = []
    for language, fields in reader.sets_of("help_lines").items():
        inside = reader.inside(fields, f"help_lines {language}")
        row = HelpLines(language=language, **{name: inside.text(name) for name in HelpLines.FIELDS})
        inside.finish()
        if language not in languages:
            near = suggest(language, languages)
            hint = f"; did you mean “{near[0]}”?" if near else ""
            inside.problem(f"is not a language of this site ({', '.join(languages)}){hint}")
            continue
        try:
            row.full_clean(exclude=["site"], validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            inside.refused(error)
        rows.append(row)
    return rows
