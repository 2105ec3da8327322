"""What search engines read."""

from datetime import timedelta
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from publishing.models import Bulletin, Publication
from publishing.places import localised
from publishing.views import PUBLIC
from references.models import Reference

A_YEAR = timedelta(days=365)
MOST_ADDRESSES = 50_000  # the sitemap protocol's limit for one file


@require_safe
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /sign-off/",
        "Disallow: /review-objection/",
        "Disallow: /calendar/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return _finish("\n".join(lines), "text/plain; charset=utf-8")


@require_safe
def sitemap(request):
    """Every public address with the day it last changed."""
    lists = ("edu:home", "drugs:index", "drugs:safety", "glossary:index", "references:index")
    languages = sorted(set(Publication.objects.pages().order_by().values_list("language", flat=True).distinct()))
    entries = [(localised(reverse(name), language), "") for language in languages for name in lists]
    rows = Publication.objects.pages().order_by("path").values_list("path", "updated_at")
    now = timezone.now()
    told = Bulletin.objects.last_changes(since=now - A_YEAR, now=now)
    entries += [
        (path, max(day, told.get(path, day)).date().isoformat()) for path, day in rows[: MOST_ADDRESSES - len(entries)]
    ]
    cited = Reference.objects.cited().order_by("key").values_list("key", "changed_at")
    entries += [
        (reverse("references:detail", args=[key]), day.date().isoformat())
        for key, day in cited[: MOST_ADDRESSES - len(entries)]
    ]
    urls = [
        f"<url><loc>{escape(settings.SITE_URL + path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for path, day in sorted(entries)
    ]
    xml = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return _finish(xml + "\n".join(urls) + "\n</urlset>\n", "application/xml; charset=utf-8")


def _finish(text: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response.headers["Cache-Control"] = PUBLIC
    return response
