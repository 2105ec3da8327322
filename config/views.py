"""Error pages with the same care as any other, and what machines ask about our health."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_safe

from publishing import triggers
from publishing.links.visiting import closed_page
from publishing.models import SiteSettings
from publishing.views import answer
from references import search_index

logger = logging.getLogger(__name__)


def not_found(request, exception=None):
    if request.path.startswith("/admin/"):
        site = SiteSettings()
    else:
        site = SiteSettings.current()
    response = answer(request, "404.html", site=site, status=404, page_title=_("Page not found"), robots="noindex")
    response.headers["Cache-Control"] = "public, max-age=10, must-revalidate"
    return response


def csrf_failed(request, reason=""):
    """A form that did not come from its own page, or a browser that keeps no cookie: in kind words for a clinician by a link,
    in Django's own for staff."""
    if not request.path.startswith("/sign-off/"):
        return csrf_failure(request, reason=reason)
    language = translation.get_language_from_request(request)
    with translation.override(language):
        request.LANGUAGE_CODE = language
        return closed_page(request, "no-cookie", status=403)


def server_error(request):
    """No database, no context: this page must come even when everything else is broken."""
    return HttpResponse(render_to_string("500.html"), status=500)


@require_safe
def healthz(request):
    """The process answers; nothing else is looked at."""
    response = HttpResponse("ok\n", content_type="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def readyz(request):
    """Ready for readers and editors: the database answers, migrations are applied, the frozen tables are guarded."""
    problems = []
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            problems.append(f"{len(waiting)} migrations are not applied: run manage.py migrate")
        else:
            problems += [f"trigger {name} is missing: run manage.py migrate" for name in triggers.missing()]
            problems += [f"search index {name} is missing: run manage.py migrate" for name in search_index.missing()]
    except DatabaseError:
        logger.exception("readyz: the database does not answer")
        problems.append("the database does not answer")
    response = JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
