"""Downloading a binder: one click on a page gives an auditor a PDF and a JSON file."""

import json

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from connect.binder import NotPrinted, binder_of, print_binder
from publishing import permissions
from publishing.models import Page
from publishing.staff.access import change_url, find_page, staff_page


@staff_page
@require_safe
def binder_json(request, pk: int) -> HttpResponse:
    page, binder = _binder(request, pk)
    text = json.dumps(binder, ensure_ascii=False, indent=1)
    return _download(text.encode("utf-8", "surrogatepass"), page, "json", "application/json")


@staff_page
@require_safe
def binder_pdf(request, pk: int) -> HttpResponse:
    page, binder = _binder(request, pk)
    try:
        pdf = print_binder(binder, language=translation.get_language() or settings.LANGUAGE_CODE)
    except NotPrinted:
        messages.error(request, _("The PDF could not be made. The JSON file holds everything that it would say."))
        return redirect(change_url(page))
    return _download(pdf, page, "pdf", "application/pdf")


def _binder(request, pk: int) -> tuple[Page, dict]:
    page = find_page(request, pk)
    permissions.require(request.user, "publishing.audit_page", to=_("download the audit binder"))
    return page, binder_of(page, now=timezone.now())


def _download(content: bytes, page: Page, extension: str, content_type: str) -> HttpResponse:
    name = f"{page.kind}-{page.slug or page.pk}-audit.{extension}"
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
