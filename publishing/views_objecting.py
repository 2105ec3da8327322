"""Where a clinician objects to a review that was recorded in their name. No account, no cookie: the signed link is the key.

Opening it changes nothing, because mail servers and phones open links by themselves; the button does.
"""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing import actions, checklist
from publishing.errors import Refused
from publishing.models import Publication, Review, SiteSettings
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
    known = Review.objects.select_related("page", "recorded_by", "objection")
    review = known.filter(pk=review_id).first()
    if review is None:
        return _page(request, "review_objection/bad_link.html", status=404, too_old=False)
    words = request.POST.get("words", "").replace("\x00", "").strip()
    problem = ""
    if request.method == "POST" and not hasattr(review, "objection"):
        if len(words) > LONGEST_WORDS:
            problem = _("This is longer than 5,000 characters. Please make it shorter.")
        else:
            try:
                actions.object_to_review(review=review, now=now, words=words)
            except Refused as refused:
                problem = refused.reason
            review = known.get(pk=review.pk)
    live = Publication.objects.live().filter(page=review.page_id).first()
    return _page(
        request,
        "review_objection/page.html",
        status=400 if problem and not hasattr(review, "objection") else 200,
        review=review,
        objection=getattr(review, "objection", None),
        checked=checklist.checked_in_words(review.checklist),
        files=list(review.attachments.order_by("pk").values_list("name", flat=True)),
        public_path=live.path if live else "",
        words=words,
        problem=problem,
    )


def _page(request, template: str, *, status: int, **context) -> HttpResponse:
    """Never kept, never found: it belongs to one person."""
    context |= {"page_title": _("A review in your name"), "robots": "noindex", "canonical": ""}
    html = render_to_string(template, page_context(request, SiteSettings.current(), **context))
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
