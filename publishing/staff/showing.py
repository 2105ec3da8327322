"""A working copy as patients would see it: the public template of its kind, with rows that are never saved."""

from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from publishing.compiled import Compiled
from publishing.models import Edition, OverduePolicy, Page, Publication, SiteSettings
from publishing.staff.access import change_url, find_page, staff_page
from publishing.standing import standing_of
from publishing.views import overdue_policy_of, publication_context


@staff_page
@require_safe
def as_patient(request, pk: int) -> HttpResponse:
    """The whole page as it would be published now, under a banner that says that it is not."""
    page = find_page(request, pk)
    compiled = page.compile()
    standing = standing_of(page, person=request.user, compiled=compiled)
    context = {"page": page, "standing": standing, "change_url": change_url(page)}
    top = render_to_string("admin/pages/preview_banner.html", context, request)
    return public_page(request, page, compiled, top=top, as_read=True)


def public_page(
    request,
    page: Page,
    compiled: Compiled,
    *,
    top: str,
    bottom: str = "",
    as_read: bool = False,
    template: str = "admin/pages/public_page.html",
) -> HttpResponse:
    """The public page in its own language, with rendered staff panels above and below it. Never cached, never indexed.

    `as_read`: what readers are kept from while the page is past its review date is left out here too. Whoever approves must
    see every dose, so it is not the default.
    """
    language = page.language or settings.LANGUAGE_CODE
    ours = request.LANGUAGE_CODE
    publication = unsaved_publication(page, compiled)
    policy = overdue_policy_of(publication, on=timezone.localdate())
    if policy == OverduePolicy.HIDE_DOSES and not as_read:
        policy = OverduePolicy.BANNER
    try:
        request.LANGUAGE_CODE = language
        with translation.override(language):
            context = publication_context(request, publication, policy=policy) | {
                "public_template": admin.site.get_model_admin(type(page)).public_template,
                "staff_language": ours,
                "staff_top": top,
                "staff_bottom": bottom,
                "robots": "noindex",
                "canonical": "",
            }
            if publication.edition.number == 1:  # never published: no address says what changed
                context["dates"]["history_path"] = ""
            html = render_to_string(template, context)
    finally:
        request.LANGUAGE_CODE = ours
    response = HttpResponse(html)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def unsaved_publication(page: Page, compiled: Compiled) -> Publication:
    """The publication and edition that publishing the working copy now would make, with the review dates of the live one."""
    now = timezone.now()
    live = Publication.objects.live().filter(page=page.pk).select_related("edition").first()
    edition = Edition(
        page_id=page.pk,
        number=(live.edition.number if live else 0) + 1,
        language=compiled.language,
        title=compiled.title,
        source=compiled.source,
        html=compiled.html,
        outline=list(compiled.outline),
        plain_text=compiled.plain_text,
        facts=compiled.facts,
        references=list(compiled.references),
        content_hash=compiled.content_hash,
        published_at=now,
    )
    publication = Publication(
        page_id=page.pk,
        kind=page.kind,
        path=live.path if live else page.get_public_path(),
        language=compiled.language,
        title=compiled.title,
        summary=compiled.summary,
        edition=edition,
        surroundings=page.get_surroundings(),
        first_published_at=live.first_published_at if live else now,
        updated_at=now,
        risk_tier=page.risk_tier,
        site=SiteSettings.current(),
    )
    if live:
        publication.reviewed_on, publication.next_review_on = live.reviewed_on, live.next_review_on
        publication.reviewed_by, publication.reviewed_credentials = live.reviewed_by, live.reviewed_credentials
        publication.reviewed_hash = live.reviewed_hash
    return publication
