"""What a page said before: its history in plain words, and each old edition as it was published.

Read with the same care as a live page: two or three queries, an ETag, no cookie, nothing written.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import bulletins
from publishing.models import CLOSING_CAUSES, Bulletin, Edition, Event, Publication, Significance
from publishing.views import (
    RELEASE,
    answer,
    fill_care_lines,
    for_now,
    held_hash,
    kept,
    overdue_policy_of,
    page_context,
    permanently,
    public_until,
    release_hash,
    what_may_be_seen,
    withdrawn,
)

EDITIONS_A_PAGE = 25


def plain_words(edition: Edition) -> str:
    """What an edition meant for its readers, in one plain sentence."""
    if edition.number == 1:
        return _("First published.")
    return {
        Significance.TYPO: _("Spelling or layout was corrected. The meaning is the same."),
        Significance.CLARIFICATION: _("Made easier to understand. The advice is the same."),
        Significance.CLINICAL: _("The facts or the advice changed."),
        Significance.PROPAGATED: _("Brought up to date after a change on another page."),
    }[Significance(edition.significance)]


@require_safe
def history(request, slug: str, kind: str, section: str) -> HttpResponse:
    """When the page changed and what it meant, newest first. An edition in which no word changed for readers is no change."""
    publication, base = _publication(request, kind, ending="history/")
    if publication.moved_to:
        return permanently(f"{publication.moved_to}history/")
    if publication.withdrawn_cause in CLOSING_CAUSES:
        return withdrawn(request, publication, straight_on=False)
    editions = Edition.objects.filter(page=publication.page_id).telling_quiet_ones()
    counts = editions.aggregate(all=Count("pk"), listed=Count("pk", filter=Q(is_quiet=False)))
    listed = editions.filter(is_quiet=False).order_by("-number")
    listed = listed.only("number", "published_at", "significance", "change_note", "redacted_at", "redaction_reason")
    pages = Paginator(listed, EDITIONS_A_PAGE)
    pages.count = counts["listed"]
    page = pages.get_page(request.GET.get("page", "1")[:10])
    now = timezone.now()
    # Whatever followed the newest that is listed says the same: it is what readers have in front of them.
    rows = [
        _row(edition, publication, base, live=publication.edition is not None and place == 1)
        for place, edition in enumerate(page, page.start_index())
    ]
    return _noindex(
        answer(
            request,
            "past/history.html",
            site=publication.site,
            caching=public_until(bulletins.next_change(publication.bulletins, now=now), now=now),
            bulletins=bulletins.in_language(bulletins.on_show(publication.bulletins, now=now), publication.language),
            publication=publication,
            section=section,
            rows=rows,
            leaves_out=counts["all"] > counts["listed"],
            page=page,
            base=base,
            page_title=_("What changed: %(title)s") % {"title": publication.title},
            breadcrumb=_breadcrumb(publication, base, _("What changed")),
            alternates=[],
            robots="noindex",
        )
    )


def _row(edition: Edition, publication: Publication, base: str, *, live: bool) -> dict:
    closed = _is_closed(edition, publication)
    words = plain_words(edition)
    return {
        "number": edition.number,
        "day": localdate(edition.published_at),
        "words": words,
        # What was wrong is not said again, and nothing is said twice.
        "note": "" if closed or edition.redacted_at or edition.change_note == words else edition.change_note,
        "live": live,
        "closed": closed,
        "removed_on": localdate(edition.redacted_at) if edition.redacted_at else None,
        "path": base if live else None if closed or edition.redacted_at else f"{base}v{edition.number}/",
    }


@require_safe
def old_edition(
    request, slug: str, number: int, kind: str, section: str, summary_of: Callable[[Mapping[str, Any]], str]
) -> HttpResponse:
    """One edition as it was published, under a banner that it is old. The live one leads to the page itself."""
    publication, base = _publication(request, kind, ending=f"v{number}/")
    if publication.moved_to:
        return permanently(f"{publication.moved_to}v{number}/")
    if publication.edition and publication.edition.number == number:
        return for_now(base)
    if publication.withdrawn_cause in CLOSING_CAUSES:
        return _noindex(withdrawn(request, publication, straight_on=False))
    now = timezone.now()
    # What it uses itself: the live edition may have dropped the medicine that somebody reads about here.
    told = Bulletin.objects.not_over(now=now).for_readers_of(page="page_id", edition="pk")
    editions = Edition.objects.filter(page=publication.page_id, number=number)
    edition = editions.annotate(bulletins=told.as_rows()).first()
    if edition is None:
        raise Http404
    if edition.redacted_at or _is_closed(edition, publication):
        return _noindex(_gone(request, publication, edition, base))
    if _is_live_still(edition, publication):
        return for_now(base)
    banner = publication.site.banner_in(publication.language, on=localdate(now)) is not None
    which = f"{edition.content_hash[:12]}.{edition.pk}.{publication.version}.{publication.site.version}"
    policy = overdue_policy_of(publication, on=localdate(now))
    shown = bulletins.on_show(edition.bulletins, now=now)
    etag = f"past.{which}.{int(banner)}.{policy or ''}.{held_hash(publication)}.{bulletins.mark(shown)}"
    etag += f".{release_hash(RELEASE)}"

    def render() -> str:
        context = _edition_context(publication, edition, base, policy=policy)
        context |= {"section": section, "summary": summary_of(edition.source)}
        context["bulletins"] = bulletins.in_language(shown, publication.language)
        return render_to_string("past/edition.html", page_context(request, publication.site, **context))

    caching = public_until(bulletins.next_change(edition.bulletins, now=now), now=now)
    return _noindex(kept(request, etag, render, caching=caching))


def _edition_context(publication: Publication, edition: Edition, base: str, *, policy: str | None) -> dict:
    # What readers of the page may not see now, they may not find in an old version either.
    html, outline, references = what_may_be_seen(publication, edition, policy=policy)
    return {
        "publication": publication,
        "edition": edition,
        # The number first: several versions of one day stay apart in a row of tabs.
        "page_title": _("Old version %(number)d: %(title)s (%(day)s)")
        % {
            "number": edition.number,
            "title": edition.title,
            "day": date_format(localdate(edition.published_at), "DATE_FORMAT"),
        },
        "published_on": localdate(edition.published_at),
        "withdrawn_on": localdate(publication.withdrawn_at) if publication.withdrawn_at else None,
        "live_path": base if publication.edition_id else None,
        "history_path": f"{base}history/",
        "also_called": edition.facts.get("also_called") or edition.facts.get("aliases") or [],
        "body": fill_care_lines(html, publication.site.lines_in(publication.language)),
        "outline": outline,
        "references": references,
        "breadcrumb": _breadcrumb(publication, base, _("Old version %(number)d") % {"number": edition.number}),
        "robots": "noindex",
        "canonical": settings.SITE_URL + base,
    }


def _gone(request, publication: Publication, edition: Edition, base: str) -> HttpResponse:
    """410: the edition was emptied for good, or it was live when the page was withdrawn for an error or for safety."""
    return answer(
        request,
        "past/gone.html",
        site=publication.site,
        status=410,
        edition=edition,
        removed_on=localdate(edition.redacted_at) if edition.redacted_at else None,
        reason=edition.redaction_reason if edition.redacted_at else publication.closing.get("reason", ""),
        live={"title": publication.title, "path": base} if publication.edition_id else None,
        page_title=_("Old version removed"),
        robots="noindex",
    )


def _publication(request, kind: str, *, ending: str) -> tuple[Publication, str]:
    """The publication that a history or an edition belongs to, and its own address."""
    base = request.path.removesuffix(ending)
    closing = Event.objects.filter(
        page_id=OuterRef("page_id"),
        verb=Event.Verb.WITHDRAWN,
        data__cause__in=[cause.value for cause in CLOSING_CAUSES],
    ).order_by("-pk")
    found = Publication.objects.at(base).with_bulletins(now=timezone.now()).filter(kind=kind)
    publication = found.annotate(closing=Subquery(closing.values("data")[:1])).first()
    if publication is None or base == request.path:
        raise Http404
    return publication, base


def _is_closed(edition: Edition, publication: Publication) -> bool:
    """Whether the page was ever withdrawn for an error or for safety while this edition, or a later one, was live. It stays
    closed for good, whatever was published afterwards."""
    return edition.number <= (publication.closing or {}).get("number", 0)


def _is_live_still(edition: Edition, publication: Publication) -> bool:
    """Whether every edition after this one is quiet, so that the page says today what this one said."""
    live = publication.edition
    if live is None or live.plain_text != edition.plain_text:
        return False
    later = Edition.objects.filter(page=edition.page_id, number__gt=edition.number).telling_quiet_ones()
    return not later.filter(is_quiet=False).exists()


def _breadcrumb(publication: Publication, base: str, here: str) -> list[dict]:
    around: Iterable[dict] = publication.surroundings.get("breadcrumb", [])
    steps = [dict(step) for step in around]
    if steps:
        steps[-1]["path"] = base
    return [*steps, {"title": here, "path": ""}]


def _noindex(response: HttpResponse) -> HttpResponse:
    """Not for search engines."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
