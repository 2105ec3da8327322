"""What the form of a page asks every few seconds: keep what I typed, tell me who else is here."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from publishing.actions import drafting
from publishing.errors import Refused
from publishing.models import Autosave, Page, Presence
from publishing.staff.access import model_of, staff_fragment

# Boxes that carry no work of anybody: what the form says about itself to its script.
NOT_WORK = ("csrfmiddlewaretoken", "autosave-person", "autosave-place")
MOST_POSTED = 3 * drafting.MOST_BYTES  # characters outside ASCII take up to three times their place on the way
MOST_A_MINUTE = 90
MOST_OTHERS = 5


@staff_fragment
@require_http_methods(["GET", "POST"])
def autosave(request) -> HttpResponse:
    """POST ?kind=…&page=…&place=…: keep the boxes of the form; with &beat=1 only say that the form is open. Answers
    {"saved_at", "others", "overtaken"}. GET gives a fresh token to a form whose own ended with the login."""
    if request.method == "GET":
        return JsonResponse({"token": get_token(request), "person": request.user.pk})
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_POSTED:
        return problem(_("This is too much to keep while you type. Save it."), status=413)
    if request.POST.get("autosave-person", str(request.user.pk)) != str(request.user.pk):
        return problem(
            _("Someone else is logged in now. Your text is still in the boxes; copy it before you close."), status=409
        )
    if _too_often(request):
        return problem(_("Too many requests. Trying again in a moment."), status=429)
    page = _page_of(request)
    if page is None:
        return problem(
            _("This page was deleted. Your text is still in the boxes; copy it before you close."), status=404
        )
    now = timezone.now()
    try:
        saved_at = "" if "beat" in request.GET else _keep(request, page, now)
        if page.pk is not None:
            drafting.mark_presence(page=page, by=request.user, now=now)
    except Refused as refused:
        return problem(refused.reason, status=403)
    return JsonResponse(
        {"saved_at": saved_at, **beside(page, request.user, now, _number(request.POST.get("opened_version")))}
    )


def problem(words: str, *, status: int) -> JsonResponse:
    return JsonResponse({"problem": words}, status=status)


def _too_often(request) -> bool:
    """More often than typing explains: a script gone wrong, or somebody's own."""
    key = f"autosave:{request.user.pk}:{int(timezone.now().timestamp()) // 60}"
    asked = cache.get(key, 0) + 1
    cache.set(key, asked, 120)
    return asked > MOST_A_MINUTE


def _page_of(request) -> Page | None:
    """The page of the form, or a new one of its kind; None when there is no such page any more."""
    model, pk = model_of(request.GET.get("kind", "")), request.GET.get("page", "")
    if model is None:
        return None
    if not pk:
        return model()
    return model.objects.select_related("edited_by").filter(pk=_number(pk)).first()


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def token_of(data) -> str:
    """What tells the opened forms of one person apart: letters and digits, as the form got them."""
    token = data.get("autosave-place", "")
    return token if token.isalnum() and token.isascii() and len(token) <= 16 else ""


def _keep(request, page: Page, now: datetime) -> str:
    kept = drafting.keep_typed(
        page=page,
        by=request.user,
        now=now,
        fields=work_in(request.POST),
        opened_version=_number(request.POST.get("opened_version")),
        token=token_of(request.POST),
    )
    return clock(kept.at)


def work_in(data) -> dict[str, list[str]]:
    """The boxes of a form as sent, without tokens and buttons. PostgreSQL takes no NUL, not even in JSON."""
    return {
        name: [value.replace("\x00", "") for value in values]
        for name, values in data.lists()
        if not name.startswith("_") and name not in NOT_WORK and "\x00" not in name
    }


def clock(moment: datetime) -> str:
    return date_format(localtime(moment), "TIME_FORMAT")


def beside(page: Page, person, now: datetime, opened_version: int) -> dict:
    """Who else has the page open, in sentences, and whether somebody saved it since this form was opened."""
    if page.pk is None:
        return {"others": [], "overtaken": ""}
    return {"others": others_in(page, person, now), "overtaken": _overtaken(page, opened_version)}


def others_in(page: Page, person, now: datetime) -> list[str]:
    """A sentence for each other person in the page; two queries at most, whatever their number."""
    rows = Presence.objects.others(page, than=person, since=now - drafting.SEEN_FOR)[:MOST_OTHERS]
    return [_seen(row.user.get_display_name(), now - row.seen_at) for row in rows]


def _seen(who: str, ago: timedelta) -> str:
    minutes = int(ago.total_seconds()) // 60
    if minutes < 1:
        return _("%(who)s has this page open now.") % {"who": who}
    words = ngettext(
        "%(who)s has this page open (last seen %(n)d minute ago).",
        "%(who)s has this page open (last seen %(n)d minutes ago).",
        minutes,
    )
    return words % {"who": who, "n": minutes}


def _overtaken(page: Page, opened_version: int) -> str:
    if not opened_version or page.version <= opened_version or page.edited_at is None:
        return ""
    return _(
        "%(who)s saved this page at %(time)s. When you save, you will see both texts side by side; nothing is lost."
    ) % {"who": page.edited_by.get_display_name(), "time": clock(page.edited_at)}


def kept_for(person, page: Page) -> list[Autosave]:
    """What this person typed into forms of this page and has not saved, newest first; at most five."""
    rows = Autosave.objects.filter(user=person, place__startswith=drafting.place_of(page))
    return list(rows.order_by("-at", "-pk")[:5])
