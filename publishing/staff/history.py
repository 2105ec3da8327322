"""What is on record about a page, for its editors: compare any two of its texts, and bring an earlier one back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing import actions, permissions
from publishing.comparing import changes_since
from publishing.errors import NotPermitted, Refused
from publishing.models import Edition, Event, Page, SavedCopy, SignOff
from publishing.staff.access import change_url, find_page, staff_page
from publishing.staff.steps import methods
from publishing.wishes import remarks_of, words_of_blocks

ROWS_A_PAGE = 50
MOST_COPIES = 60  # of saved copies; the newest fifty are kept, and those that matter
NOW = "now"


@dataclass(frozen=True)
class Text:
    """One text of a page: an edition, a saved copy, or the working copy ("now"). `said` is what changes_since compares."""

    which: str
    name: str
    said: Any
    row: Edition | SavedCopy | None = None


def text_named(page: Page, which: str) -> Text:
    """The text behind "e3" (edition 3), "s12" (the copy saved as version 12) or "now"; 404 when there is none, Refused for
    an edition that was emptied."""
    if which == NOW:
        return Text(NOW, _("the working copy"), page.compile())
    kind, number = which[:1], which[1:]
    if kind not in ("e", "s") or not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise Http404
    if kind == "e":
        edition = page.editions.filter(number=int(number)).first()
        if edition is None:
            raise Http404
        if edition.redacted_at:
            raise Refused(_("Edition %(n)d was emptied for good. There is nothing to compare.") % {"n": edition.number})
        day = date_format(localtime(edition.published_at), "DATE_FORMAT")
        return Text(which, _("edition %(n)d of %(day)s") % {"n": edition.number, "day": day}, edition, edition)
    copy = SavedCopy.objects.of(page.pk).filter(version=int(number)).first()
    if copy is None:
        raise Http404
    when = date_format(localtime(copy.at), "DATETIME_FORMAT")
    return Text(which, _("what was saved on %(when)s") % {"when": when}, page.compile_source(copy.source), copy)


def may_change(request, page: Page) -> bool:
    try:
        permissions.require_edit(request.user, page)
    except NotPermitted:
        return False
    return True


def context_of(request, page: Page, **more) -> dict:
    return admin.site.each_context(request) | {
        "opts": page._meta,
        "page": page,
        "change_url": change_url(page),
        "may_change": may_change(request, page),
        **more,
    }


def _page_of(request, rows, name: str):
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get(name, "1")[:10])


def show_history(request, page: Page, **more) -> HttpResponse:
    """Editions, saved copies, decisions, reviews, events. The caller has asked whether this person may see the page."""
    editions = page.editions.telling_quiet_ones().select_related("approval", "published_by")
    editions = editions.defer("html", "plain_text", "source", "outline")
    live = page.publications.live().values_list("edition", flat=True).first()
    editions = _page_of(request, editions.order_by("-number"), "page")
    copies = SavedCopy.objects.of(page.pk).select_related("by").defer("source").order_by("-version")[:MOST_COPIES]
    for edition in editions:
        edition.which = f"e{edition.number}"
    for copy in copies:
        copy.which = f"s{copy.version}"
    context = context_of(
        request,
        page,
        title=_("History: %(title)s") % {"title": page},
        editions=editions,
        live_edition=live,
        copies=copies,
        sign_offs=_decisions(page),
        reviews=page.reviews.select_related("recorded_by", "edition", "objection__check_by_code").defer(
            "edition__html"
        )[:200],
        events=_page_of(request, Event.objects.filter(page_id=page.pk), "events"),
        **more,
    )
    return TemplateResponse(request, "admin/pages/history.html", context)


def _decisions(page: Page) -> list[SignOff]:
    """Decisions with what was said of single parts, and whether each part says the same today."""
    rows = list(page.sign_offs.prefetch_related("block_comments", "overruled__wish", "overruled_by__sign_off")[:200])
    if any(row.block_comments.all() for row in rows):
        compiled = page.compile()
        now = words_of_blocks(compiled)
        for row in rows:
            row.remarks, row.is_older = remarks_of(row, now=now), row.content_hash != compiled.content_hash
    return rows


@staff_page
@methods
def compare(request, pk: int) -> HttpResponse:
    """`?from=e1&to=now`: what differs between two texts of a page, in words."""
    page = find_page(request, pk)
    try:
        before, after = (text_named(page, request.GET.get(name, NOW)) for name in ("from", "to"))
    except Refused as refused:
        return _nothing_to_compare(request, page, refused)
    context = context_of(
        request,
        page,
        title=_("Compare"),
        before=before,
        after=after,
        changes=changes_since(before.said, after.said, url_of=change_url),
        restorable=[text for text in (before, after) if text.row is not None],
    )
    return TemplateResponse(request, "admin/pages/compare.html", context)


@staff_page
@methods
def restore(request, pk: int, which: str) -> HttpResponse:
    """Shows what would change in the working copy; the button brings the earlier text back."""
    page = find_page(request, pk)
    permissions.require_edit(request.user, page)
    try:
        text = text_named(page, which)
    except Refused as refused:
        return _nothing_to_compare(request, page, refused)
    if text.row is None:
        raise Http404
    refused = None
    if request.method == "POST":
        try:
            _bring_back(request, page, text, request.POST)
        except NotPermitted:
            raise
        except Refused as reason:
            refused = reason
        else:
            messages.success(
                request,
                _("The working copy is now %(name)s. What was there before is kept in the page's history.")
                % {"name": text.name},
            )
            return redirect(change_url(page))
    present = text_named(page, NOW)
    context = context_of(
        request,
        page,
        title=_("Restore"),
        before=present,
        after=text,
        restoring=True,
        refused=refused,
        changes=changes_since(present.said, text.said, url_of=change_url),
    )
    return TemplateResponse(request, "admin/pages/compare.html", context)


def _bring_back(request, page: Page, text: Text, posted: Mapping[str, str]) -> None:
    version = posted.get("opened_version", "")
    opened = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else None
    shared = {"page": page, "by": request.user, "now": timezone.now(), "opened_version": opened}
    if isinstance(text.row, Edition):
        actions.restore_edition(edition=text.row, **shared)
    else:
        actions.restore_saved_copy(copy=text.row, **shared)


def _nothing_to_compare(request, page: Page, refused: Refused) -> HttpResponse:
    context = context_of(request, page, title=_("Compare"), refused=refused)
    return TemplateResponse(request, "admin/pages/compare.html", context, status=410)
