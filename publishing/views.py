"""How a public page is answered: from what publishing compiled, with one query, an ETag, and our own compression."""

import gzip
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from publishing import bulletins
from publishing.compiled import NUMBERING
from publishing.fields import words_in
from publishing.models import Edition, OverduePolicy, Publication, SiteSettings
from publishing.notices import held_subjects, notices_of
from publishing.places import localised, own_name
from publishing.source_marks import doubted_sources, with_marks
from publishing.withholding import outline_of, withhold, without_dead_ends

# What is withdrawn for safety is gone within a minute: half of it in a cache in front of us, half in a browser that cannot
# know how long that cache had it. Nobody may show it longer than that, also while we are down (docs/adr/0019).
MOST_SECONDS = 30
HTML = "text/html; charset=utf-8"
PUBLIC = f"public, max-age={MOST_SECONDS}, must-revalidate"
# While templates are being edited every start is its own release, so that no browser keeps an old page.
RELEASE = f"{settings.RELEASE}-{int(time.time())}" if settings.DEBUG else settings.RELEASE
KEPT_SECONDS = 3_600
LANGUAGES_KEPT_SECONDS = 60
CARE_LINES = re.compile(r'<p class="care-lines" data-lines="(emergency|urgent|nonurgent)"></p>')


@dataclass(frozen=True)
class Site:
    """The site settings as templates read them, in one language, on one day."""

    name: str
    is_sample: bool
    banner: dict | None
    lines: dict
    origin: str = ""


def site_in(row: SiteSettings, language: str, *, now) -> Site:
    return Site(
        name=words_in(row.name, language) or "Wellread",
        is_sample=row.is_sample,
        banner=row.banner_in(language, on=localdate(now)),
        lines=row.lines_in(language),
        origin=settings.SITE_URL,
    )


def page_context(request, site: SiteSettings, **extra) -> dict:
    """The context every public template starts from."""
    language = request.LANGUAGE_CODE
    return {
        "site": site_in(site, language, now=timezone.now()),
        "language": language,
        "canonical": settings.SITE_URL + request.path,
        "page_title": "",
        "description": "",
        "alternates": [],
        **extra,
    }


def public_until(until: datetime | None, *, now: datetime) -> str:
    """The Cache-Control of an answer that must not be seen after `until`: when a bulletin begins or ends."""
    return PUBLIC.replace(str(MOST_SECONDS), str(bulletins.seconds_good(until, now=now, most=MOST_SECONDS)))


def finish(request, html: str, *, status: int = 200, caching: str = PUBLIC, content_type: str = HTML) -> HttpResponse:
    """A finished answer that is not kept: its ETag is a hash of its bytes."""
    etag = hashlib.sha256(html.encode()).hexdigest()[:24]
    zipped = accepts_gzip(request)
    body = encode(html, zipped=zipped)
    return send(request, body, etag=etag, zipped=zipped, status=status, caching=caching, content_type=content_type)


def encode(html: str, *, zipped: bool) -> bytes:
    """The bytes to send. Compressed here, because Django's GZipMiddleware would weaken the ETag."""
    return gzip.compress(html.encode(), compresslevel=6, mtime=0) if zipped else html.encode()


def send(
    request,
    body: bytes,
    *,
    etag: str,
    zipped: bool,
    status: int = 200,
    caching: str = PUBLIC,
    content_type: str = HTML,
) -> HttpResponse:
    """A page with its strong ETag, one for each encoding, and never dependent on a cookie."""
    response = HttpResponse(body, status=status, content_type=content_type)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(body))
    response.headers["Cache-Control"] = caching
    patch_vary_headers(response, ["Accept-Encoding"])
    if status == 200:
        response.headers["ETag"] = quoted_etag(etag, zipped=zipped)
        return get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return response


def quoted_etag(etag: str, *, zipped: bool) -> str:
    return f'"{etag}-gz"' if zipped else f'"{etag}"'


def accepts_gzip(request) -> bool:
    """Whether the client takes gzip: named, and not refused with q=0."""
    for part in request.headers.get("Accept-Encoding", "").split(","):
        name, *params = (piece.strip() for piece in part.split(";"))
        if name.lower() == "gzip":
            return not any(param.replace(" ", "").lower() in ("q=0", "q=0.0", "q=0.00", "q=0.000") for param in params)
    return False


