"""Who comes by a link, and what every page of a link has in common: one lookup, the page's language, never kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from publishing import link_secrets
from publishing.actions.inviting import language_of, state_of_link
from publishing.blocks import is_untouched
from publishing.compiled import Compiled
from publishing.invitations import LinkState
from publishing.links.throttle import WINDOW_SECONDS, is_guessing
from publishing.models import Invitation, Page, SiteSettings
from publishing.views import page_context
from publishing.voids import void_of

methods = require_http_methods(["GET", "HEAD", "POST"])
# What each closed link answers. An unknown one is told nothing that any other unknown one is not.
STATUS = {
    LinkState.EXPIRED: 410,
    LinkState.REVOKED: 410,
    LinkState.VOID: 410,
    LinkState.PUBLISHED: 410,
    LinkState.NOT_LISTED: 403,
    LinkState.OWN_TEXT: 403,
}
SAID = re.compile(r"comment|despite|proposed_(?P<key>.*)")
MOST_SAID = 500
UNKNOWN, TOO_MANY = "unknown", "too-many"


@dataclass(frozen=True)
class Visit:
    """One request by a known link. `is_let_in`: the one-time code was given in this browser."""

    token: str
    invitation: Invitation
    page: Page
    compiled: Compiled
    state: LinkState
    is_let_in: bool
    now: datetime


def link_page(view: Callable) -> Callable:
    """A page of a link: `view(request, visit)`. A link that is unknown or closed is answered here, in kind words; one that was
    answered is left to the view."""

    @wraps(view)
    @methods
    def guarded(request, token: str) -> HttpResponse:
        now = timezone.now()
        invitation = find(token)
        if invitation is None:
            return unknown(request)
        with translation.override(language_of(invitation)):
            request.LANGUAGE_CODE = language_of(invitation)
            visit = visit_by(request, token, invitation, now=now)
            if visit.state in STATUS:
                return closed(request, visit)
            return private(request, view(request, visit))

    return guarded


def find(token: str) -> Invitation | None:
    """The invitation of a token. Whatever was sent is hashed first, so that every answer costs the same one lookup."""
    related = ("request__page", "request__asked_by", "reviewer", "revoked_by", "sign_off")
    return Invitation.objects.select_related(*related).filter(token_hash=link_secrets.hash_token(token)).first()


def visit_by(request, token: str, invitation: Invitation, *, now: datetime) -> Visit:
    page = invitation.request.page.specific
    compiled = page.compile()
    return Visit(
        token=token,
        invitation=invitation,
        page=page,
        compiled=compiled,
        state=state_of_link(invitation, page=page, content_hash=compiled.content_hash, now=now),
        is_let_in=link_secrets.is_entry(
            request.COOKIES.get(link_secrets.ENTRY_COOKIE, ""),
            invitation_id=invitation.pk,
            token_hash=invitation.token_hash,
            now=now,
        ),
        now=now,
    )


def unknown(request) -> HttpResponse:
    """404, with the same words for a link that never was, one cut in two, and one that a newer mail replaced."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        request.LANGUAGE_CODE = language
        if not is_guessing(request):
            return closed_page(request, UNKNOWN, status=404)
        response = closed_page(request, TOO_MANY, status=429)
    response.headers["Retry-After"] = str(WINDOW_SECONDS)
    return response


def closed(request, visit: Visit) -> HttpResponse:
    """Why this link opens nothing, and what to do."""
    about = {"invitation": visit.invitation, "page": visit.page, "edit": edit_since(visit)}
    if visit.is_let_in:
        about["typed"] = typed_words(request)
    return closed_page(request, visit.state.value, status=STATUS[visit.state], **about)


def typed_words(request) -> list[str]:
    """What a clinician wrote into a decision that came too late: shown once more, so that no word is lost."""
    boxes = ((SAID.match(name), words.strip()) for name, words in request.POST.items())
    said = [words for box, words in boxes if box and words and not is_untouched(box["key"] or "", words)]
    return said[:MOST_SAID]


def closed_page(request, state: str, *, status: int, **about) -> HttpResponse:
    about = {"state": state, "page_title": _("This link is not open"), **about}
    return private(request, show(request, "sign_off/closed.html", status=status, **about))


def edit_since(visit: Visit):
    """The save after which the text was no longer the one that was asked about; None when nothing was saved, but a quoted
    fact changed."""
    if visit.compiled.content_hash == visit.invitation.request.content_hash:
        return None
    return void_of(visit.invitation.request).edit


def show(request, template: str, *, status: int = 200, **context) -> HttpResponse:
    """One of our own templates, in the language in force."""
    context = page_context(request, SiteSettings.current(), robots="noindex", **context) | {"canonical": ""}
    return HttpResponse(render_to_string(template, context, request), status=status)


def private(request, response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Language"] = request.LANGUAGE_CODE
    return response


def let_in(response: HttpResponse, visit: Visit) -> HttpResponse:
    """The cookie of someone who gave the right code: for this link's own pages, for a working day, and for no script."""
    response.set_cookie(
        link_secrets.ENTRY_COOKIE,
        link_secrets.make_entry(
            invitation_id=visit.invitation.pk, token_hash=visit.invitation.token_hash, now=visit.now
        ),
        max_age=link_secrets.ENTRY_LIVES,
        path=f"/sign-off/{visit.token}/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response
