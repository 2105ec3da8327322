"""A person's review calendar at its secret address. No account, no cookie: the key in the address is all there is."""

import hashlib

from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from publishing.calendar_feed import calendar_of
from publishing.link_secrets import hash_token

LONGEST_KEY = 100


@require_safe
def review_calendar(request, key: str) -> HttpResponse:
    """404 for a key that is not, or no longer, somebody's: nobody learns which."""
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    person = people.filter(calendar_key_hash=hash_token(key)).first() if len(key) <= LONGEST_KEY else None
    if person is None:
        raise Http404
    body = calendar_of(person)
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Length"] = str(len(body))
    response.headers["Content-Disposition"] = 'inline; filename="reviews.ics"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