def answer(
    request,
    template: str,
    *,
    site: SiteSettings | None = None,
    status: int = 200,
    caching: str = PUBLIC,
    **context,
) -> HttpResponse:
    """Render a list or other page that is not itself a publication."""
    site = site or SiteSettings.current()
    if "alternates" not in context:
        context["alternates"] = other_languages(request, at_home=status != 200)
    html = render_to_string(template, page_context(request, site, **context))
    return finish(request, html, status=status, caching=caching)


def other_languages(request, *, at_home: bool = False) -> list[dict]:
    """This list in the other languages that have anything to read: nobody should end on an empty page with no way out.
    `at_home`: from a page that is not there lead to the same page in the site's first language, or to its front page."""
    path, spoken, first_language = request.path_info, request.LANGUAGE_CODE, settings.LANGUAGE_CODE
    if at_home:
        if spoken == first_language:
            return []
        # PostgreSQL takes no NUL, not even in a question.
        there = path if "\x00" not in path and Publication.objects.pages().filter(path=path).exists() else "/"
        return [{"language": first_language, "name": own_name(first_language), "path": there}]
    languages = cache.get_or_set("languages", Publication.objects.languages, LANGUAGES_KEPT_SECONDS)
    return [
        {"language": language, "name": own_name(language), "path": localised(path, language)}
        for language in languages
        if language != spoken
    ]


def read_publication(request, template: str, *, kind: str, extra=None) -> HttpResponse:
    """The live edition at this address: 301 when it moved, 410 with the reason when it was withdrawn, 404 when there is
    none. `extra(publication)` adds what a kind of page shows besides; it may cost queries of its own."""
    now = timezone.now()
    publication = Publication.objects.at(request.path).with_bulletins(now=now).filter(kind=kind).first()
    if publication is None:
        raise Http404
    if publication.moved_to:
        return permanently(publication.moved_to)
    if publication.edition is None:
        return withdrawn(request, publication)
    site = publication.site
    policy = overdue_policy_of(publication, on=localdate(now))
    banner = site.banner_in(publication.language, on=localdate(now)) is not None
    # The content hash stands beside the row's id, because a restored database may give the same id to another edition.
    which = f"{publication.edition.content_hash[:12]}.{publication.edition_id}.{publication.version}.{site.version}"
    shown = bulletins.on_show(publication.bulletins, now=now)
    etag = f"{which}.{int(banner)}.{policy or 'in-time'}.{held_hash(publication)}.{bulletins.mark(shown)}"
    etag += f".{release_hash(RELEASE)}"
    more = {"bulletins": bulletins.in_language(shown, publication.language)}
    if extra is not None:
        added = extra(publication)
        etag += "." + hashlib.sha256(repr(added).encode()).hexdigest()[:12]
        more |= added
    return kept(
        request,
        etag,
        lambda: render_to_string(template, publication_context(request, publication, policy=policy) | more),
        caching=public_until(bulletins.next_change(publication.bulletins, now=now), now=now),
    )


def kept(request, etag: str, render: Callable[[], str], *, caching: str = PUBLIC) -> HttpResponse:
    """A page whose `etag` names everything it is made of: 304 when the reader has it, else the finished page, which is kept
    under that name. `render` gives its HTML and is called only when nobody read this page before."""
    zipped = accepts_gzip(request)
    not_changed = get_conditional_response(request, etag=quoted_etag(etag, zipped=zipped))
    if not_changed is not None:
        not_changed.headers["ETag"] = quoted_etag(etag, zipped=zipped)
        not_changed.headers["Cache-Control"] = caching
        patch_vary_headers(not_changed, ["Accept-Encoding"])
        return not_changed
    # Rendering is the cost, so the finished page is kept.
    key = f"page:{request.path}:{quoted_etag(etag, zipped=zipped)}"
    body = cache.get(key)
    if body is None:
        body = encode(render(), zipped=zipped)
        cache.set(key, body, KEPT_SECONDS)
    return send(request, body, etag=etag, zipped=zipped, caching=caching)


@lru_cache(maxsize=4)
def release_hash(release: str) -> str:
    return hashlib.sha256(release.encode()).hexdigest()[:8]


def overdue_policy_of(publication: Publication, *, on: date) -> str | None:
    """What readers are shown of a page that is past the review date they were promised: an OverduePolicy; None in time."""
    if publication.next_review_on is None or publication.next_review_on >= on:
        return None
    return publication.site.overdue_policy(publication.risk_tier)


