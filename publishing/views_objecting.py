"""Where a clinician objects to a review that was recorded in their name. No account, no cookie: the signed link is the key.

Opening it changes nothing, because mail servers and phones open links by themselves; the button does. An objection counts at
once and is marked as not confirmed, until the clinician types a code from their mailbox (ADR 21).
"""

from datetime import datetime

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing import actions, checklist, link_secrets
from publishing.actions.codes import CodeResult
from publishing.errors import Refused
from publishing.links.forms import CodeForm, words_of_code
from publishing.models import ObjectionCheck, Publication, Review, ReviewObjection, SiteSettings
from publishing.objections import BadLink, review_of
from publishing.views import page_context

LONGEST_WORDS = 5_000


# The address itself is the secret, which no other site knows; a cookie to compare with would be one more than readers get.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def review_objection(request, signed: str) -> HttpResponse:
    now = timezone.now()
    try:
        review_id = review_of(signed, now=now)
    except BadLink as bad:
        return _page(request, "review_objection/bad_link.html", status=410 if bad.too_old else 404, too_old=bad.too_old)
    review = _known(review_id)
    if review is None:
        return _page(request, "review_objection/bad_link.html", status=404, too_old=False)
    words, problem = request.POST.get("words", "").replace("\x00", "").strip(), ""
    if request.method == "POST":
        if not hasattr(review, "objection") and request.POST.get("do", "object") == "object":
            problem = _object(review, words, now)
        elif hasattr(review, "objection") and request.POST.get("do") == "send-code":
            problem = _send_code(review.objection, now)
        elif hasattr(review, "objection") and request.POST.get("do") == "confirm":
            problem = _confirm(review.objection, request.POST, now)
        review = _known(review_id)
    objection = getattr(review, "objection", None)
    check = getattr(objection, "check_by_code", None)
    live = Publication.objects.live().filter(page=review.page_id).first()
    return _page(
        request,
        "review_objection/page.html",
        status=400 if problem else 200,
        review=review,
        objection=objection,
        checked=checklist.checked_in_words(review.checklist),
        files=list(review.attachments.order_by("pk").values_list("name", flat=True)),
        public_path=live.path if live else "",
        words=words,
        problem=problem,
        code_form=CodeForm(),
        code_was_sent=bool(check and check.codes_sent),
        address=link_secrets.masked((review.decided_by or review.reviewer).email),
    )


def _known(review_id: int) -> Review | None:
    related = ("page", "recorded_by", "decided_by", "reviewer", "objection__check_by_code")
    return Review.objects.select_related(*related).filter(pk=review_id).first()


# Each gives what to tell the person, "" when it was done.


def _object(review: Review, words: str, now: datetime) -> str:
    if len(words) > LONGEST_WORDS:
        return _("This is longer than 5,000 characters. Please make it shorter.")
    try:
        actions.object_to_review(review=review, now=now, words=words)
    except Refused as refused:
        # Pressed twice: the first time did it, and the page says so.
        return "" if ReviewObjection.objects.filter(review=review).exists() else refused.reason
    return ""


def _send_code(objection: ReviewObjection, now: datetime) -> str:
    try:
        actions.send_objection_code(objection=objection, now=now)
    except Refused as refused:
        return refused.reason
    return ""


def _confirm(objection: ReviewObjection, data, now: datetime) -> str:
    form = CodeForm(data)
    if not form.is_valid():
        return form.errors["code"][0]
    result = actions.confirm_objection(objection=objection, code=form.cleaned_data["code"], now=now)
    if result == CodeResult.RIGHT:
        return ""
    return words_of_code(result, tries=ObjectionCheck.objects.get(objection=objection).code_tries)


def _page(request, template: str, *, status: int, **context) -> HttpResponse:
    """Never kept, never found: it belongs to one person."""
    context |= {"page_title": _("A review in your name"), "robots": "noindex", "canonical": ""}
    html = render_to_string(template, page_context(request, SiteSettings.current(), **context))
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
