"""The live preview beside the text: what publishing would store, byte for byte, and the issues found on the way."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from publishing.compiled import Compiled
from publishing.models import Page
from publishing.staff.access import fragment, may_see, model_of, staff_fragment

MOST_BYTES = 100_000
# A form sends the text and a few names; whatever is far longer is not read at all.
MOST_POSTED = 4 * MOST_BYTES


@staff_fragment
@require_POST
def preview(request) -> HttpResponse:
    """`content` as HTML, exactly the bytes an edition would hold. The address says ?kind=…&language=…&page=…."""
    asked = _asked(request)
    if isinstance(asked, HttpResponse):
        return asked
    return HttpResponse(asked.html)


@staff_fragment
@require_POST
def issues(request) -> HttpResponse:
    """The issues of `content` as JSON: {"issues": [{line, severity, message, fix, code, words, instead, keep}]}."""
    asked = _asked(request)
    if isinstance(asked, HttpResponse):
        return asked
    rows = [
        {
            name: getattr(issue, name)
            for name in ("line", "severity", "message", "fix", "code", "words", "instead", "keep")
        }
        for issue in asked.issues
    ]
    return JsonResponse({"issues": rows, "words": len(asked.plain_text.split())})


def uploads_are_off(request) -> HttpResponse:
    """markdownx would send pasted pictures here. Nobody may: pictures need a licence, a description and a review date."""
    return HttpResponse(_("Pictures cannot be added here."), status=403, content_type="text/plain; charset=utf-8")


def _asked(request) -> Compiled | HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_POSTED:
        return _too_long()
    model = model_of(request.GET.get("kind", ""))
    content = request.POST.get("content")
    if model is None or content is None or not hasattr(model, "body"):
        return fragment(_("There is nothing to preview: the kind of page or its text is missing."), status=400)
    if not may_see(request.user, model):
        return fragment(_("You are not allowed to see this kind of page."), status=403)
    content = as_stored(content)
    if len(content.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return _too_long()
    return compile_body(model, content, pk=request.GET.get("page", ""), language=request.GET.get("language", ""))


def as_stored(content: str) -> str:
    """The text as the form saves it: browsers send \\r\\n for what the editor wrote as one line end."""
    return content.replace("\r\n", "\n").replace("\r", "\n")


def compile_body(model: type[Page], content: str, *, pk: str, language: str) -> Compiled:
    """A text in the place of a page's own, compiled by the page's kind."""
    page = model.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    page = page or model()
    if language in dict(settings.LANGUAGES):
        page.language = language
    return page.compile_source(page.get_source() | {"body": content})


def _too_long() -> HttpResponse:
    words = _("This text is longer than 100,000 characters, too long for one page. Split it into two pages.")
    return fragment(words, status=413)