def held_hash(publication: Publication) -> str:
    return hashlib.sha256(repr(publication.held).encode()).hexdigest()[:8] if publication.held else ""


def what_may_be_seen(publication: Publication, edition: Edition, *, policy: str | None) -> tuple[str, list, list]:
    """HTML, outline and references of an edition, without what is held back from readers of this page at present."""
    hides_doses = policy == OverduePolicy.HIDE_DOSES
    if not publication.held and not hides_doses:
        return edition.html, edition.outline, with_marks(edition.references, publication)
    held = {subject.fact: subject.changed.fields for subject in held_subjects(publication)}
    html = withhold(edition.html, facts=held, doses=hides_doses, notices=notices_of(publication))
    references = with_marks(without_dead_ends(edition.references, html), publication)
    return html, outline_of(edition.outline, html), references


def publication_context(request, publication: Publication, *, policy: str | None) -> dict:
    """What the templates of publications read; also used for "Preview as patient" with rows that are not saved. `policy`
    as overdue_policy_of gives it; None also where everything must be seen, as by a clinician who approves."""
    edition = publication.edition
    around = publication.surroundings
    html, outline, references = what_may_be_seen(publication, edition, policy=policy)
    held = held_subjects(publication)
    held_facts = [subject for subject in held if not subject.status]
    undecided, kept_sources = doubted_sources(references, publication)
    hides_doses = policy == OverduePolicy.HIDE_DOSES
    return page_context(
        request,
        publication.site,
        publication=publication,
        edition=edition,
        page_title=edition.title,
        description=publication.summary,
        summary=publication.summary,
        also_called=edition.facts.get("also_called") or edition.facts.get("aliases") or [],
        body=fill_care_lines(html, publication.site.lines_in(publication.language)),
        outline=outline,
        references=references,
        shared_list=around.get("shared_list")
        if any(name.startswith(NUMBERING) for name in edition.quoted or ())
        else None,
        held_sources=undecided,
        kept_sources=kept_sources,
        held_facts=held_facts,
        leaves_out=any(subject.leaves_out for subject in held_facts),
        hides_doses=hides_doses and html != edition.html,
        breadcrumb=around.get("breadcrumb", []),
        related=around.get("related", []),
        children=around.get("children", []),
        alternates=around.get("alternates", []),
        drug=around.get("drug"),
        canonical=settings.SITE_URL + (publication.path or ""),
        dates={
            "reviewed_on": publication.reviewed_on,
            "reviewed_by": publication.reviewed_by,
            "reviewed_credentials": publication.reviewed_credentials,
            # While a part is held back the page is being looked at now: no word of next year beside that notice.
            "next_due_on": None if held and policy is None else publication.next_review_on,
            "updated_on": localdate(publication.updated_at),
            "edited_since": publication.edited_since_review,
            "history_path": f"{publication.path}history/" if publication.path else "",
            "overdue": policy in (OverduePolicy.BANNER, OverduePolicy.HIDE_DOSES),
        },
    )


def fill_care_lines(html: str, lines: dict[str, str]) -> str:
    """Put the phone numbers of today into the care cards: a wrong number must not wait for a new edition. Everything
    inserted comes from one escaped template; the compiled text around it stays byte for byte."""

    def fill(match: re.Match[str]) -> str:
        return render_to_string("_components/care_lines.html", {"level": match.group(1), "lines": lines})

    return CARE_LINES.sub(fill, html)


def permanently(path: str) -> HttpResponse:
    response = HttpResponsePermanentRedirect(path)
    response.headers["Cache-Control"] = PUBLIC
    return response


def for_now(path: str) -> HttpResponse:
    """302: where to read today; tomorrow the answer may be another."""
    response = HttpResponseRedirect(path)
    response.headers["Cache-Control"] = PUBLIC
    return response


def withdrawn(request, publication: Publication, *, straight_on: bool = True) -> HttpResponse:
    """410: the reason, and the page to read instead; or 302 straight to that page, where staff chose so."""
    instead = publication.instead
    if instead is not None and instead.edition_id is None:
        instead = None
    if straight_on and publication.redirects and instead is not None:
        return for_now(instead.path)
    context = {
        "reason": publication.withdrawn_reason,
        "instead": {"title": instead.title, "path": instead.path} if instead else None,
        "page_title": _("Page withdrawn"),
    }
    return answer(request, "errors/410.html", site=publication.site, status=410, **context)
