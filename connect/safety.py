"""Safety notices for machines: a feed for readers' programs, and JSON for the systems of hospitals and pharmacies."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drugs.models import SafetyNotice
from drugs.safety import BULLETINS, place_of
from publishing import bulletins
from publishing.affected import HEAVY
from publishing.fields import words_in
from publishing.models import Bulletin, Publication, SiteSettings
from publishing.places import localised
from publishing.views import finish, public_until

PAST = timedelta(days=365)
MOST_ENTRIES, MOST_NOTICES, MOST_PAGES, MOST_ROWS = 50, 200, 500, 20_000
ATOM, JSON = "application/atom+xml; charset=utf-8", "application/json; charset=utf-8"


@require_safe
def safety_feed(request) -> HttpResponse:
    """Atom: the notices of the last twelve months in one language, whatever changed last on top."""
    now, language = timezone.now(), request.LANGUAGE_CODE
    ours = Bulletin.objects.keyed(BULLETINS)
    seen = list(ours.seen_since(now - PAST, now=now)[:MOST_NOTICES])
    changed = {row.key: _changed(row, now) for row in seen}
    rows = sorted(seen, key=lambda row: changed[row.key], reverse=True)
    name = words_in(SiteSettings.current().name, language) or "Wellread"
    here = settings.SITE_URL + localised(reverse("safety-feed"), language)
    there = settings.SITE_URL + localised(reverse("drugs:safety"), language)
    printed = bulletins.in_language([row.shown for row in rows[:MOST_ENTRIES]], language)
    updated = max(changed.values(), default=datetime.fromisoformat("2020-01-01T00:00:00+00:00"))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(language)}>',
        f"<title>{escape(_('Safety notices about medicines'))} – {escape(name)}</title>",
        f"<id>{escape(here)}</id>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(here)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(there)}/>',
        f"<updated>{_stamp(updated)}</updated>",
        f"<author><name>{escape(name)}</name></author>",
        *(_entry(each, there, changed[each["key"]], is_over=each["ends"] <= now) for each in printed),
        "</feed>",
        "",
    ]
    caching = public_until(ours.next_change(now=now), now=now)
    return finish(request, "\n".join(lines), content_type=ATOM, caching=caching)


def _changed(row: Bulletin, now: datetime) -> datetime:
    """When readers last saw something change: it came, was prolonged, or went."""
    moments = (row.changed_at, row.starts_at, row.ends_at)
    return max(moment for moment in moments if moment <= now)


def _entry(each: dict[str, Any], there: str, updated: datetime, *, is_over: bool) -> str:
    title = ": ".join(filter(None, (each["heading"], each["title"])))
    if is_over:
        title = _("Over: %(title)s") % {"title": title}
    address = f"{there}#{place_of(each['key'])}"
    paragraphs = [each["text"]]
    if each["concerns"]:
        paragraphs.append(f"{_('It concerns:')} {'; '.join(each['concerns'])}")
    paragraphs += [] if is_over else [each["advice"]]
    return "\n".join(
        (
            "<entry>",
            f"<title>{escape(title)}</title>",
            f"<id>{escape(address)}</id>",
            f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>',
            f'<link rel="via" href={quoteattr(each["source"]["url"])}/>',
            f"<published>{_stamp(each['starts'])}</published>",
            f"<updated>{_stamp(updated)}</updated>",
            f'<content type="text">{escape(chr(10).join(paragraphs))}</content>',
            "</entry>",
        )
    )


def _stamp(at: datetime) -> str:
    return at.astimezone(timezone.get_default_timezone()).isoformat(timespec="seconds")


@require_safe
def safety_json(request) -> HttpResponse:
    """Every notice on show, with codes, texts and pages; below, those of the last twelve months. docs/integrators/ has its
    fields."""
    now = timezone.now()
    ours = Bulletin.objects.keyed(BULLETINS)
    seen = list(ours.seen_since(now - PAST, now=now)[:MOST_NOTICES])
    ids = [int(row.key.partition(":")[2]) for row in seen]
    notices = SafetyNotice.objects.in_bulk(ids)
    drugs = _drugs_of(notices.values())
    pages = _pages_of([row for row in seen if not row.is_over])
    said = {
        "current": [
            _notice(row, notices[pk], drugs) | _with_pages(pages.get(row.key, []))
            for row, pk in zip(seen, ids, strict=True)
            if not row.is_over
        ],
        "past": [_notice(row, notices[pk], drugs) for row, pk in zip(seen, ids, strict=True) if row.is_over],
    }
    caching = public_until(ours.next_change(now=now), now=now)
    return finish(request, json.dumps(said, ensure_ascii=False), content_type=JSON, caching=caching)


def _drugs_of(notices: Iterable[SafetyNotice]) -> dict[int, dict[str, Any]]:
    """Key, names and codes of each drug as its live facts have them, by id."""
    live = Publication.objects.of_kind("drug").filter(page__in={notice.drug_id for notice in notices})
    rows = live.select_related("page", "edition").defer(*(f"edition__{name}" for name in HEAVY))
    return {
        row.page_id: {
            "key": row.page.key,
            "name": row.edition.facts.get("name", {}) if row.edition else {},
            "codes": row.edition.facts.get("codes", {}) if row.edition else {},
        }
        for row in rows
    }


def _pages_of(rows: Iterable[Bulletin]) -> dict[str, list[str]]:
    """Addresses of the pages that show each of these now, by key: one query."""
    name = "edition__uses__target__bulletins__key"
    found = Publication.objects.pages().filter(**{f"{name}__in": [row.key for row in rows]})
    pages: dict[str, list[str]] = {}
    for key, path in found.order_by("path").values_list(name, "path").distinct()[:MOST_ROWS]:
        pages.setdefault(key, []).append(settings.SITE_URL + path)
    return pages


def _with_pages(pages: list[str]) -> dict[str, Any]:
    return {"pages": pages[:MOST_PAGES], "pages_total": len(pages)}


def _notice(row: Bulletin, notice: SafetyNotice, drugs: dict[int, dict[str, Any]]) -> dict[str, Any]:
    by = next(iter(row.shown["words"].values())).get("by")
    return {
        "id": row.key,
        "kind": notice.kind,
        "drug": drugs.get(notice.drug_id, {}),
        "products": notice.products,
        "texts": {code: {"title": notice.title[code], "text": notice.text[code]} for code in notice.languages},
        "headings": {code: words["heading"] for code, words in row.shown["words"].items()},
        "starts": _stamp(row.starts_at),
        "ends": _stamp(row.ends_at),
        "source": notice.source_url,
        "confirmed": by and {"by": f"{by['name']}, {by['credentials']}", "at": by["at"]},
        "address": f"{settings.SITE_URL}{reverse('drugs:safety')}#{place_of(row.key)}",
    }
