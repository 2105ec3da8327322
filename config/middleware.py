"""Headers and language for every response; nothing here reads the database or the session."""

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponsePermanentRedirect
from django.utils import translation

from config.views import not_found

# Pages that belong to one person: never kept, and their forms need to say where they come from. With no-referrer Chromium
# sends "Origin: null", and Django's CSRF check refuses every login and every decision.
PRIVATE = ("/admin/", "/sign-off/", "/calendar/")
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class SecurityHeaders:
    """The headers Django does not set by itself, and the stricter rules for what only staff may see."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.path.startswith(PRIVATE):
            headers["Referrer-Policy"] = "same-origin"
            headers["Cache-Control"] = "private, no-store"
            headers["X-Robots-Tag"] = "noindex"
        return response


class LanguageFromPath:
    """The address decides the language (/es/… is Spanish), never a cookie or a header: one address, one answer, cacheable.

    The prefix is taken off before the address is matched, so that every public page exists in every language under one
    name. The admin, the static files and the machines' addresses have no language; a link to sign off speaks the language of
    the page it is about.
    """

    WITHOUT_LANGUAGE = (
        "/admin",
        "/api",
        "/sign-off",
        "/calendar",
        "/static",
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/sitemap.xml",
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request.path_info)
        if request.path_info.startswith("/admin/"):
            language = translation.get_language_from_request(
                request
            )  # staff pages are private, so they may follow the person
        elif language != settings.LANGUAGE_CODE:
            rest = request.path_info[len(language) + 1 :]
            if not rest:  # "/es": the slash at the end is missing, and no address of ours could tell Django so
                return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
            if not rest.startswith(self.WITHOUT_LANGUAGE) and language_of(rest) == settings.LANGUAGE_CODE:
                request.path_info = rest
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


def language_of(path: str) -> str:
    """The language code a path speaks: its first part when that is one of ours, otherwise the site's first language."""
    first = path.lstrip("/").split("/", 1)[0]
    others = {code for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    return first if first in others else settings.LANGUAGE_CODE


class OurNotFound:
    """While DEBUG is on Django answers "not found" with a page for programmers. Whoever tries the sample site should meet
    the page that patients meet; the list of URL patterns is one command away."""

    def __init__(self, get_response):
        if not settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # A view that answers "not found" in words of its own says how long they may be kept; Django's page does not.
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and "Cache-Control" not in response
        if response.status_code == 404 and is_page and not request.path.startswith((*PRIVATE, "/static/")):
            return not_found(request)
        return response
